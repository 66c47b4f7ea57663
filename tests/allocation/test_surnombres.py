"""Places added beside the open ones: the validating surnombre needs a free seat, the other needs nothing."""

from __future__ import annotations

from datetime import date

import pytest

from allocation.model import Category, Mode, Phase, Situation
from tests.allocation.factories import campaign, intern, overridden, past, post, senior, teaching

SUV = Situation.SURNOMBRE_VALIDANT
SNV = Situation.SURNOMBRE_NON_VALIDANT


def test_a_validating_surnombre_leaves_the_seat_and_adds_a_place() -> None:
    day = campaign(
        [post("URG")], [intern("ENCEINTE", 1, SUV), intern("SUIVANT", 2)], {"ENCEINTE": "URG", "SUIVANT": "URG"}
    )
    assert day.posts_of("ENCEINTE SUIVANT") == ["URG", "URG"]
    assert day.mode_of("ENCEINTE") is Mode.SURNOMBRE_VALIDANT
    assert day.seats("URG") == (1, 1)


def test_a_validating_surnombre_needs_a_seat_left_at_her_turn() -> None:
    """T17."""
    day = campaign(
        [post("URG"), post("PED")],
        [intern("PREMIER", 1), intern("ENCEINTE", 2, SUV)],
        {"PREMIER": "URG", "ENCEINTE": "URG PED"},
    )
    assert day.post_of("ENCEINTE") == "PED"
    assert day.skipped("ENCEINTE") == {"URG": "SUV-03"}


def test_two_validating_surnombres_may_share_one_free_seat() -> None:
    day = campaign(
        [post("URG")],
        [intern("UNE", 1, SUV), intern("DEUX", 2, SUV), intern("SUIVANT", 3)],
        dict.fromkeys(("UNE", "DEUX", "SUIVANT"), "URG"),
    )
    assert day.posts_of("UNE DEUX SUIVANT") == ["URG"] * 3
    assert day.seats("URG") == (1, 2)


def test_a_validating_surnombre_obeys_the_ordinary_rules() -> None:
    day = campaign(
        [
            teaching("SASPAS", Category.SASPAS),
            teaching("DEJA", Category.MPOLY),
            teaching("FERME", Category.MPOLY, 0),
            teaching("ZONE", Category.MPOLY, reserved="CESP"),
            teaching("COURT", Category.MPOLY, accredited_until=date(2027, 6, 1)),
            teaching("BON", Category.MPOLY),
        ],
        [senior("ENCEINTE", 1, SUV)],
        {"ENCEINTE": "SASPAS DEJA FERME ZONE COURT BON"},
        history=[past("ENCEINTE", "S1", Category.SASPAS), past("ENCEINTE", "S2", Category.SASPAS),
                 past("ENCEINTE", "DEJA", Category.URG, phase=Phase.SOCLE)],
    )  # fmt: skip
    assert day.skipped("ENCEINTE") == {
        "SASPAS": "ELI-01c",
        "DEJA": "SAM-01",
        "FERME": "ELI-01d",
        "ZONE": "ELI-01d",
        "COURT": "ELI-01b",
    }
    assert day.slot_of("ENCEINTE") == "MPOLY"


def test_a_seat_reserved_to_others_is_no_free_seat_for_a_surnombre() -> None:
    day = campaign(
        [post("MIXTE", 2, reserved="CESP:1")],
        [intern("PREMIER", 1), intern("ENCEINTE", 2, SUV)],
        {"PREMIER": "MIXTE", "ENCEINTE": "MIXTE"},
    )
    assert day.skipped("ENCEINTE") == {"MIXTE": "SUV-03"}


def test_a_surnombre_who_holds_a_cesp_counts_on_the_reserved_seat_and_leaves_it() -> None:
    day = campaign(
        [post("ZONE", 1, reserved="CESP")],
        [intern("ENCEINTE", 1, SUV, Situation.CESP), intern("SIGNATAIRE", 2, Situation.CESP)],
        {"ENCEINTE": "ZONE", "SIGNATAIRE": "ZONE"},
    )
    assert day.posts_of("ENCEINTE SIGNATAIRE") == ["ZONE", "ZONE"]
    assert day.seats("ZONE") == (1, 1)


@pytest.mark.parametrize("category", [Category.NIV1, Category.SASPAS, Category.MG3])
def test_a_validating_surnombre_with_an_msu_is_allowed_and_said(category: Category) -> None:
    day = campaign([post("MSU", category=category)], [intern("ENCEINTE", 1, SUV)], {"ENCEINTE": "MSU"})
    assert day.post_of("ENCEINTE") == "MSU"
    assert "surnombre validant chez un MSU (MSU)" in day.warnings


def test_a_campaign_may_allow_surnombres_with_an_msu_without_a_word() -> None:
    day = campaign(
        [post("MSU", category=Category.NIV1)],
        [intern("ENCEINTE", 1, SUV)],
        {"ENCEINTE": "MSU"},
        rules=overridden(surnombre__ambulatory="allow"),
    )
    assert "surnombre" not in day.warnings


def test_an_ordinary_choice_with_an_msu_is_not_said() -> None:
    day = campaign([post("MSU", category=Category.NIV1)], [intern("DUPONT", 1)], {"DUPONT": "MSU"})
    assert "MSU" not in day.warnings


def test_a_non_validating_surnombre_takes_a_full_post_and_no_seat() -> None:
    """T19."""
    day = campaign(
        [post("URG")],
        [intern("PREMIER", 1), intern("MALADE", 2, SNV)],
        {"PREMIER": "URG", "MALADE": "URG"},
    )
    assert day.posts_of("PREMIER MALADE") == ["URG", "URG"]
    assert day.mode_of("MALADE") is Mode.SURNOMBRE_NON_VALIDANT
    assert day.seats("URG") == (1, 1)


def test_a_non_validating_surnombre_is_called_at_their_own_place_and_leaves_the_seat() -> None:
    day = campaign([post("URG")], [intern("MALADE", 1, SNV), intern("SUIVANT", 2)], {"MALADE": "URG", "SUIVANT": "URG"})
    assert day.posts_of("MALADE SUIVANT") == ["URG", "URG"]


def test_neither_slot_nor_already_done_matters_to_a_non_validating_surnombre() -> None:
    day = campaign(
        [teaching("SASPAS", Category.SASPAS)],
        [senior("MALADE", 1, SNV)],
        {"MALADE": "SASPAS"},
        history=[past("MALADE", "SASPAS", Category.SASPAS), past("MALADE", "S2", Category.SASPAS)],
    )
    assert day.post_of("MALADE") == "SASPAS"
    assert day.slot_of("MALADE") is None


def test_reserved_closed_and_unaccredited_posts_stay_closed_to_a_non_validating_surnombre() -> None:
    day = campaign(
        [
            post("ZONE", 1, reserved="CESP"),
            post("FERME", 0),
            post("COURT", accredited_until=date(2027, 6, 1)),
            post("APPRO", 1, Phase.APPROFONDISSEMENT),
        ],
        [intern("MALADE", 1, SNV)],
        {"MALADE": "ZONE FERME COURT APPRO"},
    )
    assert day.skipped("MALADE") == {"ZONE": "ELI-01d", "FERME": "ELI-01d", "COURT": "ELI-01b", "APPRO": "ELI-01b"}


def test_a_non_validating_surnombre_never_fills_the_curriculum_later() -> None:
    day = campaign(
        [teaching("MPOLY", Category.MPOLY)],
        [senior("DUPONT", 1)],
        {"DUPONT": "MPOLY"},
        history=[past("DUPONT", "M1", Category.MPOLY, mode=Mode.SURNOMBRE_NON_VALIDANT)],
    )
    assert day.slot_of("DUPONT") == "MPOLY"


def test_more_surnombres_than_usual_in_a_service_are_said_once_for_all_its_seats() -> None:
    names = ("UNE", "DEUX", "TROIS")
    day = campaign(
        [post("URG", 2), post("URG", 1, reserved="CESP"), post("PED")],
        [intern(name, rank, SUV) for rank, name in enumerate(names, start=1)] + [intern("SEULE", 4, SNV)],
        dict.fromkeys(names, "URG") | {"SEULE": "PED"},
    )
    assert "URG : 3 surnombres dans ce service, plus que 1 (clé surnombre.cap_per_service)." in day.warnings
    assert "PED : " not in day.warnings


def test_a_campaign_may_find_more_surnombres_usual() -> None:
    day = campaign(
        [post("URG", 2)], [intern("UNE", 1, SUV), intern("DEUX", 2, SUV)], {"UNE": "URG", "DEUX": "URG"},
        rules=overridden(surnombre__cap_per_service=2),
    )  # fmt: skip
    assert "surnombres dans ce service" not in day.warnings
