"""Why a post is, or is not, open to somebody: every rule that says no at the moment of their turn, with its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocation.events import Chosen, Event, MarkedAbsent
from allocation.opening import Call, Opening
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
    """The answer for each pool of the stage, as the day stood at the person's turn: the first one on a list that the
    stage is open to (a hors-filière has a turn on two lists), else the last.

    Empty when no post bears the code, or when the person had no turn. Raises KeyError for an unknown person.
    """
    day, turns = _turns(opening, events, person_id)
    person = day.opening.person[person_id]
    if not turns:
        return ()
    lists = {name for pool in day.opening.by_code.get(code, ()) for name in pool.lists}
    day, name, call = next((turn for turn in turns if turn[1] in lists), turns[-1])
    return tuple(answer(Case(day, name, call, person, pool)) for pool in day.opening.by_code.get(code, ()))


def _turns(opening: Opening, events: Sequence[Event], person_id: str) -> tuple[Day, list[tuple[Day, str, Call]]]:
    """The day at its end, and just before each turn of the person with the list and the call of that turn."""
    day = start(opening)
    found: list[tuple[Day, str, Call]] = []
    for event in events:
        if isinstance(event, Chosen | MarkedAbsent) and event.person == person_id:
            call = day.next_call(event.list)
            found += [(day.copy(), event.list, call)] if call else []
        fold(day, event)
    return day, found


def answer(case: Case) -> Answer:
    """Every rule asked, one by one, about a pool at a moment."""
    reasons = tuple(_reason(case, name) for name in BY_MODE[case.call.mode])
    return Answer(case.pool.id, case.list, case.call.order, reasons)


def _reason(case: Case, name: str) -> Reason:
    rule = RULES[name]
    return Reason(rule.id, rule.title, rule.refusal, rule.source, rule.grade, rule.facts(case), rule.allows(case))
