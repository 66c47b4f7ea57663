"""Whole days from wish lists on flat integers, for what runs a day thousands of times: simulations and forecasts.

The desk and `rang allocate` go through `run.serve_all`, which records why each wish was refused. A simulation only
wants who obtains what, ten thousand times over, and objects cannot give that in time. So the rules are asked once,
before the first turn: of all that they read, only the seats change during the day, and those only go. What is left of
a day is counting. No rule is stated again here: `turn.offer` answers, and the tests hold that a market served is the
day of `serve_all`, catch-ups included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocation.eligibility import PersonFacts, own_past, person_facts
from allocation.events import Seat
from allocation.opening import Call, Opening
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
    seats: Ints
    takes: Ints
    unless: Ints
    left: Ints


@dataclass(frozen=True)
class Market:
    """A day ready to be counted: the main rounds of all lists in their order, then their catch-ups.

    By turn, in the order in which they come: `people`, who is called; `starts`, where their places begin (those of
    turn t end where those of t + 1 begin); `takes`, 1 where a seat is used up, 0 for a place added beside; `unless`,
    the earlier turn of the same person that must have given nothing, or `NOTHING`.
    By place, best first within a turn: `seats`, the counter that must not be empty; `wish`, its rank from 1.
    By counter, three a pool (open seats, reserved ones, and one never empty for who needs none): `left` at the start.
    """

    pools: tuple[str, ...]
    people: list[str]
    starts: list[int]
    takes: list[int]
    unless: list[int]
    seats: list[int]
    wish: list[int]
    left: list[int]

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
    """The market of an opening and of the wish lists by person id, every rule asked.

    In a catch-up stand only those whose turn was on another list: what was closed to the others still is.
    """
    asker = _Asker(opening)
    market = Market(
        pools=tuple(opening.pool), people=[], starts=[0], takes=[], unless=[], seats=[], wish=[],
        left=[left for pool in opening.pools for left in (pool.seats - pool.reserved_seats, pool.reserved_seats, 1)],
    )  # fmt: skip
    calls = [(choices.name, call) for choices in opening.lists for call in choices.calls]
    turns: dict[str, int] = {}
    for name, call in sorted(calls, key=lambda item: item[1].catch_up_only):
        market.unless.append(turns.get(call.person, NOTHING) if call.catch_up_only else NOTHING)
        turns[call.person] = len(market.people)
        _add_turn(market, asker, name, call, wishes.get(call.person, NO_LIST).codes)
    return market


def _add_turn(market: Market, asker: _Asker, name: str, call: Call, codes: Sequence[str]) -> None:
    alike, past = asker.alike(name, call), asker.past(call)
    for rank, code in enumerate(codes, start=1):
        counters = None if code in past else alike.answers.get(code)
        if counters is None:
            counters = asker.ask(name, call, code, alike)
        market.seats.extend(counters)
        market.wish.extend([rank] * len(counters))
    market.people.append(call.person)
    market.takes.append(0 if alike.added else 1)
    market.starts.append(len(market.seats))


def serve(market: Market) -> list[int]:
    """Serve every turn of the market in plain Python."""
    served = [NOTHING] * len(market.people)
    _count(market.starts, market.seats, market.takes, market.unless, market.left.copy(), served)
    return served


def serve_compiled(market: Market) -> Ints:
    """Serve every turn in machine code; the first call of a process compiles the loop, about a second.

    Raises `MissingExtraError` without numba.
    """
    starts, seats, takes, unless, left = market.arrays
    served = np.full(len(takes), NOTHING, dtype=np.int32)
    _compiled()(starts, seats, takes, unless, left.copy(), served)
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


def _count(
    starts: Sequence[int],
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
        for place in range(starts[turn], starts[turn + 1]):
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
