"""A desk in a process of its own that presses as fast as it can, beside others on the same turns.

Arguments: URL of the database, how many attempts, a seed, then the ids of the campaigns. One line an attempt on
standard output: `won SEQ HASH` for what was acknowledged, `late`, or the rule that refused.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import Engine

from allocation.commands import Choose, Close, Command
from allocation.rules import Refusal
from allocation.state import Day
from webapp.store.engine import open_engine
from webapp.store.journal import Overtaken, append, head, read_day


def main(url: str, attempts: str, seed: str, *campaigns: str) -> None:
    engine, chance = open_engine(url), random.Random(seed)  # noqa: S311 (which seat is pressed on is no secret)
    outcomes: Counter[str] = Counter()
    for campaign_id in campaigns:
        while (seen := head(engine, campaign_id)[0]) and outcomes.total() < int(attempts):
            day = read_day(engine, campaign_id)
            if day.closed:
                break
            told = press(engine, campaign_id, seen, command(day, chance), seed)
            outcomes[told.split()[0]] += 1
            sys.stdout.write(f"{campaign_id} {told}\n")
    engine.dispose()


def command(day: Day, chance: random.Random) -> Command:
    """The person called on one of the lists takes one of the last seats, which may be gone already."""
    calls = [(name, call) for name in day.queues if (call := day.next_call(name))]
    if not calls:
        return Close()
    name, call = chance.choice(calls)
    pools = [pool for pool in day.opening.pools if name in pool.lists]
    scarce = [pool for pool in pools if day.open_seats_left(pool) == 1] or pools
    return Choose(name, call.person, chance.choice(scarce if chance.random() < 0.9 else pools).code)


def press(engine: Engine, campaign_id: str, seen: int, wanted: Command, actor: str) -> str:
    made = append(engine, campaign_id, wanted, seen=seen, actor=actor, clock=lambda: datetime.now(UTC))
    if isinstance(made, Overtaken):
        return "late"
    if isinstance(made, Refusal):
        return made.rule
    return f"won {made[-1]['seq']} {made[-1]['hash']}"


if __name__ == "__main__":
    main(*sys.argv[1:])
