"""Corrections of recorded choices: all at once, within the seats, and who loses a post is called again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocation.commands import AmendIntern, AssignOffList, Choose, Correct, MarkAbsent, Move, Undo
from allocation.decide import decide
from allocation.events import Change, Corrected
from allocation.model import Mode, Situation
from allocation.state import Day, start
from tests.allocation.desk import after, called, refused
from tests.allocation.factories import APPRO, SOCLE, Campaign, campaign, intern, post


@pytest.fixture
def held() -> Campaign:
    people = [intern(name, rank) for rank, name in enumerate(("UN", "DEUX", "TROIS", "QUATRE", "CINQ"), 1)]
    return campaign([post("URG"), post("PED"), post("GER", 3), post("ZONE", 1, reserved="CESP")], people)


@pytest.fixture
def day(held: Campaign) -> Day:
    """UN absent, DEUX on URG, TROIS on PED; QUATRE is being called."""
    return after(
        start(held.opening),
        MarkAbsent(SOCLE, held.person("UN")),
        Choose(SOCLE, held.person("DEUX"), "URG"),
        Choose(SOCLE, held.person("TROIS"), "PED"),
    )


def moves(held: Campaign, wanted: dict[str, str]) -> Correct:
    return Correct(SOCLE, tuple(Move(SOCLE, held.person(name), code) for name, code in wanted.items()), "r")


def test_two_people_exchange_their_posts_at_once(held: Campaign, day: Day) -> None:
    put_right = after(day, moves(held, {"DEUX": "PED", "TROIS": "URG"}))
    assert [put_right.holds[held.person(name)].pool for name in ("DEUX", "TROIS")] == ["PED", "URG"]
    assert put_right.taken == day.taken
    assert put_right.holds[held.person("DEUX")].channel == "administration"
    assert called(put_right, SOCLE) == [4, 5]


def test_a_correction_says_for_each_person_from_where_to_where(held: Campaign, day: Day) -> None:
    (event,) = decide(day, Correct(SOCLE, (Move(SOCLE, held.person("UN"), "GER"),), "r", "seconde"), "premiere")
    change = Change(SOCLE, 1, held.person("UN"), "", "GER", Mode.NORMAL, "libre", "")
    assert event == Corrected(SOCLE, (change,), "r", "seconde")


def test_who_loses_their_post_is_called_again_right_after_the_person_being_called(held: Campaign, day: Day) -> None:
    put_right = after(day, moves(held, {"UN": "URG", "TROIS": "", "DEUX": ""}))
    assert called(put_right, SOCLE) == [4, 2, 3, 5]
    assert put_right.holds.keys() == {held.person("UN")}
    assert put_right.passed == {}
    assert put_right.taken["PED"] == 0


def test_a_correction_to_what_is_held_already_has_nothing_to_correct(held: Campaign, day: Day) -> None:
    assert refused(day, moves(held, {"DEUX": "URG"})) == "TOUR-10"


def test_a_correction_keeps_within_the_seats_and_the_rules(held: Campaign, day: Day) -> None:
    assert refused(day, moves(held, {"UN": "URG"})) == "ELI-01a"
    assert refused(day, moves(held, {"UN": "ZONE"})) == "ELI-01d"
    assert refused(day, moves(held, {"UN": "INCONNU"})) == "ELI-01b"
    assert refused(day, moves(held, {"DEUX": "GER", "UN": "PED"})) == "ELI-01a"
    assert after(day, moves(held, {"DEUX": "GER", "UN": "URG"})).taken["URG"] == 1


def test_a_correction_names_people_whose_turn_is_passed_and_each_once(held: Campaign, day: Day) -> None:
    two = held.person("DEUX")
    for command in (
        Correct(SOCLE, ()),
        Correct(SOCLE, (Move(SOCLE, two, "GER"), Move(SOCLE, two, ""))),
        Correct(SOCLE, (Move(SOCLE, held.person("QUATRE"), "GER"),)),
        Correct(SOCLE, (Move(SOCLE, held.person("UN"), ""),)),
        Correct(SOCLE, (Move(APPRO, two, "GER"),)),
        Correct(SOCLE, (Move(SOCLE, "p-inconnu", "GER"),)),
    ):
        assert refused(day, command) == "TOUR-10"


def test_who_confirms_is_not_who_corrects(held: Campaign, day: Day) -> None:
    command = Correct(SOCLE, (Move(SOCLE, held.person("UN"), "GER"),), "r", "moi")
    assert refused(day, command, actor="moi") == "TOUR-10"
    assert after(day, command, actor="autre").holds[held.person("UN")]


def test_a_correction_ends_what_could_be_undone_of_those_concerned(held: Campaign, day: Day) -> None:
    seq = day.last[SOCLE].seq
    assert refused(after(day, moves(held, {"TROIS": "GER"})), Undo(SOCLE, seq)) == "TOUR-09"
    undone = after(day, moves(held, {"UN": "GER"}), Undo(SOCLE, seq))
    assert called(undone, SOCLE) == [3, 4, 5]


def test_a_surnombre_is_put_on_a_post_that_has_filled_up_since() -> None:
    held = campaign([post("URG"), post("PED")], [intern("UN", 1, Situation.SURNOMBRE_VALIDANT), intern("DEUX", 2)])
    day = after(start(held.opening), Choose(SOCLE, held.person("UN"), "PED"), Choose(SOCLE, held.person("DEUX"), "URG"))
    put_right = after(day, moves(held, {"UN": "URG"}))
    assert (put_right.added["URG"], put_right.added["PED"], put_right.taken["URG"]) == (1, 0, 1)


def test_an_off_list_assignment_is_corrected_like_another(held: Campaign, day: Day) -> None:
    assigned = after(day, AssignOffList(SOCLE, held.person("UN"), "URG"))
    assert after(assigned, moves(held, {"UN": "GER"})).added["URG"] == 0
    assert called(after(assigned, moves(held, {"UN": ""})), SOCLE) == [4, 1, 5]


def test_somebody_withdrawn_gets_no_post_by_a_correction_and_is_not_called_again(held: Campaign, day: Day) -> None:
    person = day.opening.person[held.person("UN")]
    withdrawn = AmendIntern(SOCLE, replace(person, status="ne_choisit_pas"), Mode.NORMAL)
    assigned = after(day, withdrawn, AssignOffList(SOCLE, person.id, "URG"))
    assert refused(assigned, moves(held, {"UN": "GER"})) == "TOUR-10"
    assert called(after(assigned, moves(held, {"UN": ""})), SOCLE) == [4, 5]
