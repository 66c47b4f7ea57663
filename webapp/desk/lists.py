"""All the lists of the day at a glance: how far each has come, at what pace, when it should end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from allocation.journal import Entry
from allocation.opening import ChoiceList
from allocation.state import Day
from webapp.wording import to_translate

_TURNS = frozenset({"Chosen", "MarkedAbsent"})
_LATEST = 20
"""Turns of a list from which its pace is taken: the latest ones."""
_BREAK = timedelta(minutes=10)
"""A gap that is a break, and tells nothing of the pace."""


class ListState(StrEnum):
    """Where a list stands."""

    PAUSED = "en-pause"
    RUNNING = "en-cours"
    CATCHING_UP = "rattrapage"
    WAITING = "attendus"
    OVER = "terminee"


STATES = {
    ListState.PAUSED: to_translate("en pause"),
    ListState.RUNNING: to_translate("en cours"),
    ListState.CATCHING_UP: to_translate("rattrapage"),
    ListState.WAITING: to_translate("des internes sont attendus"),
    ListState.OVER: to_translate("terminée"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A list, number `number` of the opening. `next`: the number called, 0 when nobody is. `pace`: seconds a turn, of
    the latest ones; before any, what the plan expects. `end`: when its last turn is likely over, None when it is."""

    number: int
    name: str
    state: ListState
    next: int
    served: int
    left: int
    away: int
    unserved: int
    catching_up: bool
    pace: int
    end: datetime | None


def standings(day: Day, entries: Sequence[Entry], expected: int, now: datetime) -> list[Standing]:
    """Every list at that moment. `entries`: the latest of the journal; `expected`: seconds a turn of the plan."""
    return [_standing(day, number, choices, entries, expected, now) for number, choices in enumerate(day.opening.lists)]


def _standing(
    day: Day, number: int, choices: ChoiceList, entries: Sequence[Entry], expected: int, now: datetime
) -> Standing:
    name, left = choices.name, len(day.calls_left(choices.name))
    call, pace = day.next_call(name), _pace(name, entries) or expected
    return Standing(
        number=number,
        name=name,
        state=_state(day, name),
        next=call.order if call else 0,
        served=sum(held.list == name for held in day.holds.values()),
        left=left,
        away=sum(wait.list == name for wait in day.waiting.values()),
        unserved=len(day.without_post(name)),
        catching_up=name in day.catching_up,
        pace=pace,
        end=now + timedelta(seconds=pace * left) if left else None,
    )


def _state(day: Day, name: str) -> ListState:
    if day.closed or day.is_over(name):
        return ListState.OVER
    if day.is_paused(name):
        return ListState.PAUSED
    if day.next_call(name) is None:
        return ListState.WAITING
    return ListState.CATCHING_UP if name in day.catching_up else ListState.RUNNING


def _pace(name: str, entries: Sequence[Entry]) -> int:
    """Seconds between the latest turns of the list, breaks left out; 0 when too few were recorded."""
    gaps = list(_gaps([entry for entry in entries if entry["list"] == name and entry["kind"] in _TURNS][-_LATEST:]))
    return round(sum(gap.total_seconds() for gap in gaps) / len(gaps)) if gaps else 0


def _gaps(turns: Sequence[Entry]) -> Iterator[timedelta]:
    moments = [datetime.fromisoformat(str(entry["occurred_at"])) for entry in turns]
    for before, after in pairwise(moments):
        if timedelta() <= after - before < _BREAK:
            yield after - before
