"""The worked scenarios of the trade, each under its number, as whole campaigns wherever the files carry the facts.

Those of the validation stand beside the function that they are about; the last test knows where each one is.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from allocation.admissibility import fst_may_be_asked
from allocation.model import Category, Mode, Phase, RequestType, Situation
from allocation.rulesets import RuleSet
from tests.allocation.asked import WHO, asked, done, said
from tests.allocation.factories import (
    APPRO,
    PAEDIATRICS,
    PAEDIATRICS_SOCLE,
    RULES,
    Campaign,
    campaign,
    intern,
    past,
    post,
    request,
    senior,
)
from tests.allocation.stays import NATIONAL

R = RequestType
BOTH = pytest.mark.parametrize("rules", [RULES, NATIONAL], ids=lambda rules: rules.name)
S = post("S")


@BOTH
def test_T01_seniority_then_rank(rules: RuleSet) -> None:
    people = [senior("A", 900, seniority=2), senior("B", 10, seniority=1), senior("C", 300, seniority=2)]
    assert campaign([S], people, rules=rules).called(APPRO) == ["C", "A", "B"]


def by_history(rules: RuleSet, **lost: object) -> Campaign:
    """E, best ranked, whose last semester was lost; F who has one semester, and G who has two."""
    history = [past("E", "E1", semester="2026-ete"), past("E", "E2", validated=False, **lost), past("F", "F1")]
    history += [past("G", "G1", semester="2026-ete"), past("G", "G2")]
    people = [senior(name, rank, seniority=None) for rank, name in enumerate("EFG", start=1)]
    return campaign([S], people, history=history, rules=rules)


@BOTH
def test_T03_after_ordinary_sickness_one_is_called_with_the_lower_cohort(rules: RuleSet) -> None:
    assert by_history(rules, cause="Maladie", absence_days=70).called(APPRO) == ["G", "E", "F"]


@BOTH
def test_T05_a_surnombre_for_handicap_lost_adds_nothing_to_the_place(rules: RuleSet) -> None:
    day = by_history(rules, cause="Handicap", mode=Mode.SURNOMBRE_VALIDANT)
    assert day.called(APPRO) == ["G", "E", "F"]


@pytest.mark.parametrize(("cause", "order"), [("études ou recherches", "EGF"), ("convenances personnelles", "GEF")])
def test_T09_a_leave_for_studies_keeps_the_place_and_one_for_convenience_does_not(cause: str, order: str) -> None:
    assert by_history(NATIONAL, cause=f"Disponibilité {cause}").called(APPRO) == list(order)


def test_T11_who_finds_every_wish_full_stays_without_a_post_and_the_call_goes_on() -> None:
    day = campaign(
        [S, post("AUTRE", 2)],
        [intern("PREMIER", 1), intern("DEUX", 2), intern("TROIS", 3)],
        {"PREMIER": "S", "DEUX": "S", "TROIS": "AUTRE"},
    )
    assert day.posts_of("PREMIER DEUX TROIS") == ["S", None, "AUTRE"]
    assert day.status_of("DEUX") == "non_affecte"
    assert day.row("DEUX")["catch_up"] is True, "called again for what is left"
    assert day.seats("AUTRE") == (1, 0), "never a post that was not asked for"


def test_T15_a_wish_already_done_is_skipped_in_a_proxy_s_list_with_its_rule() -> None:
    day = campaign([S, post("URG")], [intern(WHO, 1)], {WHO: "S URG"}, history=[past(WHO, "S")])
    assert (day.post_of(WHO), day.skipped(WHO)) == ("URG", {"S": "SAM-01"})


def at_a_full_service(situation: Situation) -> Campaign:
    return campaign([S], [intern("PREMIER", 1), intern("ENCEINTE", 2, situation)], {"PREMIER": "S", "ENCEINTE": "S"})


def test_T17_in_a_full_service_the_validating_surnombre_is_refused_and_the_other_is_open() -> None:
    assert at_a_full_service(Situation.SURNOMBRE_VALIDANT).skipped("ENCEINTE") == {"S": "SUV-03"}
    assert at_a_full_service(Situation.SURNOMBRE_NON_VALIDANT).post_of("ENCEINTE") == "S"


def test_T19_a_surnombre_non_validant_leaves_the_capacity_as_it_was() -> None:
    day = at_a_full_service(Situation.SURNOMBRE_NON_VALIDANT)
    assert (day.mode_of("ENCEINTE"), day.seats("S")) == (Mode.SURNOMBRE_NON_VALIDANT, (1, 1))


@BOTH
def test_T21_a_surnombre_non_validant_for_pregnancy_keeps_the_place_and_fills_no_slot(rules: RuleSet) -> None:
    day = by_history(rules, cause="grossesse", mode=Mode.SURNOMBRE_NON_VALIDANT, category=Category.MPOLY)
    assert day.called(APPRO) == ["E", "G", "F"]
    missing = day.opening.person[day.person("E")].missing
    assert missing is not None
    assert "MPOLY" in [slot.name for slot in missing]


@BOTH
def test_T23_before_the_decree_a_second_surnombre_is_one_too_many(rules: RuleSet) -> None:
    history = [*done(2)[:1], *done(1, mode=Mode.SURNOMBRE_VALIDANT, cause="grossesse")]
    old = asked(R.SURNOMBRE_VALIDANT, history, cause="Congé maternité", choice_date=date(2025, 10, 9))
    assert said(old, rules) == {"SUV-06": "2e surnombre consécutif"}
    new = asked(R.SURNOMBRE_VALIDANT, history, cause="Congé maternité", choice_date=date(2027, 4, 4))
    assert said(new, rules) == {}


@pytest.mark.parametrize(("rules", "order"), [(RULES, "EGF"), (NATIONAL, "GEF")])
def test_T25_a_surnombre_lost_to_sickness_keeps_the_place_by_the_seed_set_only(rules: RuleSet, order: str) -> None:
    assert by_history(rules, cause="Maladie", mode=Mode.SURNOMBRE_VALIDANT).called(APPRO) == list(order)


@BOTH
def test_T27_no_hors_filiere_in_the_first_semester(rules: RuleSet) -> None:
    file = asked(R.HORS_FILIERE, history=[], candidate=intern(WHO, 1))
    assert said(file, rules) == {"HF-01": "0 semestre validé(s), 1 demandé(s)"}


NEONAT = post("NEONAT", des=PAEDIATRICS)


@pytest.mark.parametrize(
    ("rules", "order"), [(RULES, ["AINE", "JEUNE", "R200", "R700"]), (NATIONAL, ["AINE", "R200", "R700", "JEUNE"])]
)
def test_T31_two_hors_filiere_follow_their_rank_after_the_host_cohort(rules: RuleSet, order: list[str]) -> None:
    guests = [intern(f"R{rank}", rank, Situation.HORS_FILIERE, seniority=1) for rank in (700, 200)]
    hosts = [intern(name, 9000, seniority=n, des=PAEDIATRICS) for n, name in enumerate(("JEUNE", "AINE"))]
    asking = [request(guest.identity.last_name, R.HORS_FILIERE, des=PAEDIATRICS) for guest in guests]
    day = campaign([NEONAT], [*guests, *hosts], requests=asking, rules=rules)
    assert day.called(PAEDIATRICS_SOCLE) == order


@BOTH
def test_T33_a_service_already_done_is_closed_without_a_derogation(rules: RuleSet) -> None:
    given = ([S], [intern(WHO, 1)], {WHO: "S"}, [past(WHO, "S")])
    assert campaign(*given, rules=rules).skipped(WHO) == {"S": "SAM-01"}
    assert campaign(*given, [request(WHO, R.MEME_STAGE, code="S")], rules).post_of(WHO) == "S"


@BOTH
@pytest.mark.parametrize(("last", "refused"), [(3056, True), (3082, False), (3100, False)])
def test_T37_a_remords_asks_the_rank_of_the_last_one_admitted(rules: RuleSet, last: int, refused: bool) -> None:
    file = asked(R.REMORDS, done(2), senior(WHO, 3082), pieces=f"Lettre ; dernier affecté : {last}")
    assert said(file, rules) == ({"REM-04": f"rang 3082, dernier affecté {last}"} if refused else {})


def test_T39_a_repeated_semester_of_socle_leaves_time_for_a_remords_by_the_national_set_only() -> None:
    passed = {"2025-ete": True, "2025-hiver": False, "2026-ete": True}
    socle = [past(WHO, n, semester=n, phase=Phase.SOCLE, validated=ok) for n, ok in passed.items()]
    now = asked(R.REMORDS, [*socle, *done(1)])
    assert said(now, NATIONAL) == {}
    assert said(now, RULES) == {}, "the last chance"
    later = asked(R.REMORDS, [*(now.history or ()), past(WHO, "SUITE", semester="2027-ete")])
    assert said(later, NATIONAL) == {}
    assert list(said(later, RULES)) == ["REM-02"]


@pytest.mark.parametrize(
    ("rules", "order"), [(RULES, ["DEUX", "UN", WHO, "ZERO"]), (NATIONAL, ["DEUX", WHO, "UN", "ZERO"])]
)
def test_T41_after_a_remords_the_semesters_taken_over_give_the_place(rules: RuleSet, order: list[str]) -> None:
    names = ("ZERO", "UN", "DEUX")
    day = campaign(
        [NEONAT],
        [intern(WHO, 1, seniority=None)]
        + [intern(name, 500, seniority=n, des=PAEDIATRICS) for n, name in enumerate(names)],
        history=done(3, phase=Phase.SOCLE),
        requests=[request(WHO, R.REMORDS, des=PAEDIATRICS, pieces="Semestres repris : 2026-ete")],
        rules=rules,
    )
    assert day.called(PAEDIATRICS_SOCLE) == order
    (sheet,) = day.prepared.sheets[day.person(WHO)]
    assert [line.rule for line in sheet.lines].count("ORD-13") == 2


def test_T43_an_inter_chu_asks_two_validated_semesters() -> None:
    assert "ICH-01" in said(asked(R.INTER_CHU_SORTANT, done(1)))
    assert said(asked(R.INTER_CHU_SORTANT, done(2))) == {}


@pytest.mark.parametrize(("elsewhere", "refused"), [(3, False), (4, True)])
def test_T51_half_of_an_overseas_curriculum_may_be_done_elsewhere(elsewhere: int, refused: bool) -> None:
    history = [*done(6, subdivision="Océan Indien")[: 6 - elsewhere], *done(elsewhere, mode=Mode.INTER_CHU)]
    file = asked(R.INTER_CHU_SORTANT, history, subdivision="Océan Indien")
    assert ("ICH-01" in said(file)) is refused


def test_T53_inter_chu_and_dom_tom_share_one_cap_of_three() -> None:
    history = [*done(5)[:2], *done(3, mode=Mode.INTER_CHU)[:2], *done(1, mode=Mode.DOM_TOM)]
    assert said(asked(R.INTER_CHU_SORTANT, history)) == {"ICH-01": "3 semestres déjà fait(s) ailleurs, 3 au plus"}
    assert said(asked(R.DOM_TOM_SORTANT, history)) == {"DOM-03": "3 semestres déjà fait(s) ailleurs, 3 au plus"}


def test_T55_a_reserved_post_that_nobody_chose_stays_reserved() -> None:
    day = campaign([post("ZONE", reserved="CESP")], [intern("SANS-POSTE", 1)], {"SANS-POSTE": "ZONE"})
    assert day.row("SANS-POSTE")["catch_up"] is True
    assert day.skipped("SANS-POSTE") == {"ZONE": "ELI-01d"}
    assert day.seats("ZONE") == (0, 0)


@BOTH
def test_T57_a_leave_asked_45_days_before_its_start_is_late_and_applied_all_the_same(rules: RuleSet) -> None:
    asking = request(WHO, R.DISPONIBILITE, filed=date(2027, 3, 18))
    day = campaign([S], [intern(WHO, 1)], {WHO: "S"}, requests=[asking], rules=rules)
    assert day.status_of(WHO) == "ne_choisit_pas"
    assert "accordée et appliquée, contre DIS-03 : déposée le 18/03/2027" in day.warnings


@BOTH
def test_T59_an_option_and_a_fst_exclude_each_other(rules: RuleSet) -> None:
    assert not fst_may_be_asked(holds_option=True, applications_in_a_row=0, rules=rules)
    assert fst_may_be_asked(holds_option=False, applications_in_a_row=1, rules=rules)
    assert not fst_may_be_asked(holds_option=False, applications_in_a_row=2, rules=rules)


@BOTH
def test_T71_who_would_go_on_in_the_socle_beyond_its_time_is_told_unless_a_leave_extends_it(rules: RuleSet) -> None:
    def warnings(**third: object) -> str:
        lost = [done(4, phase=Phase.SOCLE, validated=False)[n] for n in (0, 1, 3)]
        lost += [past(WHO, "TIERS", semester="2026-ete", phase=Phase.SOCLE, validated=False, **third)]
        return campaign([S], [intern(WHO, 1)], history=lost, rules=rules).warnings

    assert "4 semestres déjà passés en phase Socle, 4 au plus" in warnings(cause="Maladie")
    assert "ELI-04" not in warnings(cause="Congé maternité", absence_days=184)


LATER = {
    "T47": "later part", "T49": "later part", "T73": "later part", "T75": "later part",
    "T77": "the matching of the consolidation is another part (CON-01, CON-02)",
}  # fmt: skip


def test_every_scenario_up_to_T71_has_a_test_that_bears_its_number() -> None:
    texts = (path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    found = {number for text in texts for number in re.findall(r"^def test_(T\d\d)_", text, re.MULTILINE)}
    wanted = {f"T{number:02}" for number in range(1, 72, 2)}
    assert wanted - found - LATER.keys() == set()
    assert not found & LATER.keys()
