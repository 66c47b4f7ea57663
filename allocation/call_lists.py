"""Two call lists held against each other: who is on one alone, who differs, who is placed elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from allocation.model import Candidate, Identity


class Kind(StrEnum):
    """What differs, in French as it is shown."""

    MISSING = "absent de la liste importée"
    NEW = "seulement dans la liste importée"
    PHASE = "phase"
    SENIORITY = "ancienneté"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Difference:
    """One person on whom the lists do not agree: what ours and theirs say, and why ours does."""

    identity: Identity
    kind: Kind
    ours: str
    theirs: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A call list: its people, and by identity key the list and number of each."""

    candidates: Sequence[Candidate]
    places: Mapping[str, tuple[str, int]]


def compare(ours: Listed, theirs: Listed, why: Mapping[str, Sequence[str]]) -> list[Difference]:
    """Every difference, ours first, each person once with the weightiest. `why`: by identity key, ours explained.

    Only those who really moved are told of a place: the fewest people such that the others stand in the same order.
    """
    their = {each.identity.key: each for each in theirs.candidates}
    own = {each.identity.key: each for each in ours.candidates}
    moved = _displaced(ours, theirs)
    found = []
    for key, each in own.items():
        told = _difference(each, their.get(key), tuple(why.get(key, ())))
        if told is None and key in moved:
            place, other = ours.places[key], theirs.places[key]
            told = Difference(each.identity, Kind.PLACE, _place(place), _place(other), tuple(why.get(key, ())))
        if told:
            found.append(told)
    new = [each for key, each in their.items() if key not in own]
    return [*found, *(Difference(each.identity, Kind.NEW, "–", _standing(each)) for each in new)]


def _difference(ours: Candidate, theirs: Candidate | None, why: tuple[str, ...]) -> Difference | None:
    if theirs is None:
        return Difference(ours.identity, Kind.MISSING, _standing(ours), "–", why)
    if (ours.des, ours.phase) != (theirs.des, theirs.phase):
        return Difference(ours.identity, Kind.PHASE, _standing(ours), _standing(theirs), why)
    if theirs.seniority is not None and ours.seniority != theirs.seniority:
        return Difference(ours.identity, Kind.SENIORITY, _standing(ours), _standing(theirs), why)
    return None


def _standing(candidate: Candidate) -> str:
    known = candidate.seniority is not None
    return f"{candidate.des}, {candidate.phase.label}" + (f", ancienneté {candidate.seniority}" if known else "")


def _place(place: tuple[str, int]) -> str:
    return f"n° {place[1]}, {place[0]}"


def _displaced(ours: Listed, theirs: Listed) -> set[str]:
    """On each list, the fewest people to take out for the two orders to be the same."""
    displaced: set[str] = set()
    for order in _common(ours, theirs):
        kept = _longest_rising([theirs.places[key][1] for key in order])
        displaced |= {key for position, key in enumerate(order) if position not in kept}
    return displaced


def _common(ours: Listed, theirs: Listed) -> Iterator[list[str]]:
    """List by list, those who stand on the same list in both, in our order."""
    by_list: dict[str, list[tuple[int, str]]] = {}
    for key, (name, number) in ours.places.items():
        if theirs.places.get(key, ("", 0))[0] == name:
            by_list.setdefault(name, []).append((number, key))
    return ([key for _, key in sorted(people)] for people in by_list.values())


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The positions of a longest rising subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [position]
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
