"""Mock rounds in the database: taken once, read back as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from allocation.canonical import digest
from webapp.simulation.frozen import MockRound, as_bytes, from_bytes
from webapp.store.engine import reading
from webapp.store.models import Account
from webapp.store.models import MockRound as Row


@dataclass(frozen=True, slots=True)
class Taken:
    """When a round was taken, by whom, and the SHA-256 of its bytes."""

    id: int
    taken_at: datetime
    author: str
    hash: str


class AlteredRoundError(Exception):
    """The bytes of the round are not those that were kept."""


def of_campaign(engine: Engine, campaign_id: str) -> list[Taken]:
    """The rounds of the campaign, the latest first."""
    wanted = select(Row.id, Row.taken_at, Account.name, Row.hash).where(
        Row.campaign_id == campaign_id, col(Account.id) == col(Row.taken_by)
    )
    with reading(engine) as session:
        return [Taken(*row) for row in session.exec(wanted.order_by(col(Row.id).desc()))]


def find(engine: Engine, campaign_id: str, round_id: int) -> tuple[Taken, MockRound] | None:
    """That round of the campaign. Raises `AlteredRoundError`."""
    wanted = select(Row, Account.name).where(
        Row.campaign_id == campaign_id, Row.id == round_id, col(Account.id) == col(Row.taken_by)
    )
    with reading(engine) as session:
        found = session.exec(wanted).first()
    if found is None:
        return None
    row, author = found
    if digest(row.content) != row.hash:
        raise AlteredRoundError(round_id)
    return Taken(round_id, row.taken_at, author, row.hash), from_bytes(row.content)


def take(session: Session, campaign_id: str, frozen: MockRound, author: int, now: datetime) -> int:
    """Keep the round; its id."""
    content = as_bytes(frozen)
    made = Row(campaign_id=campaign_id, taken_at=now, taken_by=author, hash=digest(content), content=content)
    session.add(made)
    session.flush()
    assert made.id is not None  # noqa: S101 (the database gave it)
    return made.id
