"""The look-ahead agrees, on any day and at any moment of it, with counting by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings

from allocation.events import CatchUpOpened, Chosen
from allocation.lookahead import LookAhead, Shortage, feasible, told
from allocation.model import Category, Mode, Phase, Situation
from allocation.opening import Call, Opening
from allocation.rules import Case, refusal
from allocation.run import serve_all
from allocation.state import Day, fold, start
from tests.allocation.factories import SOCLE, campaign, intern, past, post, senior, teaching
from tests.allocation.tight_days import DAYS, Campaign

Seat = tuple[str, bool, int]
"""A pool, whether it is one of its reserved seats, and its number."""

BESIDE = {Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT}


def moments(drawn_day: Campaign) -> Iterator[tuple[LookAhead, Day]]:
    """The look-ahead kept up through the whole day, beside the day itself, after each event."""
    opening, wishes = drawn_day
    day, ahead = start(opening), LookAhead(start(opening))
    yield ahead, day
    for event in serve_all(opening, wishes)[0]:
        fold(day, event)
        assert ahead.follow(event)
        yield ahead, day


def mode_of(opening: Opening, person: str) -> Mode:
    calls = [call for choices in opening.lists for call in choices.calls if call.person == person]
    return next((call.mode for call in calls if not call.catch_up_only), calls[0].mode)


def suited(opening: Opening, person: str) -> dict[str, Call]:
    """The pools that the rules let the person take before the first turn, on any of their lists, one rule at a time."""
    day, one = start(opening), opening.person[person]
    return {
        pool.id: call
        for choices in opening.lists
        for call in choices.calls
        for pool in opening.pools
        if call.person == person and refusal(Case(day, choices.name, call, one, pool)) is None
    }


def seats_for(day: Day, person: str) -> list[Seat]:
    """Every single seat left that could serve the person, reserved ones of their pool first."""
    labels = day.opening.person[person].labels
    found: list[Seat] = []
    for pool_id in suited(day.opening, person):
        pool = day.opening.pool[pool_id]
        if pool.reserved_for in labels:
            found += [(pool_id, True, number) for number in range(day.reserved_seats_left(pool))]
        found += [(pool_id, False, number) for number in range(day.open_seats_left(pool))]
    return found


def left(day: Day) -> list[str]:
    called = dict.fromkeys(call.person for choices in day.opening.lists for call in choices.calls)
    return [person for person in called if person not in day.holds]


def served(people: Iterable[str], seats: dict[str, list[Seat]], gone: Seat | None = None) -> int:
    """How many can have a seat of their own: one after the other, moving earlier ones (Kuhn)."""
    holder: dict[Seat, str] = {}

    def place(person: str, tried: set[Seat]) -> bool:
        for seat in seats[person]:
            if seat != gone and seat not in tried:
                tried.add(seat)
                if seat not in holder or place(holder[seat], tried):
                    holder[seat] = person
                    return True
        return False

    return sum(place(person, set()) for person in people)


def regular(day: Day) -> list[str]:
    return [person for person in left(day) if mode_of(day.opening, person) not in BESIDE]


def holds_as_evidence(shortage: Shortage, seats: dict[str, list[Seat]], gone: Seat | None = None) -> bool:
    """The people named have no other seat than those counted, and those are too few."""
    theirs = {seat for person in shortage.people for seat in seats[person]} - {gone}
    return {pool for pool, *_ in theirs} <= set(shortage.pools) and len(theirs) == shortage.seats < len(shortage.people)


@settings(max_examples=150, deadline=None)
@given(DAYS)
def test_those_told_short_are_as_many_as_cannot_be_served_and_their_seats_too_few(drawn_day: Campaign) -> None:
    for ahead, day in moments(drawn_day):
        seats = {person: seats_for(day, person) for person in left(day)}
        shortages = [one for one in ahead.shortages() if mode_of(day.opening, one.people[0]) not in BESIDE]
        missing = len(regular(day)) - served(regular(day), seats)
        assert sum(len(one.people) - one.seats for one in shortages) == missing
        assert all(holds_as_evidence(one, seats) for one in shortages)
        assert ahead.everybody_served == (not ahead.shortages())


@settings(max_examples=80, deadline=None)
@given(DAYS)
def test_a_pool_is_safe_where_the_others_can_be_served_as_well_without_its_seat(drawn_day: Campaign) -> None:
    for ahead, day in moments(drawn_day):
        seats = {person: seats_for(day, person) for person in left(day)}
        for person in regular(day):
            others = [other for other in regular(day) if other != person]
            best, advice = served(others, seats), ahead.advice(person)
            assert {*advice.safe, *advice.risky} == {pool for pool, *_ in seats[person]}
            for pool in (*advice.safe, *advice.risky):
                gone = next(seat for seat in seats[person] if seat[0] == pool)
                harmed = served(others, seats, gone) < best or takes_the_last_of_a_surnombre(day, seats, gone)
                assert harmed is (pool in advice.risky)


def takes_the_last_of_a_surnombre(day: Day, seats: dict[str, list[Seat]], gone: Seat) -> bool:
    return any(seats[other] == [gone] for other in left(day) if mode_of(day.opening, other) is Mode.SURNOMBRE_VALIDANT)


@settings(max_examples=80, deadline=None)
@given(DAYS)
def test_who_is_left_without_is_told_with_evidence_that_holds(drawn_day: Campaign) -> None:
    for ahead, day in moments(drawn_day):
        seats = {person: seats_for(day, person) for person in left(day)}
        for person in left(day):
            advice = ahead.advice(person)
            assert all(ahead.left_without(person, pool) is None for pool in (*advice.safe, "inconnu"))
            for pool in advice.risky:
                shortage = ahead.left_without(person, pool)
                gone = next(seat for seat in seats[person] if seat[0] == pool)
                assert shortage is not None
                assert person not in shortage.people
                assert holds_as_evidence(shortage, seats, gone)


@settings(max_examples=80, deadline=None)
@given(DAYS)
def test_looking_ahead_anew_at_any_moment_says_the_same(drawn_day: Campaign) -> None:
    for ahead, day in moments(drawn_day):
        anew = LookAhead(day)
        assert set(anew.shortages()) == set(ahead.shortages())
        assert all(anew.advice(person) == ahead.advice(person) for person in left(day))


def test_two_people_for_the_only_post_that_serves_their_curriculum_are_told_with_it() -> None:
    done = (Category.MPOLY, Category.LIBRE, Category.SASPAS)
    held = campaign(
        [teaching("COUPLE-1", Category.COUPLE), teaching("MPOLY-1", Category.MPOLY, 3)],
        [senior("PREMIER", 1), senior("DEUXIEME", 2), senior("TROISIEME", 3)],
        history=[past(name, f"X-{kind}", kind) for name in ("PREMIER", "DEUXIEME") for kind in done],
    )
    (shortage,) = feasible(held.opening)
    assert set(shortage.people) == {held.person("PREMIER"), held.person("DEUXIEME")}
    assert (shortage.pools, shortage.seats) == (("COUPLE-1",), 1)


def test_the_person_called_is_warned_of_the_post_that_another_cannot_do_without() -> None:
    held = campaign(
        [post("A"), post("B"), post("C", 1, Phase.APPROFONDISSEMENT)],
        [intern("LIBRE", 1), intern("CONTRAINT", 2)],
        history=[past("LIBRE", "X"), past("CONTRAINT", "B")],
    )
    ahead, free = LookAhead(start(held.opening)), held.person("LIBRE")
    assert ahead.advice(free) == (("B",), ("A",))
    assert ahead.left_without(free, "A") == Shortage((held.person("CONTRAINT"),), ("A",), 0)
    assert ahead.everybody_served


def test_a_surnombre_validant_needs_a_seat_left_and_takes_none() -> None:
    held = campaign([post("A", 1)], [intern("NORMAL", 1), intern("ENPLUS", 2, Situation.SURNOMBRE_VALIDANT)])
    ahead, normal, beside = LookAhead(start(held.opening)), held.person("NORMAL"), held.person("ENPLUS")
    assert ahead.advice(beside) == (("A",), ())
    assert ahead.left_without(normal, "A") == Shortage((beside,), ("A",), 0)
    assert ahead.follow(Chosen(SOCLE, 1, normal, "A", Mode.NORMAL, "direct", "libre"))
    assert ahead.shortages() == (Shortage((beside,), ("A",), 0),)
    assert not ahead.everybody_served


def test_who_holds_a_post_has_no_advice_to_ask() -> None:
    held = campaign([post("A")], [intern("SEUL", 1)])
    ahead = LookAhead(start(held.opening))
    ahead.follow(Chosen(SOCLE, 1, held.person("SEUL"), "A", Mode.NORMAL, "direct", "libre"))
    with pytest.raises(KeyError):
        ahead.advice(held.person("SEUL"))
    assert ahead.follow(CatchUpOpened(SOCLE, 0))


def test_the_sentence_names_lists_call_numbers_and_stages_and_counts_beyond_ten() -> None:
    few = campaign([post("A", 1)], [intern("UN", 1), intern("DEUX", 2)])
    assert [told(few.opening, one) for one in feasible(few.opening)] == [
        f"{SOCLE}, n° 1, 2 : 2 internes pour 1 place(s), les seules qui leur conviennent (A)."
    ]
    many = campaign([post("A", 1)], [intern(f"N{number:02d}", number) for number in range(1, 13)])
    (sentence,) = (told(many.opening, one) for one in feasible(many.opening))
    assert "n° 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 et 2 autres : 12 internes" in sentence
    none = campaign([post("A", 1, Phase.APPROFONDISSEMENT)], [intern("UN", 1), senior("DEUX", 1)])
    assert [told(none.opening, one) for one in feasible(none.opening)] == [
        f"{SOCLE}, n° 1 : aucune place ne reste pour un stage qui convient."
    ]
