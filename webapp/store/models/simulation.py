"""Scenarios that the union and the ARS share, and mock rounds.

No `from __future__ import annotations` in these modules: SQLModel reads the annotations as values.
"""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text
from sqlmodel import Field, SQLModel


# Other numbers of seats to be held beside today's. `seats`: a JSON object, number by pool id.
class Scenario(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    name: str
    seats: str = Field(sa_column=Column(Text, nullable=False))
    saved_at: datetime
    saved_by: int = Field(foreign_key="account.id")


# A mock round, never changed. `hash`: the SHA-256 of its bytes.
class MockRound(SQLModel, table=True):
    __tablename__ = "mock_round"
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    taken_at: datetime
    taken_by: int = Field(foreign_key="account.id")
    hash: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
