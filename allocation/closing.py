"""At which turn each post closed: what interns look at before all else when they rank their wishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allocation.events import SEATS_UNCHANGED, Chosen, Event
from allocation.opening import ChoiceList, Opening
from allocation.state import Day, fold, start


@dataclass(frozen=True, slots=True)
class Closing:
    """The turn that took the last seat: its list, which one it was of how many, and whether it came at the catch-up."""

    list: str
    turn: int
    of: int
    catch_up: bool = False


def closing_turns(opening: Opening, events: Iterable[Event]) -> dict[str, Closing]:
    """By pool id, the turn at which the pool closed for good; pools with a seat left, or never offered, are not there.

    A seat that is given back opens the pool again: only the last closing counts.
    """
    day, closed = start(opening), dict[str, Closing]()
    turns = {choices.name: places(choices) for choices in opening.lists}
    last: Closing | None = None
    for event in events:
        fold(day, event)
        touched: Iterable[str] = () if isinstance(event, SEATS_UNCHANGED) else day.opening.pool
        if isinstance(event, Chosen):
            numbers = turns[event.list]
            turn = numbers.get(event.order, len(numbers))
            last = Closing(event.list, turn, len(numbers), event.list in day.catching_up)
            touched = (event.pool,)
        for pool_id in touched:
            _note(day, pool_id, closed, last)
    return closed


def places(choices: ChoiceList) -> dict[int, int]:
    """By call number, which turn of the list it is: a list may leave numbers out."""
    called = (call.order for call in choices.calls if not call.catch_up_only)
    return {order: place for place, order in enumerate(called, 1)}


def _note(day: Day, pool_id: str, closed: dict[str, Closing], last: Closing | None) -> None:
    pool = day.opening.pool[pool_id]
    if pool.closed or day.open_seats_left(pool) + day.reserved_seats_left(pool) > 0:
        closed.pop(pool_id, None)
    elif last:
        closed.setdefault(pool_id, last)
