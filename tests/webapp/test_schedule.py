"""Each person is told a likely time: turn after turn at the plan's pace, within the sessions, list beside list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allocation.model import Phase
from tests.allocation.factories import APPRO, SOCLE, campaign, intern, post, senior
from webapp.plan import Plan, Session
from webapp.schedule import HalfDay, slots

NINE = datetime(2027, 4, 5, 7, tzinfo=UTC)
"""Nine o'clock in Paris."""
MORNING = Session(NINE, NINE + timedelta(minutes=3))
AFTERNOON = Session(NINE + timedelta(hours=5), NINE + timedelta(hours=8))


def minutes(opening, plan: Plan) -> list[tuple[str, int, float]]:
    found = sorted(slots(opening, plan).values(), key=lambda slot: (slot.list, slot.order))
    return [(slot.list, slot.order, (slot.at - NINE).total_seconds() / 60) for slot in found]


def test_turns_follow_each_other_and_wait_for_the_next_session() -> None:
    opening = campaign([post("A", 5)], [intern(f"I{rank}", rank) for rank in range(1, 6)]).opening
    told = minutes(opening, Plan(sessions=(MORNING, AFTERNOON), pace=60))
    assert [at for *_, at in told] == [0, 1, 2, 300, 301]
    halves = [slot.half_day for slot in slots(opening, Plan(sessions=(MORNING, AFTERNOON))).values()]
    assert halves == [HalfDay.MORNING] * 3 + [HalfDay.AFTERNOON] * 2


def test_what_does_not_fit_is_announced_for_the_end() -> None:
    opening = campaign([post("A", 5)], [intern(f"I{rank}", rank) for rank in range(1, 6)]).opening
    told = minutes(opening, Plan(sessions=(MORNING,), pace=60))
    assert [at for *_, at in told] == [0, 1, 2, 3, 3]


def test_two_desks_call_two_lists_side_by_side_but_not_those_that_share_seats() -> None:
    people = [intern("A", 1), intern("B", 2), senior("C", 1), senior("D", 2)]
    apart = campaign([post("A", 5), post("B", 5, Phase.APPROFONDISSEMENT)], people).opening
    shared = campaign([post("A", 5, Phase.SOCLE, Phase.APPROFONDISSEMENT)], people).opening
    for opening, desks, expected in ((apart, 1, [0, 1, 2, 3]), (apart, 2, [0, 0, 1, 1]), (shared, 2, [0, 1, 2, 3])):
        told = minutes(opening, Plan(sessions=(AFTERNOON,), desks=desks))
        assert sorted(at - 300 for *_, at in told) == expected
    assert {name for name, *_ in minutes(apart, Plan(sessions=(MORNING,)))} <= {SOCLE, APPRO}


def test_nothing_is_announced_before_the_sessions_are_fixed() -> None:
    assert slots(campaign([post("A")], [intern("A", 1)]).opening, Plan()) == {}
