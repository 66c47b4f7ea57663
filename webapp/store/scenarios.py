"""Scenarios of a campaign in the database, shared by all who see its simulation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from webapp.store.engine import reading
from webapp.store.models import Account, Scenario


@dataclass(frozen=True, slots=True)
class Saved:
    """A scenario, who last changed it and when. `seats`: the number of seats by pool id, where it differs."""

    id: int
    name: str
    seats: Mapping[str, int]
    saved_at: datetime
    author: str


def of_campaign(engine: Engine, campaign_id: str) -> list[Saved]:
    """The scenarios of the campaign, the latest changed first."""
    with reading(engine) as session:
        rows = session.exec(_wanted(campaign_id).order_by(col(Scenario.saved_at).desc())).all()
    return [_saved(*row) for row in rows]


def find(engine: Engine, campaign_id: str, scenario_id: int) -> Saved | None:
    """That scenario of the campaign."""
    with reading(engine) as session:
        row = session.exec(_wanted(campaign_id).where(Scenario.id == scenario_id)).first()
    return _saved(*row) if row else None


def create(session: Session, campaign_id: str, name: str, author: int, now: datetime) -> int:
    """A new scenario that changes nothing yet; its id."""
    made = Scenario(campaign_id=campaign_id, name=name, seats="{}", saved_at=now, saved_by=author)
    session.add(made)
    session.flush()
    assert made.id is not None  # noqa: S101 (the database gave it)
    return made.id


def set_seats(session: Session, scenario_id: int, pool: str, seats: int | None, author: int, now: datetime) -> None:
    """The seats of one pool in the scenario; None: as they are today. Raises NoResultFound for an unknown one."""
    row = session.exec(select(Scenario).where(Scenario.id == scenario_id).with_for_update()).one()
    changed = json.loads(row.seats)
    changed.pop(pool, None)
    row.seats = json.dumps(changed if seats is None else changed | {pool: seats}, ensure_ascii=False)
    row.saved_at, row.saved_by = now, author


def remove(session: Session, scenario_id: int) -> None:
    """The scenario goes. Raises NoResultFound for an unknown one."""
    session.delete(session.get_one(Scenario, scenario_id))


def _wanted(campaign_id: str):
    return select(Scenario, Account.name).where(
        Scenario.campaign_id == campaign_id, col(Account.id) == col(Scenario.saved_by)
    )


def _saved(row: Scenario, author: str) -> Saved:
    assert row.id is not None  # noqa: S101 (it was read)
    return Saved(row.id, row.name, json.loads(row.seats), row.saved_at, author)
