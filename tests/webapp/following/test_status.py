"""The status of a stage is what the rules say of what is recorded, as of today and at the end."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from allocation.absences import HALVES
from allocation.model import Absence, Identity
from tests.allocation.factories import ticking
from tests.webapp.store.campaigns import choices, crowd, put
from webapp.following.status import Status, statuses
from webapp.store import attendance, journal
from webapp.store.attendance import Recorder
from webapp.store.engine import writing

NOW = datetime(2027, 7, 1, 9, tzinfo=UTC)
BY = Recorder(None, NOW)
ANYBODY = Identity("", "", "")


@pytest.fixture
def campaign_id(engine: Engine) -> str:
    """Three interns, each served."""
    held = crowd(3)
    made = put(engine, held)
    for seen, command in enumerate(choices(held), start=1):
        journal.append(engine, made, command, seen=seen, actor="d", clock=ticking())
    return made


def away(start: date, end: date, cause: str = "Maladie", half_days: int = 0) -> Absence:
    return Absence(ANYBODY, start, end, cause, half_days)


def record(engine: Engine, campaign_id: str, *absences: Absence, number: int = 0) -> tuple[int, int]:
    person = of(engine, campaign_id, number).person
    with writing(engine) as session:
        return attendance.record(session, campaign_id, [(person, each) for each in absences], BY)


def of(engine: Engine, campaign_id: str, number: int, today: date = date(2027, 7, 1)) -> Status:
    return next(each for each in statuses(engine, campaign_id, today) if each.name.startswith(f"INTERNE{number} "))


def test_days_used_and_days_left_are_those_of_today(engine: Engine, campaign_id: str) -> None:
    record(engine, campaign_id, away(date(2027, 5, 10), date(2027, 5, 19)), away(date(2027, 9, 1), date(2027, 9, 5)))
    now = of(engine, campaign_id, 0).now
    assert (now.taken, now.planned, now.left) == (10 * HALVES, 5 * HALVES, (61 - 15) * HALVES)
    assert of(engine, campaign_id, 1).now.left == 61 * HALVES


def test_leave_is_presence_and_the_sixty_second_day_is_one_too_many(engine: Engine, campaign_id: str) -> None:
    record(engine, campaign_id, away(date(2027, 5, 2), date(2027, 5, 31), "Congés annuels"))
    record(engine, campaign_id, away(date(2027, 6, 1), date(2027, 7, 31)))
    assert of(engine, campaign_id, 0).followed.attendance.eligible
    record(engine, campaign_id, away(date(2027, 8, 1), date(2027, 8, 1)))
    assert not of(engine, campaign_id, 0).followed.attendance.eligible
    assert of(engine, campaign_id, 0).now.left == 0


def test_the_same_absence_is_recorded_once(engine: Engine, campaign_id: str) -> None:
    same = away(date(2027, 6, 1), date(2027, 6, 3))
    assert record(engine, campaign_id, same, same) == (1, 0)
    assert record(engine, campaign_id, same) == (0, 1)


def test_an_absence_taken_out_no_longer_counts_and_is_kept_with_the_reason(engine: Engine, campaign_id: str) -> None:
    record(engine, campaign_id, away(date(2027, 6, 1), date(2027, 6, 3)))
    (row,) = attendance.standing(engine, campaign_id)
    with writing(engine) as session:
        assert attendance.remove(session, (campaign_id, row.person), row.id, "saisie deux fois", BY)
    with writing(engine) as session:
        for whose in ((campaign_id, row.person), ("c-autre", row.person), (campaign_id, "p-autre")):
            assert attendance.remove(session, whose, row.id, "encore", BY) is None
    assert of(engine, campaign_id, 0).now.taken == 0
    assert attendance.of_person(engine, campaign_id, row.person)[0].removal_reason == "saisie deux fois"


def test_the_decision_of_the_faculty_stands_beside_the_attendance(engine: Engine, campaign_id: str) -> None:
    person = of(engine, campaign_id, 0).person
    for validated, reason in ((False, "appréciation négative du responsable"), (True, "revue en commission")):
        with writing(engine) as session:
            attendance.decide(session, campaign_id, person, validated=validated, reason=reason, cause="", by=BY)
    status = of(engine, campaign_id, 0)
    assert (status.followed.attendance.eligible, status.followed.decision) == (True, True)
    assert [row.reason for row in attendance.decisions_of(engine, campaign_id, person)] == [
        "revue en commission",
        "appréciation négative du responsable",
    ]


def test_nobody_is_warned_twice(engine: Engine, campaign_id: str) -> None:
    for expected in (["p"], []):
        with writing(engine) as session:
            assert attendance.warn_once(session, campaign_id, ["p"], NOW) == expected
