"""The fast loop gives, on any campaign, the day that the engine gives."""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import curriculum, serving
from allocation.events import Chosen
from allocation.model import Category, Mode, Phase
from allocation.opening import Call, ChoiceList, Opening, Person, Pool
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
from tests.allocation.factories import GENERAL, RULES, SUMMER, campaign, intern, past, post

Campaign = tuple[Opening, dict[str, Wishes]]

LISTS = ("Socle", "Approfondissement", "Gériatrie")
CODES = ("A", "B", "C", "D")
UNKNOWN = "Z"
CATEGORIES = (Category.URG, Category.NIV1, Category.COUPLE, Category.OTHER)
AT_HOME = (Mode.NORMAL, Mode.NORMAL, Mode.NORMAL, Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT, Mode.INTER_CHU)
FOLLOWED = next(known for known in curriculum.shipped() if known.couple)
DAYS = st.integers(0, 2**32).map(lambda seed: drawn(Random(seed)))  # noqa: S311 - a test, not a secret


def drawn(chance: Random) -> Campaign:
    """A day at the tightest: few seats, every kind of turn, people whom the rules tell apart and others not."""
    people = [_person(chance, number) for number in range(chance.randint(0, 16))]
    calls = _calls(chance, people)
    opening = Opening(
        subdivision="Saint-Étienne",
        semester=SUMMER,
        rules=RULES,
        lists=tuple(ChoiceList(name, GENERAL, Phase.SOCLE, tuple(calls[name])) for name in LISTS),
        pools=tuple(_pool(chance, number) for number in range(chance.randint(1, 6))),
        people=tuple(people),
        curricula=(FOLLOWED,),
    )
    return opening, {one.id: _wishes(chance) for one in people if chance.random() < 0.9}


def _person(chance: Random, number: int) -> Person:
    """Somebody whose past is known or not, holder of a CESP or not."""
    known = chance.random() < 0.6
    return Person(
        id=f"p-{number}",
        commitment="",
        home=chance.choice(LISTS),
        curriculum=FOLLOWED.name,
        missing=FOLLOWED.phases[chance.choice((Phase.SOCLE, Phase.APPROFONDISSEMENT))] if known else None,
        done=frozenset(chance.sample(CODES, chance.randint(0, 2))) if known else None,
        again=frozenset(chance.sample(CODES, chance.randint(0, 1))),
        labels=frozenset({"CESP"} if chance.random() < 0.3 else ()),
    )


def _pool(chance: Random, number: int) -> Pool:
    """A few seats, some of them reserved; a code may stand for several pools, and lists share them."""
    code, seats = chance.choice(CODES), chance.randint(0, 3)
    reserved = chance.randint(0, seats) if chance.random() < 0.4 else 0
    return Pool(
        id=f"{code}#{number}",
        code=code,
        des=GENERAL,
        phases=(Phase.SOCLE,),
        lists=tuple(chance.sample(LISTS, chance.randint(1, 3))),
        seats=seats,
        reserved_for="CESP" if reserved else "",
        reserved_seats=reserved,
        category=chance.choice(CATEGORIES),
        category_label="",
        accredited=chance.choice((True, True, None, False)),
        establishment="CHU",
        service=f"Service {code}",
    )


def _calls(chance: Random, people: list[Person]) -> dict[str, list[Call]]:
    """Everybody on their own list; some of them first as hors-filière on another one, called before it or after."""
    rows: dict[str, list[tuple[str, Mode, bool]]] = {name: [] for name in LISTS}
    for one in chance.sample(people, len(people)):
        host = chance.choice(LISTS) if chance.random() < 0.3 else one.home
        rows[one.home].append((one.id, chance.choice(AT_HOME), host != one.home))
        if host != one.home:
            rows[host].append((one.id, Mode.HORS_FILIERE, False))
    return {name: [Call(order, *row) for order, row in enumerate(found, start=1)] for name, found in rows.items()}


def _wishes(chance: Random) -> Wishes:
    return Wishes(tuple(chance.choices((*CODES, UNKNOWN), k=chance.randint(0, 6))), "reçu")


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
