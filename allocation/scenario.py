"""A scenario beside today's: the same campaign with other numbers of seats, and whom that serves better or worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from allocation.opening import Opening, Pool
from allocation.preview import Preview


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a scenario changes, by person ids in the order of today's outcome: those who would obtain an earlier wish,
    a later one, a post where they had none, and none where they had one."""

    better: tuple[str, ...]
    worse: tuple[str, ...]
    served: tuple[str, ...]
    lost: tuple[str, ...]


def with_seats(opening: Opening, seats: Mapping[str, int]) -> Opening:
    """The opening with these numbers of seats by pool id, 0 closing the pool; reserved seats go last.

    Raises KeyError for a pool that it does not have, ValueError for fewer than no seat.
    """
    unknown = seats.keys() - opening.pool.keys()
    if unknown:
        raise KeyError(min(unknown))
    if any(number < 0 for number in seats.values()):
        raise ValueError("a pool has no fewer than 0 seats")
    return replace(opening, pools=tuple(_changed(pool, seats.get(pool.id, pool.seats)) for pool in opening.pools))


def compare(today: Preview, other: Preview) -> Comparison:
    """The other outcome held against today's; a post obtained without a wish is neither better nor worse."""
    both = [person for person in today.obtained if person in other.obtained]
    ranks = {person: (today.obtained[person].wish, other.obtained[person].wish) for person in both}
    listed = {person: pair for person, pair in ranks.items() if all(pair)}
    return Comparison(
        better=tuple(person for person, (before, after) in listed.items() if after < before),
        worse=tuple(person for person, (before, after) in listed.items() if after > before),
        served=tuple(person for person in today.without if person in other.obtained),
        lost=tuple(person for person in today.obtained if person not in other.obtained),
    )


def _changed(pool: Pool, seats: int) -> Pool:
    if seats == pool.seats:
        return pool
    return replace(pool, seats=seats, reserved_seats=min(pool.reserved_seats, seats))
