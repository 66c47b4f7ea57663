"""What a stage that is not validated costs, and how long a phase may take."""

from __future__ import annotations

from datetime import date

import pytest

from allocation.consequences import Consequences, consequences, phase_limit
from allocation.model import Absence, Mode, PastStage, Phase
from allocation.rulesets import RuleSet
from allocation.validation import validate
from tests.allocation.stays import E27, NATIONAL, SEED, away_for, done

BOTH = pytest.mark.parametrize("rules", [SEED, NATIONAL], ids=lambda rules: rules.name)


def after(
    rules: RuleSet,
    *given: Absence,
    mode: Mode = Mode.NORMAL,
    phase: Phase = Phase.APPROFONDISSEMENT,
    decision: bool | None = None,
    cause: str = "",
) -> Consequences:
    return consequences(validate(given, E27, mode, rules), mode, phase, rules, decision=decision, cause=cause)


@BOTH
def test_T03_ordinary_sickness_adds_no_seniority(rules: RuleSet) -> None:
    found = after(rules, away_for(70))
    assert (found.validated, found.seniority, found.rule, found.semesters_due) == (False, 0, "ORD-05", 1)


@BOTH
def test_T21_a_surnombre_non_validant_for_pregnancy_adds_seniority_but_no_slot(rules: RuleSet) -> None:
    found = after(rules, mode=Mode.SURNOMBRE_NON_VALIDANT, cause="grossesse")
    assert (found.validated, found.seniority, found.rule, found.semesters_due) == (False, 1, "SNV-04", 1)


@pytest.mark.parametrize(("rules", "gained", "rule"), [(SEED, 1, "ORD-09"), (NATIONAL, 0, "ORD-05")])
def test_T25_a_failed_surnombre_validant_counts_by_the_seed_set_only(rules: RuleSet, gained: int, rule: str) -> None:
    found = after(rules, away_for(70), mode=Mode.SURNOMBRE_VALIDANT)
    assert (found.validated, found.seniority, found.rule) == (False, gained, rule)


@BOTH
def test_T69_a_reasoned_negative_decision_stands_against_a_fine_attendance(rules: RuleSet) -> None:
    found = after(rules, away_for(10), decision=False, cause="insuffisance pédagogique")
    assert (found.validated, found.seniority, found.semesters_due) == (False, 0, 1)
    assert found.sentences[0] == "Non validé par décision motivée, l'assiduité étant suffisante."
    assert any("Un semestre supplémentaire est dû" in sentence for sentence in found.sentences)


@BOTH
def test_an_attendance_that_is_fine_waits_for_the_decision(rules: RuleSet) -> None:
    found = after(rules, away_for(10))
    assert (found.validated, found.seniority, found.semesters_due) == (True, 1, 0)
    assert found.sentences[0] == "Sous réserve de la décision de la faculté."
    assert after(rules, away_for(10), decision=True).sentences == ("Semestre validé : compté.",)


@BOTH
def test_a_decision_against_the_attendance_is_applied_and_said(rules: RuleSet) -> None:
    found = after(rules, away_for(62), decision=True)
    assert found.validated
    assert "contre l'assiduité" in found.sentences[0]


@BOTH
def test_no_decision_validates_a_surnombre_non_validant(rules: RuleSet) -> None:
    found = after(rules, mode=Mode.SURNOMBRE_NON_VALIDANT, decision=True, cause="CLM")
    assert (found.validated, found.seniority) == (False, 1)
    assert found.sentences[0].startswith("Décision « validé » écartée")


def test_VAL_10_a_lost_socle_semester_keeps_the_next_phase_closed() -> None:
    assert any("socle" in sentence for sentence in after(SEED, away_for(62), phase=Phase.SOCLE).sentences)
    assert not any("socle" in sentence for sentence in after(SEED, away_for(62)).sentences)


def test_VAL_08_a_long_absence_from_an_annual_stage_costs_a_year() -> None:
    attendance = validate([away_for(250)], E27, None, SEED, annual=True)
    found = consequences(attendance, None, Phase.CONSOLIDATION, SEED)
    assert found.semesters_due == 2
    assert any("Une année supplémentaire est due" in sentence for sentence in found.sentences)


def test_causes_of_different_effect_are_left_to_the_faculty() -> None:
    rows = [away_for(50), away_for(60, "Congé maternité", date(2027, 7, 15))]
    found = after(NATIONAL, *rows)
    assert found.seniority == 1
    assert any("« Congé maternité », la plus longue, est retenue" in sentence for sentence in found.sentences)
    assert not any("retenue" in sentence for sentence in after(NATIONAL, *rows, cause="Maladie").sentences)
    assert not any("retenue" in sentence for sentence in after(NATIONAL, away_for(70)).sentences)


SOCLE = 2


def socle(*stages: PastStage) -> list[PastStage]:
    return [done("2025-hiver"), done("2026-ete", validated=False, cause="maladie"), *stages]


@BOTH
def test_T71_a_whole_semester_of_maternity_leave_extends_the_phase(rules: RuleSet) -> None:
    history = socle(
        done("2026-hiver", validated=False, cause="Congé maternité", absence_days=181),
        done("2027-ete", validated=False, cause="maladie"),
    )
    found = phase_limit(history, Phase.SOCLE, SOCLE, rules)
    assert (found.limit, found.spent, found.extended_by, found.exhausted) == (5, 4, ("2026-hiver",), False)


@BOTH
def test_T71_without_such_a_leave_four_semesters_of_socle_are_the_end(rules: RuleSet) -> None:
    history = socle(done("2026-hiver", validated=False), done("2027-ete", validated=False))
    found = phase_limit(history, Phase.SOCLE, SOCLE, rules)
    assert (found.limit, found.spent, found.left, found.exhausted) == (4, 4, 0, True)
    assert not phase_limit(history[:3], Phase.SOCLE, SOCLE, rules).exhausted


@pytest.mark.parametrize(("days", "limit"), [(181, 5), (180, 4)])
@pytest.mark.parametrize("cause", ["Congé maternité", "paternité", "Congé adoption", "CLM", "CLD"])
def test_a_leave_extends_the_phase_only_over_a_whole_semester(cause: str, days: int, limit: int) -> None:
    found = phase_limit(socle(done("2026-hiver", False, cause, absence_days=days)), Phase.SOCLE, SOCLE, SEED)
    assert found.limit == limit
    assert bool(found.doubts) is (limit == 4)


def test_ordinary_sickness_extends_nothing() -> None:
    found = phase_limit(socle(done("2026-hiver", False, "Maladie", absence_days=181)), Phase.SOCLE, SOCLE, SEED)
    assert (found.limit, found.doubts) == (4, ())


def test_a_research_year_extends_the_phase_by_its_semesters() -> None:
    year = [done(name, None, "Année-recherche") for name in ("2026-hiver", "2027-ete")]
    assert phase_limit(socle(*year), Phase.SOCLE, SOCLE, SEED).limit == 6


def test_other_phases_take_no_time_of_this_one_and_a_missing_phase_is_said() -> None:
    history = [done("2025-hiver", phase=Phase.APPROFONDISSEMENT), done("2026-ete", phase=None)]
    found = phase_limit(history, Phase.SOCLE, SOCLE, SEED)
    assert found.spent == 1
    assert found.doubts == ("Semestre 2026-ete : phase non indiquée, compté dans la durée de la phase.",)


def test_a_doctorate_is_left_to_a_human() -> None:
    found = phase_limit(socle(done("2026-hiver", None, "Disponibilité études")), Phase.SOCLE, SOCLE, SEED)
    assert "doctorat" in found.doubts[0]
