"""What the desk may record now, through the same rules and the same turn as the wish lists."""

from __future__ import annotations

import pytest

from allocation.commands import Choose, Close, OpenCatchUp, ServeFromList
from allocation.decide import decide
from allocation.events import CatchUpOpened, Chosen, Closed, MarkedAbsent
from allocation.model import Phase, Situation
from allocation.state import start
from tests.allocation.desk import after, refused
from tests.allocation.factories import APPRO, SOCLE, Campaign, campaign, intern, post, senior


@pytest.fixture
def held() -> Campaign:
    return campaign([post("URG"), post("PED")], [intern("UN", 1), intern("DEUX", 2)])


def test_the_person_called_takes_a_post_that_is_open(held: Campaign) -> None:
    (event,) = decide(start(held.opening), Choose(SOCLE, held.person("UN"), "URG"))
    assert isinstance(event, Chosen)
    assert (event.pool, event.channel, event.wish, event.walked) == ("URG", "direct", None, ())


def test_nobody_chooses_out_of_turn(held: Campaign) -> None:
    day = start(held.opening)
    assert refused(day, Choose(SOCLE, held.person("DEUX"), "URG")) == "TOUR-01"
    assert refused(day, ServeFromList(SOCLE, held.person("DEUX"), ("URG",))) == "TOUR-01"


def test_the_desk_is_refused_what_the_wish_list_would_skip(held: Campaign) -> None:
    day = after(start(held.opening), Choose(SOCLE, held.person("UN"), "URG"))
    assert refused(day, Choose(SOCLE, held.person("DEUX"), "URG")) == "ELI-01a"
    assert refused(day, Choose(SOCLE, held.person("DEUX"), "INCONNU")) == "ELI-01b"


def test_the_desk_and_the_wish_list_give_the_same_seat_and_slot() -> None:
    held = campaign([post("MIXTE", 2, reserved="CESP:1")], [intern("SIGNATAIRE", 1, Situation.CESP)])
    day, person = start(held.opening), held.person("SIGNATAIRE")
    (direct,) = decide(day, Choose(SOCLE, person, "MIXTE"))
    (walked,) = decide(day, ServeFromList(SOCLE, person, ("MIXTE",)))
    assert (direct.pool, direct.seat, direct.slot) == (walked.pool, walked.seat, walked.slot)


def test_a_list_with_nothing_open_and_no_list_are_told_apart(held: Campaign) -> None:
    day, person = start(held.opening), held.person("UN")
    (exhausted,) = decide(day, ServeFromList(SOCLE, person, ("INCONNU",)))
    (without,) = decide(day, ServeFromList(SOCLE, person, ()))
    assert isinstance(exhausted, MarkedAbsent)
    assert isinstance(without, MarkedAbsent)
    assert (exhausted.why, without.why) == ("liste_epuisee", "sans_liste")


def test_after_the_last_turn_the_round_is_over(held: Campaign) -> None:
    day = after(start(held.opening), Choose(SOCLE, held.person("UN"), "URG"), Choose(SOCLE, held.person("DEUX"), "PED"))
    assert refused(day, Choose(SOCLE, held.person("UN"), "PED")) == "TOUR-01"


def test_a_list_waits_for_the_one_that_it_shares_seats_with() -> None:
    held = campaign([post("S/A", 2, Phase.SOCLE, Phase.APPROFONDISSEMENT)], [intern("JEUNE", 1), senior("ANCIEN", 2)])
    day = start(held.opening)
    young, old = Choose(SOCLE, held.person("JEUNE"), "S/A"), Choose(APPRO, held.person("ANCIEN"), "S/A")
    assert refused(day, young) == "TOUR-02"
    assert after(day, old, young).taken["S/A"] == 2


def test_a_catch_up_opens_after_the_last_turn_and_calls_those_without_a_post(held: Campaign) -> None:
    day = start(held.opening)
    assert refused(day, OpenCatchUp(SOCLE)) == "TOUR-04"
    day = after(day, ServeFromList(SOCLE, held.person("UN"), ()), Choose(SOCLE, held.person("DEUX"), "URG"))
    assert decide(day, OpenCatchUp(SOCLE)) == (CatchUpOpened(SOCLE, 1),)
    again = after(day, OpenCatchUp(SOCLE), Choose(SOCLE, held.person("UN"), "PED"))
    assert {choice.pool for choice in again.holds.values()} == {"URG", "PED"}
    assert again.passed == {}


def test_a_day_closes_after_its_last_turn_and_nothing_is_recorded_then(held: Campaign) -> None:
    day = start(held.opening)
    assert refused(day, Close()) == "TOUR-04"
    done = after(day, Choose(SOCLE, held.person("UN"), "URG"), ServeFromList(SOCLE, held.person("DEUX"), ()))
    assert decide(done, Close()) == (Closed(1, 1),)
    closed = after(done, Close())
    assert refused(closed, Choose(SOCLE, held.person("DEUX"), "PED")) == "TOUR-03"
    assert refused(closed, OpenCatchUp(SOCLE)) == "TOUR-03"


def test_a_refusal_leaves_the_day_as_it_was(held: Campaign) -> None:
    day = start(held.opening)
    before = day.copy()
    decide(day, Choose(SOCLE, held.person("DEUX"), "URG"))
    decide(day, Choose(SOCLE, held.person("UN"), "URG"))
    assert day == before
