"""A choice before it is confirmed: what it would take, what should be known of it. It advises; the rules decide."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from allocation.commands import Choose
from allocation.decide import decide
from allocation.events import Chosen
from allocation.lookahead import Shortage
from allocation.lookahead import told as sentence
from allocation.notices import about
from allocation.opening import Call, Pool
from allocation.rules import Refusal
from webapp.desk import ahead
from webapp.store import persons
from webapp.store.journal import Moment

SHOWN = 12
"""How many of the people who would be left short are named."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The stage `code` for the person called: `chosen` is what would be recorded, else `refusal` says why not.

    `warnings`: what the rules allow with a warning. `short`: who could not be served any more, as a sentence, with the
    names of the first of them.
    """

    code: str
    call: Call
    name: str
    entries: int
    pool: Pool | None
    chosen: Chosen | None
    refusal: Refusal | None
    warnings: tuple[str, ...]
    short: str
    short_names: tuple[str, ...]


def weigh(engine: Engine, campaign_id: str, moment: Moment, name: str, code: str) -> Weighed | None:
    """The choice of that stage by the person called on the list; None when nobody is."""
    day = moment.day
    call = day.next_call(name)
    if call is None:
        return None
    made = decide(day, Choose(name, call.person, code))
    chosen = made[0] if not isinstance(made, Refusal) and isinstance(made[0], Chosen) else None
    shortage = ahead.left_without(engine, campaign_id, moment, call.person, chosen.pool) if chosen else None
    names = persons.names_of(engine, campaign_id, [call.person, *_people(shortage)])
    return Weighed(
        code=code,
        call=call,
        name=names.get(call.person, ""),
        entries=moment.entries,
        pool=day.opening.pool[chosen.pool] if chosen else None,
        chosen=chosen,
        refusal=made if isinstance(made, Refusal) else None,
        warnings=tuple(about(day.opening, chosen)) if chosen else (),
        short=sentence(day.opening, shortage) if shortage else "",
        short_names=tuple(names.get(person, "") for person in _people(shortage)),
    )


def _people(shortage: Shortage | None) -> tuple[str, ...]:
    return shortage.people[:SHOWN] if shortage else ()
