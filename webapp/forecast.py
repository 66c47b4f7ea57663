"""What a campaign would come to, were it to go on with the wish lists as they are now: worked out once for everybody.

It holds as long as nobody saves a list and nothing is recorded. The drawn days behind the chances may be a little
older (`ODDS_HOLD`): they cost more, and say no more than that.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np
from sqlalchemy import Engine

from allocation import lookahead
from allocation.chances import Chance, Odds, odds
from allocation.closing import Closing, closing_turns
from allocation.journal import events
from allocation.opening import Opening, Pool
from allocation.preview import Preview, Wanted, preview, wanted
from allocation.run import NO_LIST, Wishes
from allocation.scenario import with_seats
from allocation.serving import Compiler
from allocation.state import Day
from webapp import plan
from webapp.store import journal, plans, wishes

ODDS_HOLD = 15
"""Seconds for which the drawn days serve, whatever changes meanwhile."""


@dataclass(frozen=True)
class Forecast:
    """The campaign at one moment. `head` and `stamp`: of its journal and of its lists; `wishes` by random id."""

    head: str
    stamp: int
    day: Day
    wishes: Mapping[str, Wishes]
    preview: Preview

    @cached_property
    def wanted(self) -> Mapping[str, Wanted]:
        """By stage code, how many lists name it."""
        return wanted(self.wishes)


@dataclass(frozen=True, slots=True)
class Told:
    """What one person is told, as the campaign's policy allows.

    `pool`: what they hold or would obtain, None without or where the policy keeps it; `wish`: its rank in their list, 0
    outside it. `chances`: of each of their wishes. `held`: the choice is recorded.
    """

    policy: plan.Forecast
    pool: Pool | None = None
    wish: int = 0
    chances: tuple[Chance, ...] = ()
    held: bool = False

    @property
    def nothing_likely(self) -> bool:
        """Whether there are wishes and none of them is likely to be left."""
        return bool(self.chances) and all(chance is Chance.UNLIKELY for chance in self.chances)


def forecast(engine: Engine, campaign_id: str) -> Forecast:
    """What the campaign would come to now. Raises KeyError for one that is not published."""
    memory = _memory(engine, campaign_id)
    now, stamp = journal.read_moment(engine, campaign_id), wishes.stamp(engine, campaign_id)
    with memory.lock:
        known = memory.forecast
        if known is None or (known.head, known.stamp) != (now.head, stamp):
            lists = known.wishes if known and known.stamp == stamp else wishes.current(engine, campaign_id)
            outcome = preview(memory.compiler_of(now.day.opening), now.day, lists)
            known = memory.forecast = Forecast(now.head, stamp, now.day, lists, outcome)
    return known


def closed(engine: Engine, campaign_id: str, now: Forecast) -> Mapping[str, Closing]:
    """By pool id, the turn recorded that took its last seat."""
    return _closed(engine, campaign_id, now.head)


def told(engine: Engine, campaign_id: str, person: str) -> Told:
    """What that person is told of what they would get now. Raises KeyError for a campaign that is not published."""
    return told_all(engine, campaign_id, [person])[person]


def told_all(engine: Engine, campaign_id: str, people: Iterable[str]) -> dict[str, Told]:
    """The same for many people at once, by random id."""
    policy = plans.read(engine, campaign_id).forecast
    now = forecast(engine, campaign_id)
    return {person: _told(engine, campaign_id, now, policy, person) for person in people}


def _told(engine: Engine, campaign_id: str, now: Forecast, policy: plan.Forecast, person: str) -> Told:
    got = now.preview.obtained.get(person)
    held = person in now.day.holds
    if got and (held or policy is plan.Forecast.OPEN):
        pool, wish = now.day.opening.pool[got.pool], got.wish
    else:
        pool, wish = None, 0
    chances = () if held or policy is plan.Forecast.OFF else _chances(engine, campaign_id, now, person)
    return Told(policy, pool, wish, chances, held)


def _chances(engine: Engine, campaign_id: str, now: Forecast, person: str) -> tuple[Chance, ...]:
    memory = _memory(engine, campaign_id)
    with memory.lock:
        if memory.odds is None or (memory.odds_key != (now.head, now.stamp) and memory.odds_age() > ODDS_HOLD):
            # The same moment draws the same days, whichever process is asked.
            chance = np.random.default_rng([int(now.head[:16], 16), now.stamp])
            compiler = memory.compiler_of(now.day.opening)
            memory.odds = odds(compiler, now.day, now.wishes, chance)
            memory.odds_key, memory.odds_at = (now.head, now.stamp), time.monotonic()
        return memory.odds.chances(person, now.wishes.get(person, NO_LIST).codes)


def beside(engine: Engine, campaign_id: str, now: Forecast, seats: Mapping[str, int]) -> Preview:
    """What the same lists would make of other numbers of seats by pool id. Raises KeyError for an unknown pool."""
    day, compiler = _changed(engine, campaign_id, now.head, tuple(sorted(seats.items())))
    return preview(compiler, day, now.wishes)


def shortages(engine: Engine, campaign_id: str, now: Forecast) -> tuple[str, ...]:
    """Who cannot all be served according to their curriculum any more, in French sentences; nobody waits on a closed
    day."""
    return () if now.day.closed else _shortages(engine, campaign_id, now.head)


@lru_cache(maxsize=16)
def _changed(engine: Engine, campaign_id: str, _head: str, seats: tuple[tuple[str, int], ...]) -> tuple[Day, Compiler]:
    day = journal.read_day(engine, campaign_id)
    opening = with_seats(day.opening, dict(seats))
    return replace(day, opening=opening), Compiler(opening)


@lru_cache(maxsize=8)
def _shortages(engine: Engine, campaign_id: str, _head: str) -> tuple[str, ...]:
    day = journal.read_day(engine, campaign_id)
    return tuple(lookahead.told(day.opening, found) for found in lookahead.LookAhead(day).shortages())


@lru_cache(maxsize=8)
def _closed(engine: Engine, campaign_id: str, _head: str) -> Mapping[str, Closing]:
    opening = journal.read_opening(engine, campaign_id)
    return closing_turns(opening, events(journal.read_entries(engine, campaign_id)))


@dataclass(slots=True)
class _Memory:
    """What this process last worked out for the campaign."""

    lock: Lock = field(default_factory=Lock)
    opening: Opening | None = None
    compiler: Compiler | None = None
    forecast: Forecast | None = None
    odds: Odds | None = None
    odds_key: tuple[str, int] = ("", 0)
    odds_at: float = 0.0

    def compiler_of(self, opening: Opening) -> Compiler:
        """The compiler of the opening; an amended one needs another."""
        if self.compiler is None or self.opening is not opening:
            self.opening, self.compiler = opening, Compiler(opening)
        return self.compiler

    def odds_age(self) -> float:
        return time.monotonic() - self.odds_at


@lru_cache(maxsize=64)
def _memory(_engine: Engine, _campaign_id: str) -> _Memory:
    return _Memory()
