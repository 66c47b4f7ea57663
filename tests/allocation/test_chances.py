"""Chances: certain where nobody before can take the post, out of reach where those before surely do."""

from __future__ import annotations

import numpy as np
import pytest

from allocation.chances import Chance, Odds, chance_of, odds
from allocation.model import Situation
from allocation.serving import Compiler
from allocation.state import start
from tests.allocation.factories import Campaign, campaign, intern, past, post


def drawn(held: Campaign, days: int = 200) -> Odds:
    wishes, chance = held.prepared.wishes, np.random.default_rng(1)
    return odds(Compiler(held.opening), start(held.opening), wishes, chance, days)


def shares(held: Campaign, name: str, days: int = 200) -> tuple[float, ...]:
    """On which share of the days each wish of the person is open."""
    return drawn(held, days).shares(held.person(name), held.prepared.wishes[held.person(name)].codes)


def test_the_first_called_is_sure_of_every_post_open_to_them() -> None:
    held = campaign(
        [post("A"), post("B"), post("FAIT")],
        [intern("UN", 1), intern("DEUX", 2)],
        {"UN": "B A FAIT INCONNU"},
        history=[past("UN", "FAIT")],
    )
    assert shares(held, "UN") == (1.0, 1.0, 0.0, 0.0)


def test_who_gave_no_list_may_take_any_post_in_proportion_to_how_it_is_wanted() -> None:
    wanted_by_three = {f"N{number}": "A" for number in range(3, 6)}
    held = campaign(
        [post("A"), post("B")],
        [
            intern("MUET", 1),
            intern("DEUX", 2),
            *map(intern, wanted_by_three, range(3, 6)),
        ],
        {"DEUX": "A B"} | wanted_by_three,
    )
    first, second = shares(held, "DEUX", days=1000)
    # A is in four lists of four: it weighs 5, B in one weighs 2; the silent one takes A five times of seven.
    assert first == pytest.approx(2 / 7, abs=0.06)
    assert second == pytest.approx(5 / 7, abs=0.06)
    assert drawn(held).chances(held.person("DEUX"), ("A", "B")) == (Chance.UNCERTAIN, Chance.UNCERTAIN)


def test_one_in_ten_of_those_who_gave_a_list_may_change_their_mind() -> None:
    held = campaign([post("A"), post("B")], [intern("UN", 1), intern("DEUX", 2)], {"UN": "A", "DEUX": "A B"})
    share = shares(held, "DEUX", days=1000)[0]
    assert 0 < share < 0.1


def test_nothing_is_likely_for_who_comes_after_more_people_than_seats() -> None:
    early = {f"N{number}": "A" for number in range(1, 9)}
    held = campaign(
        [post("A")],
        [*(intern(name, number) for number, name in enumerate(early, 1)), intern("TARD", 9)],
        early,
    )
    assert drawn(held).chances(held.person("TARD"), ("A",)) == (Chance.UNLIKELY,)
    assert drawn(held).chances(held.person("N1"), ("A",)) == (Chance.SURE,)


def test_a_place_added_beside_asks_for_a_seat_that_is_still_there() -> None:
    held = campaign(
        [post("A")],
        [
            intern("UN", 1),
            intern("VALIDANT", 2, Situation.SURNOMBRE_VALIDANT),
            intern("NON", 3, Situation.SURNOMBRE_NON_VALIDANT),
        ],
        {"UN": "A", "VALIDANT": "A", "NON": "A"},
    )  # fmt: skip
    assert shares(held, "VALIDANT")[0] < 0.2
    assert shares(held, "NON") == (1.0,)


def test_the_same_generator_draws_the_same_days_and_nobody_called_anybody() -> None:
    held = campaign([post("A"), post("B")], [intern("UN", 1), intern("DEUX", 2)], {"DEUX": "A B"})
    assert np.array_equal(drawn(held).closed, drawn(held).closed)
    empty = campaign([post("A")], [intern("SEUL", 1, Situation.DISPONIBILITE)])
    assert drawn(empty).shares(empty.person("SEUL"), ("A",)) == (0.0,)


def test_the_bounds_of_the_classes_belong_to_the_firm_ones() -> None:
    assert [chance_of(share) for share in (1, 0.95, 0.94, 0.06, 0.05, 0)] == [
        Chance.SURE, Chance.SURE, Chance.UNCERTAIN, Chance.UNCERTAIN, Chance.UNLIKELY, Chance.UNLIKELY,
    ]  # fmt: skip
