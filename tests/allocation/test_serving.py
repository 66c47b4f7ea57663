"""The fast loop gives, on any campaign, the day that the engine gives."""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings

from allocation import serving
from allocation.events import Chosen
from allocation.model import Mode
from allocation.opening import Opening
from allocation.run import Wishes, serve_all
from allocation.serving import (
    Assignment,
    Market,
    MissingExtraError,
    assignments,
    best,
    compile_market,
    serve,
    serve_compiled,
)
from tests.allocation.factories import RULES, SUMMER, campaign, intern, past, post
from tests.allocation.tight_days import AT_HOME, DAYS, Campaign, drawn


def by_the_engine(opening: Opening, wishes: dict[str, Wishes]) -> dict[str, Assignment]:
    _, day = serve_all(opening, wishes)
    return {who: Assignment(held.pool, held.seat, held.wish or 0) for who, held in day.holds.items()}


@given(DAYS)
@settings(max_examples=500)
def test_a_market_served_is_the_day_of_the_engine(drawn_day: Campaign) -> None:
    market = compile_market(*drawn_day)
    assert assignments(market, serve(market)) == by_the_engine(*drawn_day)


@given(DAYS)
@settings(deadline=None)
def test_the_compiled_loop_serves_as_the_plain_one(drawn_day: Campaign) -> None:
    pytest.importorskip("numba", reason="the optional extra [fast] is not installed")
    market = compile_market(*drawn_day)
    assert serve_compiled(market).tolist() == serve(market)


def test_the_days_drawn_hold_every_kind_of_turn_and_of_seat() -> None:
    seen: Counter[str] = Counter()
    for seed in range(300):
        opening, wishes = drawn(Random(seed))  # noqa: S311
        events, day = serve_all(opening, wishes)
        for event in events:
            if isinstance(event, Chosen):
                call = next(call for call in opening.list[event.list].calls if call.person == event.person)
                seen.update([event.mode, event.seat, "rattrapage" if call.catch_up_only else "tour"])
                seen["vœu suivant"] += (event.wish or 0) > 1
        seen["sans stage"] += sum(person.id not in day.holds for person in opening.people)
    wanted = {*AT_HOME, Mode.HORS_FILIERE, "libre", "reserve", "ajoutee", "tour", "rattrapage", "vœu suivant"}
    assert {kind for kind in {*wanted, "sans stage"} if seen[kind] < 20} == set()


@pytest.mark.parametrize("first", ["NEUVE", "DEJA"])
def test_a_stage_already_done_is_asked_of_that_person_alone(first: str) -> None:
    second = "DEJA" if first == "NEUVE" else "NEUVE"
    held = campaign(
        [post("A", 2), post("B", 2)],
        [intern(first, 1), intern(second, 2)],
        {"NEUVE": "A B", "DEJA": "A B"},
        history=[past("NEUVE", "AILLEURS"), past("DEJA", "A")],
    )
    market = compile_market(held.opening, held.prepared.wishes)
    obtained = assignments(market, serve(market))
    assert [obtained[held.person(name)].pool for name in ("NEUVE", "DEJA")] == ["A", "B"]


def test_serving_leaves_the_market_as_it_was() -> None:
    market = compile_market(*drawn(Random(3)))  # noqa: S311
    assert (first := serve(market)) == serve(market)
    assert {place for place in first if place >= 0}, "nobody is served: the test would show nothing"


def test_without_numba_the_plain_loop_is_the_best_and_the_compiled_one_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    serving._compiled.cache_clear()
    assert best() is serve
    with pytest.raises(MissingExtraError, match=r"rang-utile\[fast\]"):
        serve_compiled(empty())


def test_with_numba_the_compiled_loop_is_the_best() -> None:
    pytest.importorskip("numba", reason="the optional extra [fast] is not installed")
    serving._compiled.cache_clear()
    assert best() is serve_compiled


def empty() -> Market:
    return compile_market(Opening("", SUMMER, RULES, lists=(), pools=(), people=()), {})
