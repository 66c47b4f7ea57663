"""Each property is found broken where it is broken, by a forger who computes every hash again, and says who."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from allocation.events import CatchUpOpened, Chosen, Skip
from allocation.model import Category, Mode, Situation
from allocation.opening import Call, Opening
from tests.allocation.factories import (
    MILITARY_SOCLE,
    SOCLE,
    Campaign,
    campaign,
    intern,
    past,
    post,
    senior,
    teaching,
)
from tests.allocation.forgery import closed_again, unopened_lists, with_choice, with_events, with_opening, with_result


@pytest.fixture
def day() -> Campaign:
    """PREMIER has the one seat of URG, SECOND comes second for it and takes PED, LAST wants nothing that is open."""
    return campaign(
        [post("URG"), post("PED", 2), post("FERME", 0), post("ZONE", 1, reserved="CESP")],
        [
            intern("PREMIER", 1),
            intern("SECOND", 2),
            intern("SURNOMBRE", 3, Situation.SURNOMBRE_VALIDANT),
            intern("MALADE", 4, Situation.SURNOMBRE_NON_VALIDANT),
            intern("SIGNATAIRE", 5, Situation.CESP),
            intern("DERNIER", 6),
        ],
        {
            "PREMIER": "URG PED",
            "SECOND": "URG PED",
            "SURNOMBRE": "PED",
            "MALADE": "URG",
            "SIGNATAIRE": "ZONE",
            "DERNIER": "URG FERME",
        },
    )


def test_nothing_is_broken_before_the_forger_comes(day: Campaign) -> None:
    assert day.documents.broken == set()
    assert with_events(day, day.events).broken == set()


def test_one_choice_too_many_for_the_seats_breaks_p1_and_p2(day: Campaign) -> None:
    forged = with_choice(day, "SECOND", pool="URG", walked=(), wish=1)
    assert forged.broken == {"P1", "P2"}
    assert "URG : 2 pour 1 places" in forged.detail("P1")
    assert f"n° 2 ({SOCLE})" in forged.detail("P1")


def test_an_opening_that_reserves_more_than_it_offers_breaks_p1_alone() -> None:
    held = campaign(
        [post("ZONE", 2, reserved="CESP")],
        [intern("UN", 1, Situation.CESP), intern("DEUX", 2, Situation.CESP)],
        {"UN": "ZONE", "DEUX": "ZONE"},
    )
    forged = with_opening(held, lambda opening: with_pool(opening, "ZONE", seats=1))
    assert forged.broken == {"P1"}
    assert f"n° 1 ({SOCLE}), n° 2 ({SOCLE})" in forged.detail("P1")


def with_pool(opening: Opening, name: str, **changes: Any) -> Opening:
    return replace(
        opening, pools=tuple(replace(pool, **changes) if pool.id == name else pool for pool in opening.pools)
    )


def with_person(opening: Opening, name: str, **changes: Any) -> Opening:
    return replace(opening, people=tuple(replace(one, **changes) if one.id == name else one for one in opening.people))


def test_a_post_that_was_done_before_breaks_p2_alone(day: Campaign) -> None:
    person = day.person("PREMIER")
    forged = with_opening(day, lambda opening: with_person(opening, person, done=frozenset({"URG"})))
    assert forged.broken == {"P2"}
    assert f"n° 1 ({SOCLE}) : URG refusé par SAM-01" in forged.detail("P2")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"lists": ()}, "ELI-01b"),
        ({"accredited": False}, "ELI-01b"),
        ({"reserved_for": "CESP", "reserved_seats": 1}, "ELI-01d"),
    ],
)
def test_a_post_that_was_not_open_breaks_p2(day: Campaign, changes: dict[str, Any], rule: str) -> None:
    forged = with_opening(day, lambda opening: with_pool(opening, "URG", **changes))
    assert "P2" in forged.broken
    assert f"n° 1 ({SOCLE}) : URG refusé par" in forged.detail("P2")
    assert rule in forged.detail("P2")


def test_the_seat_of_a_holder_taken_by_another_breaks_p2() -> None:
    held = campaign([post("MIXTE", 2, reserved="CESP:1")], [intern("DUPONT", 1)], {"DUPONT": "MIXTE"})
    forged = with_choice(held, "DUPONT", seat="reserve")
    assert forged.broken == {"P2"}


def test_another_mode_than_the_opening_says_breaks_p2(day: Campaign) -> None:
    forged = with_choice(day, "PREMIER", mode=Mode.HORS_LISTE)
    assert forged.broken == {"P2"}
    assert f"n° 1 ({SOCLE})" in forged.detail("P2")


def test_a_slot_that_is_not_the_one_due_breaks_p2() -> None:
    held = campaign(
        [teaching("SASPAS", Category.SASPAS)],
        [senior("DUPONT", 1)],
        {"DUPONT": "SASPAS"},
        [past("DUPONT", "M", Category.MPOLY)],
    )
    forged = with_choice(held, "DUPONT", slot="LIBRE")
    assert forged.broken == {"P2"}


def test_a_wish_passed_over_while_it_was_open_breaks_p3_and_its_reason_p9(day: Campaign) -> None:
    forged = with_choice(day, "PREMIER", pool="PED", walked=(Skip("URG", "ELI-01a"),), wish=2)
    assert {"P3", "P9"} <= forged.broken
    assert f"n° 1 ({SOCLE}) : URG était ouvert" in forged.detail("P3")


def test_a_wish_left_out_of_the_walk_breaks_p3_alone(day: Campaign) -> None:
    forged = with_choice(day, "SECOND", walked=())
    assert forged.broken == {"P3"}
    assert f"n° 2 ({SOCLE}) : vœu 2 après 0 vœux parcourus" in forged.detail("P3")


def test_two_posts_for_one_person_break_p4_even_where_the_opening_calls_them_twice(day: Campaign) -> None:
    def called_twice(opening: Opening) -> Opening:
        (choices,) = opening.lists
        again = Call(7, day.person("PREMIER"))
        return replace(opening, lists=(replace(choices, calls=(*choices.calls, again)),))

    twice = Chosen(SOCLE, 7, day.person("PREMIER"), "PED", Mode.NORMAL, "voeux", "libre", "", 1)
    rounds = [event for event in day.events if not isinstance(event, CatchUpOpened)][:6]
    held = replace(day, events=closed_again([*rounds, twice]))
    forged = with_opening(held, called_twice)
    assert forged.broken == {"P4", "P8"}
    assert f"n° 7 ({SOCLE}) tient 2 stages" in forged.detail("P4")


def test_a_validating_surnombre_without_a_free_seat_breaks_p5_and_p2(day: Campaign) -> None:
    forged = with_choice(day, "SURNOMBRE", pool="URG")
    assert forged.broken == {"P2", "P5"}
    assert f"n° 3 ({SOCLE}) : URG" in forged.detail("P5")


def test_a_validating_surnombre_that_takes_the_seat_breaks_p5(day: Campaign) -> None:
    assert with_choice(day, "SURNOMBRE", seat="libre").broken == {"P2", "P5"}


def test_a_place_added_for_somebody_who_is_no_surnombre_breaks_p5(day: Campaign) -> None:
    forged = with_choice(day, "SECOND", seat="ajoutee")
    assert forged.broken == {"P2", "P5"}
    assert "place ajoutée sans surnombre" in forged.detail("P5")


@pytest.mark.parametrize("changes", [{"slot": "URG"}, {"seat": "libre", "pool": "PED"}])
def test_a_non_validating_surnombre_that_takes_a_seat_or_a_slot_breaks_p6(
    day: Campaign, changes: dict[str, Any]
) -> None:
    forged = with_choice(day, "MALADE", **changes)
    assert forged.broken == {"P2", "P6"}
    assert f"n° 4 ({SOCLE})" in forged.detail("P6")


def test_two_turns_swapped_break_p7_alone() -> None:
    held = campaign([post("URG"), post("PED")], [intern("UN", 1), intern("DEUX", 2)], {"UN": "URG", "DEUX": "PED"})
    first, second, close = held.events
    forged = with_events(held, [second, first, close])
    assert forged.broken == {"P7"}
    assert f"n° 2 ({SOCLE}) a choisi, le n° 1 était attendu" in forged.detail("P7")


def test_a_last_turn_left_out_breaks_p7(day: Campaign) -> None:
    last = day.person("DERNIER")
    kept = [e for e in day.events if getattr(e, "person", "") != last and not isinstance(e, CatchUpOpened)]
    forged = with_events(day, closed_again(kept))
    assert forged.broken == {"P7"}
    assert f"le n° 6 ({SOCLE}) attendait encore son tour" in forged.detail("P7")


def test_a_catch_up_opened_before_the_end_of_the_round_breaks_p7(day: Campaign) -> None:
    events = list(day.events)
    forged = with_events(day, [events[0], CatchUpOpened(SOCLE, 5), *events[1:]])
    assert "P7" in forged.broken
    assert f"le n° 2 ({SOCLE}) attendait encore son tour" in forged.detail("P7")


def test_a_turn_for_somebody_who_has_none_breaks_p7(day: Campaign) -> None:
    person = day.person("PREMIER")
    forged = with_opening(day, lambda opening: with_person(opening, person, status="ne_choisit_pas"))
    assert forged.broken == {"P7"}
    assert f"n° 1 ({SOCLE}) n'avait pas de tour" in forged.detail("P7")


def test_a_turn_on_a_list_that_was_not_opened_breaks_p7(day: Campaign) -> None:
    ghost = Chosen(MILITARY_SOCLE, 1, day.person("DERNIER"), "PED", Mode.NORMAL, "voeux", "libre", "", 1)
    *events, close = day.events
    forged = unopened_lists(day, [*events, ghost, close])
    assert "P7" in forged.broken
    assert f"n° 1 ({MILITARY_SOCLE}) : liste inconnue" in forged.detail("P7")


def test_a_list_that_chose_before_the_one_it_shares_seats_with_breaks_p7() -> None:
    both = post("S/A", 2, *(senior("X").phase, intern("X").phase))
    held = campaign([both], [intern("JEUNE", 1), senior("ANCIEN", 2)], {"JEUNE": "S/A", "ANCIEN": "S/A"})
    old, young, close = held.events
    forged = with_events(held, [young, old, close])
    assert forged.broken == {"P7"}
    assert "devait finir avant" in forged.detail("P7")


def test_a_result_that_shows_another_post_breaks_p8_alone(day: Campaign) -> None:
    def change(result: dict[str, Any]) -> None:
        result["lists"][0]["calls"][5]["post"] = "PED"

    assert with_result(day, change).broken == {"P8"}


def test_a_result_that_leaves_somebody_out_breaks_p8_and_says_whom(day: Campaign) -> None:
    forged = with_result(day, lambda result: result["lists"][0]["calls"].pop(5))
    assert forged.broken == {"P8"}
    assert day.person("DERNIER") in forged.detail("P8")


def test_counts_that_are_not_those_of_the_journal_break_p8(day: Campaign) -> None:
    def change(result: dict[str, Any]) -> None:
        result["posts"][0]["taken"] += 1

    assert with_result(day, change).broken == {"P8"}


def test_a_day_that_was_not_closed_breaks_p8(day: Campaign) -> None:
    assert "P8" in with_events(day, list(day.events)[:-1]).broken


def test_a_refusal_by_a_rule_that_does_not_apply_breaks_p9_alone(day: Campaign) -> None:
    forged = with_choice(day, "SECOND", walked=(Skip("URG", "SAM-01"),))
    assert forged.broken == {"P9"}
    assert f"n° 2 ({SOCLE}) : URG refusé par SAM-01, qui ne s'applique pas" in forged.detail("P9")


def test_a_rule_that_nobody_knows_breaks_p9(day: Campaign) -> None:
    first, second, *others = day.events
    assert isinstance(second, Chosen)
    forged = unopened_lists(day, [first, replace(second, walked=(Skip("URG", "INVENTEE"),)), *others])
    assert forged.broken == {"P9"}
    assert "INVENTEE" in forged.detail("P9")


def test_a_detail_names_the_first_ones_and_counts_them_all() -> None:
    names = [f"N{number:02d}" for number in range(15)]
    held = campaign(
        [post("URG", 15)], [intern(name, rank) for rank, name in enumerate(names, 1)], dict.fromkeys(names, "URG")
    )
    forged = with_opening(held, lambda opening: with_pool(opening, "URG", accredited=False))
    assert forged.detail("P2").endswith("et 5 autres.")
