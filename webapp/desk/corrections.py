"""Corrections of choices already made: weighed before, proposed to a second person where the campaign has several
desks, and only then given to the engine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from allocation.commands import Move
from allocation.opening import Opening
from webapp.store.engine import reading, writing
from webapp.store.models import Account, ProposedCorrection
from webapp.store.models.desk import DONE, PROPOSED, REFUSED


@dataclass(frozen=True, slots=True)
class Proposed:
    """A correction that waits for a second person. `number`: of its list in the opening; `who` proposed it."""

    id: int
    list: str
    number: int
    moves: tuple[Move, ...]
    reason: str
    account_id: int
    who: str
    at: datetime


class NotWaitingError(Exception):
    """That correction was confirmed or refused already."""


def propose(
    engine: Engine, campaign_id: str, name: str, moves: Sequence[Move], reason: str, account_id: int, now: datetime
) -> None:
    """Keep a correction until a second person confirms it."""
    with writing(engine) as session:
        session.add(
            ProposedCorrection(
                campaign_id=campaign_id, list=name, moves=json.dumps(moves, ensure_ascii=False), reason=reason,
                proposed_by=account_id, proposed_at=now,
            )
        )  # fmt: skip


def proposed(engine: Engine, campaign_id: str, opening: Opening) -> list[Proposed]:
    """The corrections that wait, the oldest first."""
    wanted = select(ProposedCorrection, Account.name).join(Account, Account.id == ProposedCorrection.proposed_by)
    waiting = wanted.where(ProposedCorrection.campaign_id == campaign_id, ProposedCorrection.state == PROPOSED)
    numbers = {choices.name: number for number, choices in enumerate(opening.lists)}
    with reading(engine) as session:
        rows = session.exec(waiting.order_by(ProposedCorrection.id)).all()
    return [_read(row, numbers[row.list], who) for row, who in rows]


def settle(session: Session, correction_id: int, *, done: bool) -> None:
    """The correction waits no more, in the transaction of its entry. Raises `NotWaitingError`."""
    row = session.get(ProposedCorrection, correction_id, with_for_update=True)
    if row is None or row.state != PROPOSED:
        raise NotWaitingError
    row.state = DONE if done else REFUSED


def _read(row: ProposedCorrection, number: int, who: str) -> Proposed:
    moves = tuple(Move(*each) for each in json.loads(row.moves))
    return Proposed(row.id or 0, row.list, number, moves, row.reason, row.proposed_by, who, row.proposed_at)
