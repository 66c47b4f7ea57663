"""What happens at a turn: the one function by which the desk, a proxy, a wish list and a simulation obtain a post."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from allocation.events import Seat, Skip
from allocation.model import Mode
from allocation.opening import Call, Pool
from allocation.rules import Case, Refusal, refusal, slot_of, slot_verified
from allocation.state import Day

UNKNOWN = Refusal("ELI-01b", "Aucun stage ouvert ne porte ce code.")


class Offer(NamedTuple):
    """A post that is open to the person now: its pool, the seat that it would take, the slot that it would fill."""

    pool: Pool
    seat: Seat
    slot: str


class Walk(NamedTuple):
    """A wish list walked in order: the first open one with its rank (from 1), or None, and those refused before."""

    offer: Offer | None
    wish: int | None
    skipped: tuple[Skip, ...]


def offer(day: Day, name: str, call: Call, code: str, waived: str = "") -> Offer | Refusal:
    """What choosing the stage `code` gives the person called on the list `name`, or the rule that refuses it.

    A code may stand for several pools; a reserved seat that the person may use is taken first. `waived`: the rule
    that is not asked.
    """
    person = day.opening.person[call.person]
    pools = day.opening.by_code.get(code, ())
    refused: list[Refusal] = []
    for pool in sorted(pools, key=lambda pool: pool.reserved_for not in person.labels):
        case = Case(day, name, call, person, pool)
        no = refusal(case, waived)
        if no is None:
            return Offer(pool, _seat(case), _slot(case))
        refused.append(no)
    return _most_telling(refused)


def walk(day: Day, name: str, call: Call, codes: Sequence[str]) -> Walk:
    """Walk the wishes in order until one is open."""
    skipped: list[Skip] = []
    for rank, code in enumerate(codes, start=1):
        found = offer(day, name, call, code)
        if isinstance(found, Offer):
            return Walk(found, rank, tuple(skipped))
        skipped.append(Skip(code, found.rule))
    return Walk(None, None, tuple(skipped))


_ADDED = frozenset({Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT})
WITHOUT_SLOT = frozenset({Mode.SURNOMBRE_NON_VALIDANT, Mode.HORS_FILIERE})
"""The modes in which a post fills no slot of the person's curriculum."""


def _slot(case: Case) -> str:
    if case.call.mode in WITHOUT_SLOT or not slot_verified(case):
        return ""
    slot = slot_of(case)
    return slot.name if slot else ""


def _seat(case: Case) -> Seat:
    if case.call.mode in _ADDED:
        return "ajoutee"
    holder = case.pool.reserved_for in case.person.labels
    return "reserve" if holder and case.day.reserved_seats_left(case.pool) > 0 else "libre"


def _most_telling(refused: list[Refusal]) -> Refusal:
    """Of the pools of one stage, the refusal of the one that came nearest: the list's own before another list's."""
    if not refused:
        return UNKNOWN
    own = [no for no in refused if no.rule != "ELI-01b"] or refused
    return next((no for no in own if no.rule != "ELI-01d"), own[0])
