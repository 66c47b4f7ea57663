"""What a campaign is prepared with, and who changed what.

No `from __future__ import annotations` in these modules: SQLModel reads the annotations as values.
"""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text
from sqlmodel import Field, SQLModel


# A plan as it stood from a moment on, never changed: what people are told has changed comes from there.
class PlanVersion(SQLModel, table=True):
    __tablename__ = "plan_version"
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    content: str = Field(sa_column=Column(Text, nullable=False))
    saved_at: datetime
    saved_by: int = Field(foreign_key="account.id")


# A workbook or CSV dropped for a campaign. `roles`: the lists found in it, by name, once it was read. `accepted` False:
# proposed in the place of `replaces` (an id, "" for none), to be looked at before it counts.
class UploadedFile(SQLModel, table=True):
    __tablename__ = "uploaded_file"
    id: str = Field(primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    name: str
    sha256: str
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    roles: str = ""
    accepted: bool
    replaces: str = ""
    uploaded_at: datetime
    uploaded_by: int = Field(foreign_key="account.id")


# Which column is which field, as the TOML of `imports.mapping`: only what a human settled.
class CampaignMapping(SQLModel, table=True):
    __tablename__ = "campaign_mapping"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    content: str = Field(sa_column=Column(Text, nullable=False))
