"""Interns and absences joined: nobody lost, nobody taken for another, each half-day in one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.absences import Kind, tally
from allocation.follow import AT_RISK_DAYS, Followed, follow
from allocation.forms import CAUSES
from allocation.model import Absence, Candidate, Dossier, Identity, Mode, PastStage, Phase, Situation
from tests.allocation.stays import CAMILLE, E27, NATIONAL, SEED, away, away_for, done

ONE = Candidate(CAMILLE, "Médecine générale", Phase.SOCLE, contest=2026)
OTHER = replace(ONE, identity=Identity("10100000026", "AUTRE", "Dominique"))


def followed(*absences: Absence, candidate: Candidate = ONE, history: tuple[PastStage, ...] = ()) -> Followed:
    dossier = Dossier(candidates=(candidate,), absences=absences, history=history or None)
    (found,) = follow(dossier, E27, SEED, [NATIONAL])
    return found


def test_everybody_keeps_their_own_absences_in_the_order_of_the_list() -> None:
    theirs = replace(away_for(3), identity=OTHER.identity)
    strangers = replace(away_for(90), identity=Identity("10100000034", "INCONNU", ""))
    dossier = Dossier(candidates=(OTHER, ONE), absences=(away_for(5), theirs, strangers))
    found = follow(dossier, E27, SEED)
    assert [(one.candidate, one.attendance.half_days) for one in found] == [(OTHER, 6), (ONE, 10)]


@pytest.mark.parametrize(
    ("written", "past", "situation", "mode"),
    [
        (None, None, None, Mode.NORMAL),
        (Mode.HORS_FILIERE, None, None, Mode.HORS_FILIERE),
        (None, Mode.SURNOMBRE_NON_VALIDANT, None, Mode.SURNOMBRE_NON_VALIDANT),
        (None, None, Situation.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_VALIDANT),
        (Mode.NORMAL, Mode.SURNOMBRE_VALIDANT, None, Mode.NORMAL),
        (Mode.NORMAL, None, Situation.SURNOMBRE_NON_VALIDANT, Mode.NORMAL),
    ],
)
def test_the_mode_is_the_one_written_else_that_of_the_history_else_the_one_granted(
    written: Mode | None, past: Mode | None, situation: Situation | None, mode: Mode
) -> None:
    candidate = replace(ONE, mode=written, situations=(situation,) if situation else ())
    history = (done("2027-ete", None, mode=past),) if past else ()
    found = followed(candidate=candidate, history=history)
    assert found.mode is mode
    contradicted = bool(written) and bool(past or situation)
    guessed = written is None and situation is not None
    assert bool(found.warnings) is (contradicted or guessed)


@pytest.mark.parametrize(("days", "at_risk", "left"), [(0, False, 61), (45, False, 16), (46, True, 15), (61, True, 0)])
def test_whoever_has_few_days_left_is_at_risk(days: int, at_risk: bool, left: int) -> None:
    found = followed(away_for(days)) if days else followed()
    assert (found.at_risk, found.left) == (at_risk, 2 * left)
    assert (left <= AT_RISK_DAYS) is at_risk


def test_whoever_is_beyond_the_limit_is_no_more_at_risk_and_has_no_day_left() -> None:
    found = followed(away_for(62))
    assert (found.attendance.eligible, found.at_risk, found.left) == (False, False, 0)


def test_only_the_stages_before_count_in_the_time_of_the_phase() -> None:
    history = (done("2026-hiver", False), done("2027-ete", False), done("2027-hiver", None))
    time = followed(away_for(70), history=history).phase_time
    assert time
    assert (time.spent, time.limit) == (2, 4)


def test_without_history_or_curriculum_the_time_of_the_phase_is_not_known() -> None:
    assert followed(away_for(70)).phase_time is None
    elsewhere = replace(ONE, des="DES inconnu")
    assert followed(away_for(70), candidate=elsewhere, history=(done("2026-hiver"),)).phase_time is None


def test_a_consolidation_stage_may_last_a_year_and_it_is_said_where_days_are_counted() -> None:
    doctor = replace(ONE, phase=Phase.CONSOLIDATION)
    assert any("VAL-08" in said for said in followed(away_for(1), candidate=doctor).warnings)
    assert not followed(candidate=doctor).warnings


PERIODS = st.tuples(st.integers(-20, 190), st.integers(1, 60), st.sampled_from(CAUSES), st.integers(0, 40))


@given(st.lists(PERIODS, max_size=6))
def test_each_half_day_of_the_count_is_taken_by_one_absence(periods: list[tuple[int, int, str, int]]) -> None:
    rows = []
    for first, length, cause, half_days in periods:
        start = E27.start + timedelta(days=first)
        rows.append(away(cause, start, start + timedelta(days=length - 1), min(half_days, 2 * length)))
    found = tally(rows, E27.start, E27.end, SEED)
    assert sorted(share.absence.start for share in found.shares) == sorted(row.start for row in rows)
    assert sum(share.half_days for share in found.shares) == found.half_days(*Kind)
    for cause, half_days in found.by_cause(*Kind):
        assert sum(share.half_days for share in found.shares if share.absence.cause == cause) == half_days


def test_a_row_written_twice_takes_its_days_once() -> None:
    row = away("Maladie", date(2027, 6, 1), date(2027, 6, 2), 1)
    assert [share.half_days for share in tally([row, row], E27.start, E27.end, SEED).shares] == [1, 0]
