"""The day as it goes on: the links of the room's screens."""

from datetime import datetime

from sqlmodel import Field, SQLModel


# A link by which a projector shows the room's screen without signing in. The digest is that of the secret in it.
class RoomLink(SQLModel, table=True):
    __tablename__ = "room_link"
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    digest: str = Field(unique=True)
    label: str
    created_at: datetime
    created_by: int = Field(foreign_key="account.id")
    revoked_at: datetime | None = None


# That a person was told by mail that so many people at most were before them.
class TurnNotice(SQLModel, table=True):
    __tablename__ = "turn_notice"
    campaign_id: str = Field(foreign_key="campaign.id", primary_key=True)
    person: str = Field(primary_key=True)
    before: int = Field(primary_key=True)
    sent_at: datetime
