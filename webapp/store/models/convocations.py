"""Convocations to the day of choice."""

from datetime import datetime

from sqlmodel import Field, SQLModel


# The last convocation sent to a person, and what it announced.
class Convocation(SQLModel, table=True):
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    person: str = Field(primary_key=True)
    announced: datetime
    sent_at: datetime
