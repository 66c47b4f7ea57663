"""Which slot a post fills, and what is said where no history allows to know."""

from __future__ import annotations

import pytest

from allocation.model import Category, Mode, Phase
from allocation.rulesets import RuleSet, Value, load
from tests.allocation.factories import (
    APPRO,
    PAEDIATRICS,
    RULES,
    Campaign,
    campaign,
    intern,
    overridden,
    past,
    post,
    senior,
    teaching,
)

C = Category


def done(*categories: Category) -> list:
    """The past of DUPONT: a stage of each category."""
    return [past("DUPONT", f"FAIT{number}", category) for number, category in enumerate(categories)]


def slot_filled(category: Category, *before: Category, contest: int = 2024, rules: RuleSet = RULES) -> str | None:
    """The slot that a post of this category fills for DUPONT after those stages; None when it is refused."""
    history = done(*before) or [past("DUPONT", "SOCLE", C.URG, phase=Phase.SOCLE)]
    dupont = senior("DUPONT", 1, contest=contest)
    day = campaign([teaching("POSTE", category)], [dupont], {"DUPONT": "POSTE"}, history, rules=rules)
    if day.post_of("DUPONT") is None:
        assert day.skipped("DUPONT") == {"POSTE": "ELI-01c"}
    return day.slot_of("DUPONT")


@pytest.mark.parametrize("category", [C.MPOLY, C.COUPLE, C.SASPAS])
def test_a_post_fills_its_own_slot_first(category: Category) -> None:
    assert slot_filled(category) == category.value


@pytest.mark.parametrize("category", [C.ENFANT, C.FEMME, C.URG, C.LIBRE])
def test_the_free_slot_takes_anything(category: Category) -> None:
    assert slot_filled(category) == "LIBRE"


def test_a_second_saspas_fills_the_free_slot_and_a_third_none() -> None:
    assert slot_filled(C.SASPAS, C.SASPAS) == "LIBRE"
    assert slot_filled(C.SASPAS, C.SASPAS, C.SASPAS) is None


def test_a_post_that_fits_nothing_missing_is_refused() -> None:
    assert slot_filled(C.MPOLY, C.MPOLY, C.ENFANT) is None


def test_in_the_three_year_curriculum_a_couple_stands_for_woman_and_child_and_frees_a_slot() -> None:
    assert slot_filled(C.COUPLE, contest=2020) == "COUPLE"
    assert slot_filled(C.URG, C.COUPLE, contest=2020) == "LIBRE"
    assert slot_filled(C.ENFANT, C.COUPLE, C.MPOLY, C.SASPAS, C.URG, contest=2020) is None


def test_in_the_three_year_curriculum_a_couple_comes_too_late_once_the_child_is_done() -> None:
    assert slot_filled(C.COUPLE, C.ENFANT, contest=2020) is None
    assert slot_filled(C.FEMME, C.ENFANT, contest=2020) == "FEMME"


WAIVED, NOT_WAIVED = 2025, 2024
WAIVER = overridden(curriculum__couple_single_contests=("2025", "2026"))


def test_the_coupled_stage_is_mandatory_by_default_and_waived_in_the_national_set() -> None:
    posts = [teaching("SEUL", C.ENFANT)]
    people, wishes, history = [senior("DUPONT", 1, contest=WAIVED)], {"DUPONT": "SEUL"}, done(C.MPOLY)
    assert campaign(posts, people, wishes, history).slot_of("DUPONT") == "LIBRE"
    national = load("national-2026")
    assert campaign(posts, people, wishes, history, rules=national).slot_of("DUPONT") == "COUPLE"


@pytest.mark.parametrize("category", [C.ENFANT, C.FEMME])
def test_where_the_contest_is_waived_one_speciality_fills_the_coupled_slot_and_it_is_said(category: Category) -> None:
    posts = [teaching("SEUL", category)]
    waived = campaign(posts, [senior("DUPONT", 1, contest=WAIVED)], {"DUPONT": "SEUL"}, done(C.MPOLY), rules=WAIVER)
    assert waived.slot_of("DUPONT") == "COUPLE"
    assert f"{APPRO}, n° 1 : SEUL remplit la case couplée dans une seule spécialité" in waived.warnings
    other = campaign(posts, [senior("DUPONT", 1, contest=NOT_WAIVED)], {"DUPONT": "SEUL"}, done(C.MPOLY), rules=WAIVER)
    assert other.slot_of("DUPONT") == "LIBRE"
    assert "case couplée" not in other.warnings


def test_a_coupled_stage_of_a_waived_contest_is_no_waiver() -> None:
    day = campaign(
        [teaching("DEUX", C.COUPLE)],
        [senior("DUPONT", 1, contest=WAIVED)],
        {"DUPONT": "DEUX"},
        done(C.MPOLY),
        rules=WAIVER,
    )
    assert day.slot_of("DUPONT") == "COUPLE"
    assert "case couplée" not in day.warnings


def test_a_past_stage_in_one_speciality_leaves_the_free_slot_under_the_waiver_only() -> None:
    assert slot_filled(C.URG, C.ENFANT, C.MPOLY, C.SASPAS, contest=WAIVED, rules=WAIVER) == "LIBRE"
    assert slot_filled(C.URG, C.ENFANT, C.MPOLY, C.SASPAS, contest=NOT_WAIVED, rules=WAIVER) is None
    assert slot_filled(C.FEMME, C.ENFANT, C.COUPLE, contest=WAIVED, rules=WAIVER) is None


def taking_one_speciality(contest: int, **values: Value) -> Campaign:
    """DUPONT takes a post of paediatrics after MPOLY, where the waiver holds, with more keys overridden."""
    waiver: dict[str, Value] = {"curriculum__couple_single_contests": ("2025", "2026")}
    dupont, rules = senior("DUPONT", 1, contest=contest), overridden(**waiver | values)
    return campaign([teaching("SEUL", C.ENFANT)], [dupont], {"DUPONT": "SEUL"}, done(C.MPOLY), rules=rules)


def test_a_campaign_may_waive_for_nobody() -> None:
    assert taking_one_speciality(WAIVED, curriculum__couple_single_contests=()).slot_of("DUPONT") == "LIBRE"


def test_where_the_order_is_strict_the_waiver_opens_what_would_come_too_early() -> None:
    assert taking_one_speciality(WAIVED, curriculum__order="refuse").post_of("DUPONT") == "SEUL"
    assert taking_one_speciality(NOT_WAIVED, curriculum__order="refuse").post_of("DUPONT") is None


WITH_MSU = "semestre(s) de médecine générale chez un MSU restent possibles"
IN_SOCLE = {"phase": Phase.SOCLE}


def chosen_after(category: Category, *before: tuple[Category, dict], contest: int = NOT_WAIVED) -> Campaign:
    """DUPONT, in the approfondissement, takes a post of this category after those stages."""
    history = [past("DUPONT", f"FAIT{number}", one, **told) for number, (one, told) in enumerate(before)]
    return campaign([teaching("POSTE", category)], [senior("DUPONT", 1, contest=contest)], {"DUPONT": "POSTE"}, history)


def test_who_did_no_practice_in_the_socle_must_spend_the_free_slot_with_an_msu() -> None:
    socle = ((C.URG, IN_SOCLE), (C.MPOLY, IN_SOCLE))
    wasted = chosen_after(C.URG, *socle)
    assert wasted.slot_of("DUPONT") == "LIBRE"
    assert f"{APPRO}, n° 1 : après POSTE, 3 {WITH_MSU} sur les 4" in wasted.warnings
    assert WITH_MSU not in chosen_after(C.NIV1, *socle).warnings
    assert WITH_MSU not in chosen_after(C.MPOLY, *socle).warnings
    assert WITH_MSU not in chosen_after(C.SASPAS, *socle).warnings


def test_a_regular_path_reaches_its_semesters_with_an_msu_whatever_the_free_slot() -> None:
    assert WITH_MSU not in chosen_after(C.URG, (C.URG, IN_SOCLE), (C.NIV1, IN_SOCLE)).warnings


def test_what_the_history_does_not_tell_of_an_earlier_phase_is_presumed_regular() -> None:
    assert WITH_MSU not in chosen_after(C.URG, (C.MPOLY, {})).warnings
    assert WITH_MSU not in chosen_after(C.URG, (C.URG, IN_SOCLE)).warnings


def test_a_failed_stage_or_a_non_validating_one_is_no_semester_with_an_msu() -> None:
    for told in ({"validated": False}, {"mode": Mode.SURNOMBRE_NON_VALIDANT}):
        lost = ((C.URG, IN_SOCLE), (C.MPOLY, IN_SOCLE), (C.NIV1, IN_SOCLE | told))
        assert WITH_MSU in chosen_after(C.URG, *lost).warnings


def test_a_curriculum_that_asks_for_none_and_a_history_not_given_say_nothing() -> None:
    socle = ((C.URG, IN_SOCLE), (C.MPOLY, IN_SOCLE))
    assert WITH_MSU not in chosen_after(C.MPOLY, *socle, contest=2020).warnings
    assert WITH_MSU not in campaign([teaching("P", C.URG)], [senior("DUPONT", 1)], {"DUPONT": "P"}).warnings


def test_the_stages_of_another_phase_fill_nothing_here() -> None:
    history = [past("DUPONT", "S1", C.MPOLY, phase=Phase.SOCLE)]
    day = campaign([teaching("POSTE", C.MPOLY)], [senior("DUPONT", 1)], {"DUPONT": "POSTE"}, history)
    assert day.slot_of("DUPONT") == "MPOLY"


def test_a_past_stage_without_its_phase_fills_a_slot_of_an_earlier_phase_first() -> None:
    history = [past("DUPONT", "S1", C.URG, phase=None), past("DUPONT", "S2", C.NIV1, phase=None)]
    day = campaign([teaching("POSTE", C.ENFANT)], [senior("DUPONT", 1)], {"DUPONT": "POSTE"}, history)
    assert day.slot_of("DUPONT") == "LIBRE"


def test_a_stage_that_was_not_validated_fills_nothing_but_stays_done() -> None:
    history = [past("DUPONT", "RATE", C.MPOLY, validated=False)]
    day = campaign(
        [teaching("RATE", C.MPOLY), teaching("AUTRE", C.MPOLY)],
        [senior("DUPONT", 1)],
        {"DUPONT": "RATE AUTRE"},
        history,
    )
    assert day.skipped("DUPONT") == {"RATE": "SAM-01"}
    assert day.slot_of("DUPONT") == "MPOLY"


def test_a_running_stage_is_presumed_validated_and_it_is_said() -> None:
    history = [past("DUPONT", "COURS", C.MPOLY, validated=None), past("DUPONT", "L", C.ENFANT)]
    day = campaign([teaching("POSTE", C.MPOLY)], [senior("DUPONT", 1)], {"DUPONT": "POSTE"}, history)
    assert day.skipped("DUPONT") == {"POSTE": "ELI-01c"}
    assert "présumés validés" in day.warnings


def test_a_saspas_before_the_first_year_of_the_phase_is_said() -> None:
    posts = [teaching("SASPAS", C.SASPAS)]
    early = campaign(posts, [senior("DUPONT", 1)], {"DUPONT": "SASPAS"}, done(C.MPOLY))
    assert "SASPAS pris avant la médecine polyvalente ou le couplé" in early.warnings
    late = campaign(posts, [senior("DUPONT", 1)], {"DUPONT": "SASPAS"}, done(C.MPOLY, C.COUPLE))
    assert "pris avant" not in late.warnings


def test_without_any_history_nothing_is_taken_as_not_done_and_it_is_said() -> None:
    day = campaign([teaching("POSTE", C.SASPAS)], [senior("DUPONT", 1)], {"DUPONT": "POSTE"})
    assert day.post_of("DUPONT") == "POSTE"
    assert day.row("DUPONT")["curriculum"] == "non_verifie"
    assert day.slot_of("DUPONT") is None
    assert "Historique non fourni pour tous les internes" in day.warnings


def test_somebody_whom_the_history_leaves_out_is_not_verified_alone() -> None:
    day = campaign(
        [teaching("POSTE", C.SASPAS, 2)],
        [senior("DUPONT", 1), senior("OUBLIE", 2)],
        {"DUPONT": "POSTE", "OUBLIE": "POSTE"},
        done(C.MPOLY, C.COUPLE),
    )
    assert [day.row(name)["curriculum"] for name in ("DUPONT", "OUBLIE")] == ["verifie", "non_verifie"]
    assert [day.slot_of(name) for name in ("DUPONT", "OUBLIE")] == ["SASPAS", None]
    assert "1 interne(s) sur 2" in day.warnings


def test_a_des_whose_curriculum_is_unknown_is_not_verified_but_already_done_is() -> None:
    day = campaign(
        [post(code, 1, Phase.APPROFONDISSEMENT, des="Neurologie") for code in ("S", "EEG")],
        [senior("DUPONT", 1, des="Neurologie")],
        {"DUPONT": "S EEG"},
        [past("DUPONT", "S", phase=Phase.APPROFONDISSEMENT)],
    )
    assert day.skipped("DUPONT") == {"S": "SAM-01"}
    assert day.row("DUPONT")["curriculum"] == "non_verifie"


def test_any_post_of_a_des_of_free_semesters_fills_one_even_where_its_category_is_not_said() -> None:
    day = campaign(
        [post("NEONAT", des=PAEDIATRICS)],
        [intern("DUPONT", 1, des=PAEDIATRICS)],
        {"DUPONT": "NEONAT"},
        [past("DUPONT", "S")],
    )
    assert day.slot_of("DUPONT") == "LIBRE"
    assert day.row("DUPONT")["curriculum"] == "verifie"


def test_a_phase_that_the_curriculum_does_not_know_is_not_verified() -> None:
    day = campaign(
        [teaching("POSTE", C.MPOLY, 1, Phase.ANCIEN_REGIME)],
        [intern("DUPONT", 1, phase=Phase.ANCIEN_REGIME, contest=None)],
        {"DUPONT": "POSTE"},
        done(C.URG),
    )
    assert day.post_of("DUPONT") == "POSTE"
    assert day.row("DUPONT")["curriculum"] == "non_verifie"


def test_a_post_whose_category_is_not_said_is_not_held_against_anybody() -> None:
    day = campaign([post("MUET")], [intern("DUPONT", 1)], {"DUPONT": "MUET"}, [past("DUPONT", "S", phase=Phase.SOCLE)])
    assert day.post_of("DUPONT") == "MUET"
    assert day.slot_of("DUPONT") is None


def test_codes_of_the_history_that_no_post_has_are_normal() -> None:
    day = campaign([post("URG")], [intern("DUPONT", 1)], {"DUPONT": "URG"}, [past("DUPONT", "DISPARU")])
    assert day.post_of("DUPONT") == "URG"
    assert "DISPARU" not in day.warnings
