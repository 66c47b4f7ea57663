"""What the desks of the day keep beside the journal."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from webapp.store.models.base import one_of

PROPOSED, DONE, REFUSED = "proposed", "done", "refused"


# Until what time somebody waits.
class WaitUntil(SQLModel, table=True):
    __tablename__ = "wait_until"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    person: str = Field(primary_key=True)
    at: datetime


# A correction that a second person has to confirm. `moves`: JSON list of [list, person, code]; `proposed_by`: the
# account; the reason stays in clear here as long as it is only proposed.
class ProposedCorrection(SQLModel, table=True):
    __tablename__ = "proposed_correction"
    __table_args__ = (one_of("state", [PROPOSED, DONE, REFUSED]),)
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    list: str
    moves: str = Field(sa_column=Column(Text, nullable=False))
    reason: str
    proposed_by: int = Field(foreign_key="account.id")
    proposed_at: datetime
    state: str = PROPOSED
