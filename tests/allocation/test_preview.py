"""The provisional outcome is the day that the engine makes of the wish lists, from any moment of it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.closing import Closing, closing_turns
from allocation.commands import AmendIntern, OpenCatchUp, ServeFromList, Wait
from allocation.decide import decide
from allocation.events import Chosen, Event
from allocation.model import Mode
from allocation.opening import NO_TURN, Opening
from allocation.preview import Preview, Wanted, preview, wanted
from allocation.rules import Refusal
from allocation.run import NO_LIST, Wishes, serve_rest
from allocation.scenario import compare, with_seats
from allocation.serving import Assignment, Compiler
from allocation.state import Day, fold, start
from tests.allocation.desk import after
from tests.allocation.factories import SOCLE, campaign, intern, post
from tests.allocation.tight_days import DAYS, Campaign

SEEDS = st.integers(0, 2**16)


def part_of(drawn_day: Campaign, chance: Random) -> tuple[Day, list[Event]]:
    """The day once some turns are done, catch-ups included; some people let theirs pass."""
    opening, wishes = drawn_day
    day, events = start(opening), list[Event]()
    for name in [choices.name for choices in opening.lists]:
        while (call := day.next_call(name)) and chance.random() < 0.9:
            codes, version = wishes.get(call.person, NO_LIST) if chance.random() < 0.7 else NO_LIST
            record(day, ServeFromList(name, call.person, codes, version), events)
    for choices in opening.lists:
        if chance.random() < 0.5:
            record(day, OpenCatchUp(choices.name), events)
    return day, events


def record(day: Day, command: ServeFromList | OpenCatchUp, events: list[Event]) -> None:
    made = decide(day, command)
    for event in () if isinstance(made, Refusal) else made:
        fold(day, event)
        events.append(event)


def seats_left(day: Day) -> dict[str, int]:
    return {pool.id: day.open_seats_left(pool) + day.reserved_seats_left(pool) for pool in day.opening.pools}


@settings(max_examples=300, deadline=None)
@given(DAYS, SEEDS)
def test_it_is_the_day_that_the_engine_would_make_of_the_turns_left(drawn_day: Campaign, seed: int) -> None:
    opening, wishes = drawn_day
    day, events = part_of(drawn_day, Random(seed))  # noqa: S311
    before = closing_turns(opening, events)
    found = preview(Compiler(opening), day, wishes)
    after = serve_rest(day, wishes)
    held = {who: Assignment(chosen.pool, chosen.seat, chosen.wish or 0) for who, chosen in day.holds.items()}
    assert found.obtained == held
    called = {call.person for choices in opening.lists for call in choices.calls}
    assert set(found.without) == called - held.keys()
    assert found.seats_left == seats_left(day)
    turns = {pool: closing for pool, closing in closing_turns(opening, [*events, *after]).items() if pool not in before}
    assert found.closing == turns


@settings(max_examples=100, deadline=None)
@given(DAYS, DAYS)
def test_what_was_compiled_for_other_lists_changes_nothing(drawn_day: Campaign, other: Campaign) -> None:
    opening, wishes = drawn_day
    compiler = Compiler(opening)
    preview(compiler, start(opening), dict(zip(wishes, other[1].values(), strict=False)))
    assert preview(compiler, start(opening), wishes) == preview(Compiler(opening), start(opening), wishes)


def test_a_choice_made_without_a_list_stands_in_the_outcome_without_a_wish() -> None:
    held = campaign([post("A"), post("B")], [intern("UN", 1), intern("DEUX", 2)], {"UN": "A", "DEUX": "A B"})
    day = start(held.opening)
    first = held.opening.lists[0].calls[0]
    fold(day, Chosen(SOCLE, first.order, first.person, "A", first.mode, "direct", "libre"))
    found = preview(Compiler(held.opening), day, held.prepared.wishes)
    assert found.obtained == {
        held.person("UN"): Assignment("A", "libre", 0),
        held.person("DEUX"): Assignment("B", "libre", 2),
    }
    assert found.closing == {"B": Closing(SOCLE, 2, 2)}


def test_who_waits_is_served_after_the_others_and_who_was_withdrawn_is_not() -> None:
    names = ("UN", "DEUX", "TROIS")
    held = campaign([post("A"), post("B")], [intern(name, rank) for rank, name in enumerate(names, 1)])
    wishes = {held.person(name): Wishes(("A", "B"), "") for name in names}
    day = after(start(held.opening), Wait(SOCLE, held.person("UN")))
    found = preview(Compiler(held.opening), day, wishes)
    assert (found.obtained[held.person("DEUX")].pool, found.without) == ("A", (held.person("UN"),))
    gone = replace(held.opening.person[held.person("DEUX")], status=NO_TURN)
    day = after(day, AmendIntern(SOCLE, gone, Mode.NORMAL))
    found = preview(Compiler(day.opening), day, wishes)
    assert [found.obtained[held.person(name)].pool for name in ("UN", "TROIS")] == ["B", "A"]
    assert found.without == ()


def test_nobody_is_served_any_more_once_the_day_is_closed() -> None:
    held = campaign([post("A")], [intern("UN", 1)], {"UN": "A"})
    day = start(held.opening)
    serve_rest(day, {})
    found = preview(Compiler(held.opening), day, held.prepared.wishes)
    assert (found.obtained, found.without) == ({}, (held.person("UN"),))


def test_a_list_that_names_a_stage_twice_wants_it_once() -> None:
    lists = {"un": Wishes(("A", "B", "A"), ""), "deux": Wishes(("B",), ""), "trois": Wishes((), "")}
    assert wanted(lists) == {"A": Wanted(1, 1), "B": Wanted(2, 1)}


def outcome(opening: Opening, wishes: dict[str, Wishes]) -> Preview:
    return preview(Compiler(opening), start(opening), wishes)


def test_a_scenario_says_who_would_gain_and_who_would_lose() -> None:
    held = campaign(
        [post("A"), post("B"), post("C")],
        [intern("UN", 1), intern("DEUX", 2), intern("TROIS", 3), intern("QUATRE", 4)],
        {"UN": "A B C", "DEUX": "A B C", "TROIS": "A C", "QUATRE": "A B"},
    )
    wishes = dict(held.prepared.wishes)
    today, one_more = outcome(held.opening, wishes), outcome(with_seats(held.opening, {"A": 2}), wishes)
    gained = compare(today, one_more)
    assert (gained.better, gained.worse) == ((held.person("DEUX"),), ())
    assert (gained.served, gained.lost) == ((held.person("QUATRE"),), ())
    closed = compare(today, outcome(with_seats(held.opening, {"A": 0}), wishes))
    assert closed.worse == (held.person("UN"), held.person("DEUX"))
    assert (closed.better, closed.served, closed.lost) == ((), (), (held.person("TROIS"),))


def test_one_seat_more_leaves_nobody_worse_off_and_today_is_no_scenario() -> None:
    held = campaign([post("A")], [intern("UN", 1), intern("DEUX", 2)], {"UN": "A", "DEUX": "A"})
    assert with_seats(held.opening, {}) == with_seats(held.opening, {"A": 1}) == held.opening


def test_seats_taken_away_take_the_reserved_ones_last() -> None:
    held = campaign([post("A", 3, reserved="CESP:2")], [intern("UN", 1)])
    assert [with_seats(held.opening, {"A": seats}).pool["A"].reserved_seats for seats in (4, 2, 1, 0)] == [2, 2, 1, 0]


def test_a_scenario_of_an_unknown_post_or_of_less_than_nothing_is_refused() -> None:
    held = campaign([post("A")], [intern("UN", 1)])
    with pytest.raises(KeyError, match="INCONNU"):
        with_seats(held.opening, {"A": 2, "INCONNU": 1})
    with pytest.raises(ValueError, match="fewer than 0"):
        with_seats(held.opening, {"A": -1})


def test_a_post_closed_below_what_was_taken_keeps_who_has_it_and_serves_nobody_more() -> None:
    held = campaign([post("A", 2), post("B")], [intern("UN", 1), intern("DEUX", 2)], {"UN": "A", "DEUX": "A B"})
    opening = with_seats(held.opening, {"A": 0})
    day, first = start(opening), opening.lists[0].calls[0]
    fold(day, Chosen(SOCLE, first.order, first.person, "A", first.mode, "direct", "libre"))
    found = preview(Compiler(opening), day, held.prepared.wishes)
    assert found.obtained[held.person("UN")].pool == "A"
    assert found.obtained[held.person("DEUX")].pool == "B"
