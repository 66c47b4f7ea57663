"""What stands beside a proxy: the signed document, or why it was recorded for somebody.

No `from __future__ import annotations` in these modules: SQLModel reads the annotations as values.
"""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel


# A paper on the proxy of a person. `content` empty: nothing was sent, only the reason of who recorded it.
class ProxyPaper(SQLModel, table=True):
    __tablename__ = "proxy_paper"
    id: str = Field(primary_key=True)
    campaign_id: str = Field(foreign_key="campaign.id", index=True)
    person: str
    kind: str = ""
    content: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    reason: str = ""
    added_at: datetime
    added_by: int = Field(foreign_key="account.id")
