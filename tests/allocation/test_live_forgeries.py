"""A forged live day is found out, property by property, though every hash was computed again; a departure is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocation import journal
from allocation.canonical import canonical, digest
from allocation.checks import check_so_far
from allocation.commands import (
    AssignOffList,
    Choose,
    Close,
    Correct,
    MarkAbsent,
    Move,
    Pause,
    Resume,
    Return,
    ServeFromList,
    Undo,
    Wait,
)
from allocation.documents import pool_document
from allocation.events import (
    WHOLE,
    Called,
    CatchUpOpened,
    Change,
    Chosen,
    Corrected,
    Event,
    OffListAssigned,
    Opened,
    Paused,
    PostAmended,
    Returned,
    SlotChosen,
    TieResolved,
    Undone,
    Waited,
)
from allocation.model import Mode
from allocation.prepare import Prepared
from allocation.verify import verify
from tests.allocation.factories import SOCLE, dossier, intern, opened, post, ticking, who
from tests.allocation.live import Live

NAMES = ("UN", "DEUX", "TROIS", "QUATRE", "CINQ")


@pytest.fixture
def live() -> Live:
    """UN was absent, DEUX took URG and TROIS PED; QUATRE is being called."""
    people = [intern(name, rank) for rank, name in enumerate(NAMES, 1)]
    prepared = opened(dossier([post("URG"), post("PED"), post("GER", 3)], people))
    assert isinstance(prepared, Prepared)
    one, two, three = who(prepared, "UN"), who(prepared, "DEUX"), who(prepared, "TROIS")
    held = Live(prepared.opening, prepared.register)
    return held.does(MarkAbsent(SOCLE, one), Choose(SOCLE, two, "URG"), Choose(SOCLE, three, "PED"))


def broken(live: Live, *more: Event, events: list[Event] | None = None, actor: str = "essai") -> set[str]:
    """The properties that do not hold once these events were put at the end, whatever the engine says."""
    told = [*(live.events if events is None else events), *more]
    first = Opened(digest(canonical(live.document)))
    entries = list(journal.write([first, *told[: len(live.events)]], "essai", ticking()))
    for event in told[len(live.events) :]:
        entries.append(journal.seal(event, len(entries), str(entries[-1]["hash"]), actor, ticking()()))
    return {found.property for found in check_so_far(live.document, entries) if not found.holds}


def test_nothing_is_broken_before_the_forger_comes(live: Live) -> None:
    assert live.broken == []
    assert broken(live) == set()


def test_a_correction_that_does_not_say_what_was_held_breaks_p4(live: Live) -> None:
    change = Change(SOCLE, 2, who(live, "DEUX"), "PED", "GER", Mode.NORMAL, "libre", "")
    assert broken(live, Corrected(SOCLE, (change,), "r")) == {"P4"}
    right = change._replace(before="URG")
    assert broken(live, Corrected(SOCLE, (right,), "r")) == set()
    assert broken(live, Corrected(SOCLE, (right, right), "r")) == {"P4"}


def test_a_correction_beyond_the_seats_breaks_p1_and_one_against_the_rules_p2(live: Live) -> None:
    full = Change(SOCLE, 2, who(live, "DEUX"), "URG", "PED", Mode.NORMAL, "libre", "")
    assert broken(live, Corrected(SOCLE, (full,), "r")) == {"P1"}
    granted = full._replace(after="GER", mode=Mode.SURNOMBRE_VALIDANT, seat="ajoutee")
    assert broken(live, Corrected(SOCLE, (granted,), "r")) == {"P2"}
    added = full._replace(after="GER", seat="ajoutee")
    assert broken(live, Corrected(SOCLE, (added,), "r")) == {"P2"}


def test_seats_cut_under_those_taken_break_p1(live: Live) -> None:
    pool = replace(live.opening.pool["URG"], seats=0)
    assert broken(live, PostAmended(pool_document(pool), "r")) == {"P1"}


def test_an_off_list_assignment_of_somebody_who_holds_a_post_breaks_p4(live: Live) -> None:
    assert broken(live, OffListAssigned(SOCLE, who(live, "DEUX"), "GER", "r")) == {"P4"}


@pytest.mark.parametrize("name", [WHOLE, SOCLE])
def test_a_choice_during_a_pause_breaks_p7(live: Live, name: str) -> None:
    choice = Chosen(SOCLE, 4, who(live, "QUATRE"), "GER", Mode.NORMAL, "direct", "libre")
    assert broken(live, choice) == set()
    assert broken(live, Paused(name, "r"), choice) == {"P7"}


def test_somebody_brought_back_without_having_been_passed_breaks_p7(live: Live) -> None:
    assert broken(live, Returned(SOCLE, 1, who(live, "UN"))) == set()
    for order, name in ((2, "DEUX"), (5, "CINQ")):
        assert broken(live, Returned(SOCLE, order, who(live, name))) == {"P7"}


def test_a_wait_for_a_number_that_is_passed_breaks_p7(live: Live) -> None:
    person = who(live, "QUATRE")
    assert broken(live, Waited(SOCLE, 4, person, 5)) == set()
    assert broken(live, Waited(SOCLE, 4, person, 2)) == {"P7"}


def test_an_undo_of_another_turn_or_by_another_desk_breaks_p7(live: Live) -> None:
    last = Undone(SOCLE, 3, 3, who(live, "TROIS"), "r")
    assert broken(live, last) == set()
    assert broken(live, last, actor="autre") == {"P7"}
    assert broken(live, replace(last, seq=2)) == {"P7"}
    assert broken(live, replace(last, person=who(live, "DEUX"))) == {"P7"}
    assert broken(live, last, last) == {"P7"}


def test_somebody_called_or_served_out_of_turn_breaks_p7(live: Live) -> None:
    assert broken(live, Called(SOCLE, 5, who(live, "CINQ"))) == {"P7"}
    returned = Returned(SOCLE, 1, who(live, "UN"))
    at_once = Chosen(SOCLE, 1, who(live, "UN"), "GER", Mode.NORMAL, "direct", "libre")
    assert broken(live, returned, at_once) == {"P7"}


def test_a_catch_up_before_the_return_of_who_waits_breaks_p7(live: Live) -> None:
    waiting = live.does(Wait(SOCLE, who(live, "QUATRE")), MarkAbsent(SOCLE, who(live, "CINQ")))
    assert broken(waiting) == set()
    assert broken(waiting, CatchUpOpened(SOCLE, 3)) == {"P7"}


def test_a_tie_settled_after_the_call_breaks_p7(live: Live) -> None:
    assert broken(live, TieResolved(SOCLE, (5, 4), "r")) == set()
    assert broken(live, TieResolved(SOCLE, (2, 1), "r")) == {"P7"}


def test_a_slot_that_the_post_does_not_fill_breaks_p2(live: Live) -> None:
    assert broken(live, SlotChosen(SOCLE, who(live, "DEUX"), "NIV1")) == {"P2"}


def test_a_choice_taken_out_of_the_journal_breaks_what_follows(live: Live) -> None:
    assert "P7" in broken(live, events=live.events[1:])


def test_what_departs_with_a_reason_is_named_and_the_property_holds(live: Live) -> None:
    live.does(Correct(SOCLE, (Move(SOCLE, who(live, "UN"), "GER"),)), AssignOffList(SOCLE, who(live, "CINQ"), "URG"))
    assert live.broken == []
    assert "dérogé par l'entrée 4 ; dérogé par l'entrée 5" in live.detail("P7")
    assert "dérogé par l'entrée 5" in live.detail("P2")
    assert "dérogé" not in live.detail("P1")


def test_a_day_under_way_is_proved_from_its_opening_and_journal(live: Live) -> None:
    verdict = verify(canonical(live.document), live.lines)
    assert (verdict.holds, verdict.under_way, verdict.entries) == (True, True, 4)
    assert verdict.head == live.entries[-1]["hash"]
    forged = verify(canonical({**live.document, "ties": [1]}), live.lines)
    assert not forged.holds
    cut = verify(canonical(live.document), live.lines[:-1])
    assert "la fin du journal manque" in cut.problems[0]
    assert not verify(b"{}", live.lines).holds


def test_a_day_that_is_closed_is_not_proved_without_its_result(live: Live) -> None:
    for name in ("QUATRE", "CINQ"):
        live.does(Choose(SOCLE, who(live, name), "GER"))
    live.does(Return(SOCLE, who(live, "UN")), Choose(SOCLE, who(live, "UN"), "GER"), Close())
    assert "il manque resultat.json" in verify(canonical(live.document), live.lines).problems[0]
    assert verify(*live.finished.folder).holds


def test_the_result_of_a_live_day_says_how_each_post_was_obtained(live: Live) -> None:
    one, four, five = (who(live, name) for name in ("UN", "QUATRE", "CINQ"))
    live.does(
        ServeFromList(SOCLE, four, ("URG", "GER"), "v1"),
        Undo(SOCLE, 4),
        Pause(WHOLE),
        Resume(WHOLE),
        ServeFromList(SOCLE, four, ("PED", "URG", "GER"), "v2"),
        AssignOffList(SOCLE, five, "URG"),
        Correct(SOCLE, (Move(SOCLE, one, "GER"), Move(SOCLE, who(live, "DEUX"), ""))),
        Choose(SOCLE, who(live, "DEUX"), "GER"),
        Close(),
    )
    rows = {
        row["intern"]["last_name"]: (row["post"], row["mode"], row["channel"], row["wish"], len(row["skipped"]))
        for row in live.finished.result["lists"][0]["calls"]
    }
    assert rows == {
        "UN": ("GER", "normal", "administration", None, 0),
        "DEUX": ("GER", "normal", "direct", None, 0),
        "TROIS": ("PED", "normal", "direct", None, 0),
        "QUATRE": ("GER", "normal", "voeux", 3, 2),
        "CINQ": ("URG", "hors_liste", "administration", None, 0),
    }
    assert verify(*live.finished.folder).holds
