"""The state of the day as a fold of its events: who holds what, how many seats are taken, whose turn it is.

`apply` is pure. `replay` and the wish-list run fold in place on a day of their own: a day is never shared while folded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import NamedTuple

from allocation.events import WHOLE, Chosen, Event, MarkedAbsent, Opened, ProxyGiven, Turn, Waited
from allocation.folding import FOLDS
from allocation.model import Mode
from allocation.opening import Call, Opening, Pool
from allocation.queues import Queue


class Last(NamedTuple):
    """The last turn of a list: entry `seq` of the journal and who recorded it; what stood for the person before."""

    seq: int
    event: Turn
    actor: str
    passed: MarkedAbsent | None
    waited: Waited | None


@dataclass(slots=True)
class Day:
    """A day of choice.

    `opening`: what was frozen, as amended since. `entries`: how many the journal has. `taken`, `reserved_taken`,
    `added`: by pool id, the seats taken among those open to all, among the reserved ones, and the places added beside
    them. `holds`: by person, the choice in force. `passed`: by person, the last turn that gave nothing. `waiting`: by
    person, the wait under way. `proxies`: by principal, the proxy in force; `accepted`: principals whose holder
    accepted. `queues` and `position`: by list, the calls of the round under way and how many of them are done. `last`:
    by list, the turn that may still be undone. `paused`: names of the lists that are, `WHOLE` for all.
    """

    opening: Opening
    taken: dict[str, int]
    reserved_taken: dict[str, int]
    added: dict[str, int]
    queues: dict[str, Queue]
    position: dict[str, int]
    entries: int = 1
    holds: dict[str, Chosen] = field(default_factory=dict)
    passed: dict[str, MarkedAbsent] = field(default_factory=dict)
    waiting: dict[str, Waited] = field(default_factory=dict)
    proxies: dict[str, ProxyGiven] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    catching_up: set[str] = field(default_factory=set)
    last: dict[str, Last] = field(default_factory=dict)
    paused: set[str] = field(default_factory=set)
    closed: bool = False

    def next_call(self, name: str) -> Call | None:
        """Whose turn it is on that list; None when nobody is left to call."""
        queue, position = self.queues[name], self.position[name]
        return queue[position] if position < len(queue) else None

    def calls_left(self, name: str) -> Queue:
        """The calls still to come in the round under way on that list, in order."""
        return self.queues[name][self.position[name] :]

    def is_over(self, name: str) -> bool:
        """Whether the round of the list is over: nobody to call, nobody who waits to be brought back."""
        return self.next_call(name) is None and all(wait.list != name for wait in self.waiting.values())

    def is_paused(self, name: str) -> bool:
        return bool(self.paused) and (WHOLE in self.paused or name in self.paused)

    def open_seats_left(self, pool: Pool) -> int:
        """Seats left to everybody, the reserved ones apart."""
        return pool.seats - pool.reserved_seats - self.taken[pool.id]

    def reserved_seats_left(self, pool: Pool) -> int:
        return pool.reserved_seats - self.reserved_taken[pool.id]

    def seats_left(self, pool: Pool) -> int:
        """Seats left, the reserved ones included."""
        return self.open_seats_left(pool) + self.reserved_seats_left(pool)

    def present(self, pool: Pool) -> int:
        """How many people the pool will hold, added places included."""
        return self.taken[pool.id] + self.reserved_taken[pool.id] + self.added[pool.id]

    def without_post(self, name: str) -> tuple[Call, ...]:
        """The calls of a list, in call order, of those who hold nothing; a hors-filière waits on their own list."""
        calls = self.opening.list[name].calls
        return tuple(call for call in calls if call.mode is not Mode.HORS_FILIERE and self.may_be_called(call))

    def may_be_called(self, call: Call) -> bool:
        """Whether the person may still have a turn: they hold nothing and were not withdrawn from the list."""
        return call.person not in self.holds and not self.opening.person[call.person].status

    def copy(self) -> Day:
        return replace(
            self,
            taken=self.taken.copy(),
            reserved_taken=self.reserved_taken.copy(),
            added=self.added.copy(),
            queues=self.queues.copy(),
            position=self.position.copy(),
            holds=self.holds.copy(),
            passed=self.passed.copy(),
            waiting=self.waiting.copy(),
            proxies=self.proxies.copy(),
            accepted=self.accepted.copy(),
            catching_up=self.catching_up.copy(),
            last=self.last.copy(),
            paused=self.paused.copy(),
        )


def start(opening: Opening) -> Day:
    """The day before its first turn."""
    zeros = dict.fromkeys(opening.pool, 0)
    return Day(
        opening=opening,
        taken=zeros,
        reserved_taken=zeros.copy(),
        added=zeros.copy(),
        queues={
            choices.name: tuple(call for call in choices.calls if not call.catch_up_only) for choices in opening.lists
        },
        position={choices.name: 0 for choices in opening.lists},
    )


def apply(day: Day, event: Event, actor: str = "") -> Day:
    """The day after the event; the day given is left as it was."""
    after = day.copy()
    fold(after, event, actor)
    return after


def replay(opening: Opening, events: Iterable[Event], actors: Iterable[str] = repeat("")) -> Day:
    """The day that these events make of the opening; `actors`: who recorded each."""
    day = start(opening)
    for event, actor in zip(events, actors, strict=False):
        fold(day, event, actor)
    return day


def fold(day: Day, event: Event, actor: str = "") -> None:
    """Put the event into the day, in place. The caller owns the day and has checked the event (`decide`)."""
    if isinstance(event, _TURNS):
        person = event.person
        day.last[event.list] = Last(day.entries, event, actor, day.passed.get(person), day.waiting.get(person))
    elif isinstance(event, Opened):
        return
    FOLDS[type(event)](day, event)
    day.entries += 1


_TURNS = (Chosen, MarkedAbsent, Waited)
