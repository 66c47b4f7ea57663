"""As many people as possible, each on a seat that they may take; kept so while people leave and seats go.

The augmenting paths of Berge (1957), one search a change; which people lack seats, and on which seats, is the
decomposition of Dulmage and Mendelsohn (1958), the same whatever matching was found. People and counters of seats are
numbers, sets of them are the bits of an integer: a search over a thousand people is then some hundred operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy

import numpy as np

NOWHERE = -1
_BLOCK = 1024
"""People turned at once: 2 MB for a thousand posts."""


class Matching:
    """People placed on counters of seats, as many as can be.

    `reach`: by person, the counters that they may take, as bits. `capacity`: by counter, how many seats it has.
    `unplaced`: those without a seat, as bits. `offered`: the counters that have seats, taken by the matching or not.
    """

    def __init__(self, reach: Sequence[int], capacity: Sequence[int]) -> None:
        self._reach = list(reach)
        self._takers = _turned(reach, len(capacity))
        self._room = list(capacity)
        self.offered = self._spare = bits(counter for counter, seats in enumerate(capacity) if seats > 0)
        self._on = [0] * len(capacity)
        self._at = [NOWHERE] * len(reach)
        self.unplaced = 0
        self._wanting = 0
        for person in range(len(reach)):
            self._join(person)
        self._look_for_wanting()

    def leave(self, person: int) -> None:
        """Take somebody out; the seat that this frees goes to who lacks one, where a way leads to it."""
        counter = self._at[person]
        if counter != NOWHERE:
            self._lift(person)
            self._fill(counter)
        elif self.unplaced >> person & 1:
            self.unplaced ^= 1 << person
            self._look_for_wanting()

    def take(self, counter: int) -> None:
        """One seat of the counter goes for good; whoever was on it moves, or stands in `unplaced`."""
        if self.seats(1 << counter) == 1:
            self.offered &= ~(1 << counter)
        if self._spare >> counter & 1:
            self._use(counter)
        elif self._on[counter]:
            person = lowest(self._on[counter])
            self._on[counter] ^= 1 << person
            self._at[person] = NOWHERE
            if not self._join(person):
                self._look_for_wanting()

    def without(self, person: int) -> Matching:
        """The matching of all the others; this one is left as it was."""
        others = copy(self)
        others._room, others._on, others._at = self._room.copy(), self._on.copy(), self._at.copy()
        others.leave(person)
        return others

    def safe(self) -> int:
        """The counters of which one more seat may go without leaving one more person unplaced."""
        reach, at = self._reach, self._at
        found, fixed = self._spare, self._spare | self._wanting
        # Numbers and no pairs: a thousand small objects a turn would wake the garbage collector.
        left = [person for person, counter in enumerate(at) if counter != NOWHERE and not fixed >> counter & 1]
        movers = left
        while movers:
            movers = [person for person in left if reach[person] & found]
            left = [person for person in left if not reach[person] & found]
            found |= bits({at[person] for person in movers})
        return found

    def rivals(self, people: int) -> tuple[int, int]:
        """Those who compete with these people for full counters, themselves included, and those counters.

        Of people in `unplaced`, or on a counter that is not `safe`, nobody among the rivals can be placed elsewhere.
        """
        counters, waiting = 0, list(numbers(people))
        for person in waiting:
            new = self._reach[person] & ~counters
            counters |= new
            for counter in numbers(new):
                waiting.extend(numbers(self._on[counter] & ~people))
                people |= self._on[counter]
        return people, counters

    def on(self, counter: int) -> int:
        """Those placed on the counter."""
        return self._on[counter]

    def seats(self, counters: int) -> int:
        """How many seats these counters have, taken by the matching or not."""
        return sum(self._room[counter] + self._on[counter].bit_count() for counter in numbers(counters))

    def _join(self, person: int) -> bool:
        """Place somebody, moving others where that is needed, and say whether there was a way."""
        came: dict[int, int] = {}
        seen, waiting = self._wanting, [person]
        for mover in waiting:
            new = self._reach[mover] & ~seen
            if hit := new & self._spare:
                counter = lowest(hit)
                came[counter] = mover
                self._shift(came, counter)
                return True
            seen |= new
            for counter in numbers(new):
                came[counter] = mover
                waiting.extend(numbers(self._on[counter]))
        self.unplaced |= 1 << person
        return False

    def _fill(self, counter: int) -> None:
        """Give a free seat to somebody unplaced, where moves of others can bring them to it."""
        if not self._wanting >> counter & 1:
            return
        seen, waiting = 1 << counter, [counter]
        for free in waiting:
            if hit := self._takers[free] & self.unplaced:
                person = lowest(hit)
                self._wanting = 0
                self.unplaced ^= 1 << person
                self._join(person)
                break
            for mover in numbers(self._takers[free]):
                at = self._at[mover]
                if at != NOWHERE and not seen >> at & 1:
                    seen |= 1 << at
                    waiting.append(at)
        self._look_for_wanting()

    def _look_for_wanting(self) -> None:
        """The counters that those without a seat could reach, moves included: all full, with nobody who can move."""
        self._wanting = self.rivals(self.unplaced)[1]

    def _shift(self, came: dict[int, int], counter: int) -> None:
        """Move everybody of the path that ends on this free seat."""
        while counter != NOWHERE:
            person = came[counter]
            left = self._at[person]
            if left != NOWHERE:
                self._lift(person)
            self._use(counter)
            self._on[counter] |= 1 << person
            self._at[person] = counter
            counter = left

    def _lift(self, person: int) -> None:
        counter = self._at[person]
        self._on[counter] ^= 1 << person
        self._at[person] = NOWHERE
        self._room[counter] += 1
        self._spare |= 1 << counter

    def _use(self, counter: int) -> None:
        self._room[counter] -= 1
        if not self._room[counter]:
            self._spare &= ~(1 << counter)


def numbers(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while mask:
        yield lowest(mask)
        mask &= mask - 1


def lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def bits(found: Iterable[int]) -> int:
    """The integer whose set bits are these numbers."""
    mask = 0
    for number in found:
        mask |= 1 << number
    return mask


def _turned(rows: Sequence[int], columns: int) -> list[int]:
    """The same relation read from the other side."""
    width = (columns + 7) // 8
    turned = [0] * columns
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        data = b"".join(row.to_bytes(width, "little") for row in block)
        square = np.frombuffer(data, dtype=np.uint8).reshape(len(block), width)
        square = np.unpackbits(square, axis=1, count=columns, bitorder="little")
        for column, packed in enumerate(np.packbits(square.T, axis=1, bitorder="little")):
            turned[column] |= int.from_bytes(packed.tobytes(), "little") << start
    return turned
