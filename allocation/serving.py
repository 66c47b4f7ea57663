"""Whole days from wish lists on flat integers, for what runs a day thousands of times: simulations and forecasts.

The desk and `rang allocate` go through `run.serve_all`, which records why each wish was refused. A simulation only
wants who obtains what, ten thousand times over, and objects cannot give that in time. So the rules are asked once,
before the first turn: of all that they read, only the seats change during the day, and those only go. What is left of
a day is counting. No rule is stated again here: `turn.offer` answers, and the tests hold that a market served is the
day of `serve_all`, catch-ups included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocation.eligibility import PersonFacts, own_past, person_facts
from allocation.events import Seat
from allocation.opening import Call, Opening, Pool
from allocation.run import NO_LIST, Wishes
from allocation.state import Day, start
from allocation.turn import Offer, offer

Ints = npt.NDArray[np.int32]
Served = Sequence[int] | Ints
"""By turn, the place in `Market.seats` that serves it, or `NOTHING`."""

NOTHING = -1

_OPEN, _RESERVED, _NO_SEAT = range(3)
_KINDS = 3


class Arrays(NamedTuple):
    """A market as the compiled loop reads it; the names are those of `Market`."""

    starts: Ints
    ends: Ints
    seats: Ints
    takes: Ints
    unless: Ints
    left: Ints


class Turn(NamedTuple):
    """A turn to come: the list, the call there, and whether it is one of the catch-up."""

    list: str
    call: Call
    catch_up: bool


@dataclass(frozen=True)
class Market:
    """What is left of a day, ready to be counted: the main rounds of all lists in their order, then their catch-ups.

    By turn, in the order in which they come: `turns`; `people`, who is called; `starts` and `ends`, where their places
    stand; `takes`, 1 where a seat is used up, 0 for a place added beside; `unless`, the earlier turn of the same person
    that must have given nothing, or `NOTHING`.
    By place, best first within a turn: `seats`, the counter that must not be empty; `wish`, its rank from 1.
    By counter, three a pool (open seats, reserved ones, and one never empty for who needs none): `left` at the start.
    """

    pools: tuple[str, ...]
    turns: list[Turn]
    people: list[str]
    starts: list[int]
    ends: list[int]
    takes: list[int]
    unless: list[int]
    seats: list[int]
    wish: list[int]
    left: list[int]

    def pool_of(self, place: int) -> str:
        """The pool whose seats the place counts on."""
        return self.pools[self.seats[place] // _KINDS]

    @cached_property
    def arrays(self) -> Arrays:
        return Arrays(*(np.array(getattr(self, name), dtype=np.int32) for name in Arrays._fields))


class Assignment(NamedTuple):
    """What a person obtains: the pool, the seat taken there, and the rank of the wish from 1."""

    pool: str
    seat: Seat
    wish: int


class MissingExtraError(ImportError):
    """The optional extra `[fast]` is not installed."""


def compile_market(opening: Opening, wishes: Mapping[str, Wishes]) -> Market:
    """The market of an opening and of the wish lists by person id, every rule asked."""
    return Compiler(opening).market(start(opening), wishes)


class Places(NamedTuple):
    """The places that a list of codes gives somebody at a turn: counters, ranks of the wishes, what each takes."""

    codes: tuple[str, ...]
    seats: tuple[int, ...]
    wish: tuple[int, ...]
    takes: int


class Compiler:
    """Makes the markets of one opening; what the rules answered for one market is kept for the next."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._asker = _Asker(opening)
        self._places: dict[tuple[str, str], Places] = {}

    def market(self, day: Day, wishes: Mapping[str, Wishes]) -> Market:
        """What is left of a day of the opening, with the wish lists by person id.

        In a catch-up stand those whose turn was on another list or has passed, and those who wait: who is still called
        in the main round finds nothing more there.
        """
        market = Market(
            pools=tuple(self._opening.pool), turns=[], people=[], starts=[], ends=[], takes=[], unless=[], seats=[],
            wish=[], left=[left for pool in self._opening.pools for left in _seats_left(day, pool)],
        )  # fmt: skip
        numbers: dict[str, int] = {}
        for turn in _turns_left(day):
            person = turn.call.person
            places = self.places_of(turn, wishes.get(person, NO_LIST).codes)
            market.unless.append(numbers.get(person, NOTHING))
            numbers[person] = len(market.people)
            market.turns.append(turn)
            market.people.append(person)
            market.takes.append(places.takes)
            market.starts.append(len(market.seats))
            market.seats.extend(places.seats)
            market.wish.extend(places.wish)
            market.ends.append(len(market.seats))
        return market

    def places_of(self, turn: Turn, codes: tuple[str, ...]) -> Places:
        """The places that their own list gives whoever is called then: kept until the list changes."""
        key = turn.list, turn.call.person
        known = self._places.get(key)
        if known is None or known.codes != codes:
            known = self._places[key] = self.places(turn, codes)
        return known

    def places(self, turn: Turn, codes: tuple[str, ...]) -> Places:
        """The places that these codes give whoever is called then."""
        name, call = turn.list, turn.call
        alike, past = self._asker.alike(name, call), self._asker.past(call)
        seats: list[int] = []
        wish: list[int] = []
        for rank, code in enumerate(codes, start=1):
            counters = None if code in past else alike.answers.get(code)
            if counters is None:
                counters = self._asker.ask(name, call, code, alike)
            seats.extend(counters)
            wish.extend([rank] * len(counters))
        return Places(codes, tuple(seats), tuple(wish), 0 if alike.added else 1)


def _turns_left(day: Day) -> Iterator[Turn]:
    """The turns to come, in order, were nobody called twice for nothing; none once the day is closed."""
    if day.closed:
        return
    left = {choices.name: day.calls_left(choices.name) for choices in day.opening.lists}
    for name, calls in left.items():
        yield from (Turn(name, call, name in day.catching_up) for call in calls)
    for name, calls in left.items():
        coming = {call.person for call in calls}
        for call in day.without_post(name):
            if call.person not in coming and (name not in day.catching_up or call.person in day.waiting):
                yield Turn(name, call, catch_up=True)


def _seats_left(day: Day, pool: Pool) -> tuple[int, int, int]:
    return max(0, day.open_seats_left(pool)), max(0, day.reserved_seats_left(pool)), 1


def serve(market: Market) -> list[int]:
    """Serve every turn of the market in plain Python."""
    served = [NOTHING] * len(market.people)
    _count(market.starts, market.ends, market.seats, market.takes, market.unless, market.left.copy(), served)
    return served


def serve_other(market: Market, starts: Ints, ends: Ints) -> list[int]:
    """The same, each turn finding its places from `starts` to `ends` instead: those of another list, compiled in the
    market beside its own."""
    return serve(replace(market, starts=starts.tolist(), ends=ends.tolist()))


def serve_compiled(market: Market) -> Ints:
    """Serve every turn in machine code; the first call of a process compiles the loop, about a second.

    Raises `MissingExtraError` without numba.
    """
    starts, ends, seats, takes, unless, left = market.arrays
    served = np.full(len(takes), NOTHING, dtype=np.int32)
    _compiled()(starts, ends, seats, takes, unless, left.copy(), served)
    return served


def best() -> Callable[[Market], Served]:
    """The fastest of the two that this installation can run."""
    try:
        _compiled()
    except MissingExtraError:
        return serve
    return serve_compiled


def assignments(market: Market, served: Served) -> dict[str, Assignment]:
    """Who obtains what, by person id; those left without a post are not in it."""
    found: dict[str, Assignment] = {}
    for person, takes, place in zip(market.people, market.takes, served, strict=True):
        if place != NOTHING:
            pool, kind = divmod(market.seats[place], _KINDS)
            seat: Seat = "ajoutee" if not takes else "reserve" if kind == _RESERVED else "libre"
            found[person] = Assignment(market.pools[pool], seat, market.wish[place])
    return found


def closings(market: Market, served: Served) -> Ints:
    """By counter, the turn that takes its last seat: one past the last where none does, `NOTHING` where none was left.

    Turns are numbered as in the market.
    """
    seats, takes, left = market.arrays.seats, market.arrays.takes, market.arrays.left
    places = np.asarray(served, dtype=np.int32)
    turns = np.flatnonzero((places != NOTHING) & (takes == 1))
    counters = seats[places[turns]]
    order = np.argsort(counters, kind="stable")
    used = np.bincount(counters, minlength=len(left))
    last = np.cumsum(used) - used + left - 1
    found = np.where(left > 0, len(takes), NOTHING).astype(np.int32)
    emptied = np.flatnonzero((used == left) & (left > 0))
    found[emptied] = turns[order][last[emptied]]
    return found


def _count(
    starts: Sequence[int],
    ends: Sequence[int],
    seats: Sequence[int],
    takes: Sequence[int],
    unless: Sequence[int],
    left: MutableSequence[int],
    served: MutableSequence[int],
) -> None:
    """The day itself, `left` and `served` being filled in place: one text for Python and for the compiler."""
    for turn in range(len(takes)):
        if unless[turn] >= 0 and served[unless[turn]] >= 0:
            continue
        for place in range(starts[turn], ends[turn]):
            if left[seats[place]] > 0:
                left[seats[place]] -= takes[turn]
                served[turn] = place
                break


@cache
def _compiled() -> Callable[..., None]:
    try:
        # An optional extra: where it is missing, so are its types.
        from numba import njit  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise MissingExtraError("numba is not installed: pip install 'rang-utile[fast]'") from error
    compiled: Callable[..., None] = njit()(_count)
    return compiled


@dataclass(slots=True)
class _Alike:
    """People whom the rules cannot tell apart but by their past: about a stage outside it, one answer does for all.

    `answers`: by stage code, the counters of the places that it gives, best first. `added`: places beside the seats.
    """

    answers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    added: bool = False


class _Asker:
    """Puts to the engine, on the day before its first turn, the questions that it has not answered yet."""

    def __init__(self, opening: Opening) -> None:
        self._day = start(opening)
        self._number = {pool.id: number for number, pool in enumerate(opening.pools)}
        self._alike: dict[PersonFacts, _Alike] = {}

    def alike(self, name: str, call: Call) -> _Alike:
        """Those who are called as this person is on the list `name`."""
        return self._alike.setdefault(person_facts(name, call, self._day.opening.person[call.person]), _Alike())

    def past(self, call: Call) -> frozenset[str]:
        """The stage codes about which the person's own past is asked."""
        return own_past(self._day.opening.person[call.person])

    def ask(self, name: str, call: Call, code: str, alike: _Alike) -> tuple[int, ...]:
        """The counters of the places that the stage gives: what the turn offers, then what it offers without that."""
        unused = {pool.id: 0 for pool in self._day.opening.by_code.get(code, ())}
        day = replace(self._day, taken=unused, reserved_taken=unused.copy())
        counters: list[int] = []
        kind = _OPEN
        while kind != _NO_SEAT and isinstance(found := offer(day, name, call, code), Offer):
            alike.added = found.seat == "ajoutee"
            kind = _use_up(day, found)
            counters.append(self._number[found.pool.id] * _KINDS + kind)
        if code not in self.past(call):
            alike.answers[code] = tuple(counters)
        return tuple(counters)


def _use_up(day: Day, found: Offer) -> int:
    """Take all the seats that the offer rests on, in place, and say of which kind they were."""
    pool = found.pool
    if found.seat != "reserve" and day.open_seats_left(pool) > 0:
        day.taken[pool.id] += day.open_seats_left(pool)
        return _OPEN
    if day.reserved_seats_left(pool) > 0:
        day.reserved_taken[pool.id] += day.reserved_seats_left(pool)
        return _RESERVED
    return _NO_SEAT
