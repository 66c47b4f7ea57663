"""Slots still missed, counted beside the seats that could fill them."""

from __future__ import annotations

from allocation.events import Chosen
from allocation.model import Category, Mode
from allocation.needs import Need, needs
from allocation.state import fold, start
from tests.allocation.factories import APPRO, campaign, intern, past, post, senior, teaching


def test_a_slot_is_counted_once_a_person_and_its_seats_by_what_they_teach() -> None:
    held = campaign(
        [teaching("MPOLY-1", Category.MPOLY, 2), teaching("SAS-1", Category.SASPAS, 1)],
        [senior("UN", 1), senior("DEUX", 2)],
        history=[past("UN", "X", Category.MPOLY), past("DEUX", "Y", Category.SASPAS)],
    )
    found = {need.slot: need for need in needs(start(held.opening))}
    assert found["MPOLY"] == Need(APPRO, "MPOLY", 1, 2)
    assert found["SASPAS"] == Need(APPRO, "SASPAS", 1, 1)
    assert found["COUPLE"] == Need(APPRO, "COUPLE", 2, 0)
    assert [found[slot].unserved for slot in ("MPOLY", "COUPLE")] == [0, 2]
    assert needs(start(held.opening))[0].slot == "COUPLE"


def test_who_holds_a_post_needs_nothing_more_and_their_seat_is_gone() -> None:
    held = campaign(
        [teaching("MPOLY-1", Category.MPOLY, 2)],
        [senior("UN", 1), senior("DEUX", 2)],
        history=[past(name, "X", Category.SASPAS) for name in ("UN", "DEUX")],
    )
    day, first = start(held.opening), held.opening.list[APPRO].calls[0]
    fold(day, Chosen(APPRO, first.order, first.person, "MPOLY-1", Mode.NORMAL, "direct", "libre"))
    assert next(need for need in needs(day) if need.slot == "MPOLY") == Need(APPRO, "MPOLY", 1, 1)


def test_nothing_is_counted_of_people_whose_history_was_not_given() -> None:
    held = campaign([post("A")], [intern("UN", 1)])
    assert needs(start(held.opening)) == ()
