"""What the curricula still ask for, list by list, beside the seats that could serve it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from allocation.curriculum import Slot
from allocation.opening import ChoiceList
from allocation.state import Day


@dataclass(frozen=True, slots=True)
class Need:
    """A slot that people of a list still miss: how many do and hold nothing yet, and the seats left that could fill it.

    One of them may miss several slots; a seat may fill one of several.
    """

    list: str
    slot: str
    people: int
    seats: int

    @property
    def unserved(self) -> int:
        """For how many of them no seat that fills the slot can be there."""
        return max(0, self.people - self.seats)


def needs(day: Day) -> tuple[Need, ...]:
    """Every slot still missed, list by list, the least served first; people whose curriculum is not verified are not
    counted."""
    return tuple(need for choices in day.opening.lists for need in _of_list(day, choices))


def _of_list(day: Day, choices: ChoiceList) -> list[Need]:
    missed: Counter[Slot] = Counter()
    for call in choices.calls:
        missing = day.opening.person[call.person].missing or ()
        if not call.catch_up_only and day.may_be_called(call):
            missed.update({slot.name: slot for slot in missing}.values())
    found = [
        Need(choices.name, slot.name, people, _seats_for(day, choices.name, slot)) for slot, people in missed.items()
    ]
    return sorted(found, key=lambda need: (-need.unserved, need.slot))


def _seats_for(day: Day, name: str, slot: Slot) -> int:
    pools = (pool for pool in day.opening.pools if name in pool.lists and pool.accredited is not False)
    return sum(
        max(0, day.open_seats_left(pool)) + max(0, day.reserved_seats_left(pool))
        for pool in pools
        if slot.takes(pool.category)
    )
