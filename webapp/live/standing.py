"""Where each person of a day stands: served, called, or with how many before them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from allocation.state import Day

State = Literal["served", "called", "next", "waiting", "aside", "passed"]

COMING = frozenset[State]({"called", "next", "waiting"})
"""Those whose turn is still to come, or is now."""


class Standing(NamedTuple):
    """`served` holds a post; `called` is choosing now; `next` will be, once the list begins or goes on; `waiting` has
    `before` people to choose first; `passed` had a turn that gave nothing and has no other yet; `aside` let others pass
    until they are brought back. `list` is where; `number`, the call number there."""

    state: State
    list: str
    number: int
    before: int = 0


def standings(day: Day) -> dict[str, Standing]:
    """Everybody who has a turn or had one, by random id. Several calls of one person: the next one counts."""
    found = {held.person: Standing("served", held.list, held.order) for held in day.holds.values()}
    for person, passed in day.passed.items():
        found.setdefault(person, Standing("passed", passed.list, passed.order))
    for person, wait in day.waiting.items():
        found[person] = Standing("aside", wait.list, wait.order)
    coming: dict[str, Standing] = {}
    for choices in day.opening.lists:
        _count(day, choices.name, coming)
    return found | {person: standing for person, standing in coming.items() if person not in day.holds}


def _count(day: Day, name: str, coming: dict[str, Standing]) -> None:
    """Add those still to be called on the list; a list that shares its seats and goes first counts before it."""
    earlier = sum(len(day.calls_left(other)) for other in day.opening.called_before[name])
    first: State = "next" if day.is_paused(name) else "called"
    for before, call in enumerate(day.calls_left(name), start=earlier):
        coming.setdefault(call.person, Standing("waiting" if before else first, name, call.order, before))
