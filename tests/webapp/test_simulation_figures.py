"""No figure of the simulation tells of fewer than five people, however few are on a list."""

from __future__ import annotations

from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from allocation.closing import Closing
from allocation.preview import Wanted
from exports.small_groups import SMALLEST
from webapp import i18n
from webapp.simulation import figures
from webapp.simulation.outcome import Line, Outcome, PostLine


def closes(turn: int, of: int, *, held: bool = False) -> PostLine:
    return PostLine("A", Wanted(0, 0), 0, Closing("L", turn, of), held)


@given(st.integers(1, 200).flatmap(lambda of: st.tuples(st.integers(1, of), st.just(of))))
def test_a_closing_turn_stands_among_at_least_five_or_all_of_the_list(place: tuple[int, int]) -> None:
    turn, of = place
    span = figures.span(closes(turn, of), named=False)
    assert span.first <= turn <= span.last <= of
    assert span.last - span.first + 1 >= min(SMALLEST, of)


@given(st.integers(1, 200).flatmap(lambda of: st.tuples(st.just(of), st.lists(st.integers(1, of), max_size=30))))
def test_the_curve_never_steps_by_fewer_than_five_turns_and_ends_where_all_is_closed(
    case: tuple[int, list[int]],
) -> None:
    of, turns = case
    posts = tuple(PostLine(f"P{n}", Wanted(0, 0), 0, Closing("L", turn, of), False) for n, turn in enumerate(turns))
    points = figures.still_open(Outcome((), posts), "L", [post.pool for post in posts])
    marks = [mark for mark, _ in points]
    assert points[0] == (0, len(posts))
    assert points[-1][1] == 0
    assert all(later - sooner >= min(SMALLEST, of) for sooner, later in pairwise(marks))
    assert len(marks) <= figures.CURVE_POINTS + 2


def test_what_is_recorded_or_named_is_told_to_the_turn() -> None:
    assert figures.span(closes(7, 12, held=True), named=False) == figures.Span("L", 7, 7, 12, False)
    assert figures.span(closes(7, 12), named=True) == figures.Span("L", 7, 7, 12, False)
    assert figures.span(PostLine("A", Wanted(0, 0), 1, None, False), named=True) is None


@pytest.mark.parametrize(("number", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_a_count_is_told_from_five_on(number: int, told: int | None) -> None:
    assert figures.count(number, named=False) == told
    assert figures.count(number, named=True) == number


def test_each_wish_is_counted_in_its_band() -> None:
    app = Flask("essai")
    i18n.attach(app)
    wishes = [1, 2, 3, 4, 5, 6, 10, 11, 60, 0]
    lines = [Line("L", number, f"p{number}", "A", wish, False) for number, wish in enumerate(wishes)]
    lines.append(Line("L", 99, "p99", "", 0, False))
    with app.app_context():
        counted = figures.wishes_obtained(lines, named=True)
    assert counted.everybody == [
        ("Vœu 1", 1), ("Vœu 2", 1), ("Vœu 3", 1), ("Vœux 4 à 5", 2), ("Vœux 6 à 10", 2), ("Vœu 11 et au-delà", 2),
        ("Hors de la liste", 1), ("Sans stage", 1),
    ]  # fmt: skip
    assert counted.rows[-1][1][-1] == len(lines)
