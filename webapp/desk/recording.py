"""Recording what a desk commands. What other lists recorded meanwhile is no conflict: their seats are not these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from allocation.commands import Command
from allocation.journal import Entry
from allocation.opening import Opening
from allocation.rules import Refusal
from webapp.store import journal
from webapp.store.journal import Overtaken


def record(
    engine: Engine,
    campaign_id: str,
    command: Command,
    *,
    seen: int,
    actor: str,
    clock: Callable[[], datetime],
    beside: Callable[[Session], None] = lambda _: None,
    occurred_at: datetime | None = None,
) -> tuple[Entry, ...] | Refusal | Overtaken:
    """As `journal.append`; a desk that was only overtaken by lists that share no seat with its own goes on."""
    name = getattr(command, "list", "")
    while True:
        made = journal.append(
            engine, campaign_id, command, seen=seen, actor=actor, clock=clock, beside=beside, occurred_at=occurred_at
        )  # fmt: skip
        if not isinstance(made, Overtaken) or not made.entries:
            return made
        if not _all_elsewhere(made, sharing_seats(journal.read_opening(engine, campaign_id), name)):
            return made
        seen += len(made.entries)


def sharing_seats(opening: Opening, name: str) -> set[str]:
    """The list and those with which it shares seats."""
    return {name, *(other for pool in opening.pools if name in pool.lists for other in pool.lists)}


def _all_elsewhere(made: Overtaken, own: set[str]) -> bool:
    return all(entry["list"] and entry["list"] not in own for entry in made.entries)
