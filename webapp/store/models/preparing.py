"""What a campaign is prepared with, and who changed what.

No `from __future__ import annotations` in these modules: SQLModel reads the annotations as values.
"""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


# A plan as it stood from a moment on, never changed: what people are told has changed comes from there.
class PlanVersion(SQLModel, table=True):
    __tablename__ = "plan_version"
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    content: str = Field(sa_column=Column(Text, nullable=False))
    saved_at: datetime
    saved_by: int = Field(foreign_key="account.id")
