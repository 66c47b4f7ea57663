"""Commands given to a day, as the desk gives them."""

from __future__ import annotations

from allocation.decide import Command, decide
from allocation.rules import Refusal
from allocation.state import Day, apply


def after(day: Day, *commands: Command) -> Day:
    """The day once these commands were accepted."""
    for command in commands:
        made = decide(day, command)
        assert not isinstance(made, Refusal), made
        for event in made:
            day = apply(day, event)
    return day


def refused(day: Day, command: Command) -> str:
    """The rule that refuses the command."""
    made = decide(day, command)
    assert isinstance(made, Refusal)
    return made.rule
