"""What simulated people do at the desk: most choose, some are late, absent or change their minds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from allocation.commands import (
    Choose,
    Close,
    Command,
    MarkAbsent,
    OpenCatchUp,
    Resume,
    Return,
    ServeFromList,
    Undo,
    Wait,
)
from allocation.decide import decide
from allocation.events import WHOLE
from allocation.opening import Call
from allocation.rules import Refusal
from allocation.run import NO_LIST, Wishes
from allocation.state import Day
from allocation.turn import Offer, offer

_ABSENT, _LATE, _UNDECIDED = 0.04, 0.03, 0.01
"""How many of a hundred turns go otherwise than planned, in parts of one."""


def next_command(day: Day, wishes: Mapping[str, Wishes], chance: Random, actor: str) -> Command | None:
    """What happens next on the day, None once it is over. The day accepts it; `actor` is who records it.

    `wishes` by random id. The same chance on the same day gives the same command.
    """
    if day.closed:
        return None
    return next(
        command for command in _ideas(day, wishes, chance) if not isinstance(decide(day, command, actor), Refusal)
    )


def _ideas(day: Day, wishes: Mapping[str, Wishes], chance: Random) -> Iterator[Command]:
    """What may come to mind, the likeliest last word first; the last ones are always possible."""
    if WHOLE in day.paused:
        yield Resume(WHOLE)
    called = [(name, call) for name in day.queues if (call := day.next_call(name))]
    chance.shuffle(called)
    for name, call in called:
        yield from _turn(day, name, call, wishes.get(call.person, NO_LIST), chance)
    yield from (Resume(name) for name in sorted(day.paused))
    yield from (Return(wait.list, person) for person, wait in sorted(day.waiting.items()))
    yield from (OpenCatchUp(name) for name in day.queues if name not in day.catching_up and day.without_post(name))
    yield Close()


def _turn(day: Day, name: str, call: Call, wishes: Wishes, chance: Random) -> Iterator[Command]:
    fate, last = chance.random(), day.last.get(name)
    if fate < _UNDECIDED and last is not None:
        yield Undo(name, last.seq)
    elif fate < _UNDECIDED + _LATE:
        yield Wait(name, call.person, call.order + chance.randint(2, 8))
    elif fate < _UNDECIDED + _LATE + _ABSENT:
        yield MarkAbsent(name, call.person)
    elif fate < _UNDECIDED + _LATE + 2 * _ABSENT:
        yield from _back(day, name)
    yield from _choice(day, name, call, wishes, chance)


def _back(day: Day, name: str) -> Iterator[Command]:
    """Somebody who was absent comes in."""
    absent = (event.person for event in day.passed.values() if event.list == name and event.why == "absent")
    yield from (Return(name, person) for person in absent)


def _choice(day: Day, name: str, call: Call, wishes: Wishes, chance: Random) -> Iterator[Command]:
    """Half of those who have a list leave it to the list; the others take a stage that is open to them."""
    if wishes.codes and chance.random() < 0.5:
        yield ServeFromList(name, call.person, wishes.codes, wishes.version)
    wanted = [*wishes.codes, *_shuffled(_codes(day, name), chance)]
    yield from (Choose(name, call.person, code) for code in wanted if isinstance(offer(day, name, call, code), Offer))
    yield ServeFromList(name, call.person, wishes.codes, wishes.version)


def _codes(day: Day, name: str) -> list[str]:
    return sorted({pool.code for pool in day.opening.pools if name in pool.lists})


def _shuffled(codes: Sequence[str], chance: Random) -> list[str]:
    return chance.sample(codes, len(codes))
