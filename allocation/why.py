"""Why a post is, or is not, open to somebody: every rule that says no at the moment of their turn, with its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocation.events import Chosen, Event, MarkedAbsent
from allocation.opening import Call, Opening, Person
from allocation.rules import BY_MODE, RULES, Case
from allocation.state import Day, fold, start


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule asked about a pool: what it says, where from, what it looked at, and whether it lets the pool through."""

    rule: str
    title: str
    refusal: str
    source: str
    grade: str
    facts: str
    allows: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One pool of the stage asked about, on the list and at the turn of the person. Open when no reason refuses."""

    pool: str
    list: str
    order: int
    reasons: tuple[Reason, ...]

    @property
    def is_open(self) -> bool:
        return all(reason.allows for reason in self.reasons)


def why(opening: Opening, events: Sequence[Event], person_id: str, code: str) -> tuple[Answer, ...]:
    """The answer for each pool of the stage, as the day stood when the person's last turn came.

    Empty when no post bears the code, or when the person had no turn. Raises KeyError for an unknown person.
    """
    person = opening.person[person_id]
    found = _last_turn(opening, events, person)
    if found is None:
        return ()
    day, name, call = found
    return tuple(answer(Case(day, name, call, person, pool)) for pool in opening.by_code.get(code, ()))


def _last_turn(opening: Opening, events: Sequence[Event], person: Person) -> tuple[Day, str, Call] | None:
    """The day just before the person's last turn, with the list and the call of that turn."""
    day, found = start(opening), None
    for event in events:
        if (
            isinstance(event, Chosen | MarkedAbsent)
            and event.person == person.id
            and (call := day.next_call(event.list))
        ):
            found = day.copy(), event.list, call
        fold(day, event)
    return found


def answer(case: Case) -> Answer:
    """Every rule asked, one by one, about a pool at a moment."""
    reasons = tuple(_reason(case, name) for name in BY_MODE[case.call.mode])
    return Answer(case.pool.id, case.list, case.call.order, reasons)


def _reason(case: Case, name: str) -> Reason:
    rule = RULES[name]
    return Reason(rule.id, rule.title, rule.refusal, rule.source, rule.grade, rule.facts(case), rule.allows(case))
