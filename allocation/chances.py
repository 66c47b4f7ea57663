"""How likely each wish is still to be open at its owner's turn, from days drawn at random.

On each drawn day who gave no list, and one in ten of the others, choose by a list drawn by how much each stage is
wanted; the rest keep theirs. Honest about what it knows: neither who changes their mind, nor into what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from allocation.eligibility import own_past, person_facts
from allocation.opening import Opening
from allocation.preview import UNWANTED, wanted
from allocation.run import NO_LIST, Wishes
from allocation.serving import Compiler, Ints, Market, Turn, closings, serve_other
from allocation.state import Day

DAYS = 100
CHANGE_THEIR_MIND = 0.1
SURE, UNLIKELY = 0.95, 0.05
OWN = -1
_LISTS, _LONG = 200, 40
"""How many lists are drawn for each list of choice, and how long they are."""


class Chance(StrEnum):
    """A class of likelihood, as it is shown."""

    SURE = "sûr"
    UNCERTAIN = "incertain"
    UNLIKELY = "improbable"


def chance_of(share: float) -> Chance:
    """The class of a wish open on that share of the days."""
    if share >= SURE:
        return Chance.SURE
    return Chance.UNLIKELY if share <= UNLIKELY else Chance.UNCERTAIN


@dataclass(frozen=True)
class Odds:
    """Drawn days, ready to be asked. `closed`: by day and counter of seats, the number of the turn that took the last
    one. `called`: the turns to come of each person, by their numbers."""

    closed: Ints
    called: Mapping[str, Mapping[int, Turn]]
    compiler: Compiler

    def shares(self, person: str, codes: Sequence[str]) -> tuple[float, ...]:
        """On which share of the days each of these stages is open when the person is called: none without a turn to
        come."""
        found = np.zeros(len(codes))
        for number, turn in self.called.get(person, {}).items():
            places = self.compiler.places_of(turn, tuple(codes))
            if places.seats:
                # The places of one wish stand together: it is open where one of them is.
                firsts = np.flatnonzero(np.diff(places.wish, prepend=0))
                open_then = np.logical_or.reduceat(self.closed[:, places.seats] >= number, firsts, axis=1)
                wishes = np.array(places.wish)[firsts] - 1
                found[wishes] = np.maximum(found[wishes], open_then.mean(axis=0))
        return tuple(found.tolist())

    def chances(self, person: str, codes: Sequence[str]) -> tuple[Chance, ...]:
        """The class of each of these stages for the person."""
        return tuple(map(chance_of, self.shares(person, codes)))


def odds(
    compiler: Compiler, day: Day, wishes: Mapping[str, Wishes], chance: np.random.Generator, days: int = DAYS
) -> Odds:
    """Draw so many days from this moment on. `compiler`: of the day's opening; the same `chance`, the same days."""
    market = compiler.market(day, wishes)
    silent = np.array([not wishes.get(person, NO_LIST).codes for person in market.people], dtype=bool)
    shape = (days, len(market.people))
    changes = silent | (chance.random(shape) < CHANGE_THEIR_MIND)
    picks = np.where(changes, chance.integers(0, _LISTS, shape), OWN)
    starts, ends = _places(compiler, day.opening, market, picks, _lists(day.opening, wishes, chance))
    closed = np.empty((days, len(market.left)), dtype=np.int32)
    for number in range(days):
        closed[number] = closings(market, serve_other(market, starts[number], ends[number]))
    called: dict[str, dict[int, Turn]] = {}
    for number, turn in enumerate(market.turns):
        called.setdefault(turn.call.person, {})[number] = turn
    return Odds(closed, called, compiler)


def _places(
    compiler: Compiler, opening: Opening, market: Market, picks: Ints, drawn: Mapping[str, Sequence[tuple[str, ...]]]
) -> tuple[Ints, Ints]:
    """By day and turn, where the places of the list that is taken up begin and end; drawn lists join the market."""
    starts = np.tile(np.array(market.starts, dtype=np.int32), (len(picks), 1))
    ends = np.tile(np.array(market.ends, dtype=np.int32), (len(picks), 1))
    known: dict[tuple[object, int], tuple[int, int]] = {}
    for number, turn in enumerate(market.turns):
        person, lists = opening.person[turn.call.person], drawn[turn.list]
        alike, past = person_facts(turn.list, turn.call, person), own_past(person)
        for day in np.flatnonzero(picks[:, number] != OWN).tolist():
            pick = int(picks[day, number])
            # People alike find the same places by a list, but for the stages that they did themselves.
            key = (alike if past.isdisjoint(lists[pick]) else person.id, pick)
            if key not in known:
                places = compiler.places(turn, lists[pick])
                known[key] = len(market.seats), len(market.seats) + len(places.seats)
                market.seats.extend(places.seats)
                market.wish.extend(places.wish)
            starts[day, number], ends[day, number] = known[key]
    return starts, ends


def _lists(
    opening: Opening, wishes: Mapping[str, Wishes], chance: np.random.Generator
) -> dict[str, list[tuple[str, ...]]]:
    """For each list of choice, lists of its stages, each drawn without replacement by how much they are wanted."""
    counts = wanted(wishes)
    found: dict[str, list[tuple[str, ...]]] = {}
    for choices in opening.lists:
        offered = (pool.code for pool in opening.pools if choices.name in pool.lists and not pool.closed)
        codes = list(dict.fromkeys(offered))
        weights = np.array([1 + counts.get(code, UNWANTED).by for code in codes], dtype=float)
        keys = chance.exponential(size=(_LISTS, len(codes))) / weights
        rows = np.argsort(keys, axis=1)[:, :_LONG].tolist()
        found[choices.name] = [tuple(codes[column] for column in row) for row in rows]
    return found
