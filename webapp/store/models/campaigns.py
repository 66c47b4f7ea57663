"""Campaigns: their plan, their opening, their journal, their people and what these wish."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from webapp.store.models.base import one_of
from webapp.store.states import State


# The head of a campaign: a subdivision's choice for a semester.
# `rehearsal`: "" for the real one, else what tells apart a copy on which people train.
class Campaign(SQLModel, table=True):
    __table_args__ = (one_of("state", list(State)), UniqueConstraint("subdivision", "semester", "rehearsal"))
    id: str = Field(primary_key=True)
    subdivision: str
    semester: str
    state: str
    created_at: datetime
    rehearsal: str = ""


# The bytes of `ouverture.json`, bound by entry 0 of the journal.
class OpeningDocument(SQLModel, table=True):
    __tablename__ = "opening_document"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


# A line of the journal, as its canonical bytes. Nothing here is ever changed or removed.
class JournalEntry(SQLModel, table=True):
    __tablename__ = "journal_entry"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    seq: int = Field(primary_key=True)
    hash: str
    line: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


# Who a random id is, with the salt that binds them. To erase a person is to delete their row.
class PersonIdentity(SQLModel, table=True):
    __tablename__ = "person_identity"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    person: str = Field(primary_key=True)
    rpps: str
    last_name: str
    first_name: str
    salt: str
    email: str = Field(default="", index=True)


# The dates and policies of a campaign, as the JSON of `webapp.plan.Plan`.
class CampaignPlan(SQLModel, table=True):
    __tablename__ = "campaign_plan"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    content: str = Field(sa_column=Column(Text, nullable=False))


# How a person came to be called where they are, one row a list, as the JSON of its lines.
class RankSheetRow(SQLModel, table=True):
    __tablename__ = "rank_sheet"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    person: str = Field(primary_key=True)
    list: str = Field(primary_key=True)
    number: int
    size: int
    lines: str = Field(sa_column=Column(Text, nullable=False))


# A saved version of a wish list, never changed. `codes`: a JSON list, best first. `key`: what the page calls this save,
# so that one sent twice is kept once. `saved_by` None: brought in with the lists of the campaign.
class WishVersion(SQLModel, table=True):
    __tablename__ = "wish_version"
    __table_args__ = (UniqueConstraint("campaign_id", "person", "key"),)
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    person: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    codes: str = Field(sa_column=Column(Text, nullable=False))
    receipt: str
    key: str
    saved_at: datetime
    saved_by: int | None = Field(default=None, foreign_key="account.id")


# What a human typed for an entry of the journal, which only holds `token`, its salted commitment.
class SealedText(SQLModel, table=True):
    __tablename__ = "sealed_text"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    token: str = Field(primary_key=True)
    salt: str
    text: str = Field(sa_column=Column(Text, nullable=False))
