"""The links by which projectors show the room's screen: made, listed, taken back. We keep the digest of the secret."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Engine, update
from sqlmodel import col, select

from allocation.canonical import digest
from webapp.store.engine import reading, writing
from webapp.store.models import RoomLink


def make(engine: Engine, campaign_id: str, label: str, account_id: int, now: datetime) -> str:
    """The secret of a new link, shown once."""
    secret = secrets.token_urlsafe(32)
    with writing(engine) as session:
        session.add(
            RoomLink(
                campaign_id=campaign_id, digest=digest(secret.encode()), label=label, created_at=now,
                created_by=account_id,
            )
        )  # fmt: skip
    return secret


def find(engine: Engine, secret: str) -> RoomLink | None:
    """The link of that secret, if it still holds."""
    wanted = select(RoomLink).where(RoomLink.digest == digest(secret.encode()), col(RoomLink.revoked_at).is_(None))
    with reading(engine) as session:
        return session.exec(wanted).first()


def of_campaign(engine: Engine, campaign_id: str) -> Sequence[RoomLink]:
    """Those that hold, the latest first."""
    wanted = select(RoomLink).where(RoomLink.campaign_id == campaign_id, col(RoomLink.revoked_at).is_(None))
    with reading(engine) as session:
        return session.exec(wanted.order_by(col(RoomLink.id).desc())).all()


def revoke(engine: Engine, campaign_id: str, link_id: int, now: datetime) -> None:
    """The screens that came by that link of the campaign go dark within seconds."""
    mine = (col(RoomLink.id) == link_id, col(RoomLink.campaign_id) == campaign_id)
    with writing(engine) as session:
        session.exec(update(RoomLink).where(*mine, col(RoomLink.revoked_at).is_(None)).values(revoked_at=now))


def alive(engine: Engine, link_ids: Iterable[int]) -> set[int]:
    """Which of these links still hold."""
    wanted = select(RoomLink.id).where(col(RoomLink.id).in_(list(link_ids)), col(RoomLink.revoked_at).is_(None))
    with reading(engine) as session:
        return {found for found in session.exec(wanted).all() if found is not None}
