"""The least set of people that a correction concerns, against a naive replay, and what the desk makes of it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from allocation.commands import AssignOffList, Choose, Correct, MarkAbsent, ServeFromList, Undo, Wait
from allocation.correction import Shift, concerned, moves
from allocation.events import Event, Opened
from allocation.model import Situation
from allocation.prepare import Prepared
from allocation.rules import Refusal
from allocation.run import Wishes
from tests.allocation.factories import SOCLE, dossier, intern, opened, post, who
from tests.allocation.live import Live

NAMES = ("UN", "DEUX", "TROIS", "QUATRE", "CINQ", "SIX")


def live_day(seats: dict[str, int], wanted: dict[str, str]) -> Live:
    """Everybody served from their list in the order of their names; who has none is absent."""
    people = [intern(name, rank) for rank, name in enumerate(NAMES, 1)]
    prepared = opened(dossier([post(code, number) for code, number in seats.items()], people))
    assert isinstance(prepared, Prepared)
    live = Live(prepared.opening, prepared.register)
    for name in NAMES:
        person, codes = who(live, name), tuple(wanted.get(name, "").split())
        live.does(ServeFromList(SOCLE, person, codes, "v") if codes else MarkAbsent(SOCLE, person))
    return live


def told(live: Live) -> list[Event]:
    return [Opened(""), *live.events]


def asked(live: Live, name: str, code: str, wanted: dict[str, str]) -> tuple[Shift, ...] | Refusal:
    wishes = {who(live, other): Wishes(tuple(codes.split()), "v") for other, codes in wanted.items()}
    return concerned(live.opening, told(live), wishes, who(live, name), code)


def shown(live: Live, found: tuple[Shift, ...] | Refusal) -> list[tuple[str, str, str]]:
    assert not isinstance(found, Refusal), found
    names = {person: identity.last_name for person, identity in live.register.identities.items()}
    return [(names[shift.person], shift.before, shift.after) for shift in found]


WANTED = {"UN": "A B", "DEUX": "A B C", "TROIS": "B C", "QUATRE": "C D", "CINQ": "D", "SIX": "D"}
SEATS = {"A": 1, "B": 1, "C": 1, "D": 3, "LIBRE": 1}


def test_only_those_who_lose_their_seat_change_and_each_goes_to_their_next_wish() -> None:
    live = live_day(SEATS, WANTED)
    assert shown(live, asked(live, "UN", "B", WANTED)) == [
        ("UN", "A", "B"), ("DEUX", "B", "A"),
    ]  # fmt: skip
    assert shown(live, asked(live, "UN", "D", WANTED)) == [("UN", "A", "D"), ("SIX", "D", "")]
    assert shown(live, asked(live, "UN", "LIBRE", WANTED)) == [("UN", "A", "LIBRE")]


def test_a_chain_ends_with_who_has_no_wish_left_and_is_called_again() -> None:
    live = live_day(SEATS, WANTED)
    assert shown(live, asked(live, "TROIS", "C", WANTED)) == [("TROIS", "C", "C")]
    wanted = WANTED | {"UN": "LIBRE"}
    chain = live_day(SEATS | {"D": 2}, wanted)
    assert shown(chain, asked(chain, "UN", "A", wanted)) == [
        ("UN", "LIBRE", "A"), ("DEUX", "A", "B"), ("TROIS", "B", "C"), ("QUATRE", "C", "D"), ("SIX", "D", ""),
    ]  # fmt: skip


def test_without_a_recorded_list_who_loses_their_seat_is_called_again() -> None:
    live = live_day(SEATS, WANTED)
    assert shown(live, asked(live, "UN", "B", {})) == [("UN", "A", "B"), ("DEUX", "B", "")]


def test_somebody_who_was_marked_absent_may_have_been_there() -> None:
    wanted = {name: codes for name, codes in WANTED.items() if name != "UN"}
    live = live_day(SEATS, wanted)
    assert shown(live, asked(live, "UN", "A", wanted))[:2] == [("UN", "", "A"), ("DEUX", "A", "B")]


def test_nobody_before_that_turn_is_concerned() -> None:
    live = live_day(SEATS, WANTED)
    found = asked(live, "DEUX", "A", WANTED)
    assert isinstance(found, Refusal)
    assert found.rule == "ELI-01a"
    unknown = asked(live, "DEUX", "INCONNU", WANTED)
    assert isinstance(unknown, Refusal)
    assert unknown.rule == "ELI-01b"


def test_somebody_without_a_turn_yet_has_nothing_to_correct() -> None:
    prepared = opened(dossier([post("A")], [intern("UN", 1), intern("DEUX", 2)]))
    assert isinstance(prepared, Prepared)
    live = Live(prepared.opening, prepared.register)
    live.does(Choose(SOCLE, who(live, "UN"), "A"), Undo(SOCLE, 1))
    for person in (who(live, "UN"), who(live, "DEUX"), "p-inconnu"):
        found = concerned(live.opening, told(live), {}, person, "A")
        assert isinstance(found, Refusal)
        assert found.rule == "TOUR-10"


def test_what_a_human_assigned_stands_and_a_surnombre_takes_no_seat_from_anybody() -> None:
    people = [intern("UN", 1), intern("DEUX", 2, Situation.SURNOMBRE_VALIDANT), intern("TROIS", 3), intern("QUATRE", 4)]
    prepared = opened(dossier([post("A"), post("B", 2)], people))
    assert isinstance(prepared, Prepared)
    live = Live(prepared.opening, prepared.register)
    live.does(
        Choose(SOCLE, who(live, "UN"), "B"), Choose(SOCLE, who(live, "DEUX"), "A"), Wait(SOCLE, who(live, "TROIS")),
        AssignOffList(SOCLE, who(live, "TROIS"), "A"), Choose(SOCLE, who(live, "QUATRE"), "B"),
    )  # fmt: skip
    assert shown(live, concerned(live.opening, told(live), {}, who(live, "UN"), "A")) == [("UN", "B", "A")]


@pytest.mark.parametrize("recalled", [False, True])
def test_what_the_human_retains_is_one_command_that_the_day_accepts(recalled: bool) -> None:
    live = live_day(SEATS, WANTED)
    found = asked(live, "UN", "B", WANTED)
    assert not isinstance(found, Refusal)
    retained = moves(live.day, found, [who(live, "DEUX")] if recalled else ())
    live.does(Correct(SOCLE, retained, "r"))
    assert live.day.holds[who(live, "UN")].pool == "B"
    assert (who(live, "DEUX") in live.day.holds) is not recalled
    assert live.broken == []


def naive(seats: dict[str, int], wanted: dict[str, str], holds: dict[str, str], name: str, code: str) -> dict[str, str]:
    """Everybody from that turn on, one by one: keep what they hold, else the first wish left, else nothing."""
    rank = NAMES.index(name)
    given = {other: holds[other] for other in NAMES[:rank] if other in holds}
    given[name] = code
    for other in NAMES[rank + 1 :]:
        if other not in holds:
            continue
        left = [choice for choice in (holds[other], *wanted[other].split()) if _left(seats, given, choice)]
        given |= {other: left[0]} if left else {}
    return given


def _left(seats: dict[str, int], given: dict[str, str], code: str) -> bool:
    return seats.get(code, 0) > list(given.values()).count(code)


CODES = st.sampled_from(("A", "B", "C", "D"))
LISTS = st.lists(CODES, min_size=1, max_size=4, unique=True).map(" ".join)


@settings(max_examples=60)
@given(
    st.fixed_dictionaries({code: st.integers(1, 2) for code in "ABCD"}),
    st.dictionaries(st.sampled_from(NAMES), LISTS, min_size=2),
    st.sampled_from(NAMES),
    CODES,
)
def test_the_evidence_is_that_of_a_naive_replay_and_always_an_acceptable_command(
    seats: dict[str, int], wanted: dict[str, str], name: str, code: str
) -> None:
    live = live_day(seats, wanted)
    names = {person: identity.last_name for person, identity in live.register.identities.items()}
    holds = {names[person]: held.pool for person, held in live.day.holds.items()}
    assume(holds.get(name) != code)  # nothing to correct
    found = asked(live, name, code, wanted)
    before = {other: holds[other] for other in NAMES[: NAMES.index(name)] if other in holds}
    if isinstance(found, Refusal):
        assert not _left(seats, before, code)
        return
    due = naive(seats, wanted, holds, name, code)
    changed = {other: due.get(other, "") for other in NAMES if due.get(other, "") != holds.get(other, "")} | {
        name: code
    }
    assert {names[shift.person]: shift.after for shift in found} == changed
    live.does(Correct(SOCLE, moves(live.day, found), "r"))
    assert {names[person]: held.pool for person, held in live.day.holds.items()} == due
    assert live.broken == []
