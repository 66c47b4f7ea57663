"""Looking ahead: can everybody left still be served by a post that serves their curriculum, and what may be taken
without spoiling that.

It advises and decides nothing: who may take what comes from `eligibility`, asked once before the first turn, since
only the seats change during the day; the rest is counting (`matching`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import NamedTuple

from allocation.eligibility import Table, eligibility
from allocation.events import SEATS_UNCHANGED, Chosen, Event
from allocation.matching import Matching, bits, numbers
from allocation.model import Mode
from allocation.opening import Opening
from allocation.state import Day, start

SHOWN = 10
"""How many people or posts a sentence names; the number of all of them is always said."""

_BESIDE = frozenset({Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT})


@dataclass(frozen=True, slots=True)
class Shortage:
    """People who cannot all be served: `pools` are the only ones that suit them, with `seats` left there for them all.

    People in call order, pools in the order of the opening, by id.
    """

    people: tuple[str, ...]
    pools: tuple[str, ...]
    seats: int


class _Reach(NamedTuple):
    """Somebody with a turn, and the counters of seats that could serve them, as bits."""

    person: str
    mode: Mode
    counters: int


class Advice(NamedTuple):
    """The pools open to somebody, by id: those that leave everybody else as well off, and those that leave one more
    person without any."""

    safe: tuple[str, ...]
    risky: tuple[str, ...]


class LookAhead:
    """Everybody who holds nothing yet and the seats left, as the day stands; kept up by `follow`.

    Who is in surnombre takes no seat: a surnombre validant needs one free somewhere at their turn, a non validant none.
    """

    def __init__(self, day: Day) -> None:
        self._counters = [(pool.id, False) for pool in day.opening.pools]
        self._counters += [(pool.id, True) for pool in day.opening.pools if pool.reserved_seats]
        self._number = {key: number for number, key in enumerate(self._counters)}
        self._reserved = bits(number for (_, reserved), number in self._number.items() if reserved)
        gone = day.holds.keys() | {person.id for person in day.opening.people if person.status}
        waiting = [one for one in _reaches(day.opening, self._number) if one.person not in gone]
        self._reach = {one.person: one.counters for one in waiting}
        self._beside = {one.person: one.mode for one in waiting if one.mode in _BESIDE}
        self._people = [one.person for one in waiting if one.mode not in _BESIDE]
        self._place = {person: number for number, person in enumerate(self._people)}
        self._matching = Matching(
            [self._reach[person] for person in self._people],
            [_seats_left(day, pool, reserved) for pool, reserved in self._counters],
        )

    def follow(self, event: Event) -> bool:
        """Keep up with an event of the day; False where it changes more than the seats: look ahead anew then."""
        if not isinstance(event, Chosen):
            return isinstance(event, SEATS_UNCHANGED)
        self._reach.pop(event.person, None)
        if self._beside.pop(event.person, None) is None and event.person in self._place:
            self._matching.leave(self._place[event.person])
        if event.seat != "ajoutee":
            self._matching.take(self._number[event.pool, event.seat == "reserve"])
        return True

    @property
    def everybody_served(self) -> bool:
        """Whether the seats left can serve everybody left."""
        return not self._matching.unplaced and not any(True for _ in self._beside_nothing())

    def shortages(self) -> tuple[Shortage, ...]:
        """Who cannot all be served, each group with the too few seats that it may take; none: everybody can."""
        found: list[tuple[int, int]] = []
        for person in numbers(self._matching.unplaced):
            if not any(people >> person & 1 for people, _ in found):
                found = _merged(found, self._matching.rivals(1 << person))
        groups = (self._shortage(self._matching, people, counters) for people, counters in found)
        return (*groups, *map(self._nothing_open, self._beside_nothing()))

    def advice(self, person: str) -> Advice:
        """Which of the pools open to somebody left are safe to take. Raises KeyError for who holds a post or has no
        turn."""
        choices = self._choices(person)
        safe = choices if person in self._beside else self._safe(person)
        return Advice(self._pools(choices & safe), self._pools(choices & ~safe))

    def left_without(self, person: str, pool: str) -> Shortage | None:
        """Who is left short by this person taking that pool; None where it is safe, or not open to them.

        Raises KeyError for who holds a post or has no turn.
        """
        if pool not in self.advice(person).risky:
            return None
        counter = self._number.get((pool, True), -1)
        if counter < 0 or not self._choices(person) >> counter & 1:
            counter = self._number[pool, False]
        for other, last in self._last_seats():
            if last == 1 << counter:
                return self._nothing_open(other)
        others = self._matching.without(self._place[person])
        found = self._shortage(others, *others.rivals(others.on(counter)))
        return replace(found, seats=found.seats - 1)

    def _choices(self, person: str) -> int:
        """The counters on which a choice of the person would fall: a reserved seat before another of the same pool."""
        found = self._reach[person]
        if self._beside.get(person) is not Mode.SURNOMBRE_NON_VALIDANT:
            found &= self._matching.offered
        for pool, _ in self._chosen(found & self._reserved):
            found &= ~(1 << self._number[pool, False])
        return found

    def _safe(self, person: str) -> int:
        safe = self._matching.without(self._place[person]).safe()
        return safe & ~reduce(or_, (last for _, last in self._last_seats()), 0)

    def _beside_nothing(self) -> Iterator[str]:
        """Those in surnombre to whom nothing is open."""
        return (person for person in self._beside if not self._choices(person))

    def _last_seats(self) -> Iterator[tuple[str, int]]:
        """Those in surnombre validant whose only choice rests on one last seat, and its counter as a bit."""
        for person, mode in self._beside.items():
            only = self._reach[person] & self._matching.offered
            if mode is Mode.SURNOMBRE_VALIDANT and only.bit_count() == 1 and self._matching.seats(only) == 1:
                yield person, only

    def _nothing_open(self, person: str) -> Shortage:
        return Shortage((person,), self._pools(self._reach[person]), 0)

    def _shortage(self, matching: Matching, people: int, counters: int) -> Shortage:
        ids = tuple(self._people[person] for person in numbers(people))
        return Shortage(ids, self._pools(counters), matching.seats(counters))

    def _chosen(self, counters: int) -> Iterator[tuple[str, bool]]:
        return (self._counters[counter] for counter in numbers(counters))

    def _pools(self, counters: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(pool for pool, _ in self._chosen(counters)))


def feasible(opening: Opening) -> tuple[Shortage, ...]:
    """Who could not all be served, whatever they choose, before the first turn; none: everybody could."""
    return LookAhead(start(opening)).shortages()


def told(opening: Opening, shortage: Shortage) -> str:
    """The shortage in a French sentence: call numbers by list, stage codes, seats."""
    calls = {call.person: (choices.name, call.order) for choices in reversed(opening.lists) for call in choices.calls}
    orders: dict[str, list[str]] = {}
    for person in shortage.people:
        name, order = calls[person]
        orders.setdefault(name, []).append(str(order))
    who = " ; ".join(f"{name}, n° {_shown(numbers)}" for name, numbers in orders.items())
    if not shortage.seats:
        return f"{who} : aucune place ne reste pour un stage qui convient."
    codes = list(dict.fromkeys(opening.pool[pool].code for pool in shortage.pools))
    return (
        f"{who} : {len(shortage.people)} internes pour {shortage.seats} place(s), "
        f"les seules qui leur conviennent ({_shown(codes)})."
    )


def _shown(texts: list[str]) -> str:
    return ", ".join(texts[:SHOWN]) + (f" et {len(texts) - SHOWN} autres" if len(texts) > SHOWN else "")


def _seats_left(day: Day, pool_id: str, reserved: bool) -> int:
    pool = day.opening.pool[pool_id]
    return day.reserved_seats_left(pool) if reserved else day.open_seats_left(pool)


def _reaches(opening: Opening, number: Mapping[tuple[str, bool], int]) -> Iterable[_Reach]:
    """Everybody with a turn, in call order; a hors-filière reaches the host list and, at the catch-up, their own."""
    found: dict[str, _Reach] = {}
    for table in (eligibility(opening), eligibility(opening, catch_up=True)):
        counters = _counters_of(table, number)
        for person, turn in table.turns.items():
            first = found.get(person, _Reach(person, turn.call.mode, 0))
            found[person] = first._replace(counters=first.counters | counters(person))
    return found.values()


def _counters_of(table: Table, number: Mapping[tuple[str, bool], int]) -> Callable[[str], int]:
    """The function that gives the counters of the pools open to a person, the reserved ones that they may use too."""
    bit = {pool: 1 << number[pool, False] for pool in table.groups}
    kept = [(pool, 1 << number[pool.id, True]) for pool in table.opening.pools if pool.reserved_seats]

    def counters(person: str) -> int:
        pools, labels = table.open_to(person), table.opening.person[person].labels
        found = reduce(or_, map(bit.__getitem__, pools), 0)
        return found | sum(mask for pool, mask in kept if pool.reserved_for in labels and found & bit[pool.id])

    return counters


def _merged(groups: list[tuple[int, int]], found: tuple[int, int]) -> list[tuple[int, int]]:
    """The groups with one more, those that share people with it made one."""
    people, counters = found
    apart = [group for group in groups if not group[0] & people]
    for other in groups:
        if other[0] & people:
            people, counters = people | other[0], counters | other[1]
    return [*apart, (people, counters)]
