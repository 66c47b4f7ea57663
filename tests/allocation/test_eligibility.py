"""The table of who may take what says, of everybody and every pool, what the rules say asked one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import eligibility as module
from allocation.eligibility import Table, eligibility
from allocation.model import Category, Dossier, Mode, Phase, Situation
from allocation.opening import Opening
from allocation.prepare import Prepared
from allocation.rules import RULES, Case
from allocation.run import serve_all
from allocation.state import Day, fold, start
from allocation.why import answer
from tests.allocation.factories import (
    APPRO,
    SOCLE,
    campaign,
    dossier,
    intern,
    opened,
    overridden,
    past,
    post,
    senior,
    teaching,
)
from tests.allocation.strategies import dossiers
from tests.allocation.tight_days import DAYS, drawn

Pair = tuple[str, str]


def one_by_one(day: Day) -> dict[Pair, tuple[str, ...]]:
    """What refuses each pool to each person with a turn, every rule being asked every time."""
    return {
        (call.person, pool.id): tuple(reason.rule for reason in answer(case).reasons if not reason.allows)
        for choices in day.opening.lists
        for call in choices.calls
        if not call.catch_up_only
        for pool in day.opening.pools
        for case in [Case(day, choices.name, call, day.opening.person[call.person], pool)]
    }


def told(table: Table) -> dict[Pair, tuple[str, ...]]:
    return {(who, pool): table.refused_by(who, pool) for who in table.turns for pool in table.opening.pool}


def assert_same(day: Day) -> None:
    """The table, its open posts and its counts are those of the rules asked one by one."""
    table, due = eligibility(day.opening, day), one_by_one(day)
    assert told(table) == due
    pools = list(day.opening.pool)
    is_open = {who: tuple(pool for pool in pools if not due[who, pool]) for who in table.turns}
    assert {who: table.open_to(who) for who in table.turns} == is_open
    assert table.open_counts() == {who: len(found) for who, found in is_open.items()}
    takers = Counter(pool for found in is_open.values() for pool in found)
    assert table.pressure() == {pool: takers[pool] for pool in pools}


def moments(opening: Opening, wishes: dict) -> Iterator[Day]:
    """The day before its first turn, then as each event left it."""
    day = start(opening)
    yield day
    for event in serve_all(opening, wishes)[0]:
        fold(day, event)
        yield day


@given(DAYS)
@settings(max_examples=200, deadline=None)
def test_the_table_says_what_the_rules_say_one_by_one(drawn_day: tuple[Opening, dict]) -> None:
    assert_same(start(drawn_day[0]))


@given(DAYS, st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_the_table_of_a_moment_counts_the_seats_of_that_moment(drawn_day: tuple[Opening, dict], turns: int) -> None:
    for number, day in enumerate(moments(*drawn_day)):
        if number == turns:
            assert_same(day)


@given(dossiers(), st.sampled_from(("warn", "refuse")))
@settings(max_examples=150, deadline=None)
def test_the_table_of_a_campaign_read_from_files_is_right_too(given_: Dossier, order: str) -> None:
    prepared = opened(given_, overridden(curriculum__order=order))
    assert isinstance(prepared, Prepared)
    assert_same(start(prepared.opening))


OFFERED = ((0, ""), (2, ""), (0, "CESP"), (2, "CESP"), (2, "CESP:1"), (2, "Dr EXEMPLE"), (2, "Dr EXEMPLE:1"))
KINDS = tuple(
    product(
        (Category.MPOLY, Category.NIV1, Category.OTHER),
        ("", "Dit"),
        (None, date(2030, 1, 1), date(2027, 6, 1)),
        OFFERED,
        ((0, 0), (0, 1), (1, 0), (1, 1)),
    )
)
"""Category, its label, end of accreditation, seats and reservation, and whether open and reserved seats are gone."""

PEOPLE = tuple(
    product(
        ((), (Situation.CESP,), (Situation.SURNOMBRE_VALIDANT,), (Situation.SURNOMBRE_NON_VALIDANT,)),
        (2020, 2024),
        ((), (Category.URG,), (Category.MPOLY, Category.URG)),
    )
)
"""Situations, contest and categories of the past stages."""


def day_of_every_kind() -> Day:
    """Pools and people in which each fact that a rule reads varies with all the others held."""
    posts = [
        post(
            f"S{number:03}",
            seats,
            Phase.APPROFONDISSEMENT,
            reserved=kept,
            category=category,
            category_label=label,
            accredited_until=until,
        )
        for number, (category, label, until, (seats, kept), _) in enumerate(KINDS)
    ]
    people = [
        senior(f"N{number}", number + 1, *situations, contest=contest)
        for number, (situations, contest, _) in enumerate(PEOPLE)
    ]
    history = [
        past(f"N{number}", "AILLEURS", category)
        for number, (*_, categories) in enumerate(PEOPLE)
        for category in categories
    ]
    prepared = opened(dossier(posts, people, history=history))
    assert isinstance(prepared, Prepared)
    day = start(prepared.opening)
    for pool, (*_, (open_gone, reserved_gone)) in zip(prepared.opening.pools, KINDS, strict=True):
        day.taken[pool.id] = (pool.seats - pool.reserved_seats) * open_gone
        day.reserved_taken[pool.id] = pool.reserved_seats * reserved_gone
    return day


def test_no_fact_that_a_rule_reads_is_forgotten() -> None:
    assert_same(day_of_every_kind())


def test_the_days_drawn_meet_every_rule_alone_and_together() -> None:
    seen: Counter[str] = Counter()
    for seed in range(60):
        for day in moments(*drawn(Random(seed))):  # noqa: S311 - a test, not a secret
            for refused in told(eligibility(day.opening, day)).values():
                seen.update([*refused, *(["ensemble"] if len(refused) > 1 else [] if refused else ["ouvert"])])
    assert {name for name in (*RULES, "ensemble", "ouvert") if seen[name] < 20} == set()


def test_all_the_rules_that_refuse_are_told_in_the_order_in_which_they_are_asked() -> None:
    day = campaign(
        [teaching("FAIT", Category.MPOLY, 0), teaching("MED", Category.MPOLY)],
        [senior("DUPONT", 1)],
        history=[past("DUPONT", "FAIT", Category.MPOLY), past("DUPONT", "L", Category.ENFANT)],
    )
    table = eligibility(day.opening)
    assert table.refused_by(day.person("DUPONT"), "FAIT") == ("ELI-01d", "ELI-01c", "SAM-01", "ELI-01a")
    assert table.refused_by(day.person("DUPONT"), "MED") == ("ELI-01c",)


def test_a_stage_done_is_closed_to_who_did_it_and_pressure_counts_the_others() -> None:
    day = campaign(
        [post("A"), post("B", 2), post("MED", 1, Phase.APPROFONDISSEMENT)],
        [intern("NEUF", 1), intern("DEJA", 2)],
        history=[past("DEJA", "A"), past("NEUF", "AILLEURS")],
    )
    table = eligibility(day.opening)
    assert table.open_to(day.person("NEUF")) == ("A", "B")
    assert table.open_to(day.person("DEJA")) == ("B",)
    assert table.pressure() == {"A": 1, "B": 2, "MED": 0}


def test_only_the_lists_asked_about_are_in_the_table() -> None:
    day = campaign([post("URG"), post("MED", 1, Phase.APPROFONDISSEMENT)], [intern("JEUNE", 1), senior("ANCIEN", 2)])
    assert set(eligibility(day.opening, names=[SOCLE]).turns) == {day.person("JEUNE")}
    assert set(eligibility(day.opening, names=[APPRO]).turns) == {day.person("ANCIEN")}
    assert len(eligibility(day.opening).turns) == 2


def test_who_has_no_turn_is_not_in_the_table() -> None:
    day = campaign([post("URG")], [intern("PARTI", 1, Situation.NE_CHOISIT_PAS), intern("LA", 2)])
    with pytest.raises(KeyError):
        eligibility(day.opening).refused_by(day.person("PARTI"), "URG")


def test_the_rules_are_asked_once_for_people_and_posts_that_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    day = campaign(
        [post(f"S{number}") for number in range(30)], [intern(f"N{number}", number) for number in range(1, 41)]
    )
    asked: list[Case] = []
    real = module.refusals
    monkeypatch.setattr(module, "refusals", lambda case: asked.append(case) or real(case))
    table = eligibility(day.opening)
    assert len(asked) == 1
    assert table.open_counts() == dict.fromkeys(table.turns, 30)
    assert {turn.call.mode for turn in table.turns.values()} == {Mode.NORMAL}


def test_a_table_is_that_of_its_moment_even_when_the_day_goes_on() -> None:
    day = campaign([post("URG")], [intern("UN", 1), intern("DEUX", 2)], {"UN": "URG"})
    now = start(day.opening)
    table = eligibility(day.opening, now)
    for event in day.events:
        fold(now, event)
    assert table.refused_by(day.person("DEUX"), "URG") == ()
    assert eligibility(day.opening, now).refused_by(day.person("DEUX"), "URG") == ("ELI-01a",)
