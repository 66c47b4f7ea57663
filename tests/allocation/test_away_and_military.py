"""Those who have no turn here, those who come from elsewhere, and the military interns."""

from __future__ import annotations

import pytest

from allocation.model import Mode, RequestType, Situation
from tests.allocation.factories import MILITARY_SOCLE, SOCLE, campaign, intern, post, request


@pytest.mark.parametrize("situation", [Situation.DISPONIBILITE, Situation.ANNEE_RECHERCHE, Situation.NE_CHOISIT_PAS])
def test_somebody_on_leave_has_no_turn_even_with_a_wish_list(situation: Situation) -> None:
    day = campaign(
        [post("URG")],
        [intern("EN-CONGE", 1, situation), intern("DUPONT", 2)],
        {"EN-CONGE": "URG", "DUPONT": "URG"},
    )
    assert day.status_of("EN-CONGE") == "ne_choisit_pas"
    assert day.row("EN-CONGE")["order"] is None
    assert day.called(SOCLE) == ["DUPONT"]
    assert day.post_of("DUPONT") == "URG"


def test_two_reasons_to_have_no_turn_do_not_contradict_each_other() -> None:
    day = campaign([post("URG")], [intern("EN-CONGE", 1, Situation.DISPONIBILITE, Situation.NE_CHOISIT_PAS)])
    assert day.status_of("EN-CONGE") == "ne_choisit_pas"


@pytest.mark.parametrize(
    ("situation", "kind", "mode"),
    [
        (Situation.INTER_CHU_SORTANT, RequestType.INTER_CHU_SORTANT, Mode.INTER_CHU),
        (Situation.DOM_TOM_SORTANT, RequestType.DOM_TOM_SORTANT, Mode.DOM_TOM),
    ],
)
def test_whoever_leaves_the_subdivision_has_no_turn_and_the_place_is_said(
    situation: Situation, kind: RequestType, mode: Mode
) -> None:
    day = campaign(
        [post("URG")],
        [intern("PARTI", 1, situation), intern("DUPONT", 2)],
        {"PARTI": "URG", "DUPONT": "URG"},
        requests=[request("PARTI", kind, subdivision="Océan Indien")],
    )
    assert day.status_of("PARTI") == "hors_subdivision"
    assert day.row("PARTI")["place"] == "Océan Indien"
    assert day.mode_of("PARTI") is mode
    assert day.posts_of("PARTI DUPONT") == [None, "URG"]


@pytest.mark.parametrize(
    ("situation", "mode"),
    [(Situation.INTER_CHU_ENTRANT, Mode.INTER_CHU), (Situation.DOM_TOM_ENTRANT, Mode.DOM_TOM)],
)
def test_whoever_comes_takes_a_seat_after_the_home_interns(situation: Situation, mode: Mode) -> None:
    day = campaign(
        [post("URG"), post("PED")],
        [intern("VENU", 1, situation), intern("DUPONT", 9000)],
        {"VENU": "URG PED", "DUPONT": "URG"},
    )
    assert day.posts_of("DUPONT VENU") == ["URG", "PED"]
    assert day.mode_of("VENU") is mode
    assert day.seats("PED") == (1, 0)


def test_a_military_intern_without_a_list_of_their_own_has_no_turn() -> None:
    day = campaign([post("URG")], [intern("SOLDAT", 1, Situation.MILITAIRE)], {"SOLDAT": "URG"})
    assert day.status_of("SOLDAT") == "ne_choisit_pas"
    assert "SOLDAT Camille : militaire, sans liste" in day.warnings


def test_military_interns_choose_on_their_own_list_and_only_there() -> None:
    day = campaign(
        [post("HIA", 1, reserved="Militaire"), post("URG")],
        [intern("SOLDAT", 2, Situation.MILITAIRE), intern("CIVIL", 1), intern("RESERVE", 3, Situation.MILITAIRE)],
        {"SOLDAT": "URG HIA", "CIVIL": "HIA URG", "RESERVE": "HIA"},
    )
    assert day.called(MILITARY_SOCLE) == ["SOLDAT", "RESERVE"]
    assert day.called(SOCLE) == ["CIVIL"]
    assert day.posts_of("SOLDAT CIVIL RESERVE") == ["HIA", "URG", None]
    assert day.skipped("SOLDAT") == {"URG": "ELI-01b"}
    assert day.skipped("CIVIL") == {"HIA": "ELI-01b"}
