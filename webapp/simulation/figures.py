"""The figures of an outcome, told so that nobody's wishes show: no count under five, no turn nearer than five people.

Where the campaign names wishes (`named`), they are told as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from allocation.closing import Closing
from exports.small_groups import SMALLEST, protected, with_totals
from exports.statistics import BANDS
from webapp.simulation.outcome import Line, Outcome, PostLine

CURVE_POINTS = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """A table of people: headers, then rows of a title and counts, None for one that is hidden; the last is the sum."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]

    @property
    def everybody(self) -> list[tuple[str, int | None]]:
        """All lists together, but for the total; nobody anywhere is none in each."""
        counts = self.rows[-1][1][:-1] if self.rows else (0,) * (len(self.headers) - 1)
        return list(zip(self.headers[:-1], counts, strict=True))


@dataclass(frozen=True, slots=True)
class Span:
    """Turns of a list, both included: the one that takes the last seat stands among them."""

    list: str
    first: int
    last: int
    of: int
    catch_up: bool


def wishes_obtained(lines: Sequence[Line], named: bool) -> Counted:
    """How many obtain which wish, list by list, then all together."""
    headers = (*(_band(number) for number in range(len(BANDS))), _("Hors de la liste"), _("Sans stage"), _("Ensemble"))
    counts = {name: Counter[int]() for name in dict.fromkeys(line.list for line in lines)}
    for line in lines:
        counts[line.list][_column(line)] += 1
    table = [[found[column] for column in range(len(headers) - 1)] for found in counts.values()]
    shown = with_totals(table) if named else protected(table)
    titles = [*counts, _("Toutes les listes")][: len(shown)]
    return Counted(headers, tuple((title, tuple(row)) for title, row in zip(titles, shown, strict=True)))


def count(number: int, named: bool) -> int | None:
    """The number, None where it would tell of too few people."""
    return None if 0 < number < SMALLEST and not named else number


def rounded(number: int, named: bool) -> int:
    """The number, to the nearest five where a scenario could be used to find out who wants what."""
    return number if named else SMALLEST * round(number / SMALLEST)


def span(post: PostLine, named: bool) -> Span | None:
    """Among which turns the last seat of the post goes; None where one stays."""
    closing = post.closing
    if closing is None:
        return None
    if named or post.held:
        return Span(closing.list, closing.turn, closing.turn, closing.of, closing.catch_up)
    block, blocks = (closing.turn - 1) // SMALLEST, max(1, closing.of // SMALLEST)
    first = 1 + SMALLEST * min(block, blocks - 1)
    last = first + SMALLEST - 1 if block < blocks - 1 else closing.of
    return Span(closing.list, first, last, closing.of, closing.catch_up)


def still_open(outcome: Outcome, name: str, pools: Sequence[str]) -> list[tuple[int, int]]:
    """How many of these pools of the list keep a seat once so many of its turns are done, in steps of five or more."""
    closings = [post.closing for post in outcome.posts if post.closing and post.pool in set(pools)]
    turns = sorted(closing.turn for closing in closings if _in_turn(closing, name))
    of = next((closing.of for closing in closings if closing.list == name), 0)
    step = max(SMALLEST, -(-of // CURVE_POINTS))
    marks = [0, *range(step, of - SMALLEST + 1, step), of] if of else [0]
    return [(mark, len(pools) - sum(turn <= mark for turn in turns)) for mark in marks]


def _in_turn(closing: Closing, name: str) -> bool:
    return closing.list == name and not closing.catch_up


def _column(line: Line) -> int:
    if not line.pool:
        return len(BANDS) + 1
    if not line.wish:
        return len(BANDS)
    return next(number for number, (most, _label) in enumerate(BANDS) if line.wish <= most)


def _band(number: int) -> str:
    last, first = BANDS[number][0], BANDS[number - 1][0] + 1 if number else 1
    if number == len(BANDS) - 1:
        return _("Vœu %(first)s et au-delà", first=first)
    return _("Vœu %(n)s", n=last) if first == last else _("Vœux %(first)s à %(last)s", first=first, last=last)
