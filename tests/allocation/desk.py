"""Commands given to a day, as the desk gives them."""

from __future__ import annotations

from allocation.commands import Command
from allocation.decide import decide
from allocation.rules import Refusal
from allocation.state import Day, apply


def after(day: Day, *commands: Command, actor: str = "") -> Day:
    """The day once these commands were accepted."""
    for command in commands:
        made = decide(day, command, actor)
        assert not isinstance(made, Refusal), made
        for event in made:
            day = apply(day, event, actor)
    return day


def called(day: Day, name: str) -> list[int]:
    """The numbers still to be called on a list, the one being called first."""
    return [call.order for call in day.calls_left(name)]


def refused(day: Day, command: Command, actor: str = "") -> str:
    """The rule that refuses the command."""
    made = decide(day, command, actor)
    assert isinstance(made, Refusal)
    return made.rule
