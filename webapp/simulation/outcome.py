"""The outcome of a whole campaign as lines: what comes of each person, what comes of each post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from allocation.closing import Closing
from allocation.opening import Call
from allocation.preview import UNWANTED, Preview, Wanted
from allocation.state import Day


@dataclass(frozen=True, slots=True)
class Line:
    """What comes of somebody, by random id: the pool, "" for none; the rank of the wish, 0 outside a list. `held`: it
    is recorded, and no more a forecast."""

    list: str
    order: int
    person: str
    pool: str
    wish: int
    held: bool


@dataclass(frozen=True, slots=True)
class PostLine:
    """What comes of a pool: how many lists name the stage, and first; the seats left; the turn that takes the last one,
    None where none does. `held`: that turn is recorded."""

    pool: str
    wanted: Wanted
    left: int
    closing: Closing | None
    held: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everybody who has a turn, list by list in call order; every pool, in the order of the opening."""

    lines: tuple[Line, ...]
    posts: tuple[PostLine, ...]


def outcome(day: Day, found: Preview, wanted: Mapping[str, Wanted], closed: Mapping[str, Closing]) -> Outcome:
    """The lines of a forecast made from this day. `closed`: by pool id, the turns recorded that took a last seat."""
    return Outcome(
        lines=tuple(_line(day, found, name, call) for name, call in _turns(day)),
        posts=tuple(
            PostLine(
                pool=pool.id,
                wanted=wanted.get(pool.code, UNWANTED),
                left=found.seats_left[pool.id],
                closing=found.closing.get(pool.id) or closed.get(pool.id),
                held=pool.id not in found.closing,
            )
            for pool in day.opening.pools
        ),
    )


def _turns(day: Day) -> Iterator[tuple[str, Call]]:
    """Where each person is called first: once a person, those who have no turn left out."""
    for choices in day.opening.lists:
        for call in choices.calls:
            if not call.catch_up_only and not day.opening.person[call.person].status:
                yield choices.name, call


def _line(day: Day, found: Preview, name: str, call: Call) -> Line:
    got = found.obtained.get(call.person)
    pool, wish = (got.pool, got.wish) if got else ("", 0)
    return Line(name, call.order, call.person, pool, wish, call.person in day.holds)
