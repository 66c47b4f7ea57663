"""Accounts, the ways in, what is sent and what is noted.

No `from __future__ import annotations` in these modules: SQLModel reads the annotations as values.
"""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from webapp.accounts.roles import Role
from webapp.store.models.base import one_of


# A person who may sign in. The address is kept in lower case; `rpps` "" is not known.
class Account(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    rpps: str = Field(default="", index=True)
    created_at: datetime


# A role that an account holds in a subdivision.
class Membership(SQLModel, table=True):
    __table_args__ = (one_of("role", [role.value for role in Role]),)
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


# A connection of an account from a browser. `second_factor_at`: when its second factor was given. `proven_at`: when its
# holder last proved who they are, by the second factor or through their mailbox.
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
    proven_at: datetime | None = None
    ended_at: datetime | None = None


# The code last sent by mail to the holder of a connection.
class MailedCode(SQLModel, table=True):
    __tablename__ = "mailed_code"
    session_id: int = Field(foreign_key="web_session.id", primary_key=True)
    digest: str
    expires_at: datetime
    tries: int = 0


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
# `claimed_at`: since when a process is sending it, so that no other sends it too. `not_before`: kept until then.
# `topic`: what it is about, for one that may still be rewritten ("" never is).
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
    topic: str = Field(default="", index=True)
    not_before: datetime | None = None


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
