"""The whole day from wish lists, turn after turn through `decide`, as the live desk would have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from allocation.commands import Close, Command, OpenCatchUp, ServeFromList
from allocation.decide import decide
from allocation.events import Event
from allocation.opening import Opening
from allocation.rules import Refusal
from allocation.state import Day, fold, start


class Wishes(NamedTuple):
    """A recorded wish list: stage codes, best first, and the salted receipt of that version."""

    codes: tuple[str, ...]
    version: str


NO_LIST = Wishes((), "")


def serve_all(
    opening: Opening, wishes: Mapping[str, Wishes], progress: Callable[[int], None] = lambda _: None
) -> tuple[list[Event], Day]:
    """Serve every list in its order, then the catch-ups, then close.

    `wishes` by person id; every list counts as a proxy, and who has none is passed over. `progress` is told how many
    turns are done. Returns the events of the day and the day that they make.
    """
    day = start(opening)
    return serve_rest(day, wishes, progress), day


def serve_rest(day: Day, wishes: Mapping[str, Wishes], progress: Callable[[int], None] = lambda _: None) -> list[Event]:
    """Serve every turn left of the day in the same way, then close; the day is folded in place."""
    events: list[Event] = []
    names = [choices.name for choices in day.opening.lists]
    for name in names:
        _serve_round(day, name, wishes, events, progress)
    for name in names:
        if name not in day.catching_up and day.without_post(name):
            _record(day, OpenCatchUp(name), events)
            _serve_round(day, name, wishes, events, progress)
    _record(day, Close(), events)
    return events


def _serve_round(
    day: Day, name: str, wishes: Mapping[str, Wishes], events: list[Event], progress: Callable[[int], None]
) -> None:
    while call := day.next_call(name):
        codes, version = wishes.get(call.person, NO_LIST)
        _record(day, ServeFromList(name, call.person, codes, version), events)
        progress(len(events))


def _record(day: Day, command: Command, events: list[Event]) -> None:
    made = decide(day, command)
    if isinstance(made, Refusal):
        raise RuntimeError(f"the run asked what the day refuses: {made.reason}")  # noqa: TRY004 - a bug, never an input
    for event in made:
        fold(day, event)
        events.append(event)
