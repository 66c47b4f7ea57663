"""The last day to file each request, from both sides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from allocation.deadlines import Deadline, deadlines, late, next_working_day, public_holidays
from allocation.model import RequestType
from allocation.rulesets import RuleSet
from allocation.semester import Semester, semester
from tests.allocation.stays import E27, H27, NATIONAL, SEED, with_value

BOTH = pytest.mark.parametrize("rules", [SEED, NATIONAL], ids=lambda rules: rules.name)
CHOICE = date(2027, 4, 4)


def of(request: RequestType, rules: RuleSet, stage: Semester = E27, choice: date | None = CHOICE) -> Deadline:
    (found,) = [deadline for deadline in deadlines(stage, choice, rules) if deadline.type is request]
    return found


@pytest.mark.parametrize(
    ("rules", "stage", "last_day"),
    [
        (SEED, E27, date(2027, 3, 2)),
        (SEED, H27, date(2027, 9, 2)),
        (NATIONAL, E27, date(2027, 1, 2)),
        (NATIONAL, H27, date(2027, 7, 2)),
    ],
)
def test_T29_hors_filiere_is_two_months_before_the_start_or_four(
    rules: RuleSet, stage: Semester, last_day: date
) -> None:
    found = of(RequestType.HORS_FILIERE, rules, stage)
    assert found.last_day == last_day
    assert late(RequestType.HORS_FILIERE, last_day, stage, CHOICE, rules) is None
    assert late(RequestType.HORS_FILIERE, last_day + timedelta(days=1), stage, CHOICE, rules) == found


def test_T29_both_dates_of_march_are_late_in_the_national_set() -> None:
    missed = [late(RequestType.HORS_FILIERE, date(2027, 3, day), E27, CHOICE, NATIONAL) for day in (2, 3)]
    assert [deadline and deadline.last_day for deadline in missed] == [date(2027, 1, 2)] * 2


@BOTH
def test_T35_the_same_stage_is_asked_two_months_before_the_choice(rules: RuleSet) -> None:
    missed = late(RequestType.MEME_STAGE, date(2027, 3, 10), E27, CHOICE, rules)
    assert missed is not None
    assert missed.last_day == date(2027, 2, 4)
    assert late(RequestType.MEME_STAGE, date(2027, 2, 4), E27, CHOICE, rules) is None
    assert late(RequestType.MEME_STAGE, date(2027, 2, 5), E27, CHOICE, rules) == missed


@BOTH
def test_a_choice_date_that_is_not_fixed_leaves_its_deadlines_unknown_and_says_so(rules: RuleSet) -> None:
    for request in (RequestType.MEME_STAGE, RequestType.SURNOMBRE_VALIDANT, RequestType.SURNOMBRE_NON_VALIDANT):
        found = of(request, rules, choice=None)
        assert found.last_day is None
        assert "tant que la date du choix n'est pas fixée" in found.sentence
        assert late(request, date(2027, 4, 30), E27, None, rules) is None


def test_the_same_stage_counts_from_the_start_where_the_campaign_says_so() -> None:
    rules = with_value(SEED, "same_stage.anchor", "start")
    assert of(RequestType.MEME_STAGE, rules, choice=None).last_day == date(2027, 3, 2)


ELSEWHERE = [
    RequestType.INTER_CHU_SORTANT,
    RequestType.INTER_CHU_ENTRANT,
    RequestType.DOM_TOM_SORTANT,
    RequestType.DOM_TOM_ENTRANT,
]


@pytest.mark.parametrize("request_type", ELSEWHERE)
def test_T45_stages_elsewhere_are_asked_by_15_november_for_the_summer(request_type: RequestType) -> None:
    assert late(request_type, date(2026, 11, 15), E27, CHOICE, SEED) is None
    missed = late(request_type, date(2026, 11, 16), E27, CHOICE, SEED)
    assert missed is not None
    assert missed.last_day == date(2026, 11, 15)


@pytest.mark.parametrize("request_type", ELSEWHERE)
def test_T45_stages_elsewhere_are_asked_by_15_may_for_the_winter(request_type: RequestType) -> None:
    assert of(request_type, SEED, H27).last_day == date(2027, 5, 15)
    assert of(request_type, SEED, semester("2027-hiver", date(2028, 1, 3))).last_day == date(2027, 5, 15)


def test_a_fixed_day_is_always_before_the_start() -> None:
    rules = with_value(SEED, "ich.deadline_summer", "05-02")
    assert of(RequestType.INTER_CHU_SORTANT, rules).last_day == date(2026, 5, 2)


@pytest.mark.parametrize("request_type", ELSEWHERE)
def test_stages_elsewhere_are_asked_four_months_before_in_the_national_set(request_type: RequestType) -> None:
    assert of(request_type, NATIONAL).last_day == date(2027, 1, 2)
    assert of(request_type, NATIONAL, H27).last_day == date(2027, 7, 2)


@BOTH
def test_T57_a_leave_asked_45_days_before_the_start_is_late(rules: RuleSet) -> None:
    missed = late(RequestType.DISPONIBILITE, E27.start - timedelta(days=45), E27, CHOICE, rules)
    assert missed is not None
    assert (missed.last_day, missed.rule) == (date(2027, 3, 2), "DIS-03")
    assert late(RequestType.DISPONIBILITE, date(2027, 3, 2), E27, CHOICE, rules) is None
    assert late(RequestType.DISPONIBILITE, date(2027, 3, 3), E27, CHOICE, rules) == missed


@BOTH
def test_remords_is_asked_two_months_before_the_change(rules: RuleSet) -> None:
    assert of(RequestType.REMORDS, rules).last_day == date(2027, 3, 2)
    assert late(RequestType.REMORDS, date(2027, 3, 3), E27, CHOICE, rules) is not None


@BOTH
@pytest.mark.parametrize("request_type", [RequestType.SURNOMBRE_VALIDANT, RequestType.SURNOMBRE_NON_VALIDANT])
def test_a_surnombre_is_asked_up_to_the_day_of_choice(rules: RuleSet, request_type: RequestType) -> None:
    assert late(request_type, CHOICE, E27, CHOICE, rules) is None
    assert late(request_type, CHOICE + timedelta(days=1), E27, CHOICE, rules) is not None
    the_day_before = with_value(rules, "surnombre.deadline_days", 1)
    assert late(request_type, CHOICE, E27, CHOICE, the_day_before) is not None


@BOTH
@pytest.mark.parametrize(
    "request_type", [RequestType.CESP, RequestType.MILITAIRE, RequestType.ANNEE_RECHERCHE, RequestType.NE_CHOISIT_PAS]
)
def test_what_has_no_deadline_is_never_late(rules: RuleSet, request_type: RequestType) -> None:
    assert late(request_type, date(2027, 5, 1), E27, CHOICE, rules) is None


def test_deadlines_follow_the_campaign_s_own_start() -> None:
    assert of(RequestType.DISPONIBILITE, SEED, semester("2027-ete", date(2027, 5, 3))).last_day == date(2027, 3, 3)
    assert of(RequestType.DISPONIBILITE, SEED, semester("2027-ete", date(2027, 4, 30))).last_day == date(2027, 2, 28)


def test_a_deadline_says_its_day_its_basis_and_its_source() -> None:
    found = of(RequestType.HORS_FILIERE, SEED)
    assert found.sentence == (
        "Hors-filière : demande à déposer au plus tard le 02/03/2027 inclus (2 mois avant le début du stage)."
    )
    assert (found.rule, found.source, found.grade) == ("HF-02", "Usage de Saint-Étienne", "S")


def test_a_value_of_the_campaign_is_its_own_source() -> None:
    found = of(RequestType.HORS_FILIERE, with_value(SEED, "hf.deadline_months", 3))
    assert found.last_day == date(2027, 2, 2)
    assert found.source == "Réglage de la campagne par ARS : essai"


@BOTH
def test_a_sunday_is_a_deadline_like_any_other_day(rules: RuleSet) -> None:
    sunday = date(2027, 4, 4)
    assert sunday.isoweekday() == 7
    assert of(RequestType.SURNOMBRE_VALIDANT, rules, choice=sunday).last_day == sunday


def test_a_day_off_moves_to_the_next_working_day_where_the_campaign_says_so() -> None:
    rules = with_value(SEED, "deadline.shift", True)
    assert of(RequestType.INTER_CHU_SORTANT, rules).last_day == date(2026, 11, 16)
    assert "reporté au jour ouvré suivant" in of(RequestType.INTER_CHU_SORTANT, rules).sentence
    assert of(RequestType.REMORDS, rules) == of(RequestType.REMORDS, SEED)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2027, 5, 6), date(2027, 5, 7)),  # Ascension
        (date(2027, 5, 15), date(2027, 5, 18)),  # a Saturday before Pentecost
        (date(2027, 12, 24), date(2027, 12, 24)),
        (date(2026, 12, 25), date(2026, 12, 28)),
    ],
)
def test_working_days_leave_out_week_ends_and_public_holidays(day: date, working: date) -> None:
    assert next_working_day(day) == working


@pytest.mark.parametrize(
    "easter",
    [
        date(1954, 4, 18),
        date(1981, 4, 19),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2028, 4, 16),
        date(2038, 4, 25),
        date(2049, 4, 18),
        date(2076, 4, 19),
    ],
    ids=str,
)
def test_the_moving_holidays_follow_easter(easter: date) -> None:
    holidays = public_holidays(easter.year)
    assert {easter + timedelta(days=days) for days in (1, 39, 50)} < holidays
    assert len(holidays) in (10, 11)
