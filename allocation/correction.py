"""What it takes to put a recorded choice right: the least set of people concerned, as evidence for a human.

Somebody should have had another post at their turn. Everything recorded from that turn on is made again in its order:
each later choice that is still possible stands, even where a better one became free; whoever loses their seat is served
from their recorded list as it would have been at their turn, else is to be called again. Nothing is applied by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from allocation.commands import Move
from allocation.events import Change, Chosen, Corrected, Event, MarkedAbsent, Undone
from allocation.opening import Opening
from allocation.rules import Refusal
from allocation.run import NO_LIST, Wishes
from allocation.state import Day, fold, replay
from allocation.turn import offer, walk


class Shift(NamedTuple):
    """What the correction means for one person: from a pool to another, "" being no post. `wish`: the rank of the
    recorded wish that serves them; None for the person put right, and for who is to be called again."""

    list: str
    order: int
    person: str
    before: str
    after: str
    wish: int | None = None


def concerned(
    opening: Opening, events: Sequence[Event], wishes: Mapping[str, Wishes], person: str, code: str
) -> tuple[Shift, ...] | Refusal:
    """Who changes if the person should have had the stage `code` at their last turn; the person first, then the others
    as they chose. `events`: those of the journal, entry 0 included; `wishes`: the recorded lists by person.

    The refusal says why the stage was not open to the person then, or that they had no turn (TOUR-10).
    """
    day, turns = replay(opening, events), _last_turns(events)
    call = day.opening.call.get((turns[person].list, person)) if person in turns else None
    if call is None:
        return Refusal("TOUR-10", "Le tour de cette personne n'est pas passé : elle choisit à son tour.")
    name, held, later = turns[person].list, day.holds.get(person), _chosen_after(day, turns, person)
    again = day.copy()
    _change(again, [*later, *([held] if held else [])], given=False)
    found = offer(again, name, call, code)
    if isinstance(found, Refusal):
        return found
    right = Chosen(name, call.order, person, found.pool.id, call.mode, "administration", found.seat, found.slot)
    _change(again, [right], given=True)
    return (Shift(name, call.order, person, held.pool if held else "", right.pool), *_displaced(again, later, wishes))


def moves(day: Day, shifts: Sequence[Shift], recalled: Collection[str] = ()) -> tuple[Move, ...]:
    """The moves of the `Correct` command for what the human retains: `recalled` are called again rather than served
    from their list."""
    pools = day.opening.pool
    return tuple(
        Move(shift.list, shift.person, pools[shift.after].code if shift.after and shift.person not in recalled else "")
        for shift in shifts
    )


def _last_turns(events: Sequence[Event]) -> dict[str, Chosen | MarkedAbsent]:
    """By person, in the order of the journal, their last turn that was not undone."""
    undone = {event.seq for event in events if isinstance(event, Undone)}
    turns: dict[str, Chosen | MarkedAbsent] = {}
    for seq, event in enumerate(events):
        if isinstance(event, Chosen | MarkedAbsent) and seq not in undone:
            turns.pop(event.person, None)
            turns[event.person] = event
    return turns


def _chosen_after(day: Day, turns: Mapping[str, Chosen | MarkedAbsent], person: str) -> list[Chosen]:
    """The choices in force of those whose turn came after that person's; what a human assigned since is let stand."""
    people = list(turns)
    held = (day.holds.get(other) for other in people[people.index(person) + 1 :])
    return [choice for choice in held if choice is not None and choice.channel != "administration"]


def _displaced(again: Day, later: Sequence[Chosen], wishes: Mapping[str, Wishes]) -> Iterator[Shift]:
    """Make the later choices again, in order; those that cannot stand."""
    for choice in later:
        call = again.opening.call.get((choice.list, choice.person))
        if _stands(again, choice) or call is None:
            _change(again, [choice], given=True)
            continue
        found, wish, _ = walk(again, choice.list, call, wishes.get(choice.person, NO_LIST).codes)
        yield Shift(choice.list, choice.order, choice.person, choice.pool, found.pool.id if found else "", wish)
        if found:
            _change(again, [replace(choice, pool=found.pool.id, seat=found.seat, slot=found.slot)], given=True)


def _stands(again: Day, choice: Chosen) -> bool:
    pool = again.opening.pool[choice.pool]
    if choice.seat == "ajoutee":
        return True
    left = again.reserved_seats_left(pool) if choice.seat == "reserve" else again.open_seats_left(pool)
    return left > 0


def _change(day: Day, choices: Sequence[Chosen], *, given: bool) -> None:
    """Put the choices into the day, or take them back from it, in place."""
    changes = tuple(
        Change(each.list, each.order, each.person, "", each.pool if given else "", each.mode, each.seat, each.slot)
        for each in choices
    )
    if changes:
        fold(day, Corrected(changes[0].list, changes, ""))
