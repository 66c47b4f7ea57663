"""The turns of a live day: pause, wait, absence, return and undo, and what they do to the order."""

from __future__ import annotations

import pytest

from allocation.commands import (
    AcceptProxy,
    CallUp,
    CancelProxy,
    Choose,
    Close,
    GiveProxy,
    MarkAbsent,
    OpenCatchUp,
    Pause,
    Resume,
    Return,
    ServeFromList,
    Undo,
    Wait,
)
from allocation.decide import decide
from allocation.events import WHOLE, Called, Chosen, MarkedAbsent
from allocation.model import Phase
from allocation.state import Day, start
from tests.allocation.desk import after, called, refused
from tests.allocation.factories import (
    APPRO,
    PAEDIATRICS,
    PAEDIATRICS_SOCLE,
    SOCLE,
    Campaign,
    campaign,
    intern,
    post,
    senior,
)


@pytest.fixture
def held() -> Campaign:
    names = ("UN", "DEUX", "TROIS", "QUATRE", "CINQ")
    return campaign([post("URG", 3), post("PED", 2)], [intern(name, rank) for rank, name in enumerate(names, 1)])


@pytest.fixture
def day(held: Campaign) -> Day:
    return start(held.opening)


@pytest.mark.parametrize("name", [WHOLE, SOCLE])
def test_during_a_pause_nobody_chooses_but_proxies_are_given(held: Campaign, day: Day, name: str) -> None:
    person = held.person("UN")
    stopped = after(day, Pause(name))
    turns = (
        Choose(SOCLE, person, "URG"), ServeFromList(SOCLE, person, ("URG",)), CallUp(SOCLE, person),
        MarkAbsent(SOCLE, person), Wait(SOCLE, person), Return(SOCLE, person), OpenCatchUp(SOCLE),
    )  # fmt: skip
    assert {refused(stopped, command) for command in turns} == {"TOUR-05"}
    given = after(stopped, GiveProxy(SOCLE, person, wishes=2))
    assert person in given.proxies
    assert after(given, CancelProxy(SOCLE, person), Resume(name), Choose(SOCLE, person, "URG")).holds[person]


def test_a_pause_is_put_on_what_runs_and_lifted_from_what_is_paused(day: Day) -> None:
    assert refused(day, Resume(WHOLE)) == "TOUR-06"
    paused = after(day, Pause(SOCLE))
    assert refused(paused, Pause(SOCLE)) == "TOUR-06"
    assert after(paused, Pause(WHOLE), Resume(WHOLE)).is_paused(SOCLE)


def test_the_pause_of_one_list_leaves_the_others_running() -> None:
    held = campaign(
        [post("URG"), post("NEO", des=PAEDIATRICS)], [intern("UN", 1), intern("PEDIATRE", 1, des=PAEDIATRICS)]
    )
    day = after(start(held.opening), Pause(SOCLE))
    assert refused(day, Choose(SOCLE, held.person("UN"), "URG")) == "TOUR-05"
    assert after(day, Choose(PAEDIATRICS_SOCLE, held.person("PEDIATRE"), "NEO")).taken["NEO"] == 1


def test_a_list_that_is_not_of_the_campaign_is_refused(held: Campaign, day: Day) -> None:
    for command in (Choose("Ailleurs", held.person("UN"), "URG"), Pause("Ailleurs"), OpenCatchUp(WHOLE)):
        assert refused(day, command) == "TOUR-01"


def test_a_call_is_recorded_and_changes_nothing_of_the_order(held: Campaign, day: Day) -> None:
    person = held.person("UN")
    assert decide(day, CallUp(SOCLE, person)) == (Called(SOCLE, 1, person),)
    assert called(after(day, CallUp(SOCLE, person)), SOCLE) == [1, 2, 3, 4, 5]
    assert refused(day, CallUp(SOCLE, held.person("DEUX"))) == "TOUR-01"


def test_somebody_absent_is_passed_over_and_called_again_when_back(held: Campaign, day: Day) -> None:
    person = held.person("UN")
    assert decide(day, MarkAbsent(SOCLE, person)) == (MarkedAbsent(SOCLE, 1, person, "absent"),)
    gone = after(day, MarkAbsent(SOCLE, person), Choose(SOCLE, held.person("DEUX"), "URG"))
    assert called(gone, SOCLE) == [3, 4, 5]
    back = after(gone, Return(SOCLE, person))
    assert called(back, SOCLE) == [3, 1, 4, 5]
    assert after(back, Choose(SOCLE, held.person("TROIS"), "URG"), Choose(SOCLE, person, "URG")).passed == {}


def test_somebody_back_after_the_last_turn_is_called_at_once(held: Campaign, day: Day) -> None:
    turns = [MarkAbsent(SOCLE, held.person(name)) for name in ("UN", "DEUX", "TROIS", "QUATRE", "CINQ")]
    assert called(after(day, *turns, Return(SOCLE, held.person("DEUX"))), SOCLE) == [2]


def test_only_who_waits_or_was_passed_over_comes_back(held: Campaign, day: Day) -> None:
    one, two = held.person("UN"), held.person("DEUX")
    for person in (one, two, "p-inconnu"):
        assert refused(day, Return(SOCLE, person)) == "TOUR-08"
    served = after(day, Choose(SOCLE, one, "URG"))
    assert refused(served, Return(SOCLE, one)) == "TOUR-08"
    back = after(day, MarkAbsent(SOCLE, one), Return(SOCLE, one))
    assert refused(back, Return(SOCLE, one)) == "TOUR-08"
    caught_up = after(
        day, *(MarkAbsent(SOCLE, held.person(name)) for name in ("UN", "DEUX", "TROIS", "QUATRE", "CINQ")),
        OpenCatchUp(SOCLE),
    )  # fmt: skip
    assert refused(caught_up, Return(SOCLE, one)) == "TOUR-08"
    assert refused(caught_up, Return(SOCLE, two)) == "TOUR-08"


def test_who_waits_for_a_number_comes_right_after_it(held: Campaign, day: Day) -> None:
    waiting = after(day, Wait(SOCLE, held.person("UN"), 3))
    assert called(waiting, SOCLE) == [2, 3, 1, 4, 5]
    assert held.person("UN") in waiting.waiting
    assert refused(waiting, Wait(SOCLE, held.person("DEUX"), 2)) == "TOUR-07"
    assert refused(waiting, Wait(SOCLE, held.person("DEUX"), 99)) == "TOUR-07"
    assert called(after(waiting, Return(SOCLE, held.person("UN"))), SOCLE) == [2, 1, 3, 4, 5]


def test_who_waits_to_be_brought_back_keeps_the_round_open(held: Campaign, day: Day) -> None:
    others = [Choose(SOCLE, held.person(name), "URG") for name in ("DEUX", "TROIS", "QUATRE")]
    waiting = after(day, Wait(SOCLE, held.person("UN")), *others, Choose(SOCLE, held.person("CINQ"), "PED"))
    assert called(waiting, SOCLE) == []
    assert {refused(waiting, Close()), refused(waiting, OpenCatchUp(SOCLE))} == {"TOUR-04"}
    back = after(waiting, Return(SOCLE, held.person("UN")))
    assert called(back, SOCLE) == [1]
    assert after(back, Choose(SOCLE, held.person("UN"), "PED"), Close()).closed


def test_who_waits_holds_back_the_list_that_shares_the_seats() -> None:
    held = campaign([post("S/A", 2, Phase.SOCLE, Phase.APPROFONDISSEMENT)], [intern("JEUNE", 1), senior("ANCIEN", 2)])
    day = after(start(held.opening), Wait(APPRO, held.person("ANCIEN")))
    assert refused(day, Choose(SOCLE, held.person("JEUNE"), "S/A")) == "TOUR-02"


def test_the_last_turn_is_undone_and_everything_is_as_before(held: Campaign, day: Day) -> None:
    before = after(day, MarkAbsent(SOCLE, held.person("UN")), Return(SOCLE, held.person("UN")))
    person = held.person("DEUX")
    for command in (
        Choose(SOCLE, person, "URG"),
        ServeFromList(SOCLE, person, ("URG",)),
        MarkAbsent(SOCLE, person),
        Wait(SOCLE, person, 4),
        Wait(SOCLE, person),
    ):
        done = after(before, command)
        undone = after(done, Undo(SOCLE, done.last[SOCLE].seq, "r"))
        assert (undone.queues, undone.position) == (before.queues, before.position)
        assert (undone.holds, undone.taken, undone.passed, undone.waiting) == (
            before.holds, before.taken, before.passed, before.waiting
        )  # fmt: skip


def test_a_choice_of_somebody_who_had_been_passed_over_is_undone_into_that(held: Campaign, day: Day) -> None:
    person = held.person("UN")
    gone = after(day, MarkAbsent(SOCLE, person), Return(SOCLE, person), Choose(SOCLE, held.person("DEUX"), "URG"))
    chosen = after(gone, Choose(SOCLE, person, "URG"))
    assert after(chosen, Undo(SOCLE, chosen.last[SOCLE].seq)).passed == gone.passed


def test_a_turn_is_undone_once_by_the_desk_that_recorded_it_until_the_next_one(held: Campaign, day: Day) -> None:
    done = after(day, Choose(SOCLE, held.person("UN"), "URG"), actor="bureau-1")
    seq = done.last[SOCLE].seq
    assert refused(done, Undo(SOCLE, seq), actor="bureau-2") == "TOUR-09"
    assert refused(done, Undo(SOCLE, seq + 1), actor="bureau-1") == "TOUR-09"
    undone = after(done, Undo(SOCLE, seq), actor="bureau-1")
    assert refused(undone, Undo(SOCLE, seq), actor="bureau-1") == "TOUR-09"
    later = after(done, Choose(SOCLE, held.person("DEUX"), "URG"), actor="bureau-1")
    assert refused(later, Undo(SOCLE, seq), actor="bureau-1") == "TOUR-09"
    assert refused(day, Undo(SOCLE, 0)) == "TOUR-09"


def test_the_seq_of_a_turn_is_that_of_its_journal_entry(held: Campaign, day: Day) -> None:
    done = after(day, GiveProxy(SOCLE, held.person("DEUX"), wishes=1), Choose(SOCLE, held.person("UN"), "URG"))
    assert done.last[SOCLE].seq == 2


def test_a_turn_is_not_undone_once_a_list_that_shares_its_seats_has_chosen() -> None:
    held = campaign([post("S/A", 2, Phase.SOCLE, Phase.APPROFONDISSEMENT)], [intern("JEUNE", 1), senior("ANCIEN", 2)])
    day = after(start(held.opening), Choose(APPRO, held.person("ANCIEN"), "S/A"))
    seq = day.last[APPRO].seq
    assert refused(after(day, Choose(SOCLE, held.person("JEUNE"), "S/A")), Undo(APPRO, seq)) == "TOUR-09"
    assert after(day, Undo(APPRO, seq)).holds == {}


def test_a_catch_up_ends_what_may_be_undone(held: Campaign, day: Day) -> None:
    turns = [MarkAbsent(SOCLE, held.person(name)) for name in ("UN", "DEUX", "TROIS", "QUATRE", "CINQ")]
    over = after(day, *turns)
    seq = over.last[SOCLE].seq
    assert refused(after(over, OpenCatchUp(SOCLE)), Undo(SOCLE, seq)) == "TOUR-09"


def test_PRO_04_an_accepted_holder_of_the_list_serves_it(held: Campaign, day: Day) -> None:
    person, holder = held.person("UN"), held.person("DEUX")
    command = ServeFromList(SOCLE, person, ("PED",), "v1", "mandataire")
    assert refused(day, command) == "PRO-04"
    given = after(day, GiveProxy(SOCLE, person, holder, "liste", wishes=1))
    assert refused(given, command) == "PRO-04"
    (event,) = decide(after(given, AcceptProxy(SOCLE, person, holder)), command)
    assert isinstance(event, Chosen)
    assert (event.channel, event.pool, event.wish, event.version) == ("mandataire", "PED", 1, "v1")


def test_the_day_given_is_left_as_it_was(held: Campaign, day: Day) -> None:
    before = day.copy()
    after(day, Wait(SOCLE, held.person("UN"), 3), MarkAbsent(SOCLE, held.person("DEUX")), Pause(WHOLE))
    assert day == before
