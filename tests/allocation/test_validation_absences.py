"""Which absences count, and how many half-days they take."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import absences
from allocation.absences import COUNTED, Kind, days_of_absence, in_days, kind_of, tally
from allocation.forms import CAUSES
from allocation.model import Absence
from allocation.rulesets import RuleSet
from tests.allocation.stays import E27, NATIONAL, SEED, away, with_value

JUNE = date(2027, 6, 1)


def counted(*given: Absence) -> int:
    return tally(given, E27.start, E27.end, NATIONAL).half_days(*COUNTED)


def june(day: int) -> date:
    return date(2027, 6, day)


def test_every_named_cause_is_one_of_the_forms() -> None:
    named = absences.PARENTAL_CAUSES | absences.PRESENCE_CAUSES | {absences.PATHOLOGICAL, absences.UNJUSTIFIED}
    assert named < set(CAUSES)


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("Maladie", Kind.OTHER),
        ("Accident du travail", Kind.OTHER),
        ("CLM", Kind.OTHER),
        ("CLD", Kind.OTHER),
        ("Congé maternité", Kind.PARENTAL),
        ("Congé paternité", Kind.PARENTAL),
        ("Congé adoption", Kind.PARENTAL),
        ("Grossesse pathologique", Kind.PARENTAL),
        ("Congé parental", Kind.OTHER),
        ("Disponibilité", Kind.OTHER),
        ("Absence injustifiée", Kind.OTHER),
        ("Congés annuels", Kind.PRESENCE),
        ("Formation", Kind.PRESENCE),
        ("Congé exceptionnel", Kind.PRESENCE),
        ("Autre", Kind.OTHER),
    ],
)
@pytest.mark.parametrize("rules", [SEED, NATIONAL], ids=lambda rules: rules.name)
def test_each_cause_has_its_kind(cause: str, kind: Kind, rules: RuleSet) -> None:
    assert kind_of(cause, rules) is kind


def test_pathological_leave_is_sickness_where_the_campaign_says_so() -> None:
    assert kind_of("Grossesse pathologique", with_value(SEED, "absence.pathological_as", "sick")) is Kind.OTHER


def test_both_ends_of_an_absence_count() -> None:
    assert counted(away("Maladie", june(3), june(14))) == 2 * 12
    assert counted(away("Maladie", june(3), june(3))) == 2


def test_half_days_count_for_half() -> None:
    assert counted(away("Maladie", june(3), june(14), half_days=5)) == 5


def test_half_days_count_for_whole_days_where_the_campaign_says_so() -> None:
    rules = with_value(SEED, "absence.half_day", False)
    found = tally([away("Maladie", june(3), june(14), half_days=5)], E27.start, E27.end, rules)
    assert found.half_days(*COUNTED) == 2 * 5


def test_a_morning_and_an_afternoon_of_one_day_make_a_day() -> None:
    assert counted(away("Maladie", june(3), june(3), 1), away("Autre", june(3), june(3), 1)) == 2


def test_more_half_days_than_the_period_has_are_cut_and_said() -> None:
    found = tally([away("Maladie", june(3), june(4), half_days=7)], E27.start, E27.end, SEED)
    assert found.half_days(*COUNTED) == 4
    assert found.warnings == (
        "Absence du 03/06/2027 au 04/06/2027 (Maladie) : 7 demi-journées annoncées, 4 au plus sont possibles.",
    )


def test_overlapping_absences_are_counted_once_and_said() -> None:
    found = tally(
        [away("Maladie", june(1), june(10)), away("Maladie", june(8), june(12))], E27.start, E27.end, NATIONAL
    )
    assert found.half_days(*COUNTED) == 2 * 12
    assert "se chevauchent" in found.warnings[0]


def test_an_absence_inside_a_longer_one_is_said_even_after_another() -> None:
    rows = [
        away("Maladie", june(1), june(20)),
        away("CLM", june(2), june(3)),
        away("Autre", june(10), june(11)),
    ]
    found = tally(rows, E27.start, E27.end, NATIONAL)
    assert len(found.warnings) == 2
    assert found.by_cause(*COUNTED) == (("Maladie", 2 * 20),)


def test_absences_that_share_one_day_overlap() -> None:
    rows = [away("Maladie", june(1), june(10)), away("CLM", june(10), june(12))]
    found = tally(rows, E27.start, E27.end, SEED)
    assert (found.half_days(*COUNTED), len(found.warnings)) == (2 * 12, 1)


def test_absences_that_touch_do_not_overlap() -> None:
    rows = [away("Maladie", june(1), june(10)), away("CLM", june(11), june(12))]
    assert tally(rows, E27.start, E27.end, SEED).warnings == ()


def test_sickness_takes_the_day_from_leave_and_from_maternity() -> None:
    rows = [
        away("Congés annuels", june(1), june(10)),
        away("Maladie", june(6), june(12)),
        away("Congé maternité", june(12), june(20)),
    ]
    found = tally(rows, E27.start, E27.end, NATIONAL)
    assert found.by_cause(Kind.OTHER) == (("Maladie", 2 * 7),)
    assert found.by_cause(Kind.PARENTAL) == (("Congé maternité", 2 * 8),)
    assert found.by_cause(Kind.PRESENCE) == (("Congés annuels", 2 * 5),)


def test_days_outside_the_semester_are_left_out_and_said() -> None:
    rows = [
        away("Maladie", date(2027, 4, 20), date(2027, 5, 3)),
        away("CLM", date(2027, 11, 2), date(2027, 11, 9)),
    ]
    found = tally(rows, E27.start, E27.end, SEED)
    assert found.half_days(*COUNTED) == 2 * 2
    assert found.warnings == (
        "Absence du 20/04/2027 au 03/05/2027 (Maladie) : seuls les jours du 02/05/2027 au 01/11/2027 sont comptés.",
        "Absence du 02/11/2027 au 09/11/2027 (CLM) : hors de la période du stage, non comptée.",
    )


def test_the_first_and_the_last_day_of_the_stage_are_within_it() -> None:
    found = tally([away("Maladie", E27.start, E27.start), away("CLM", E27.end, E27.end)], E27.start, E27.end, SEED)
    assert (found.half_days(*COUNTED), found.warnings) == (4, ())
    whole = tally([away("Maladie", E27.start, E27.end, half_days=2 * 184)], E27.start, E27.end, SEED)
    assert (whole.half_days(*COUNTED), whole.warnings) == (2 * 184, ())


def test_an_absence_that_ends_on_the_first_day_counts_that_day() -> None:
    found = tally([away("Maladie", date(2027, 5, 1), E27.start)], E27.start, E27.end, SEED)
    assert found.half_days(*COUNTED) == 2
    assert [warning.count("seuls les jours") for warning in found.warnings] == [1]


def test_an_unknown_cause_is_counted_and_said() -> None:
    found = tally([away("Grève du tram", JUNE, JUNE)], E27.start, E27.end, SEED)
    assert found.half_days(*COUNTED) == 2
    assert "motif « Grève du tram » inconnu, compté" in found.warnings[0]


def test_an_absence_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="avant son début"):
        counted(away("Maladie", june(2), june(1)))


@pytest.mark.parametrize(("half_days", "shown"), [(122, "61"), (123, "61,5"), (0, "0"), (1, "0,5"), (-3, "-1,5")])
def test_half_days_are_shown_as_days(half_days: int, shown: str) -> None:
    assert in_days(half_days) == shown


def test_the_plural_starts_at_two_days() -> None:
    assert [days_of_absence(n) for n in (3, 4)] == ["1,5 jour d'absence", "2 jours d'absence"]


PERIODS = st.tuples(
    st.integers(-20, 200), st.integers(0, 90), st.sampled_from(["Maladie", "Congé maternité", "Congés annuels"])
)


@given(st.lists(PERIODS, max_size=6))
def test_whole_days_are_the_union_of_the_day_sets(periods: list[tuple[int, int, str]]) -> None:
    rows = [
        away(cause, E27.start + timedelta(days=first), E27.start + timedelta(days=first + length))
        for first, length, cause in periods
    ]
    in_stage = {E27.start + timedelta(days=n) for n in range(E27.days)}

    def days_of(*causes: str) -> set[date]:
        return {day for day in in_stage for row in rows if row.cause in causes and row.start <= day <= row.end}

    found = tally(rows, E27.start, E27.end, NATIONAL)
    sick, maternity = days_of("Maladie"), days_of("Congé maternité")
    assert found.half_days(*COUNTED) == 2 * len(sick | maternity)
    assert found.half_days(Kind.OTHER) == 2 * len(sick)
    assert found.half_days(Kind.PARENTAL) == 2 * len(maternity - sick)
    assert found.half_days(Kind.PRESENCE) == 2 * len(days_of("Congés annuels") - sick - maternity)


@given(st.lists(PERIODS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(periods: list[tuple[int, int, str]], rng: Random) -> None:
    rows = [
        away(cause, JUNE + timedelta(days=first), JUNE + timedelta(days=first + length), length % 3)
        for first, length, cause in periods
    ]
    shuffled = rng.sample(rows, len(rows))
    assert tally(rows, E27.start, E27.end, SEED) == tally(shuffled, E27.start, E27.end, SEED)
