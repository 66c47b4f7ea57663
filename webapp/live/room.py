"""What the screen of the room shows: who is called and who comes next, what is left, the last choices, the head.

A surnombre or a leave is a choice like any other, as in every public line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from allocation.opening import Call
from webapp.live.board import GroupLeft, board
from webapp.live.lines import Line
from webapp.live.told import Told
from webapp.live.words import LINES, line_said
from webapp.plan import RoomNames
from webapp.store import journal, persons, plans

_NEXT, _NEXT_OF_SEVERAL, _LAST, _LISTS = 5, 3, 3, 3
"""People shown after the one called, by list; lines shown of the journal; lists shown side by side."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody as the room knows them: a number, and the name where the campaign says so."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class RoomList:
    """A list under way. `current` None while it waits for another."""

    name: str
    current: Shown | None
    next: tuple[Shown, ...]
    to_come: int
    paused: bool
    categories: tuple[GroupLeft, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """The whole screen. `others`: names of lists that do not choose now; `last`: sentences, the latest first."""

    lists: tuple[RoomList, ...]
    others: tuple[str, ...]
    last: tuple[str, ...]
    entries: int
    head: str
    begun: bool
    closed: bool


def room(engine: Engine, campaign_id: str, told: Told) -> Room:
    """The screen of that campaign as its journal stands."""
    day = journal.read_day(engine, campaign_id)
    under_way = [name for name, turn in told.turns.items() if turn["current"] is not None][:_LISTS]
    coming = _NEXT if len(under_way) == 1 else _NEXT_OF_SEVERAL
    calls = {name: day.calls_left(name)[: coming + 1] for name in under_way}
    names = _names(engine, campaign_id, [call.person for several in calls.values() for call in several])
    left = board(day)
    return Room(
        lists=tuple(_list(name, calls[name], names, told, left[name]) for name in under_way),
        others=tuple(name for name, turn in told.turns.items() if turn["to_come"] and name not in under_way),
        last=tuple(_last(told)),
        entries=told.entries,
        head=told.head,
        begun=told.begun,
        closed=day.closed,
    )


def _names(engine: Engine, campaign_id: str, people: list[str]) -> Mapping[str, str]:
    """None where the campaign wants numbers alone."""
    named = plans.read(engine, campaign_id).room_names is RoomNames.NAMES
    return persons.names_of(engine, campaign_id, people) if named else {}


def _list(
    name: str, calls: tuple[Call, ...], names: Mapping[str, str], told: Told, categories: tuple[GroupLeft, ...]
) -> RoomList:
    current, *coming = [Shown(call.order, names.get(call.person, "")) for call in calls] or [None]
    turn = told.turns[name]
    return RoomList(name, current, tuple(coming), int(turn["to_come"] or 0), bool(turn["paused"]), categories)


def _last(told: Told) -> list[str]:
    shown: list[Line] = [line for line in told.since(-1) if line["kind"] in LINES]
    return [line_said(line, len(told.turns) > 1) for line in reversed(shown[-_LAST:])]
