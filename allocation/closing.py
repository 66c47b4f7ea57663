"""At which turn each post closed: what interns look at before all else when they rank their wishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allocation.events import SEATS_UNCHANGED, Chosen, Event
from allocation.opening import ChoiceList, Opening
from allocation.semester import semester
from allocation.state import Day, fold, replay, start


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
    if pool.closed or day.seats_left(pool) > 0:
        closed.pop(pool_id, None)
    elif last:
        closed.setdefault(pool_id, last)


@dataclass(frozen=True, slots=True)
class PastClosing:
    """Of an earlier semester: the turn of a list at which a stage closed, and how many turns that list had.

    `list` "" when the source does not say. `catch_up`: it went after the last turn.
    """

    code: str
    semester: str
    list: str
    turn: int
    of: int
    catch_up: bool = False

    @property
    def words(self) -> str:
        """« parti au tour 37 sur 148 à l'été 2026 »."""
        when = f"au rattrapage, n° {self.turn}" if self.catch_up else f"au tour {self.turn}"
        return f"parti {when} sur {self.of} à l'{semester(self.semester).label}"


def past_closings(opening: Opening, events: Iterable[Event]) -> list[PastClosing]:
    """What a finished day leaves to the next ones: a stage closed on a list when no pool of it there had a seat left.

    Where several lists share the seats, the stage closed on the one that took the last of them.
    """
    told = list(events)
    day, closed = replay(opening, told), closing_turns(opening, told)
    stages: dict[tuple[str, str], list[Closing | None]] = {}
    for pool in day.opening.pools:
        for name in pool.lists if not pool.closed else ():
            stages.setdefault((pool.code, name), []).append(closed.get(pool.id))
    return [
        PastClosing(code, opening.semester.name, name, last.turn, last.of, last.catch_up)
        for (code, name), found in stages.items()
        if (last := _last(found)) and last.list == name
    ]


def _last(found: Iterable[Closing | None]) -> Closing | None:
    """The latest of them; None where one is still open."""
    closings = list(found)
    return None if None in closings else max(closings, key=lambda one: (one.catch_up, one.turn) if one else (False, 0))
