"""What the engine must hold: a decision, a replay, a chain, a whole day from wish lists."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle, repeat

from numpy.random import default_rng

from allocation import journal
from allocation.chances import DAYS, odds
from allocation.commands import ServeFromList
from allocation.decide import decide
from allocation.eligibility import eligibility
from allocation.events import Chosen, Event, Opened
from allocation.lookahead import LookAhead
from allocation.opening import Opening
from allocation.prepare import Prepared
from allocation.preview import preview
from allocation.rules import Refusal
from allocation.run import NO_LIST, Wishes, serve_all
from allocation.serving import Compiler, Market, MissingExtraError, serve, serve_compiled
from allocation.state import fold, replay, start
from tests.bench.campaigns import SEED, opened
from tests.bench.figures import Figure, Unit
from tests.bench.measure import median, peak

MILLI, MICRO = 1e-3, 1e-6
NOON = datetime(2027, 4, 6, 12, tzinfo=UTC)


def day(prepared: Prepared) -> Iterator[Figure]:
    """The figures of one day through the engine itself."""
    opening = prepared.opening
    called = sum(len(choices.calls) for choices in opening.lists)
    times = sorted(_decisions(prepared))
    note = f"99 % of turns ≤ {Unit.MICROSECONDS.shown(times[len(times) * 99 // 100])}"
    yield Figure(
        f"decide one choice, {called:,} interns", Unit.MICROSECONDS, MILLI, statistics.median(times), note=note
    )
    events: list[Event] = [Opened("0" * 64), *serve_all(opening, prepared.wishes)[0]]
    yield _timed(f"replay a day of {len(events):,} events", 2 * MILLI, lambda: replay(opening, events))
    lines = _journal(events)
    yield _timed("the same, its hash chain checked", 50 * MILLI, lambda: _replay_checked(opening, lines))


def serving(market: Market, plain: float, compiled: float) -> Iterator[Figure]:
    """The two loops on one market; `plain` and `compiled` are the seconds to hold."""
    called = f"serve {len(market.people):,} wish lists"
    yield _timed(f"{called}, plain Python", plain, lambda: serve(market))
    try:
        yield _timed(f"{called}, compiled", compiled, lambda: serve_compiled(market), Unit.MICROSECONDS)
    except MissingExtraError as error:
        yield Figure(f"{called}, compiled", Unit.MICROSECONDS, compiled, note=str(error))


def eligible(interns: int, seconds: float) -> Iterator[Figure]:
    """Who may take what, every refusal with all its rules, and the pressure on each post."""
    opening = opened(interns, with_history=True).opening
    what = f"eligibility of {interns:,} × {len(opening.pools):,} posts, all reasons"
    yield _timed(what, seconds, lambda: _all_of(opening))


def looking_ahead(interns: int) -> Iterator[Figure]:
    """What the desk asks at each turn of a day: the safe posts of who is called, and whether everybody is served."""
    prepared = opened(interns, with_history=True)
    opening = prepared.opening
    times = sorted(_looks(opening, serve_all(opening, prepared.wishes)[0]))
    note = f"99 % of turns ≤ {Unit.MICROSECONDS.shown(times[len(times) * 99 // 100])}"
    what = f"look ahead at one turn, {interns:,} × {len(opening.pools):,} posts"
    yield Figure(what, Unit.MICROSECONDS, MILLI / 2, statistics.median(times), note=note)


def previewed(interns: int) -> Iterator[Figure]:
    """The provisional outcome of the whole campaign, each time that somebody changed their list."""
    prepared = opened(interns, with_history=True)
    compiler, before = Compiler(prepared.opening), start(prepared.opening)
    changing = cycle(prepared.wishes.items())

    def change_one_list() -> None:
        person, wishes = next(changing)
        turned = Wishes(wishes.codes[::-1], wishes.version)
        preview(compiler, before, {**prepared.wishes, person: turned})

    what = f"provisional outcome of {interns:,} interns, one list changed"
    yield _timed(what, 50 * MILLI, change_one_list)
    chance = default_rng(SEED)
    drawn = f"chances of {interns:,} interns from {DAYS} drawn days"
    yield _timed(drawn, 1.0, lambda: odds(compiler, before, prepared.wishes, chance))


def _looks(opening: Opening, events: list[Event]) -> Iterator[float]:
    """How long each choice of the day takes to be looked at beforehand and followed, in seconds."""
    ahead = LookAhead(start(opening))
    for event in events:
        if isinstance(event, Chosen):
            started = time.perf_counter()
            ahead.advice(event.person)
            ahead.follow(event)
            ahead.everybody_served  # noqa: B018 - it is computed when asked
            yield time.perf_counter() - started


def _all_of(opening: Opening) -> None:
    table = eligibility(opening)
    table.open_counts()
    table.pressure()


def _timed(what: str, limit: float, action: Callable[[], object], unit: Unit = Unit.MILLISECONDS) -> Figure:
    return Figure(what, unit, limit, median(action), peak(action))


def _decisions(prepared: Prepared) -> Iterator[float]:
    """How long each turn of the main rounds takes to decide, in seconds."""
    today = start(prepared.opening)
    for choices in prepared.opening.lists:
        while call := today.next_call(choices.name):
            codes, version = prepared.wishes.get(call.person, NO_LIST)
            command = ServeFromList(choices.name, call.person, codes, version)
            started = time.perf_counter()
            made = decide(today, command)
            yield time.perf_counter() - started
            if isinstance(made, Refusal):
                raise RuntimeError(f"the day refuses its own turn: {made.reason}")  # noqa: TRY004 - a bug, never an input
            for event in made:
                fold(today, event)


def _journal(events: list[Event]) -> bytes:
    moments = repeat(NOON)
    return b"".join(journal.line(entry) + b"\n" for entry in journal.write(events, "bench", lambda: next(moments)))


def _replay_checked(opening: Opening, lines: bytes) -> object:
    return replay(opening, journal.events(journal.parse(lines)))
