"""Which slot a post fills, and what is said where no history allows to know."""

from __future__ import annotations

import pytest

from allocation.model import Category, Phase
from tests.allocation.factories import PAEDIATRICS, campaign, intern, past, post, senior, teaching

C = Category


def done(*categories: Category) -> list:
    """The past of DUPONT: a stage of each category."""
    return [past("DUPONT", f"FAIT{number}", category) for number, category in enumerate(categories)]


def slot_filled(category: Category, *before: Category, contest: int = 2024) -> str | None:
    """The slot that a post of this category fills for DUPONT after those stages; None when it is refused."""
    history = done(*before) or [past("DUPONT", "SOCLE", C.URG, phase=Phase.SOCLE)]
    day = campaign([teaching("POSTE", category)], [senior("DUPONT", 1, contest=contest)], {"DUPONT": "POSTE"}, history)
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
        [post("S", des=PAEDIATRICS), post("NEONAT", des=PAEDIATRICS)],
        [intern("DUPONT", 1, des=PAEDIATRICS)],
        {"DUPONT": "S NEONAT"},
        [past("DUPONT", "S")],
    )
    assert day.skipped("DUPONT") == {"S": "SAM-01"}
    assert day.row("DUPONT")["curriculum"] == "non_verifie"


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
