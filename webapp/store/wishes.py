"""Wish lists: every saved version, the one in force, and a save that is neither lost nor doubled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from allocation.prepare import receipt
from allocation.run import Wishes
from webapp.store.engine import reading
from webapp.store.models import Campaign, PersonIdentity, WishVersion


@dataclass(frozen=True, slots=True)
class Saved:
    """A version of a list as it was kept: its number from 1, its codes best first, its salted receipt."""

    version: int
    codes: tuple[str, ...]
    receipt: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Newer:
    """The list was changed elsewhere since it was seen: what stands there now. Nothing was saved."""

    current: Saved


def save(
    session: Session,
    campaign_id: str,
    person: str,
    codes: Sequence[str],
    *,
    seen: int,
    key: str,
    account_id: int | None,
    now: datetime,
) -> Saved | Newer:
    """Keep a new version of the person's list, in the transaction of the caller.

    `seen`: the version that the page showed, 0 for none. `key`: what the page calls this save; sent again, it gives the
    version that it made the first time. Raises KeyError for somebody unknown or erased.
    """
    session.exec(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()
    identity = session.get(PersonIdentity, (campaign_id, person))
    if identity is None:
        raise KeyError(person)
    again = session.exec(_of(campaign_id, person).where(WishVersion.key == key)).first()
    if again:
        return _saved(again)
    last = session.exec(_of(campaign_id, person).order_by(col(WishVersion.version).desc())).first()
    if last and last.version != seen:
        return Newer(_saved(last))
    made = WishVersion(
        campaign_id=campaign_id, person=person, version=(last.version if last else 0) + 1, key=key,
        codes=json.dumps(list(codes), ensure_ascii=False), receipt=receipt(identity.salt, codes), saved_at=now,
        saved_by=account_id,
    )  # fmt: skip
    session.add(made)
    return _saved(made)


def current(engine: Engine, campaign_id: str) -> dict[str, Wishes]:
    """The list in force of everybody who has one, by random id, as the engine takes it."""
    latest = (
        select(WishVersion.person, func.max(WishVersion.version).label("version"))
        .where(WishVersion.campaign_id == campaign_id)
        .group_by(WishVersion.person)
        .subquery()
    )
    wanted = (
        select(WishVersion.person, WishVersion.codes, WishVersion.receipt)
        .where(WishVersion.campaign_id == campaign_id)
        .join(latest, (latest.c.person == WishVersion.person) & (latest.c.version == WishVersion.version))
    )
    with reading(engine) as session:
        return {person: Wishes(tuple(json.loads(codes)), kept) for person, codes, kept in session.exec(wanted)}


def history(engine: Engine, campaign_id: str, person: str) -> list[Saved]:
    """Every version of one list, the latest first."""
    with reading(engine) as session:
        rows = session.exec(_of(campaign_id, person).order_by(col(WishVersion.version).desc())).all()
    return [_saved(row) for row in rows]


def latest(engine: Engine, campaign_id: str, person: str) -> Saved | None:
    """The list in force of one person; None before the first."""
    with reading(engine) as session:
        row = session.exec(_of(campaign_id, person).order_by(col(WishVersion.version).desc()).limit(1)).first()
    return _saved(row) if row else None


def version(engine: Engine, campaign_id: str, person: str, number: int) -> Saved | None:
    """One version of one list; None when there is none of that number."""
    with reading(engine) as session:
        row = session.get(WishVersion, (campaign_id, person, number))
    return _saved(row) if row else None


def stamp(engine: Engine, campaign_id: str) -> int:
    """How many versions were saved so far: what was worked out from the lists holds while it is the same."""
    counted = select(func.count()).select_from(WishVersion).where(WishVersion.campaign_id == campaign_id)
    with reading(engine) as session:
        return session.exec(counted).one()


def _of(campaign_id: str, person: str):
    return select(WishVersion).where(WishVersion.campaign_id == campaign_id, WishVersion.person == person)


def _saved(row: WishVersion) -> Saved:
    return Saved(row.version, tuple(json.loads(row.codes)), row.receipt, row.saved_at)
