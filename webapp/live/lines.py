"""What everybody may be told of the journal: one line an entry, by call number, without name, mode or cause.

A surnombre, a leave, a situation changed at the desk would tell of pregnancy or illness: they give the same line as any
other choice, or a line that says nothing but its place in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allocation.decide import unfinished_before
from allocation.events import (
    WHOLE,
    Called,
    CatchUpOpened,
    Chosen,
    Closed,
    Corrected,
    Event,
    MarkedAbsent,
    Paused,
    PostAmended,
    ReservedReleased,
    Resumed,
    Returned,
    Undone,
    Waited,
)
from allocation.journal import Entry, events
from allocation.opening import Opening, Pool
from allocation.state import Day, fold, start
from webapp.live.pace import Clock

Line = dict[str, Any]
"""`seq`, `kind`, `list`, `number`, `post` and `place` where there are any; `left`: the seats left of the pools whose
count may have changed, by id; `turns`: by list, see `turns`; `hash`: the
first characters of the entry's."""

OTHER = "other"
KINDS: Mapping[type, str] = {
    Chosen: "chosen",
    MarkedAbsent: "passed",
    Waited: "waiting",
    Returned: "back",
    Called: "called",
    Undone: "undone",
    Corrected: "corrected",
    PostAmended: "post",
    ReservedReleased: "post",
    Paused: "paused",
    Resumed: "resumed",
    CatchUpOpened: "catch_up",
    Closed: "closed",
}
"""What may be told of an entry, by its event; of any other, nothing."""

_SHOWN_OF_A_HASH = 12


@dataclass(slots=True)
class Story:
    """A day told line by line: the day so far, and what was last said of seats and turns."""

    day: Day
    left: dict[str, int] = field(default_factory=dict)
    turns: dict[str, Any] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)


def begin(opening: Opening) -> Story:
    """The story before entry 0."""
    day = start(opening)
    return Story(day, {pool.id: day.seats_left(pool) for pool in opening.pools}, {})


def tell(story: Story, entry: Entry) -> Line:
    """Go on with the entry, and what everybody may be told of it."""
    (event,) = events([entry])
    kind = _kind(event, int(entry["seq"]), begun(story.day))
    fold(story.day, event, str(entry["actor"]))
    story.clock.note(event, datetime.fromisoformat(str(entry["occurred_at"])), story.day.queues)
    return {
        "seq": entry["seq"],
        **_who_and_what(story.day, event, kind),
        "left": _left(story, event),
        "turns": _changed(story.turns, turns(story.day)),
        "hash": str(entry["hash"])[:_SHOWN_OF_A_HASH],
    }


def begun(day: Day) -> bool:
    """Whether the first turn was called."""
    return not day.is_paused(WHOLE) or any(day.position.values()) or day.closed


def _kind(event: Event, seq: int, begun: bool) -> str:
    """A campaign is published in a pause, of which nothing is said; what ends it opens the day."""
    if isinstance(event, Paused) and seq == 1:
        return OTHER
    if isinstance(event, Resumed) and event.list == WHOLE and not begun:
        return "begins"
    return KINDS.get(type(event), OTHER)


Turn = dict[str, int | bool | None]


def turns(day: Day) -> dict[str, Turn]:
    """By list, the number called, None where nobody is; how many are to come; whether the list is paused."""
    return {choices.name: _turn(day, choices.name) for choices in day.opening.lists}


def _turn(day: Day, name: str) -> Turn:
    call = None if day.closed or unfinished_before(day, name) else day.next_call(name)
    return {"current": call and call.order, "to_come": len(day.calls_left(name)), "paused": day.is_paused(name)}


def _who_and_what(day: Day, event: Event, kind: str) -> Line:
    said: Line = {"kind": kind}
    if kind != OTHER:
        said |= {"list": getattr(event, "list", ""), "number": getattr(event, "order", None)}
    if isinstance(event, Chosen):
        pool = day.opening.pool[event.pool]
        said |= {"post": pool.code, "place": place(pool)}
    return said


def place(pool: Pool) -> str:
    """« établissement, service »."""
    return ", ".join(part for part in (pool.establishment, pool.service) if part)


def _left(story: Story, event: Event) -> dict[str, int]:
    """The seats left of the pools whose count changed. A choice always says its own: a place added beside (surnombre)
    must not look another line than the others."""
    day = story.day
    if isinstance(event, Chosen):
        story.left[event.pool] = day.seats_left(day.opening.pool[event.pool])
        return {event.pool: story.left[event.pool]}
    return _changed(story.left, {pool.id: day.seats_left(pool) for pool in day.opening.pools})


def _changed(known: dict[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from what was last said, which is brought up to date."""
    changed = {name: value for name, value in now.items() if known.get(name) != value}
    known.update(changed)
    return changed
