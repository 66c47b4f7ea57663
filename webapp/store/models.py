"""Every table. Codes are texts held by a CHECK; times are aware and in UTC; secrets are kept as digests.

No `from __future__ import annotations` here: SQLModel reads the annotations as values.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from webapp.accounts.roles import Role

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _one_of(column: str, codes: list[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(code) for code in codes)})", name=column)


# A person who may sign in. The address is kept in lower case.
class Account(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    created_at: datetime


# A role that an account holds in a subdivision.
class Membership(SQLModel, table=True):
    __table_args__ = (_one_of("role", [role.value for role in Role]),)
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    role: str = Field(primary_key=True)
    subdivision: str = Field(primary_key=True, index=True)


# A link sent by mail, good once. The digest is that of the secret in the link.
class OneTimeToken(SQLModel, table=True):
    __tablename__ = "one_time_token"
    digest: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime
    used_at: datetime | None = None


# A connection of an account from a browser. `second_factor_at`: when its second factor was given.
class WebSession(SQLModel, table=True):
    __tablename__ = "web_session"
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    second_factor_at: datetime | None = None
    ended_at: datetime | None = None


# The secret that an authenticator shares with us. `last_step`: the last code's step, so that no code serves twice.
class SecondFactor(SQLModel, table=True):
    __tablename__ = "second_factor"
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    secret: str
    confirmed_at: datetime | None = None
    last_step: int = 0


# A code on paper for the day when the authenticator is lost, good once.
class RecoveryCode(SQLModel, table=True):
    __tablename__ = "recovery_code"
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    digest: str = Field(primary_key=True)
    used_at: datetime | None = None


# A try at a secret, by what was tried (an account, an address); counted to slow guessing down.
class Attempt(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(index=True)
    at: datetime = Field(index=True)


# A mail, written with what it tells of and sent afterwards. The body goes once it is sent: it may hold a link.
# `claimed_at`: since when a process is sending it, so that no other sends it too.
class OutgoingMail(SQLModel, table=True):
    __tablename__ = "outgoing_mail"
    id: int | None = Field(default=None, primary_key=True)
    recipient: str
    subject: str
    body: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    error: str = ""


# A sensitive act: who, what, on whom, where.
class AuditEntry(SQLModel, table=True):
    __tablename__ = "audit_entry"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor_id: int | None = Field(default=None, foreign_key="account.id")
    act: str
    subject_id: int | None = Field(default=None, foreign_key="account.id")
    subdivision: str = ""
    detail: str = ""


# The head of a campaign: a subdivision's choice for a semester.
class Campaign(SQLModel, table=True):
    __table_args__ = (_one_of("state", ["open", "closed"]), UniqueConstraint("subdivision", "semester"))
    id: str = Field(primary_key=True)
    subdivision: str
    semester: str
    state: str
    created_at: datetime


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
