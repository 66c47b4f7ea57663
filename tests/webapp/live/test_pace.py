"""When a turn is likely: an interval that the day's own pace makes narrower, breaks apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allocation.events import MarkedAbsent, Paused, Resumed
from webapp.live.pace import Clock, later
from webapp.plan import Session

NINE = datetime(2027, 4, 6, 9, tzinfo=UTC)
MORNING = Session(NINE, NINE + timedelta(hours=3))
AFTERNOON = Session(NINE + timedelta(hours=5), NINE + timedelta(hours=8))


def passed(order: int) -> MarkedAbsent:
    return MarkedAbsent("L", order, f"p{order}", "absent")


def run(*gaps: float) -> Clock:
    """The clock of a day whose turns took so many seconds."""
    clock, at = Clock(), NINE
    clock.note(Resumed(""), at, ["L"])
    for order, gap in enumerate(gaps, start=1):
        at += timedelta(seconds=gap)
        clock.note(passed(order), at, ["L"])
    return clock


def test_a_steady_day_tells_the_time_exactly() -> None:
    assert run(*[40.0] * 8).pace("L", 60).after(10) == (400, 400)


def test_an_uneven_day_leaves_room_and_more_of_it_farther_away() -> None:
    pace = run(20, 60, 20, 60, 20, 60).pace("L", 60)
    near, far = pace.after(2), pace.after(50)
    assert near[0] < 80 < near[1]
    assert far[0] < 2000 < far[1]
    assert far[1] - far[0] > near[1] - near[0]


def test_before_it_has_shown_its_own_the_day_goes_at_the_plans_pace() -> None:
    low, high = run(10, 10).pace("L", 60).after(10)
    assert low < 600 < high


def test_a_pause_is_no_turn() -> None:
    clock = run(*[40.0] * 5)
    noon = NINE + timedelta(hours=3)
    clock.note(Paused("L"), NINE + timedelta(seconds=210), ["L"])
    clock.note(Resumed("L"), noon, ["L"])
    clock.note(passed(6), noon + timedelta(seconds=40), ["L"])
    assert clock.pace("L", 60).after(1) == (40, 40)


def test_a_turn_after_the_morning_comes_in_the_afternoon() -> None:
    sessions = (MORNING, AFTERNOON)
    assert later(sessions, NINE + timedelta(hours=2, minutes=50), 1200) == AFTERNOON.start + timedelta(minutes=10)
    assert later(sessions, NINE - timedelta(days=3), 60) == NINE + timedelta(minutes=1)


def test_what_does_not_fit_in_the_sessions_comes_after_them() -> None:
    assert later((MORNING,), NINE + timedelta(hours=2), 2 * 3600) == MORNING.end + timedelta(hours=1)
    assert later((), NINE, 90) == NINE + timedelta(seconds=90)
