"""The plan of a campaign is kept as it was set, and says what is open when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from webapp.plan import Forecast, Plan, RoomNames, Session, as_json, from_json

NOON = datetime(2027, 4, 5, 12, tzinfo=UTC)
FULL = Plan(
    rules="national-2026",
    overrides="[x]",
    semester_start=date(2027, 5, 2),
    wishes_open=NOON - timedelta(days=20),
    wishes_close=NOON - timedelta(days=1),
    challenges_close=NOON - timedelta(days=10),
    sessions=(Session(NOON, NOON + timedelta(hours=4)),),
    place="Amphithéâtre A",
    forecast=Forecast.OPEN,
    room_names=RoomNames.NUMBERS,
    copies=("dmg@exemple.fr",),
)


def test_a_plan_is_read_back_as_it_was_written() -> None:
    assert from_json(as_json(FULL)) == FULL
    assert from_json(as_json(Plan())) == Plan()


def test_a_plan_written_before_a_field_was_there_takes_its_default() -> None:
    assert from_json('{"place": "Salle 2", "gone": 1}') == Plan(place="Salle 2")


def test_wishes_are_taken_between_their_dates_and_always_where_none_is_set() -> None:
    assert [FULL.takes_wishes(NOON - timedelta(days=days)) for days in (21, 20, 2, 1)] == [False, True, True, False]
    assert replace(FULL, wishes_open=None, wishes_close=None).takes_wishes(NOON)


def test_the_choice_begins_with_the_first_session() -> None:
    assert FULL.choice_date == date(2027, 4, 5)
    assert Plan().choice_date is None
