"""The turns at which stages closed, semester after semester."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from allocation import journal
from allocation.closing import PastClosing, past_closings
from allocation.journal import Entry
from allocation.opening import Opening
from webapp.store.engine import reading
from webapp.store.models import Campaign, ClosingRank


def keep(session: Session, subdivision: str, closings: Iterable[PastClosing]) -> None:
    """Keep the closings in the place of those of the same semesters, in the transaction that closes or imports them."""
    known = {(one.semester, one.code, one.list): one for one in closings}
    semesters = {one.semester for one in known.values()}
    session.execute(
        delete(ClosingRank).where(col(ClosingRank.subdivision) == subdivision, col(ClosingRank.semester).in_(semesters))
    )
    session.add_all(
        ClosingRank(
            subdivision=subdivision, semester=one.semester, code=one.code, list=one.list, turn=one.turn, of=one.of,
            catch_up=one.catch_up,
        )
        for one in known.values()
    )  # fmt: skip


def close(session: Session, campaign: Campaign, opening: Opening, entries: Iterable[Entry]) -> None:
    """Keep those of a campaign that closes, in the transaction that closes it; a rehearsal leaves nothing behind."""
    if not campaign.rehearsal:
        keep(session, campaign.subdivision, past_closings(opening, journal.events(entries)))


def closing_ranks(engine: Engine, subdivision: str) -> dict[str, list[PastClosing]]:
    """By stage code, at which turns it closed, the latest semester first."""
    told = select(
        ClosingRank.code, ClosingRank.semester, ClosingRank.list, ClosingRank.turn, ClosingRank.of, ClosingRank.catch_up
    )
    wanted = told.where(ClosingRank.subdivision == subdivision)
    found: dict[str, list[PastClosing]] = {}
    with reading(engine) as session:
        for row in session.exec(wanted.order_by(col(ClosingRank.semester).desc(), ClosingRank.list)):
            found.setdefault(row.code, []).append(PastClosing(*row))
    return found


def last_before(engine: Engine, subdivision: str, semester: str) -> dict[str, PastClosing]:
    """By stage code, its last closing before that semester."""
    known = closing_ranks(engine, subdivision)
    earlier = {code: [one for one in closings if one.semester < semester] for code, closings in known.items()}
    return {code: closings[0] for code, closings in earlier.items() if closings}
