"""The state of the day as a fold of its events: who holds what, how many seats are taken, whose turn it is.

`apply` is pure. `replay` and the wish-list run fold in place on a day of their own: a day is never shared while folded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from allocation.events import (
    CatchUpOpened,
    Chosen,
    Closed,
    Event,
    MarkedAbsent,
    ProxyAccepted,
    ProxyCancelled,
    ProxyGiven,
)
from allocation.model import Mode
from allocation.opening import Call, Opening, Pool


@dataclass(slots=True)
class Day:
    """A day of choice.

    `taken`, `reserved_taken`, `added`: by pool id, the seats taken among those open to all, among the reserved ones,
    and the places added beside them. `holds`: by person, the choice in force. `passed`: by person, the last turn that
    gave nothing. `proxies`: by principal, the proxy in force; `accepted`: principals whose holder accepted. `queues`
    and `position`: by list, the calls of the round under way and how many of them are done.
    """

    opening: Opening
    taken: dict[str, int]
    reserved_taken: dict[str, int]
    added: dict[str, int]
    queues: dict[str, tuple[Call, ...]]
    position: dict[str, int]
    holds: dict[str, Chosen] = field(default_factory=dict)
    passed: dict[str, MarkedAbsent] = field(default_factory=dict)
    proxies: dict[str, ProxyGiven] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    catching_up: set[str] = field(default_factory=set)
    closed: bool = False

    def next_call(self, name: str) -> Call | None:
        """Whose turn it is on that list; None when its round is over."""
        queue, position = self.queues[name], self.position[name]
        return queue[position] if position < len(queue) else None

    def calls_left(self, name: str) -> tuple[Call, ...]:
        """The calls still to come in the round under way on that list, in order."""
        return self.queues[name][self.position[name] :]

    def open_seats_left(self, pool: Pool) -> int:
        """Seats left to everybody, the reserved ones apart."""
        return pool.seats - pool.reserved_seats - self.taken[pool.id]

    def reserved_seats_left(self, pool: Pool) -> int:
        return pool.reserved_seats - self.reserved_taken[pool.id]

    def present(self, pool: Pool) -> int:
        """How many people the pool will hold, added places included."""
        return self.taken[pool.id] + self.reserved_taken[pool.id] + self.added[pool.id]

    def without_post(self, name: str) -> tuple[Call, ...]:
        """The calls of a list, in call order, of those who hold nothing; a hors-filière waits on their own list."""
        calls = self.opening.list[name].calls
        return tuple(call for call in calls if call.person not in self.holds and call.mode is not Mode.HORS_FILIERE)

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
            proxies=self.proxies.copy(),
            accepted=self.accepted.copy(),
            catching_up=self.catching_up.copy(),
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


def apply(day: Day, event: Event) -> Day:
    """The day after the event; the day given is left as it was."""
    after = day.copy()
    fold(after, event)
    return after


def replay(opening: Opening, events: Iterable[Event]) -> Day:
    """The day that these events make of the opening."""
    day = start(opening)
    for event in events:
        fold(day, event)
    return day


def fold(day: Day, event: Event) -> None:
    """Put the event into the day, in place. The caller owns the day and has checked the event (`decide`)."""
    match event:
        case Chosen():
            _COUNTERS[event.seat](day)[event.pool] += 1
            day.holds[event.person] = event
            day.passed.pop(event.person, None)
            day.position[event.list] += 1
        case MarkedAbsent():
            day.passed[event.person] = event
            day.position[event.list] += 1
        case ProxyGiven():
            day.proxies[event.person] = event
            day.accepted.discard(event.person)
        case ProxyAccepted():
            day.accepted.add(event.person)
        case ProxyCancelled():
            day.proxies.pop(event.person, None)
            day.accepted.discard(event.person)
        case CatchUpOpened(name, _):
            day.catching_up.add(name)
            day.queues[name] = day.without_post(name)
            day.position[name] = 0
        case Closed():
            day.closed = True


_COUNTERS = {
    "libre": lambda day: day.taken,
    "reserve": lambda day: day.reserved_taken,
    "ajoutee": lambda day: day.added,
}
