"""What changes of the frozen opening during the day: posts, reserved seats, people of the list, ties, slots."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocation.commands import (
    AddIntern,
    AmendIntern,
    AmendPost,
    AssignOffList,
    Choose,
    ChooseSlot,
    Close,
    MarkAbsent,
    OpenCatchUp,
    ReleaseReserved,
    ResolveTie,
    Return,
    Undo,
    Wait,
)
from allocation.model import Category, Mode, Phase, Situation
from allocation.opening import Person
from allocation.state import Day, start
from tests.allocation.desk import after, called, refused
from tests.allocation.factories import (
    APPRO,
    SOCLE,
    Campaign,
    campaign,
    intern,
    overridden,
    past,
    post,
    senior,
    teaching,
)
from tests.allocation.live import Live


@pytest.fixture
def held() -> Campaign:
    people = [intern(name, rank) for rank, name in enumerate(("UN", "DEUX", "TROIS"), 1)]
    return campaign([post("URG"), post("PED", 2), post("ZONE", 2, reserved="CESP")], people)


@pytest.fixture
def day(held: Campaign) -> Day:
    return start(held.opening)


def forgotten(home: str = SOCLE, **changes: object) -> Person:
    return replace(Person("p-neuf", "engagement", home), **changes)


def test_a_post_gains_and_loses_seats_but_never_those_taken(held: Campaign, day: Day) -> None:
    pool = day.opening.pool["PED"]
    taken = after(day, Choose(SOCLE, held.person("UN"), "PED"))
    assert refused(taken, AmendPost(replace(pool, seats=0))) == "TOUR-11"
    full = after(taken, AmendPost(replace(pool, seats=1), "r"))
    assert refused(full, Choose(SOCLE, held.person("DEUX"), "PED")) == "ELI-01a"
    assert after(full, AmendPost(pool), Choose(SOCLE, held.person("DEUX"), "PED")).taken["PED"] == 2


def test_a_post_is_added_during_the_day_and_another_withdrawn(held: Campaign, day: Day) -> None:
    new = replace(day.opening.pool["URG"], id="GER", code="GER", service="Gériatrie")
    grown = after(day, AmendPost(new), AmendPost(replace(day.opening.pool["URG"], seats=0)))
    assert refused(grown, Choose(SOCLE, held.person("UN"), "URG")) == "ELI-01d"
    assert after(grown, Choose(SOCLE, held.person("UN"), "GER")).taken["GER"] == 1
    assert "GER" not in day.opening.pool


@pytest.mark.parametrize(
    "changes",
    [
        {"lists": (SOCLE, APPRO)}, {"code": "AUTRE"}, {"seats": -1}, {"reserved_seats": 1}, {"reserved_seats": -1},
        {"phases": (Phase.CONSOLIDATION,)}, {"reserved_for": "CESP", "reserved_seats": 3},
        {"id": "NEUF", "lists": ()}, {"id": "NEUF", "lists": ("Ailleurs",)},
    ],
)  # fmt: skip
def test_a_post_does_not_become_another_one(day: Day, changes: dict[str, object]) -> None:
    assert refused(day, AmendPost(replace(day.opening.pool["PED"], **changes))) == "TOUR-11"


def test_CESP_03_reserved_seats_are_released_to_all(held: Campaign, day: Day) -> None:
    choice = Choose(SOCLE, held.person("UN"), "ZONE")
    assert refused(day, choice) == "ELI-01d"
    assert after(day, ReleaseReserved("ZONE", "r"), choice).taken["ZONE"] == 1
    for pool in ("PED", "INCONNU"):
        assert refused(day, ReleaseReserved(pool)) == "TOUR-11"


def test_CESP_03_a_reserved_seat_already_taken_stays_what_it_is() -> None:
    held = campaign([post("ZONE", 2, reserved="CESP")], [intern("SIGNATAIRE", 1, Situation.CESP), intern("DEUX", 2)])
    day = after(start(held.opening), Choose(SOCLE, held.person("SIGNATAIRE"), "ZONE"), ReleaseReserved("ZONE"))
    done = after(day, Choose(SOCLE, held.person("DEUX"), "ZONE"))
    assert (done.reserved_taken["ZONE"], done.taken["ZONE"]) == (1, 1)


def test_a_forgotten_intern_is_called_at_their_place(held: Campaign, day: Day) -> None:
    assert called(after(day, AddIntern(SOCLE, 4, forgotten(), after=2)), SOCLE) == [1, 2, 4, 3]
    assert called(after(day, AddIntern(SOCLE, 4, forgotten(), after=0)), SOCLE) == [4, 1, 2, 3]
    assert called(after(day, AddIntern(SOCLE, 4, forgotten(), after=3)), SOCLE) == [1, 2, 3, 4]


def test_a_forgotten_intern_whose_place_is_passed_is_called_next(held: Campaign, day: Day) -> None:
    begun = after(day, Choose(SOCLE, held.person("UN"), "URG"))
    late = after(begun, AddIntern(SOCLE, 9, forgotten(), after=0))
    assert called(late, SOCLE) == [2, 9, 3]
    served = after(late, Choose(SOCLE, held.person("DEUX"), "PED"), Choose(SOCLE, "p-neuf", "PED"))
    assert served.holds["p-neuf"].order == 9


def test_a_forgotten_intern_is_called_after_the_last_turn_too(held: Campaign, day: Day) -> None:
    over = after(day, *(MarkAbsent(SOCLE, held.person(name)) for name in ("UN", "DEUX", "TROIS")))
    assert called(after(over, AddIntern(SOCLE, 4, forgotten(), after=1)), SOCLE) == [4]


def test_who_is_added_is_somebody_new_under_a_number_of_their_own(held: Campaign, day: Day) -> None:
    known = day.opening.person[held.person("DEUX")]
    for command in (
        AddIntern(SOCLE, 3, forgotten(), after=3),
        AddIntern(SOCLE, 0, forgotten(), after=3),
        AddIntern(SOCLE, 4, forgotten(), after=8),
        AddIntern(SOCLE, 4, known, after=3),
        AddIntern(SOCLE, 4, forgotten(APPRO), after=3),
        AddIntern(SOCLE, 4, forgotten(status="ne_choisit_pas"), after=3),
        AddIntern(SOCLE, 4, forgotten(), after=3, mode=Mode.HORS_LISTE),
        AddIntern(SOCLE, 4, forgotten(curriculum="inconnue", missing=()), after=3),
    ):
        assert refused(day, command) == "TOUR-12"


def test_a_surnombre_is_granted_at_the_desk_before_the_choice(held: Campaign, day: Day) -> None:
    one, two = held.person("UN"), held.person("DEUX")
    granted = after(day, AmendIntern(SOCLE, day.opening.person[one], Mode.SURNOMBRE_VALIDANT, "r"))
    assert called(granted, SOCLE) == [1, 2, 3]
    served = after(granted, Choose(SOCLE, one, "URG"), Choose(SOCLE, two, "URG"))
    assert (served.added["URG"], served.taken["URG"]) == (1, 1)


def test_a_surnombre_granted_after_a_turn_without_choice_holds_once_that_turn_is_undone(held: Campaign) -> None:
    live, one = Live(held.opening, held.prepared.register), held.person("UN")
    grant = AmendIntern(SOCLE, held.opening.person[one], Mode.SURNOMBRE_VALIDANT, "r")
    live.does(MarkAbsent(SOCLE, one), grant, Undo(SOCLE, 1, "r"), Choose(SOCLE, one, "URG"))
    assert (live.day.holds[one].mode, live.broken) == (Mode.SURNOMBRE_VALIDANT, [])


def test_somebody_withdrawn_has_no_turn_until_they_are_put_back(held: Campaign, day: Day) -> None:
    person = day.opening.person[held.person("DEUX")]
    gone = after(day, AmendIntern(SOCLE, replace(person, status="ne_choisit_pas"), Mode.NORMAL))
    assert called(gone, SOCLE) == [1, 3]
    late = after(gone, Choose(SOCLE, held.person("UN"), "URG"), AmendIntern(SOCLE, person, Mode.NORMAL))
    assert called(late, SOCLE) == [3, 2]
    assert called(after(gone, AmendIntern(SOCLE, person, Mode.NORMAL)), SOCLE) == [1, 2, 3]


def test_somebody_withdrawn_is_neither_brought_back_nor_caught_up_nor_counted(held: Campaign, day: Day) -> None:
    person = day.opening.person[held.person("UN")]
    gone = after(
        day, MarkAbsent(SOCLE, person.id), AmendIntern(SOCLE, replace(person, status="ne_choisit_pas"), Mode.NORMAL)
    )
    assert refused(gone, Return(SOCLE, person.id)) == "TOUR-08"
    assert refused(gone, Undo(SOCLE, gone.last[SOCLE].seq if SOCLE in gone.last else 1)) == "TOUR-09"
    over = after(gone, Choose(SOCLE, held.person("DEUX"), "URG"), MarkAbsent(SOCLE, held.person("TROIS")))
    assert called(after(over, OpenCatchUp(SOCLE)), SOCLE) == [3]
    closed = after(over, Close())
    assert closed.closed


def test_a_label_granted_at_the_desk_opens_the_reserved_seats(held: Campaign, day: Day) -> None:
    person = day.opening.person[held.person("UN")]
    granted = after(day, AmendIntern(SOCLE, replace(person, labels=frozenset({"CESP"})), Mode.NORMAL))
    assert after(granted, Choose(SOCLE, person.id, "ZONE")).reserved_taken["ZONE"] == 1


def test_what_somebody_who_holds_a_post_chose_by_does_not_change(held: Campaign, day: Day) -> None:
    person = day.opening.person[held.person("UN")]
    served = after(day, Choose(SOCLE, person.id, "URG"))
    for command in (
        AmendIntern(SOCLE, person, Mode.SURNOMBRE_VALIDANT),
        AmendIntern(SOCLE, replace(person, status="ne_choisit_pas"), Mode.NORMAL),
        AmendIntern(SOCLE, replace(person, commitment="autre"), Mode.NORMAL),
        AmendIntern(SOCLE, forgotten(), Mode.NORMAL),
    ):
        assert refused(served, command) == "TOUR-12"
    assert refused(day, AmendIntern(SOCLE, person, Mode.HORS_FILIERE)) == "TOUR-12"


def test_ORD_14_an_off_list_assignment_takes_no_seat_and_no_turn(held: Campaign, day: Day) -> None:
    person = held.person("DEUX")
    assigned = after(day, AssignOffList(SOCLE, person, "URG", "r"))
    assert called(assigned, SOCLE) == [1, 3]
    assert (assigned.holds[person].mode, assigned.holds[person].channel) == (Mode.HORS_LISTE, "administration")
    assert (assigned.added["URG"], assigned.taken["URG"]) == (1, 0)
    for command in (
        AssignOffList(SOCLE, person, "PED"),
        AssignOffList(SOCLE, "p-inconnu", "PED"),
        AssignOffList(SOCLE, held.person("UN"), "INCONNU"),
    ):
        assert refused(assigned, command) == "TOUR-13"


def test_ORD_17_a_tie_is_settled_before_the_call_of_the_tied() -> None:
    held = campaign([post("URG", 3)], [intern("ABEL", 1), intern("BASILE", 1), intern("CLAUDE", 2)])
    (tie,) = held.opening.ties
    day, names = start(held.opening), held.called(SOCLE)
    settled = after(day, ResolveTie(SOCLE, tuple(reversed(tie.orders)), "r"))
    assert called(settled, SOCLE) == [1, 2, 3]
    assert [call.person for call in settled.calls_left(SOCLE)] == [
        held.person(name) for name in (names[1], names[0], names[2])
    ]
    assert settled.opening.ties == ()
    for orders in ((1,), (1, 1), (1, 3), (1, 2, 3)):
        assert refused(day, ResolveTie(SOCLE, orders)) == "TOUR-14"
    for turn in (Choose(SOCLE, held.person(names[0]), "URG"), Wait(SOCLE, held.person(names[0]), 3)):
        assert refused(after(day, turn), ResolveTie(SOCLE, tie.orders)) == "TOUR-14"


def test_another_missing_slot_may_be_chosen_for_the_post_held() -> None:
    held = campaign([teaching("MED", Category.MPOLY)], [senior("UN", 1)], history=[past("UN", "A", Category.COUPLE)])
    person = held.person("UN")
    day = after(start(held.opening), Choose(APPRO, person, "MED"))
    assert day.holds[person].slot == "MPOLY"
    assert after(day, ChooseSlot(APPRO, person, "LIBRE")).holds[person].slot == "LIBRE"
    for slot in ("SASPAS", "COUPLE", "INCONNUE", ""):
        assert refused(day, ChooseSlot(APPRO, person, slot)) == "ELI-01c"
    assert refused(start(held.opening), ChooseSlot(APPRO, person, "LIBRE")) == "ELI-01c"


def test_a_slot_that_comes_too_early_is_not_chosen_where_the_order_is_strict() -> None:
    held = campaign(
        [teaching("MED", Category.MPOLY)], [senior("UN", 1)], history=[past("UN", "A", Category.COUPLE)],
        rules=overridden(curriculum__order="refuse"),
    )  # fmt: skip
    day = after(start(held.opening), Choose(APPRO, held.person("UN"), "MED"))
    assert refused(day, ChooseSlot(APPRO, held.person("UN"), "LIBRE")) == "ELI-01c"
