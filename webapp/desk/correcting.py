"""What a correction would change, told before it is made: the person put right, and those whom that displaces."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from allocation import journal as chain
from allocation.commands import Correct, Move
from allocation.correction import Shift, concerned, moves
from allocation.decide import decide
from allocation.rules import Refusal
from webapp.store import journal, persons, wishes
from webapp.store.journal import Moment


@dataclass(frozen=True, slots=True)
class Asked:
    """Who should have had the stage `code` ("": their post is taken from them); `recalled`: those displaced who are to
    be called again rather than served from their list; all by random id."""

    person: str
    code: str
    recalled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Effect:
    """Everybody who would change, the person put right first, and the moves that would be recorded; or the refusal that
    keeps them from being made. `names` by random id."""

    shifts: tuple[Shift, ...]
    moves: tuple[Move, ...]
    refusal: Refusal | None
    names: Mapping[str, str]


def effect_of(engine: Engine, campaign_id: str, moment: Moment, name: str, asked: Asked) -> Effect:
    """What the correction would do now; nothing is recorded."""
    shifts = _shifts(engine, campaign_id, moment, name, asked)
    if isinstance(shifts, Refusal):
        return Effect((), (), shifts, {})
    asked_moves = moves(moment.day, shifts, _known(shifts, asked.recalled))
    made = decide(moment.day, Correct(name, asked_moves))
    names = persons.names_of(engine, campaign_id, (shift.person for shift in shifts))
    return Effect(shifts, asked_moves, made if isinstance(made, Refusal) else None, names)


def _shifts(engine: Engine, campaign_id: str, moment: Moment, name: str, asked: Asked) -> tuple[Shift, ...] | Refusal:
    if not asked.code:
        held, call = moment.day.holds.get(asked.person), moment.day.opening.call[name, asked.person]
        return (Shift(name, call.order, asked.person, held.pool if held else "", ""),)
    told = chain.events(journal.read_entries(engine, campaign_id)[: moment.entries])
    opening = journal.read_opening(engine, campaign_id)
    return concerned(opening, told, wishes.current(engine, campaign_id), asked.person, asked.code)


def _known(shifts: tuple[Shift, ...], recalled: Collection[str]) -> set[str]:
    """Those displaced who were chosen to be called again; the person put right never is."""
    return {shift.person for shift in shifts[1:]} & set(recalled)
