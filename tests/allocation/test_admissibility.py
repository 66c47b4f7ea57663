"""What was granted held against the rules: each rule that passes and that does not, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from allocation.model import Category, Mode, Outcome, PastStage, Phase, RequestType, Situation
from allocation.rulesets import RuleSet
from allocation.stated import stated
from tests.allocation.asked import HOME, WHO, asked, done, said, told
from tests.allocation.factories import RULES, dossier, intern, overridden, past, post, request, senior, teaching
from tests.allocation.stays import NATIONAL

R = RequestType
BOTH = pytest.mark.parametrize("rules", [RULES, NATIONAL], ids=lambda rules: rules.name)
ELSEWHERE = pytest.mark.parametrize("kind", [R.INTER_CHU_SORTANT, R.DOM_TOM_SORTANT])


@pytest.mark.parametrize(("semesters", "refused"), [(0, True), (1, False), (2, False)])
@BOTH
def test_HF_01_a_hors_filiere_is_open_from_the_second_semester(semesters: int, refused: bool, rules: RuleSet) -> None:
    assert ("HF-01" in said(asked(R.HORS_FILIERE, done(semesters)), rules)) is refused


def test_a_history_counts_what_was_validated_and_neither_leaves_nor_surnombres_non_validants() -> None:
    nothing = [
        *done(1, validated=False),
        past(WHO, "A", semester="2026-ete", cause="Année-recherche", validated=True),
        past(WHO, "B", semester="2025-hiver", cause="Disponibilité", validated=None),
        past(WHO, "C", semester="2025-ete", mode=Mode.SURNOMBRE_NON_VALIDANT, validated=None),
    ]
    assert said(asked(R.HORS_FILIERE, nothing)) == {"HF-01": "0 semestre validé(s), 1 demandé(s)"}
    assert said(asked(R.HORS_FILIERE, [*nothing, past(WHO, "EN-COURS", validated=None)])) == {}


def test_without_a_history_the_seniority_and_the_earlier_phases_tell() -> None:
    assert "ICH-01" in said(asked(R.INTER_CHU_SORTANT, candidate=intern(WHO, 1, seniority=1)))
    assert "ICH-01" not in said(asked(R.INTER_CHU_SORTANT, candidate=senior(WHO, 1, seniority=0)))
    assert "ICH-01" in said(asked(R.INTER_CHU_SORTANT, candidate=intern(WHO, 1, seniority=0, des="Pédiatrie")))
    assert "ICH-01" not in said(asked(R.INTER_CHU_SORTANT, candidate=senior(WHO, 1, seniority=0, des="Pédiatrie")))


@pytest.mark.parametrize("kind", [R.HORS_FILIERE, R.INTER_CHU_SORTANT, R.DOM_TOM_SORTANT, R.REMORDS])
def test_without_anything_that_tells_nothing_is_held_against_anybody(kind: RequestType) -> None:
    assert said(asked(kind, candidate=intern(WHO, 1, seniority=None))) == {}


def test_ICH_01_the_semesters_of_an_inter_chu_are_those_validated_here() -> None:
    elsewhere = done(3, subdivision="Lyon")
    assert (
        said(asked(R.INTER_CHU_SORTANT, [*elsewhere[:2], *done(1)]))["ICH-01"] == "1 semestre validé(s), 2 demandé(s)"
    )
    assert "ICH-01" not in said(asked(R.INTER_CHU_SORTANT, [*elsewhere[:1], *done(2)]))


@ELSEWHERE
@pytest.mark.parametrize(("phase", "refused"), [(Phase.SOCLE, True), (Phase.APPROFONDISSEMENT, False)])
def test_ICH_02_the_national_set_opens_the_approfondissement_alone(
    kind: RequestType, phase: Phase, refused: bool
) -> None:
    file = asked(kind, done(2), candidate=intern(WHO, 1, phase=phase))
    assert ("ICH-02" in said(file, NATIONAL)) is refused
    assert "ICH-02" not in said(file, RULES)


@pytest.mark.parametrize(("rules", "cap"), [(RULES, 3), (NATIONAL, 2)])
def test_the_cap_elsewhere_is_a_key_and_is_reached_one_semester_later(rules: RuleSet, cap: int) -> None:
    for away, refused in ((cap - 1, False), (cap, True)):
        history = [*done(6)[: 6 - away], *done(away, mode=Mode.INTER_CHU)]
        assert ("ICH-01" in said(asked(R.INTER_CHU_SORTANT, history), rules)) is refused


def test_the_national_cap_counts_the_stages_of_its_phases_alone() -> None:
    history = done(3, mode=Mode.INTER_CHU, phase=Phase.SOCLE)
    assert "ICH-01" not in said(asked(R.INTER_CHU_SORTANT, history), NATIONAL)
    assert "ICH-01" in said(asked(R.INTER_CHU_SORTANT, done(3, mode=Mode.INTER_CHU)), NATIONAL)


@pytest.mark.parametrize(("shared", "refused"), [(True, True), (False, False)])
def test_DOM_03_both_kinds_share_the_cap_unless_the_campaign_says_otherwise(shared: bool, refused: bool) -> None:
    history = [*done(6, mode=Mode.INTER_CHU)[:3], *done(3)]
    assert ("DOM-03" in said(asked(R.DOM_TOM_SORTANT, history), overridden(ich__shared_cap=shared))) is refused


def test_ICH_04_the_share_of_overseas_interns_falls_back_on_the_cap_where_the_length_is_not_known() -> None:
    oral = senior(WHO, 1, des="Chirurgie orale")
    history = [*done(5, subdivision="Antilles-Guyane")[:2], *done(3, mode=Mode.INTER_CHU)]
    for candidate, refused in ((oral, True), (replace(oral, des="Pédiatrie"), False)):
        file = asked(R.INTER_CHU_SORTANT, history, candidate, subdivision="Antilles-Guyane")
        assert ("ICH-01" in said(file)) is refused


@pytest.mark.parametrize(
    ("cause", "refused"), [("état de grossesse", False), ("Handicap", False), ("", False), ("Convenances", True)]
)
@pytest.mark.parametrize("kind", [R.SURNOMBRE_VALIDANT, R.SURNOMBRE_NON_VALIDANT])
def test_SUV_02_a_surnombre_has_a_cause_of_the_text(kind: RequestType, cause: str, refused: bool) -> None:
    assert ("SUV-02" in said(asked(kind, done(2), cause=cause))) is refused


def surnombres(count: int) -> list[PastStage]:
    return [*done(5)[: 5 - count], *done(count, mode=Mode.SURNOMBRE_VALIDANT)]


@pytest.mark.parametrize(("day", "refused"), [(date(2025, 12, 27), True), (date(2025, 12, 28), False)])
@BOTH
def test_SUV_06_the_decree_holds_for_choices_after_its_date(day: date, refused: bool, rules: RuleSet) -> None:
    second = asked(R.SURNOMBRE_VALIDANT, surnombres(1), choice_date=day, cause="Congé maternité")
    assert ("SUV-06" in said(second, rules)) is refused


@pytest.mark.parametrize(
    ("before", "cause", "refused"),
    [(0, "CLM", False), (1, "Congé paternité", False), (1, "CLM", True), (1, "", True), (2, "Congé maternité", True)],
)
def test_SUV_06_a_second_surnombre_is_for_parental_causes_and_a_third_for_none(
    before: int, cause: str, refused: bool
) -> None:
    file = asked(R.SURNOMBRE_VALIDANT, surnombres(before), choice_date=date(2027, 4, 4), cause=cause)
    assert ("SUV-06" in said(file)) is refused


def test_SUV_06_a_surnombre_after_an_ordinary_semester_or_a_gap_is_a_first_one() -> None:
    old = done(2, mode=Mode.SURNOMBRE_VALIDANT)[:1]
    assert said(asked(R.SURNOMBRE_VALIDANT, [*old, *done(1)], cause="CLM")) == {}
    assert said(asked(R.SURNOMBRE_VALIDANT, old, cause="CLM")) == {}


def test_REM_01_a_remords_is_exercised_once() -> None:
    assert "REM-01" not in said(asked(R.REMORDS, done(3)))
    history = [*done(3)[:2], *done(1, cause="Droit au remords")]
    assert said(asked(R.REMORDS, history))["REM-01"].endswith("2026-hiver")


@pytest.mark.parametrize(
    ("decision", "filed", "refused"),
    [
        (Outcome.GRANTED, date(2026, 2, 1), True),
        (Outcome.REFUSED, date(2026, 2, 1), False),
        (Outcome.GRANTED, date(2027, 2, 1), False),
    ],
)
def test_REM_01_another_granted_request_shows_an_earlier_one(decision: Outcome, filed: date, refused: bool) -> None:
    other = request(WHO, R.REMORDS, decision, filed=filed)
    file = asked(R.REMORDS, done(2), others=[other], filed=date(2027, 2, 1))
    assert ("REM-01" in said(file)) is refused


@pytest.mark.parametrize(("semesters", "refused"), [(4, False), (5, True)])
def test_REM_02_the_seed_closes_the_remords_with_the_fourth_semester(semesters: int, refused: bool) -> None:
    assert ("REM-02" in said(asked(R.REMORDS, done(semesters)), RULES)) is refused


@pytest.mark.parametrize(("semesters", "refused"), [(2, False), (3, True)])
def test_REM_02_the_national_set_closes_it_with_the_second_semester_of_the_phase(semesters: int, refused: bool) -> None:
    assert ("REM-02" in said(asked(R.REMORDS, done(semesters)), NATIONAL)) is refused


@pytest.mark.parametrize(
    ("des", "phase", "refused"),
    [
        ("Psychiatrie", Phase.SOCLE, False),
        ("Psychiatrie", Phase.APPROFONDISSEMENT, True),
        ("Pédiatrie", Phase.APPROFONDISSEMENT, False),
        ("Pédiatrie", Phase.CONSOLIDATION, True),
    ],
)
def test_REM_02_some_des_close_it_with_the_socle(des: str, phase: Phase, refused: bool) -> None:
    file = asked(R.REMORDS, done(1), candidate=intern(WHO, 1, des=des, phase=phase))
    assert ("REM-02" in said(file, NATIONAL)) is refused


def test_REM_05_no_rank_is_asked_where_posts_were_left() -> None:
    papers = "Lettre ; spécialité non pourvue ; dernier affecté : 10"
    assert "REM-04" not in said(asked(R.REMORDS, done(2), candidate=senior(WHO, 3082), pieces=papers))


@pytest.mark.parametrize(
    ("papers", "refused"), [("Dernier affecté : 9000", True), ("Spécialité non pourvue", False), ("", False)]
)
def test_REM_07_a_cesp_changes_only_towards_posts_left(papers: str, refused: bool) -> None:
    file = asked(R.REMORDS, done(2), candidate=senior(WHO, 1, Situation.CESP), pieces=papers)
    assert ("REM-07" in said(file)) is refused
    assert "REM-04" not in said(file)


@pytest.mark.parametrize("papers", ["", "3082", "dernier affecté 3082", "dernier : 3082", "rang du dernier affecté"])
def test_papers_that_do_not_use_the_set_words_state_nothing(papers: str) -> None:
    assert stated(papers).last_admitted is None


def test_papers_are_read_whatever_their_accents_and_case() -> None:
    assert stated("Lettre, DERNIER AFFECTE: 3082, avis").last_admitted == 3082
    assert stated("semestres repris : 2025-hiver, 2026-été et 2026-été").taken_over == ("2025-hiver", "2026-ete")
    assert stated("Semestres repris : aucun").taken_over == ()
    assert stated("Semestres repris : S1").taken_over is None


@pytest.mark.parametrize(
    ("kind", "late"),
    [
        (R.HORS_FILIERE, date(2027, 3, 3)),
        (R.INTER_CHU_SORTANT, date(2026, 11, 16)),
        (R.DOM_TOM_SORTANT, date(2026, 11, 16)),
        (R.REMORDS, date(2027, 3, 3)),
        (R.DISPONIBILITE, date(2027, 3, 3)),
        (R.MEME_STAGE, date(2027, 2, 5)),
        (R.SURNOMBRE_VALIDANT, date(2027, 4, 5)),
        (R.SURNOMBRE_NON_VALIDANT, date(2027, 4, 5)),
    ],
)
def test_a_request_filed_a_day_late_is_said_and_one_on_the_last_day_is_not(kind: RequestType, late: date) -> None:
    def about(day: date) -> str:
        return " ".join(said(asked(kind, done(2), choice_date=date(2027, 4, 4), filed=day)).values())

    assert f"déposée le {late:%d/%m/%Y}" in about(late)
    assert "déposée" not in about(date.fromordinal(late.toordinal() - 1))


def test_what_is_granted_against_a_rule_is_applied_and_said() -> None:
    given = dossier(
        [post("URG")],
        [intern(WHO, 1)],
        history=[],
        requests=[request(WHO, R.HORS_FILIERE, des="Pédiatrie", filed=date(2027, 4, 1))],
    )
    warnings = told(given)
    assert f"{WHO} Camille : demande « Hors-filière », accordée et appliquée, contre HF-02 : déposée le" in warnings
    assert "national-2026 s'y opposerait" not in warnings, "the same rule says no in both sets"


def test_the_national_set_s_disagreement_is_a_warning_of_its_own() -> None:
    given = dossier(
        [post("URG")],
        [intern(WHO, 1)],
        history=done(2),
        requests=[request(WHO, R.INTER_CHU_SORTANT, filed=date(2026, 11, 1))],
    )
    assert f"{WHO} Camille : demande « Inter-CHU sortant » : national-2026 s'y opposerait (ICH-02 : " in told(given)
    assert "contre" not in told(given)
    assert "s'y opposerait" not in told(replace(given, candidates=(senior(WHO, 1),)))


def test_the_date_of_the_choice_is_what_some_deadlines_want() -> None:
    given = dossier(
        [post("URG")],
        [intern(WHO, 1)],
        requests=[request(WHO, R.MEME_STAGE, code="URG", filed=date(2027, 3, 10))],
    )
    assert "Délai non vérifié pour 1 demande(s) (SAM-02)" in told(given)
    dated = told(given, choice_date=date(2027, 4, 4))
    assert "Délai non vérifié" not in dated
    assert "contre SAM-02 : déposée le 10/03/2027. Même stage : demande à déposer au plus tard le 04/02/2027" in dated


def remords(papers: str, **changes: object) -> str:
    return told(
        dossier(
            [post("NEONAT", des="Pédiatrie")],
            [intern(WHO, 1, **changes)],
            history=done(2, phase=Phase.SOCLE),
            requests=[request(WHO, R.REMORDS, des="Pédiatrie", pieces=papers, filed=date(2027, 1, 4))],
        )
    )


def test_a_remords_without_its_facts_says_which_ones_to_write_and_where() -> None:
    bare = remords("", seniority=0)
    assert "rang non vérifié (REM-04). Écrivez aux pièces « Dernier affecté : 3082 »" in bare
    assert "ORD-13" not in bare
    assert "non vérifié" not in remords("Dernier affecté : 3082", seniority=0)


def test_the_place_of_a_remords_and_of_a_hors_filiere_by_the_national_set_is_said() -> None:
    said_of_remords = remords("Spécialité non pourvue", seniority=0)
    assert "national-2026 l'appellerait selon son rang (REM-09, clé rem.position)" in said_of_remords
    given = dossier(
        [post("URG")], [intern(WHO, 1)], history=done(1), requests=[request(WHO, R.HORS_FILIERE, des="Pédiatrie")]
    )
    assert "appelé dernier de la liste d'accueil ; national-2026 l'appellerait après ceux de même ancienneté" in told(
        given
    )
    assert "l'appellerait" not in told(given, overridden(hf__position="same_seniority"))


def test_a_semester_that_one_set_counts_and_the_other_does_not_is_said() -> None:
    lost = past(WHO, "S", Category.MPOLY, validated=False, cause="Maladie", mode=Mode.SURNOMBRE_VALIDANT)
    given = dossier([teaching("POSTE", Category.COUPLE)], [senior(WHO, 1, seniority=1)], history=[lost])
    assert (
        f"{WHO} Camille : semestre 2026-hiver compté dans l'ancienneté (ORD-09) ; selon national-2026 (ORD-05) : "
        "semestre non validé pour une cause que l'article R632-32 ne prévoit pas : non compté."
    ) in told(given)
    assert "selon national-2026" not in told(replace(given, history=(replace(lost, cause="grossesse"),)))


def test_those_without_a_turn_are_told_nothing_of_their_place() -> None:
    lost = past(WHO, "S", validated=False, cause="Maladie", mode=Mode.SURNOMBRE_VALIDANT)
    given = dossier([post("URG")], [senior(WHO, 1, Situation.NE_CHOISIT_PAS)], history=[lost])
    assert "selon national-2026" not in told(given)


def test_the_subdivision_of_the_campaign_is_no_elsewhere() -> None:
    assert said(asked(R.DOM_TOM_SORTANT, done(4, subdivision=HOME.upper()))) == {}
