"""What is kept for the offices' documents: agency's words, hospitals' accounts, files being made, old closings."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text
from sqlmodel import Field, SQLModel

from webapp.store.models.base import one_of
from webapp.store.states import JobState


# The turn at which a stage closed in an earlier semester. `list` "" when an imported file did not say.
class ClosingRank(SQLModel, table=True):
    __tablename__ = "closing_rank"
    subdivision: str = Field(primary_key=True)
    semester: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    list: str = Field(primary_key=True)
    turn: int
    of: int
    catch_up: bool = False


# The establishment whose interns an account of a hospital reads; the name is that of the post lists.
class HospitalAccount(SQLModel, table=True):
    __tablename__ = "hospital_account"
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    subdivision: str = Field(primary_key=True)
    establishment: str = Field(primary_key=True)


# The agency's own words for the documents of a subdivision, as the JSON of `exports.agency.Agency`.
class AgencyText(SQLModel, table=True):
    __tablename__ = "agency_text"
    subdivision: str = Field(primary_key=True)
    content: str = Field(sa_column=Column(Text, nullable=False))


# Documents being made beside the request, then kept until `expires_at`. `what`: their names, apart by spaces.
class ExportJob(SQLModel, table=True):
    __tablename__ = "export_job"
    __table_args__ = (one_of("state", list(JobState)),)
    id: str = Field(primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    what: str
    state: str
    done: int = 0
    total: int = 0
    error: str = ""
    created_at: datetime
    expires_at: datetime


# The archive that a job made.
class ExportFile(SQLModel, table=True):
    __tablename__ = "export_file"
    job_id: str = Field(foreign_key="export_job.id", primary_key=True)
    name: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
