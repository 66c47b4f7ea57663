"""Links sent by mail: good once, for a while, and kept only as a digest."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from allocation.canonical import digest
from webapp.store.engine import reading, writing
from webapp.store.models import OneTimeToken

TO_SIGN_IN = timedelta(minutes=15)
TO_ACCEPT = timedelta(days=7)


def issue(session: Session, account_id: int, lifetime: timedelta, now: datetime) -> str:
    """The secret of a new link for that account."""
    secret = secrets.token_urlsafe(32)
    session.add(OneTimeToken(digest=digest(secret.encode()), account_id=account_id, expires_at=now + lifetime))
    return secret


def is_good(engine: Engine, secret: str, now: datetime) -> bool:
    """Whether the link would still open; looking does not use it up, since mail scanners look."""
    with reading(engine) as session:
        token = session.get(OneTimeToken, digest(secret.encode()))
        return token is not None and token.used_at is None and token.expires_at > now


def consume(engine: Engine, secret: str, now: datetime) -> int | None:
    """The account that the link opens, used up from now on; None when it does not open (any more)."""
    with writing(engine) as session:
        used = (
            update(OneTimeToken)
            .where(
                col(OneTimeToken.digest) == digest(secret.encode()),
                col(OneTimeToken.used_at).is_(None),
                col(OneTimeToken.expires_at) > now,
            )
            .values(used_at=now)
            .returning(col(OneTimeToken.account_id))
        )
        return session.exec(used).scalar_one_or_none()
