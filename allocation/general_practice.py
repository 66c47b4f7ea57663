"""The semesters of general practice with an MSU that a curriculum asks for over the whole DES, and whether somebody
can still reach them. It informs; a choice that makes them unreachable is said, never refused.

A semester with an MSU is one of category NIV1, SASPAS or MG3, whichever slot it fills, the free one included.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allocation.curriculum import ANY, Curriculum, Slot
from allocation.events import Chosen
from allocation.model import AMBULATORY, Category, Phase
from allocation.opening import Opening

KEY = "curriculum.general_practice"


def reachable_elsewhere(followed: Curriculum, phase: Phase, done: Iterable[tuple[Phase, Category]]) -> int | None:
    """How many semesters with an MSU a person may count on beside the slots that they still miss in the phase.

    `done`: the stages that count, with their phase. What the history does not tell of another phase is presumed to be
    as the curriculum wants it. None where the curriculum asks for no such semesters.
    """
    if not followed.general_practice:
        return None
    by_phase: dict[Phase, list[Category]] = {}
    for each, category in done:
        by_phase.setdefault(each, []).append(category)
    had = sum(category in AMBULATORY for categories in by_phase.values() for category in categories)
    return had + sum(_to_come(followed, other, by_phase.get(other, ())) for other in followed.phases if other != phase)


def _to_come(followed: Curriculum, phase: Phase, done: Sequence[Category]) -> int:
    """Semesters with an MSU that a phase may still bring, or brought without the history saying so."""
    untold = max(0, len(followed.phases[phase]) - len(done))
    return min(untold, _possible(followed.missing(phase, done)))


def _possible(slots: Iterable[Slot]) -> int:
    return sum(not slot.accepts.isdisjoint(_WITH_MSU) for slot in slots)


_WITH_MSU = frozenset({ANY, *(category.value for category in AMBULATORY)})


def shortfall(opening: Opening, chosen: Chosen) -> tuple[int, int] | None:
    """Where a choice leaves too few semesters with an MSU: how many stay possible, and how many are asked for."""
    person = opening.person[chosen.person]
    if person.with_msu is None or person.missing is None:
        return None
    left, category = person.missing, opening.pool[chosen.pool].category
    now = bool(chosen.slot) and category in AMBULATORY
    if chosen.slot:
        left = opening.curriculum[person.curriculum].after(left, category)
    possible, asked = person.with_msu + now + _possible(left), opening.rules.number(KEY)
    return (possible, asked) if possible < asked else None
