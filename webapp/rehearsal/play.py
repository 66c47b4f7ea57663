"""A rehearsal played through the store, as a desk would record it, at the speed asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from sqlalchemy import Engine

from allocation.rules import Refusal
from webapp.rehearsal.people import next_command
from webapp.store import journal, plans, wishes
from webapp.store.journal import Overtaken

ACTOR = "répétition"


@dataclass(frozen=True, slots=True)
class Pace:
    """How a rehearsal goes: `speed` times as fast as the plan says (0: without waiting), at most `turns` entries."""

    speed: int = 60
    turns: int | None = None


def play(
    engine: Engine, campaign_id: str, pace: Pace, seed: int | str, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Play on from where the rehearsal stands; how many commands were recorded. `progress` is told each.

    People at real desks may record beside: what they did is seen before the next command.
    """
    chance, lists = Random(seed), wishes.current(engine, campaign_id)  # noqa: S311 (people at play, no secret)
    pause = plans.read(engine, campaign_id).pace / pace.speed if pace.speed else 0
    done = 0
    while pace.turns is None or done < pace.turns:
        now = journal.read_moment(engine, campaign_id)
        command = next_command(now.day, lists, chance, ACTOR)
        if command is None:
            break
        made = journal.append(
            engine, campaign_id, command, seen=now.entries, actor=ACTOR, clock=lambda: datetime.now(UTC)
        )
        if not isinstance(made, Refusal | Overtaken):
            done += 1
            progress(done)
            time.sleep(pause)
    return done
