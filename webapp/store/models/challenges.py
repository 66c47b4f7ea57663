"""What interns contest of their rank, and what the staff answer.

No `from __future__ import annotations` in these modules: SQLModel reads the annotations as values.
"""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from webapp.challenges import About, Outcome
from webapp.store.models.base import one_of


# One contestation of one person, never changed once it is answered.
class ChallengeRow(SQLModel, table=True):
    __tablename__ = "challenge"
    __table_args__ = (one_of("about", list(About)), one_of("outcome", list(Outcome)))
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    person: str
    account_id: int = Field(foreign_key="account.id")
    about: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    filed_at: datetime
    outcome: str = Outcome.PENDING.value
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    answered_by: int | None = Field(default=None, foreign_key="account.id")
    answered_at: datetime | None = None
