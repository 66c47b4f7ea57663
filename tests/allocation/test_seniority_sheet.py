"""The seniority of a person: one line a semester, each with the rule that counts it or does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.forms import CAUSES
from allocation.model import Mode, PastStage, Phase
from allocation.rulesets import RuleSet
from allocation.seniority import Cause, Remords, SenioritySheet, cause_of, seniority
from tests.allocation.stays import NATIONAL, SEED, done, with_value

BOTH = pytest.mark.parametrize("rules", [SEED, NATIONAL], ids=lambda rules: rules.name)
SUV, SNV = Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT


def of(rules: RuleSet, *history: PastStage, phase: Phase = Phase.SOCLE) -> SenioritySheet:
    return seniority(history, phase, rules)


def line(rules: RuleSet, stage: PastStage) -> tuple[int, str]:
    """What one semester adds, and by which rule."""
    sheet = of(rules, stage)
    return sheet.total, sheet.lines[0].rule


@BOTH
def test_ORD_02_validated_semesters_of_the_phase_count(rules: RuleSet) -> None:
    sheet = of(rules, done("2025-hiver"), done("2026-ete"), phase=Phase.SOCLE)
    assert (sheet.total, sheet.pending) == (2, 0)
    assert {line.why for line in sheet.lines} == {"Semestre validé : compté."}
    assert [(line.semester, line.counted, line.rule) for line in sheet.lines] == [
        ("2025-hiver", True, "ORD-02"),
        ("2026-ete", True, "ORD-02"),
    ]


@BOTH
def test_T03_ordinary_sickness_leaves_the_seniority_unchanged(rules: RuleSet) -> None:
    assert line(rules, done("2026-ete", False, "maladie ordinaire, hors CLM/CLD")) == (0, "ORD-05")


@BOTH
@pytest.mark.parametrize("mode", [SUV, SNV])
def test_T05_a_failed_surnombre_for_handicap_adds_nothing(rules: RuleSet, mode: Mode) -> None:
    assert line(rules, done("2026-ete", False, "handicap", mode)) == (0, "ORD-08")
    assert line(with_value(rules, "seniority.handicap", True), done("2026-ete", False, "RQTH", mode)) == (1, "ORD-08")


@BOTH
def test_T09_leave_for_studies_counts_and_leave_for_convenience_does_not(rules: RuleSet) -> None:
    studies = [done(name, None, "Disponibilité études/recherche") for name in ("2026-ete", "2026-hiver")]
    convenience = [done(name, None, "Disponibilité convenances personnelles") for name in ("2026-ete", "2026-hiver")]
    assert of(rules, *studies).total == 2
    assert {line.rule for line in of(rules, *studies).lines} == {"ORD-06"}
    assert of(rules, *convenience).total == 0
    assert {line.rule for line in of(rules, *convenience).lines} == {"ORD-07"}


def test_leave_for_studies_does_not_count_where_the_campaign_says_so() -> None:
    stage = done("2026-ete", None, "disponibilité pour recherche")
    assert line(with_value(SEED, "seniority.dispo_etudes", False), stage) == (0, "ORD-06")


@BOTH
@pytest.mark.parametrize("mode", [SUV, SNV])
def test_T21_a_surnombre_for_pregnancy_counts(rules: RuleSet, mode: Mode) -> None:
    rule = "SNV-04" if mode is SNV else ("ORD-09" if rules is SEED else "ORD-05")
    assert line(rules, done("2026-ete", False, "grossesse", mode)) == (1, rule)


@pytest.mark.parametrize(("rules", "expected"), [(SEED, (1, "ORD-09")), (NATIONAL, (0, "ORD-05"))])
def test_T25_a_surnombre_validant_lost_to_sickness_counts_by_the_seed_set_only(
    rules: RuleSet, expected: tuple[int, str]
) -> None:
    assert line(rules, done("2026-ete", False, "Maladie", SUV)) == expected


@BOTH
def test_T41_after_a_remords_only_the_semesters_taken_over_count(rules: RuleSet) -> None:
    history = [done("2025-hiver"), done("2026-ete"), done("2026-hiver", phase=Phase.APPROFONDISSEMENT)]
    change = Remords("2027-ete", {"2026-ete": Phase.SOCLE})
    sheet = seniority(history, Phase.SOCLE, rules, change)
    assert sheet.total == 1
    assert [line.rule for line in sheet.lines] == ["ORD-13", "ORD-02", "ORD-13"]
    assert seniority([*history, done("2027-ete")], Phase.SOCLE, rules, change).total == 2


def test_a_semester_is_taken_over_in_the_phase_that_the_coordinator_says() -> None:
    change = Remords("2027-ete", {"2026-ete": Phase.SOCLE})
    history = [done("2026-ete", phase=Phase.APPROFONDISSEMENT)]
    assert seniority(history, Phase.SOCLE, SEED, change).total == 1
    assert seniority(history, Phase.APPROFONDISSEMENT, SEED, change).total == 0


@BOTH
@pytest.mark.parametrize(
    "cause",
    ["état de grossesse", "Congé maternité", "Congé paternité", "Congé adoption", "CLM", "CLD", "activité syndicale"],
)
def test_ORD_05_a_listed_cause_counts_without_validation(rules: RuleSet, cause: str) -> None:
    assert line(rules, done("2026-ete", False, cause)) == (1, "ORD-05")


@BOTH
@pytest.mark.parametrize("cause", ["Accident du travail", "Absence injustifiée", "Congé parental", "Autre", "?"])
def test_ORD_05_another_cause_does_not(rules: RuleSet, cause: str) -> None:
    assert line(rules, done("2026-ete", False, cause)) == (0, "ORD-05")


@BOTH
def test_an_unsaid_cause_is_to_be_checked(rules: RuleSet) -> None:
    assert of(rules, done("2026-ete", False)).lines[0].why.endswith("Vérifiez la cause.")


@BOTH
def test_a_research_year_counts_unless_the_campaign_says_otherwise(rules: RuleSet) -> None:
    year = [done(name, None, "Année-recherche") for name in ("2026-ete", "2026-hiver")]
    assert of(rules, *year).total == 2
    assert of(with_value(rules, "seniority.annee_recherche", False), *year).total == 0


@BOTH
def test_a_surnombre_non_validant_never_counts_as_validated(rules: RuleSet) -> None:
    assert line(rules, done("2026-ete", True, "Maladie", SNV)) == (0, "SNV-04")


@BOTH
def test_a_validated_semester_counts_whatever_its_absences(rules: RuleSet) -> None:
    assert line(rules, done("2026-ete", True, "Disponibilité")) == (1, "ORD-02")
    assert line(rules, done("2026-ete", True, "Maladie", SUV)) == (1, "ORD-02")


@BOTH
def test_a_running_semester_is_pending(rules: RuleSet) -> None:
    sheet = of(rules, done("2025-hiver"), done("2026-ete", None))
    assert (sheet.total, sheet.pending) == (1, 1)
    assert "tant qu'il n'est pas validé" in sheet.lines[1].why


@BOTH
def test_another_phase_does_not_count_unless_the_scope_is_the_total(rules: RuleSet) -> None:
    history = [done("2025-hiver"), done("2026-ete", phase=Phase.APPROFONDISSEMENT)]
    assert of(rules, *history, phase=Phase.APPROFONDISSEMENT).total == 1
    assert of(with_value(rules, "seniority.scope", "total"), *history, phase=Phase.APPROFONDISSEMENT).total == 2


@BOTH
def test_a_phase_that_is_not_given_is_taken_for_the_present_one_and_said(rules: RuleSet) -> None:
    sheet = of(rules, done("2026-ete", phase=None))
    assert sheet.total == 1
    assert sheet.lines[0].why.endswith("Phase non indiquée, tenue pour la phase Socle.")


@BOTH
def test_a_semester_of_two_rows_counts_once(rules: RuleSet) -> None:
    sheet = of(rules, done("2026-ete"), done("2026-ete"))
    assert sheet.total == 1
    assert [line.counted for line in sheet.lines] == [True, False]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Grossesse", Cause.GROSSESSE),
        ("GROSSESSE PATHOLOGIQUE", Cause.GROSSESSE),
        ("congé de maternité", Cause.MATERNITE),
        ("Paternité et accueil de l’enfant", Cause.PATERNITE),
        ("congé d'adoption", Cause.ADOPTION),
        ("congé de longue maladie", Cause.CLM),
        ("C.L.D. (longue durée)", Cause.CLD),
        ("Activité syndicale", Cause.SYNDICAT),
        ("mandat syndical", Cause.SYNDICAT),
        ("situation de handicap", Cause.HANDICAP),
        ("arrêt maladie", Cause.MALADIE),
        ("maladie, non CLM ni CLD", Cause.MALADIE),
        ("maladie sans lien avec la grossesse", Cause.MALADIE),
        ("grossesse, stage non validé", Cause.GROSSESSE),
        ("dispo pour études ou recherches", Cause.DISPO_ETUDES),
        ("Disponibilité (thèse de doctorat)", Cause.DISPO_ETUDES),
        ("Disponibilité", Cause.DISPONIBILITE),
        ("convenances personnelles", Cause.DISPONIBILITE),
        ("dispo convenances personnelles (recherche d'emploi)", Cause.DISPONIBILITE),
        ("annee_recherche", Cause.ANNEE_RECHERCHE),
        ("Année de recherche", Cause.ANNEE_RECHERCHE),
        ("Congé parental", Cause.AUTRE),
        ("insuffisance", Cause.AUTRE),
        (" ", Cause.NON_DITE),
    ],
)
def test_causes_are_read_from_tolerant_words(text: str, cause: Cause) -> None:
    assert cause_of(text) is cause


@BOTH
def test_every_word_of_the_rule_sets_is_a_cause_that_can_be_read(rules: RuleSet) -> None:
    words = rules.words("seniority.listed_causes")
    assert words
    assert all(cause_of(word).value == word for word in words)


def test_every_cause_of_the_forms_can_be_read() -> None:
    assert Cause.NON_DITE not in {cause_of(cause) for cause in CAUSES}


STAGES = st.builds(
    done,
    st.sampled_from(["2025-hiver", "2026-ete", "2026-hiver", "2027-ete"]),
    st.sampled_from([True, False, None]),
    st.sampled_from(["", "maladie", "grossesse", "handicap", "Disponibilité", "Année-recherche"]),
    st.sampled_from(list(Mode)),
    st.sampled_from([*Phase, None]),
)


@given(st.lists(STAGES, max_size=8), st.sampled_from([SEED, NATIONAL]))
def test_the_sheet_adds_up_and_names_a_rule_on_each_line(history: list[PastStage], rules: RuleSet) -> None:
    sheet = seniority(history, Phase.SOCLE, rules)
    assert len(sheet.lines) == len(history)
    assert sheet.pending <= sum(stage.validated is None for stage in history)
    assert sheet.total == sum(line.counted for line in sheet.lines)
    assert sheet.total + sheet.pending <= len({stage.semester for stage in history})
    assert all(line.rule and line.why for line in sheet.lines)
