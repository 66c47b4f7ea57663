"""Seats reserved to the holders of a CESP, and what other labels do."""

from __future__ import annotations

from allocation.model import Situation
from tests.allocation.factories import campaign, intern, post

CESP = Situation.CESP


def test_a_post_wholly_reserved_is_closed_to_the_others() -> None:
    day = campaign(
        [post("ZONE", 1, reserved="CESP"), post("URG")],
        [intern("DUPONT", 1), intern("SIGNATAIRE", 2, CESP)],
        {"DUPONT": "ZONE URG", "SIGNATAIRE": "ZONE"},
    )
    assert day.posts_of("DUPONT SIGNATAIRE") == ["URG", "ZONE"]
    assert day.skipped("DUPONT") == {"ZONE": "ELI-01d"}


def test_a_holder_takes_any_post_at_their_own_rank() -> None:
    day = campaign(
        [post("ZONE", 1, reserved="CESP"), post("URG")],
        [intern("DUPONT", 1), intern("SIGNATAIRE", 2, CESP)],
        {"DUPONT": "URG", "SIGNATAIRE": "URG ZONE"},
    )
    assert day.skipped("SIGNATAIRE") == {"URG": "ELI-01a"}
    assert day.post_of("SIGNATAIRE") == "ZONE"


def test_a_holder_takes_the_reserved_seat_first_and_leaves_the_other_to_all() -> None:
    day = campaign(
        [post("MIXTE", 2, reserved="CESP:1")],
        [intern("SIGNATAIRE", 1, CESP), intern("DUPONT", 2), intern("DURAND", 3)],
        dict.fromkeys(("SIGNATAIRE", "DUPONT", "DURAND"), "MIXTE"),
    )
    assert day.posts_of("SIGNATAIRE DUPONT DURAND") == ["MIXTE", "MIXTE", None]


def test_the_seat_kept_for_a_holder_is_not_given_to_another() -> None:
    """T55: it stays reserved to the end, catch-up included, until somebody releases it."""
    day = campaign(
        [post("MIXTE", 2, reserved="CESP:1")],
        [intern("DUPONT", 1), intern("DURAND", 2), intern("SIGNATAIRE", 3, CESP)],
        {"DUPONT": "MIXTE", "DURAND": "MIXTE"},
    )
    assert day.posts_of("DUPONT DURAND SIGNATAIRE") == ["MIXTE", None, None]
    assert day.skipped("DURAND") == {"MIXTE": "ELI-01a"}
    assert "1 réservée" in day.reason("DURAND", "MIXTE")
    assert day.seats("MIXTE") == (1, 0)


def test_holders_take_the_open_seats_once_the_reserved_ones_are_gone() -> None:
    day = campaign(
        [post("MIXTE", 2, reserved="CESP:1")],
        [intern("UN", 1, CESP), intern("DEUX", 2, CESP), intern("TROIS", 3, CESP)],
        dict.fromkeys(("UN", "DEUX", "TROIS"), "MIXTE"),
    )
    assert day.posts_of("UN DEUX TROIS") == ["MIXTE", "MIXTE", None]


def test_of_two_rows_of_one_stage_a_holder_draws_on_the_reserved_one() -> None:
    day = campaign(
        [post("DEUX"), post("DEUX", 1, reserved="CESP")],
        [intern("SIGNATAIRE", 1, CESP), intern("DUPONT", 2)],
        {"SIGNATAIRE": "DEUX", "DUPONT": "DEUX"},
    )
    assert day.posts_of("SIGNATAIRE DUPONT") == ["DEUX", "DEUX"]
    reserved = next(pool for pool in day.opening.pools if pool.reserved_for)
    assert day.row("SIGNATAIRE")["pool"] == reserved.id


def test_of_two_rows_of_one_stage_the_others_are_refused_for_want_of_seats() -> None:
    day = campaign(
        [post("DEUX"), post("DEUX", 1, reserved="CESP")],
        [intern("DUPONT", 1), intern("DURAND", 2)],
        {"DUPONT": "DEUX", "DURAND": "DEUX"},
    )
    assert day.posts_of("DUPONT DURAND") == ["DEUX", None]
    assert day.skipped("DURAND") == {"DEUX": "ELI-01a"}


def test_a_label_that_nobody_may_hold_closes_the_post_to_all() -> None:
    day = campaign(
        [post("FLECHE", 1, reserved="Dr EXEMPLE")],
        [intern("DUPONT", 1), intern("SIGNATAIRE", 2, CESP)],
        {"DUPONT": "FLECHE", "SIGNATAIRE": "FLECHE"},
    )
    assert day.skipped("DUPONT") == day.skipped("SIGNATAIRE") == {"FLECHE": "ELI-01d"}


def test_the_result_writes_the_reservation_as_the_post_list_does() -> None:
    day = campaign([post("A", 2, reserved="CESP:1"), post("B", 2, reserved="CESP"), post("C")], [intern("DUPONT", 1)])
    assert [item["reserved"] for item in day.documents.result["posts"]] == ["CESP:1", "CESP", None]
