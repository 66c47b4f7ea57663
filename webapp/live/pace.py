"""When a turn is likely: an interval, from how long the turns of the day have taken so far."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import sqrt
from statistics import fmean, pstdev
from typing import NamedTuple

from allocation.events import WHOLE, Event, Paused, Resumed, Turn
from webapp.plan import Session

_KEPT, _ENOUGH = 30, 5
"""Turns from which the pace is taken, and below which the plan's own is."""
_NINE_IN_TEN = 1.645
_ASSUMED_SPREAD = 0.5
"""Of the plan's pace, while the day has shown none."""


class Pace(NamedTuple):
    """Seconds that a turn takes, how much that varies, and from how many turns this is known."""

    seconds: float
    spread: float
    turns: int

    def after(self, turns: int) -> tuple[float, float]:
        """Seconds within which so many turns are over nine times in ten: each varies, and so may the pace itself."""
        middle = turns * self.seconds
        margin = _NINE_IN_TEN * self.spread * sqrt(turns + turns**2 / self.turns)
        return max(0.0, middle - margin), middle + margin


@dataclass(slots=True)
class Clock:
    """How long each of the last turns of each list took; what a pause interrupts is not counted."""

    begun: dict[str, datetime] = field(default_factory=dict)
    took: dict[str, deque[float]] = field(default_factory=dict)

    def note(self, event: Event, at: datetime, names: Iterable[str]) -> None:
        """An event at that time; `names`: the lists of the day."""
        if isinstance(event, Turn):
            if event.list in self.begun:
                seconds = (at - self.begun[event.list]).total_seconds()
                self.took.setdefault(event.list, deque(maxlen=_KEPT)).append(max(0.0, seconds))
            self.begun[event.list] = at
        elif isinstance(event, Paused | Resumed):
            for name in names if event.list == WHOLE else [event.list]:
                self.begun.pop(name, None)
                if isinstance(event, Resumed):
                    self.begun[name] = at

    def copy(self) -> Clock:
        return Clock(self.begun.copy(), {name: took.copy() for name, took in self.took.items()})

    def pace(self, name: str, expected: float) -> Pace:
        """The pace of the list; `expected` seconds a turn while it has shown none."""
        took = self.took.get(name, ())
        if len(took) < _ENOUGH:
            return Pace(expected, expected * _ASSUMED_SPREAD, _ENOUGH)
        return Pace(fmean(took), pstdev(took), len(took))


def later(sessions: Sequence[Session], now: datetime, seconds: float) -> datetime:
    """The moment after so many seconds of session from now: breaks between sessions are not counted, what goes beyond
    the last one is."""
    left = timedelta(seconds=seconds)
    for session in sessions:
        begin = max(session.start, now)
        if begin < session.end:
            if left < session.end - begin:
                return begin + left
            left -= session.end - begin
    return max([now, *(session.end for session in sessions)]) + left
