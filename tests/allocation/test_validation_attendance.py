"""Whether the attendance of a stage allows its validation: scenarios T61 to T69, and each limit from both sides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.model import Absence, Mode
from allocation.rulesets import RuleSet
from allocation.semester import Semester, semester
from allocation.validation import Attendance, FollowUp, days_left, days_of_last_months, disagreements, validate
from tests.allocation.stays import E27, H24, H25, H27, NATIONAL, SEED, away, away_for, with_value

BOTH = pytest.mark.parametrize("rules", [SEED, NATIONAL], ids=lambda rules: rules.name)


def of(rules: RuleSet, *given: Absence, stage: Semester = E27, mode: Mode = Mode.NORMAL) -> Attendance:
    return validate(given, stage, mode, rules)


def maternity(start: date, end: date) -> Absence:
    return away("Congé maternité", start, end)


@BOTH
def test_T61_annual_leave_is_presence(rules: RuleSet) -> None:
    leave = away("Congés annuels", date(2027, 7, 10), date(2027, 8, 8))
    found = of(rules, leave, away_for(61))
    assert found.eligible
    assert found.by_cause == (("Maladie", 122),)
    assert found.presence == (("Congés annuels", 60),)
    assert found.reason == "61 jours d'absence, 61 tolérés : l'assiduité permet la validation."


def test_T63_three_months_of_maternity_leave_validate_in_the_national_set() -> None:
    from_2_august = of(NATIONAL, maternity(date(2027, 8, 2), E27.end))
    from_1_august = of(NATIONAL, maternity(date(2027, 8, 1), E27.end))
    assert (from_2_august.eligible, from_2_august.rule, from_2_august.half_days) == (True, "VAL-05", 184)
    assert (from_1_august.eligible, from_1_august.rule, from_1_august.limit) == (False, "VAL-05", 184)


def test_T63_the_seed_set_holds_maternity_to_the_ordinary_limit() -> None:
    found = of(SEED, maternity(date(2027, 8, 2), E27.end))
    assert (found.eligible, found.rule, found.limit) == (False, "VAL-03", 122)


def test_T65_a_semester_that_ended_before_the_decree_is_judged_by_the_old_wording() -> None:
    found = of(NATIONAL, away_for(62, "Congé maternité", H24.start), stage=H24)
    assert (found.eligible, found.rule, found.limit) == (False, "VAL-02", 122)
    assert of(NATIONAL, away_for(62, "Congé maternité", H25.start), stage=H25).eligible


@pytest.mark.parametrize(("last_day", "eligible"), [(date(2025, 12, 27), False), (date(2025, 12, 28), True)])
def test_the_decree_holds_for_semesters_that_end_after_its_date(last_day: date, eligible: bool) -> None:
    stage = semester("2025-ete", end=last_day)
    assert of(NATIONAL, away_for(62, "Congé maternité", stage.start), stage=stage).eligible is eligible


@BOTH
def test_T67_days_and_calendar_months_part_and_it_is_said(rules: RuleSet) -> None:
    found = of(rules, away("Maladie", date(2027, 7, 1), date(2027, 8, 31)))
    assert not found.eligible
    assert found.warnings == (
        "62 jours d'absence : au-delà de la limite en jours (61), dans celle de 2 mois de date à date. "
        "La lecture en jours est appliquée (clé absence.unit).",
    )


@BOTH
def test_T67_the_calendar_reading_validates_where_the_campaign_takes_it(rules: RuleSet) -> None:
    by_dates = with_value(rules, "absence.unit", "calendar")
    assert of(by_dates, away("Maladie", date(2027, 7, 1), date(2027, 8, 31))).eligible
    assert not of(by_dates, away("Maladie", date(2027, 7, 1), date(2027, 9, 1))).eligible


@BOTH
@pytest.mark.parametrize(("second", "eligible"), [(30, True), (31, False)])
def test_absences_apart_are_added_in_days_even_from_date_to_date(rules: RuleSet, second: int, eligible: bool) -> None:
    by_dates = with_value(rules, "absence.unit", "calendar")
    rows = [away_for(31, start=date(2027, 7, 1)), away_for(second, start=date(2027, 9, 1))]
    assert of(by_dates, *rows).eligible is eligible


@BOTH
def test_two_winter_months_may_be_shorter_than_61_days_and_it_is_said(rules: RuleSet) -> None:
    found = of(rules, away_for(61, start=date(2028, 1, 1)), stage=H27)
    assert found.eligible
    assert "dans la limite en jours (61), au-delà de celle de 2 mois de date à date" in found.warnings[0]


@BOTH
@pytest.mark.parametrize("stage", [E27, H27, H25], ids=lambda stage: stage.name)
@pytest.mark.parametrize(("half_days", "eligible"), [(121, True), (122, True), (123, False), (124, False)])
def test_sixty_one_days_validate_and_half_a_day_more_does_not(
    rules: RuleSet, stage: Semester, half_days: int, eligible: bool
) -> None:
    absence = away("Maladie", stage.start, stage.start + timedelta(days=89), half_days)
    found = of(rules, absence, stage=stage)
    assert (found.eligible, found.half_days, found.margin) == (eligible, half_days, 122 - half_days)


@BOTH
def test_the_limit_itself_does_not_validate_where_the_campaign_says_so(rules: RuleSet) -> None:
    strict = with_value(rules, "absence.inclusive", False)
    assert not of(strict, away_for(61)).eligible
    assert of(strict, away("Maladie", E27.start, E27.start + timedelta(days=89), half_days=121)).eligible


def test_VAL_04_sixty_one_days_are_the_last_two_months_of_both_semesters() -> None:
    stages = [semester(f"{year}-{season}") for year in range(2024, 2033) for season in ("ete", "hiver")]
    assert {days_of_last_months(stage.start, stage.end, 2) for stage in stages} == {61}


@pytest.mark.parametrize(("stage", "limit"), [(E27, 92), (H25, 89), (H27, 90)], ids=["summer", "winter", "leap"])
def test_VAL_05_the_parental_limit_follows_the_dates_of_the_semester(stage: Semester, limit: int) -> None:
    within = of(NATIONAL, away_for(limit, "Congé maternité", stage.start), stage=stage)
    beyond = of(NATIONAL, away_for(limit + 1, "Congé maternité", stage.start), stage=stage)
    assert (within.eligible, within.limit) == (True, 2 * limit)
    assert (beyond.eligible, beyond.limit) == (False, 2 * limit)


def test_the_parental_limit_follows_the_campaign_s_own_dates() -> None:
    assert days_of_last_months(date(2027, 5, 3), date(2027, 11, 1), 3) == 91


@pytest.mark.parametrize(
    ("parental", "sick", "eligible", "rule"),
    [(31, 61, True, "VAL-02"), (32, 61, False, "VAL-05"), (30, 62, False, "VAL-02"), (92, 0, True, "VAL-05")],
)
def test_mixed_causes_hold_both_limits_and_are_shown_to_the_faculty(
    parental: int, sick: int, eligible: bool, rule: str
) -> None:
    rows = [away_for(parental, "Congé maternité")]
    rows += [away_for(sick, "Maladie", E27.start + timedelta(days=100))] if sick else []
    found = of(NATIONAL, *rows)
    assert (found.eligible, found.rule) == (eligible, rule)
    assert any("à soumettre à la faculté" in warning for warning in found.warnings) is bool(sick)


def test_one_limit_for_every_cause_has_nothing_mixed() -> None:
    found = of(SEED, away_for(30, "Congé maternité"), away_for(30, "Maladie", date(2027, 9, 1)))
    assert found.eligible
    assert found.warnings == ()


@BOTH
@pytest.mark.parametrize(("read_as", "shown"), [("parental", "un congé parental"), ("sick", "une maladie")])
def test_a_pathological_leave_is_to_be_confirmed(rules: RuleSet, read_as: str, shown: str) -> None:
    found = of(with_value(rules, "absence.pathological_as", read_as), away_for(9, "Grossesse pathologique"))
    assert found.warnings == (f"Congé pathologique compté comme {shown} (clé absence.pathological_as) : à confirmer.",)


@BOTH
def test_an_unjustified_absence_is_told_to_the_faculty(rules: RuleSet) -> None:
    assert of(rules, away_for(3, "Absence injustifiée")).warnings == (
        "3 jours d'absence sans justification : à signaler à la faculté.",
    )


@BOTH
def test_reaching_the_limit_is_said(rules: RuleSet) -> None:
    assert "61 jours d'absence : la limite est atteinte, sans être dépassée." in of(rules, away_for(61)).warnings


@BOTH
@pytest.mark.parametrize("days", [0, 61, 62])
def test_SNV_02_a_surnombre_non_validant_is_never_validated(rules: RuleSet, days: int) -> None:
    rows = [away_for(days)] if days else []
    found = of(rules, *rows, mode=Mode.SURNOMBRE_NON_VALIDANT)
    assert (found.eligible, found.rule, found.extra_semesters) == (False, "SNV-02", 1)


@BOTH
@pytest.mark.parametrize(("days", "eligible"), [(61, True), (62, False)])
def test_SUV_05_a_surnombre_validant_is_held_to_the_rules_of_all(rules: RuleSet, days: int, eligible: bool) -> None:
    assert of(rules, away_for(days), mode=Mode.SURNOMBRE_VALIDANT).eligible is eligible


@BOTH
@pytest.mark.parametrize(("days", "extra"), [(0, 0), (121, 0), (122, 1), (243, 1), (244, 2)])
def test_VAL_08_an_annual_stage_costs_a_semester_above_four_months_and_a_year_above_eight(
    rules: RuleSet, days: int, extra: int
) -> None:
    rows = [away_for(days)] if days else []
    found = validate(rows, E27, Mode.NORMAL, rules, annual=True)
    assert (found.eligible, found.rule, found.extra_semesters) == (not extra, "VAL-08", extra)


def test_a_full_presence_has_nothing_to_say() -> None:
    found = of(SEED)
    assert (found.eligible, found.half_days, found.warnings, found.main_cause) == (True, 0, (), "")


@pytest.mark.parametrize("key", ["absence.unit", "absence.parental_limit", "absence.mixed_policy"])
def test_an_unknown_word_in_the_rules_is_refused(key: str) -> None:
    rows = [away_for(70, "Congé maternité"), away_for(9, start=date(2027, 9, 1))]
    with pytest.raises(ValueError, match=key):
        validate(rows, E27, None, with_value(NATIONAL, key, "autrement"))


def test_the_other_rule_set_s_disagreement_is_said() -> None:
    rows = [maternity(date(2027, 8, 2), E27.end)]
    assert disagreements(rows, E27, None, SEED, NATIONAL) == (
        f"Selon « {NATIONAL.title} » (règle VAL-05) : 92 jours d'absence, 92 tolérés : "
        "l'assiduité permet la validation.",
    )
    assert disagreements([away_for(61)], E27, None, SEED, NATIONAL) == ()


def test_T25_the_other_rule_set_s_seniority_is_said() -> None:
    (sentence,) = disagreements([away_for(70)], E27, Mode.SURNOMBRE_VALIDANT, SEED, NATIONAL)
    assert sentence.startswith(f"Ancienneté selon « {NATIONAL.title} » (règle ORD-05) : ")
    assert sentence.endswith("non compté.")
    assert disagreements([away_for(70)], E27, Mode.NORMAL, SEED, NATIONAL) == ()


@BOTH
def test_the_days_left_follow_what_is_taken_and_what_is_planned(rules: RuleSet) -> None:
    rows = [away_for(10), away_for(5, start=date(2027, 9, 1))]
    assert days_left(rows, E27, None, rules, date(2027, 6, 1)) == FollowUp(taken=20, planned=10, left=92)
    assert days_left(rows, E27, None, rules, date(2027, 10, 22)) == FollowUp(taken=30, planned=0, left=20)
    assert days_left(rows, E27, None, rules, date(2027, 12, 1)) == FollowUp(taken=30, planned=0, left=0)
    assert days_left(rows, E27, None, rules, date(2027, 3, 1)) == FollowUp(taken=0, planned=30, left=92)


@BOTH
def test_no_day_is_left_above_the_limit_or_in_a_surnombre_non_validant(rules: RuleSet) -> None:
    assert days_left([away_for(70)], E27, None, rules, date(2027, 8, 1)).left == 0
    assert days_left([], E27, Mode.SURNOMBRE_NON_VALIDANT, rules, date(2027, 8, 1)).left == 0


PERIODS = st.tuples(
    st.integers(0, 183),
    st.integers(1, 95),
    st.sampled_from(["Maladie", "Congé maternité", "Congés annuels", "Grossesse pathologique"]),
)


def rows_of(periods: list[tuple[int, int, str]], stage: Semester) -> list[Absence]:
    return [away_for(length, cause, stage.start + timedelta(days=first)) for first, length, cause in periods]


@given(
    st.lists(PERIODS, max_size=4),
    st.integers(0, 183),
    st.sampled_from(["Maladie", "Congé maternité", "Congés annuels"]),
    st.sampled_from([E27, H27, H25]),
    st.sampled_from([SEED, NATIONAL]),
    st.sampled_from(["days", "calendar"]),
    st.booleans(),
)
def test_one_more_day_of_absence_never_makes_eligible(
    periods: list[tuple[int, int, str]],
    day: int,
    cause: str,
    stage: Semester,
    rules: RuleSet,
    unit: str,
    annual: bool,
) -> None:
    rules = with_value(rules, "absence.unit", unit)
    rows = rows_of(periods, stage)
    more = [*rows, away_for(1, cause, stage.start + timedelta(days=day))]
    before = validate(rows, stage, Mode.NORMAL, rules, annual=annual)
    after = validate(more, stage, Mode.NORMAL, rules, annual=annual)
    assert before.eligible or not after.eligible
    assert after.half_days >= before.half_days
    assert after.extra_semesters >= before.extra_semesters


@given(st.lists(PERIODS, max_size=4), st.integers(0, 183))
def test_the_days_left_can_be_taken_and_not_one_more(periods: list[tuple[int, int, str]], passed: int) -> None:
    rows = rows_of(periods, E27)
    today = E27.start + timedelta(days=passed)
    left = days_left(rows, E27, None, SEED, today).left
    if not validate(rows, E27, None, SEED).eligible:
        assert left == 0
        return
    busy = [row for row in rows if row.cause != "Congés annuels"]
    ahead = [today + timedelta(days=n) for n in range(1, (E27.end - today).days + 1)]
    free = [day for day in ahead if not any(row.start <= day <= row.end for row in busy)]
    taken = [away_for(1, "Maladie", day) for day in free[: left // 2]]
    assert validate([*rows, *taken], E27, None, SEED).eligible
    if len(free) > left // 2:
        further = away_for(1, "Maladie", free[left // 2])
        assert not validate([*rows, *taken, further], E27, None, SEED).eligible
