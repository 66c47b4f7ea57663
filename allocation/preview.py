"""The provisional outcome of a whole campaign, from any moment of its day: what was recorded, then what the wish lists
make of the turns left.

Everything is counted by `serving`, which asks the engine; tests hold the outcome to the day of `run.serve_rest`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from allocation.closing import Closing, places
from allocation.opening import Call, Opening
from allocation.run import Wishes
from allocation.serving import NOTHING, Assignment, Compiler, Market, Served, assignments, closings, serve
from allocation.state import Day


class Wanted(NamedTuple):
    """How many wish lists name a stage, and how many name it first."""

    by: int
    first: int


UNWANTED = Wanted(0, 0)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come of the day, were it to go on with the wish lists as they are.

    `obtained`: by person id, what they hold already or would obtain; the wish is 0 where no list led to it. `without`:
    those with a turn who would hold nothing, in call order. `seats_left`: by pool id, at the end. `closing`: by pool
    id, the turn to come that would take its last seat.
    """

    obtained: Mapping[str, Assignment]
    without: tuple[str, ...]
    seats_left: Mapping[str, int]
    closing: Mapping[str, Closing]


def preview(compiler: Compiler, day: Day, wishes: Mapping[str, Wishes]) -> Preview:
    """The outcome from this moment of the day; `compiler` is that of the day's opening, `wishes` by person id."""
    market = compiler.market(day, wishes)
    served = serve(market)
    held = {person: Assignment(chosen.pool, chosen.seat, chosen.wish or 0) for person, chosen in day.holds.items()}
    obtained = held | assignments(market, served)
    return Preview(
        obtained=obtained,
        without=tuple(dict.fromkeys(call.person for call in _may_be_called(day) if call.person not in obtained)),
        seats_left=_seats_left(day, market, served),
        closing=_closing(day.opening, market, served),
    )


def wanted(wishes: Mapping[str, Wishes]) -> dict[str, Wanted]:
    """By stage code, how many lists name it; a code that a list names twice counts once."""
    named = Counter(code for wish in wishes.values() for code in dict.fromkeys(wish.codes))
    first = Counter(wish.codes[0] for wish in wishes.values() if wish.codes)
    return {code: Wanted(by, first[code]) for code, by in named.items()}


def _may_be_called(day: Day) -> Iterator[Call]:
    return (call for choices in day.opening.lists for call in choices.calls if day.may_be_called(call))


def _seats_left(day: Day, market: Market, served: Served) -> dict[str, int]:
    left = {pool.id: day.seats_left(pool) for pool in day.opening.pools}
    for place, takes in zip(served, market.takes, strict=True):
        if place != NOTHING:
            left[market.pool_of(place)] -= takes
    return left


def _closing(opening: Opening, market: Market, served: Served) -> dict[str, Closing]:
    """A pool closes with the last of its seats, open to all or reserved."""
    if not market.pools:
        return {}
    numbers = {choices.name: places(choices) for choices in opening.lists}
    ends = closings(market, served).reshape(-1, len(market.left) // max(1, len(market.pools)))[:, :2].max(axis=1)
    found: dict[str, Closing] = {}
    for pool_id, turn in zip(market.pools, ends.tolist(), strict=True):
        if NOTHING < turn < len(market.turns):
            name, call, catch_up = market.turns[turn]
            turns = numbers[name]
            found[pool_id] = Closing(name, turns.get(call.order, len(turns)), len(turns), catch_up)
    return found
