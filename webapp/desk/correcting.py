"""What a correction would change, told before it is made: the people moved, and those who chose after them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from allocation.commands import Correct, Move
from allocation.decide import decide
from allocation.events import Change, Corrected
from allocation.rules import Refusal
from webapp.store import persons
from webapp.store.journal import Moment


@dataclass(frozen=True, slots=True)
class Effect:
    """The changes that the moves make, or the refusal that keeps them from being made. `names` by random id."""

    moves: tuple[Move, ...]
    changes: tuple[Change, ...]
    refusal: Refusal | None
    names: dict[str, str]


def effect_of(engine: Engine, campaign_id: str, moment: Moment, name: str, moves: tuple[Move, ...]) -> Effect:
    """What the engine makes of these moves now; nothing is recorded."""
    made = decide(moment.day, Correct(name, moves))
    changes = made[0].changes if not isinstance(made, Refusal) and isinstance(made[0], Corrected) else ()
    names = persons.names_of(engine, campaign_id, (move.person for move in moves))
    return Effect(moves, changes, made if isinstance(made, Refusal) else None, names)
