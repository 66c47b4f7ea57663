"""The rules that say whether a post is open to a person at a moment: a table of small functions.

Each answers True where the rule lets the post through. Its French sentence is what a refused person reads. Refusals
and explanations come from `RULES`, whose words are those of the rule book; which of them apply to whom is `BY_MODE`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from allocation import rulebook
from allocation.curriculum import Slot
from allocation.model import Mode
from allocation.opening import Call, Opening, Person, Pool
from allocation.state import Day


class Case(NamedTuple):
    """A person called on a list, before a pool of seats, at a moment of the day."""

    day: Day
    list: str
    call: Call
    person: Person
    pool: Pool


Test = Callable[[Case], bool]
Facts = Callable[[Case], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the trade: its id, what it says, the sentence of its refusal, its source and grade of evidence, its
    test, and what the test looked at, in French."""

    id: str
    title: str
    refusal: str
    source: str
    grade: str
    allows: Test
    facts: Facts


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that says no, with the French sentence of why."""

    rule: str
    reason: str


RULES: dict[str, Rule] = {}


def _rule(id: str, facts: Facts) -> Callable[[Test], Test]:  # noqa: A002 (what a rule is called by everywhere)
    """Register the test of a rule; what the rule says stands in the rule book."""
    entry = rulebook.load()[id]

    def register(allows: Test) -> Test:
        RULES[id] = Rule(id, entry.title, entry.refusal, entry.source, entry.grade, allows, facts)
        return allows

    return register


def _lists_and_accreditation(case: Case) -> str:
    accredited = {True: "agrément valable", False: "agrément échu avant la fin", None: "agrément non précisé"}
    return f"ouvert à {', '.join(case.pool.lists)} ; {accredited[case.pool.accredited]}"


def _offer_and_reservation(case: Case) -> str:
    return f"{case.pool.seats} offerte(s), réservé à : {case.pool.reservation or 'personne'}"


def _category_and_missing(case: Case) -> str:
    missing = case.person.missing
    left = "non vérifiées" if missing is None else ", ".join(slot.name for slot in missing) or "aucune"
    return f"le stage est {case.pool.category.label} ; cases manquantes : {left}"


def _past(case: Case) -> str:
    if case.person.done is None:
        return "historique non fourni"
    again = "dérogation accordée" if case.pool.code in case.person.again else "sans dérogation"
    return f"{'déjà fait' if case.pool.code in case.person.done else 'jamais fait'} ; {again}"


def _seats(case: Case) -> str:
    day, pool = case.day, case.pool
    reserved = f", {day.reserved_seats_left(pool)} réservée(s)" if pool.reserved_seats else ""
    return f"{day.open_seats_left(pool)} place(s) restante(s){reserved} sur {pool.seats}"


@_rule("ELI-01b", facts=_lists_and_accreditation)
def open_on_the_list(case: Case) -> bool:
    return case.list in case.pool.lists and case.pool.accredited is not False


@_rule("ELI-01d", facts=_offer_and_reservation)
def neither_closed_nor_reserved(case: Case) -> bool:
    pool = case.pool
    if pool.closed:
        return False
    return not pool.reserved_for or pool.reserved_seats < pool.seats or pool.reserved_for in case.person.labels


@_rule("ELI-01c", facts=_category_and_missing)
def fills_a_missing_slot(case: Case) -> bool:
    return not slot_verified(case) or slot_of(case) is not None


@_rule("SAM-01", facts=_past)
def not_done_before(case: Case) -> bool:
    person, code = case.person, case.pool.code
    if person.done is None or code not in person.done or code in person.again:
        return True
    slot = slot_of(case) if slot_verified(case) else None
    return slot is not None and slot.again


@_rule("ELI-01a", facts=_seats)
def a_seat_is_left(case: Case) -> bool:
    return case.day.open_seats_left(case.pool) > 0 or _reserved_seat_for(case)


@_rule("SUV-03", facts=_seats)
def a_regular_seat_is_still_free(case: Case) -> bool:
    return a_seat_is_left(case)


def _reserved_seat_for(case: Case) -> bool:
    return case.pool.reserved_for in case.person.labels and case.day.reserved_seats_left(case.pool) > 0


def slot_verified(case: Case) -> bool:
    """Whether the curriculum can be checked: a history was given, and the post list says what the post teaches."""
    return case.person.can_be_checked_for(case.pool)


def slot_of(case: Case) -> Slot | None:
    """The slot that the post would fill, None when none, or when it comes too early and the rule set refuses that."""
    person, opening = case.person, case.day.opening
    if person.missing is None:
        return None
    curriculum = opening.curriculum[person.curriculum]
    slot = curriculum.fills(person.missing, case.pool.category)
    if slot is None or (opening.strict_order and curriculum.too_early(person.missing, slot)):
        return None
    return slot


def fitting_slots(opening: Opening, person: Person, pool: Pool) -> tuple[str, ...]:
    """The names of the missing slots that the post may fill, the one that it fills unless told otherwise first."""
    if person.missing is None or not person.can_be_checked_for(pool):
        return ()
    curriculum = opening.curriculum[person.curriculum]
    due = curriculum.fills(person.missing, pool.category)
    if due is not None and due not in person.missing:
        return (due.name,)
    return tuple(
        slot.name
        for slot in person.missing
        if slot.takes(pool.category) and not (opening.strict_order and curriculum.too_early(person.missing, slot))
    )


_ORDINARY = ("ELI-01b", "ELI-01d", "ELI-01c", "SAM-01", "ELI-01a")

BY_MODE: dict[Mode, tuple[str, ...]] = {
    Mode.NORMAL: _ORDINARY,
    Mode.INTER_CHU: _ORDINARY,
    Mode.DOM_TOM: _ORDINARY,
    Mode.SURNOMBRE_VALIDANT: ("ELI-01b", "ELI-01d", "ELI-01c", "SAM-01", "SUV-03"),
    # Neither seat, slot nor "already done" matters: the stage is never validated.
    Mode.SURNOMBRE_NON_VALIDANT: ("ELI-01b", "ELI-01d"),
    # The slots and agréments of the person's own DES are not asked elsewhere.
    Mode.HORS_FILIERE: ("ELI-01b", "ELI-01d", "SAM-01", "ELI-01a"),
}
"""The rules asked of each mode of turn, in order: what can never change that day first, the seats last."""


def refusal(case: Case, waived: str = "") -> Refusal | None:
    """The first rule, but the one waived, that refuses the post; None when it is open to the person at that moment."""
    for name in BY_MODE[case.call.mode]:
        rule = RULES[name]
        if not rule.allows(case) and name != waived:
            return Refusal(name, rule.refusal)
    return None
