"""What follows the choice during the semester: absences, the faculty's decisions, the warnings sent."""

from datetime import date, datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


# A period away from a stage, both days included. It is never deleted while the person is kept: taken out, it says by
# whom and why. `batch`: the import that brought it, "" when typed. `half_days` 0: whole days.
class AbsenceRow(SQLModel, table=True):
    __tablename__ = "absence"
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    person: str
    start: date
    end: date
    cause: str
    half_days: int = 0
    batch: str = ""
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
    removed_at: datetime | None = None
    removed_by: int | None = Field(default=None, foreign_key="account.id")
    removal_reason: str = ""


# The faculty's decision on a stage; the last one holds, those before stay. `cause` "" unless it is not validated.
class StageDecision(SQLModel, table=True):
    __tablename__ = "stage_decision"
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    person: str
    validated: bool
    reason: str = Field(sa_column=Column(Text, nullable=False))
    cause: str = ""
    decided_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="account.id")


# That a person was told that few days are left.
class AttendanceWarning(SQLModel, table=True):
    __tablename__ = "attendance_warning"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    person: str = Field(primary_key=True)
    sent_at: datetime


# A past semester of a person, as the history given with the campaign says it.
class PastStageRow(SQLModel, table=True):
    __tablename__ = "past_stage"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    person: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    semester: str
    code: str
    category: str
    phase: str
    validated: bool | None = None
    absence_days: int
    cause: str
    mode: str
    subdivision: str
