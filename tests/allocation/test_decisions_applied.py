"""The Situation column and the requests file made one; what contradicts itself stops."""

from __future__ import annotations

import pytest

from allocation.model import Mode, Outcome, RequestType, Situation
from tests.allocation.factories import PAEDIATRICS, campaign, dossier, errors_of, intern, past, post, request

SUV, SNV = Situation.SURNOMBRE_VALIDANT, Situation.SURNOMBRE_NON_VALIDANT


def test_a_granted_request_is_a_fact() -> None:
    day = campaign(
        [post("URG")],
        [intern("ENCEINTE", 1)],
        {"ENCEINTE": "URG"},
        requests=[request("ENCEINTE", RequestType.SURNOMBRE_VALIDANT)],
    )
    assert day.mode_of("ENCEINTE") is Mode.SURNOMBRE_VALIDANT


@pytest.mark.parametrize("decision", [Outcome.PENDING, Outcome.REFUSED])
def test_a_request_that_is_not_granted_wins_over_the_column_and_the_difference_is_said(decision: Outcome) -> None:
    day = campaign(
        [post("URG")],
        [intern("ENCEINTE", 1, SUV)],
        {"ENCEINTE": "URG"},
        requests=[request("ENCEINTE", RequestType.SURNOMBRE_VALIDANT, decision)],
    )
    assert day.mode_of("ENCEINTE") is Mode.NORMAL
    assert day.seats("URG") == (1, 0)
    assert "ENCEINTE Camille : la colonne Situation dit « Surnombre validant »" in day.warnings


def test_the_requests_replace_what_the_column_says_by_what_they_grant() -> None:
    day = campaign(
        [post("URG")],
        [intern("MALADE", 1, SUV)],
        {"MALADE": "URG"},
        requests=[request("MALADE", RequestType.SURNOMBRE_NON_VALIDANT)],
    )
    assert day.mode_of("MALADE") is Mode.SURNOMBRE_NON_VALIDANT
    assert "les demandes l'emportent" in day.warnings


def test_a_situation_without_any_request_in_the_file_is_applied_and_said() -> None:
    day = campaign([post("URG")], [intern("ENCEINTE", 1, SUV)], {"ENCEINTE": "URG"}, requests=[])
    assert day.mode_of("ENCEINTE") is Mode.SURNOMBRE_VALIDANT
    assert "sans demande au fichier des demandes" in day.warnings


def test_without_a_requests_file_the_column_is_enough() -> None:
    day = campaign([post("URG")], [intern("ENCEINTE", 1, SUV)], {"ENCEINTE": "URG"})
    assert day.mode_of("ENCEINTE") is Mode.SURNOMBRE_VALIDANT
    assert "demande" not in day.warnings


def test_what_a_person_is_needs_no_request() -> None:
    day = campaign(
        [post("ZONE", reserved="CESP")],
        [intern("SIGNATAIRE", 1, Situation.CESP)],
        {"SIGNATAIRE": "ZONE"},
        requests=[request("SIGNATAIRE", RequestType.MEME_STAGE, Outcome.REFUSED, code="X")],
    )
    assert day.post_of("SIGNATAIRE") == "ZONE"


def test_a_cesp_refused_in_the_requests_opens_no_reserved_seat() -> None:
    day = campaign(
        [post("ZONE", reserved="CESP")],
        [intern("SIGNATAIRE", 1, Situation.CESP)],
        {"SIGNATAIRE": "ZONE"},
        requests=[request("SIGNATAIRE", RequestType.CESP, Outcome.REFUSED)],
    )
    assert day.skipped("SIGNATAIRE") == {"ZONE": "ELI-01d"}


def test_a_stage_already_done_is_not_taken_again() -> None:
    """T15 and T33."""
    day = campaign([post("S"), post("URG")], [intern("DUPONT", 1)], {"DUPONT": "S URG"}, history=[past("DUPONT", "S")])
    assert day.skipped("DUPONT") == {"S": "SAM-01"}
    assert day.post_of("DUPONT") == "URG"


@pytest.mark.parametrize(
    ("decision", "expected"), [(Outcome.GRANTED, "S"), (Outcome.PENDING, "URG"), (Outcome.REFUSED, "URG")]
)
def test_a_derogation_opens_the_same_stage_again_once_granted(decision: Outcome, expected: str) -> None:
    day = campaign(
        [post("S"), post("URG")],
        [intern("DUPONT", 1)],
        {"DUPONT": "S URG"},
        history=[past("DUPONT", "S")],
        requests=[request("DUPONT", RequestType.MEME_STAGE, decision, code="S")],
    )
    assert day.post_of("DUPONT") == expected


def test_a_derogation_gives_no_seat() -> None:
    day = campaign(
        [post("S")],
        [intern("PREMIER", 1), intern("DUPONT", 2)],
        {"PREMIER": "S", "DUPONT": "S"},
        history=[past("DUPONT", "S")],
        requests=[request("DUPONT", RequestType.MEME_STAGE, code="S")],
    )
    assert day.skipped("DUPONT") == {"S": "ELI-01a"}


@pytest.mark.parametrize(
    "both",
    [
        (SUV, SNV),
        (Situation.INTER_CHU_SORTANT, Situation.INTER_CHU_ENTRANT),
        (Situation.DISPONIBILITE, SUV),
        (Situation.NE_CHOISIT_PAS, Situation.INTER_CHU_SORTANT),
        (Situation.DOM_TOM_SORTANT, SNV),
        (Situation.ANNEE_RECHERCHE, Situation.DOM_TOM_ENTRANT),
    ],
)
def test_two_situations_that_pull_apart_are_an_error(both: tuple[Situation, Situation]) -> None:
    ((code, value),) = errors_of(dossier([post("URG")], [intern("DUPONT", 1, *both)]))
    assert code == "E_SITUATION_CONFLICT"
    assert {situation.value for situation in both} == set(value.split(" ; "))


def test_two_granted_requests_that_pull_apart_are_an_error_too() -> None:
    given = dossier(
        [post("URG")],
        [intern("DUPONT", 1)],
        requests=[
            request("DUPONT", RequestType.SURNOMBRE_VALIDANT),
            request("DUPONT", RequestType.SURNOMBRE_NON_VALIDANT),
        ],
    )
    assert [code for code, _ in errors_of(given)] == ["E_SITUATION_CONFLICT"]


def test_two_granted_requests_of_one_kind_for_different_des_are_an_error() -> None:
    given = dossier(
        [post("URG")],
        [intern("DUPONT", 1)],
        requests=[
            request("DUPONT", RequestType.HORS_FILIERE, des=PAEDIATRICS),
            request("DUPONT", RequestType.HORS_FILIERE, des="Psychiatrie"),
        ],
    )
    assert [code for code, _ in errors_of(given)] == ["E_SITUATION_CONFLICT"]


def test_situations_that_go_together_are_no_error() -> None:
    day = campaign(
        [post("ZONE", reserved="CESP")],
        [intern("ENCEINTE", 1, SUV, Situation.CESP)],
        {"ENCEINTE": "ZONE"},
    )
    assert day.mode_of("ENCEINTE") is Mode.SURNOMBRE_VALIDANT
