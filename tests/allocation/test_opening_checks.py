"""Before the first turn, the posts that nobody can take and the people whom no post suits are told."""

from __future__ import annotations

import pytest

from allocation.model import Category, Phase, Situation
from tests.allocation.factories import APPRO, PAEDIATRICS, SOCLE, campaign, intern, past, post, senior, teaching


def test_somebody_whom_no_open_post_suits_is_named_with_the_slots_still_missing() -> None:
    day = campaign(
        [teaching("MED-1", Category.MPOLY, 2)],
        [senior("NEUF", 1), senior("BLOQUE", 2)],
        history=[
            past("NEUF", "S1", Category.COUPLE),
            past("BLOQUE", "M", Category.MPOLY),
            past("BLOQUE", "L", Category.URG),
        ],
    )
    assert (
        f"{APPRO}, n° 2 : aucun stage ouvert ne lui convient (cases manquantes : COUPLE, SASPAS)."
        in day.prepared.warnings
    )
    assert "n° 1 : aucun stage" not in day.warnings


@pytest.mark.parametrize(
    ("history", "slots"), [(None, "non vérifiées"), ([past("SEUL", "S", phase=Phase.SOCLE)], "URG, NIV1")]
)
def test_slots_that_nothing_tells_are_said_not_to_be_verified(history: list | None, slots: str) -> None:
    day = campaign([post("FERME", 0)], [intern("SEUL", 1)], history=history)
    assert f"{SOCLE}, n° 1 : aucun stage ouvert ne lui convient (cases manquantes : {slots})." in day.prepared.warnings


def test_a_list_without_any_open_post_is_told_once() -> None:
    day = campaign([post("NEONAT", des=PAEDIATRICS)], [intern("UN", 1), intern("DEUX", 2)])
    assert f"{SOCLE} : aucun des 2 internes de la liste n'a de stage ouvert." in day.prepared.warnings
    assert "ne lui convient" not in day.warnings


def test_the_posts_that_nobody_can_take_are_told_together() -> None:
    day = campaign(
        [*(post(f"ZONE-{number:02}", reserved="CESP") for number in range(12)), post("URG"), post("FERME", 0)],
        [intern("DUPONT", 1)],
    )
    (said,) = [line for line in day.prepared.warnings if "que personne ne peut prendre" in line]
    assert said.startswith(f"{SOCLE} : 12 stage(s) que personne ne peut prendre à l'ouverture (ZONE-00, ")
    assert said.endswith("ZONE-09, …).")


def test_a_post_that_one_person_can_take_is_not_told() -> None:
    day = campaign([post("ZONE", reserved="CESP"), post("URG")], [intern("CESP", 1, Situation.CESP), intern("UN", 2)])
    assert "que personne" not in day.warnings


def test_a_post_of_a_list_without_interns_is_told() -> None:
    day = campaign([post("NEONAT", des=PAEDIATRICS), post("URG")], [intern("DUPONT", 1)])
    assert (
        "Pédiatrie – Socle : 1 stage(s) que personne ne peut prendre à l'ouverture (NEONAT)." in day.prepared.warnings
    )
