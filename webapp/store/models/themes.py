"""How the site looks for a subdivision.

No `from __future__ import annotations` in these modules: SQLModel reads the annotations as values.
"""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel


# Name, colour and logo that an ARS gave the site; "" and no bytes where ours hold. `version` changes with each change.
class Theme(SQLModel, table=True):
    subdivision: str = Field(primary_key=True)
    name: str = ""
    colour: str = ""
    logo_kind: str = ""
    logo: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    version: str = Field(unique=True)
