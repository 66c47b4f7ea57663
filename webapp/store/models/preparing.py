"""What a campaign is prepared with, and who changed what.

No `from __future__ import annotations` in these modules: SQLModel reads the annotations as values.
"""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text
from sqlmodel import Field, SQLModel

from webapp.store.edit_kinds import EditKind
from webapp.store.models.base import one_of


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


# A change made here on top of the files, applied at each reading. `kind`: what is changed, `key`: which one; `content`:
# the fields as JSON. Nothing is removed: an edit taken back keeps its line.
class CampaignEdit(SQLModel, table=True):
    __tablename__ = "campaign_edit"
    __table_args__ = (one_of("kind", list(EditKind)),)
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    kind: str
    key: str
    content: str = Field(sa_column=Column(Text, nullable=False))
    reason: str
    made_at: datetime
    made_by: int = Field(foreign_key="account.id")
    undone_at: datetime | None = None
    undone_by: int | None = Field(default=None, foreign_key="account.id")


# Somebody answers for what a check found. `digest`: of the findings; with others, another one is asked for.
class Acknowledgement(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    check_id: str
    digest: str
    findings: str = Field(sa_column=Column(Text, nullable=False))
    reason: str
    made_at: datetime
    made_by: int = Field(foreign_key="account.id")


# How far somebody has read what changed in a campaign: entries of its journal, and the moment, for its plan.
class LastVisit(SQLModel, table=True):
    __tablename__ = "last_visit"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    entries: int
    seen_at: datetime
