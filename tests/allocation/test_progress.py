"""What fills a slot, the DES without a detailed curriculum, and what the history says against a phase."""

from __future__ import annotations

import pytest

from allocation import curriculum
from allocation.des import all_des
from allocation.model import Candidate, Category, Mode, PastStage, Phase, Post
from tests.allocation.asked import told
from tests.allocation.factories import PAEDIATRICS, campaign, dossier, intern, past, post, senior, teaching

WARD = post("NEONAT", 2, des=PAEDIATRICS, category_label="Néonatologie")


def slots(stage: PastStage) -> list[str]:
    """The slots of the approfondissement that DUPONT still misses after that stage."""
    day = campaign([teaching("POSTE", Category.MPOLY)], [senior("DUPONT", 1)], history=[stage])
    missing = day.opening.person[day.person("DUPONT")].missing
    assert missing is not None
    return [slot.name for slot in missing]


ALL = ["MPOLY", "COUPLE", "SASPAS", "LIBRE"]


@pytest.mark.parametrize("cause", ["Année-recherche", "Disponibilité", "Disponibilité pour études"])
@pytest.mark.parametrize("validated", [True, None])
def test_a_leave_fills_no_slot_not_even_the_free_one(cause: str, validated: bool | None) -> None:
    assert slots(past("DUPONT", "X", cause=cause, validated=validated)) == ALL


def test_a_stage_fills_its_slot_and_one_lost_for_a_listed_cause_does_not() -> None:
    assert slots(past("DUPONT", "X", Category.MPOLY)) == ALL[1:]
    assert slots(past("DUPONT", "X", Category.MPOLY, validated=False, cause="grossesse")) == ALL
    assert slots(past("DUPONT", "X", Category.MPOLY, mode=Mode.SURNOMBRE_NON_VALIDANT)) == ALL


def resident(name: str, **changes: object) -> Candidate:
    return intern(name, 1, des=PAEDIATRICS, **changes)


def test_a_des_without_a_detailed_curriculum_asks_for_as_many_free_semesters_as_its_phase_has() -> None:
    done = [past("UN", "S1", phase=Phase.SOCLE)]
    day = campaign([WARD], [resident("UN")], {"UN": "NEONAT"}, done)
    assert (day.slot_of("UN"), day.row("UN")["curriculum"]) == ("LIBRE", "verifie")
    whole = [*done, past("UN", "S2", phase=Phase.SOCLE, semester="2026-ete")]
    day = campaign([WARD], [resident("UN")], {"UN": "NEONAT"}, whole)
    assert day.skipped("UN") == {"NEONAT": "ELI-01c"}
    assert "aucune case ne manque plus en phase Socle d'après l'historique : vérifiez la phase" in day.warnings


def test_a_phase_whose_length_is_not_known_is_not_verified() -> None:
    ward = post("NEONAT", 1, Phase.APPROFONDISSEMENT, des=PAEDIATRICS, category_label="Néonatologie")
    candidate = resident("UN", phase=Phase.APPROFONDISSEMENT)
    day = campaign([ward], [candidate], {"UN": "NEONAT"}, [past("UN", "S1")])
    assert (day.slot_of("UN"), day.row("UN")["curriculum"]) == (None, "non_verifie")


def test_a_seniority_above_the_socle_is_read_as_a_total_in_any_des() -> None:
    assert "lue comme un total" in told(dossier([WARD], [resident("UN", seniority=3)]))
    assert "lue comme un total" not in told(dossier([WARD], [resident("UN", seniority=2)]))


@pytest.mark.parametrize(("des", "whole"), [("Pédiatrie", 10), ("Chirurgie orale", None), ("Inconnu", None)])
def test_the_length_of_a_whole_des_is_known_or_said_unknown(des: str, whole: int | None) -> None:
    assert curriculum.whole_length(des, 2024) == whole


@pytest.mark.parametrize(("contest", "whole"), [(2022, 6), (2023, 8), (None, 8)])
def test_the_length_of_general_medicine_is_that_of_its_curriculum(contest: int | None, whole: int) -> None:
    assert curriculum.whole_length("Médecine générale", contest) == whole


def test_each_length_stands_in_one_place() -> None:
    detailed = {each.des for each in curriculum.shipped()}
    assert detailed
    assert all(not all_des()[des].semesters and all_des()[des].total is None for des in detailed)
    assert all(each.total is None or each.total >= sum(each.semesters.values()) for each in all_des().values())


SOCLE: tuple[Post, ...] = (teaching("POSTE", Category.MPOLY),)
URG = past("DUPONT", "U", Category.URG, phase=Phase.SOCLE, semester="2025-hiver")
NIV1 = past("DUPONT", "N", Category.NIV1, phase=Phase.SOCLE, semester="2026-ete")


def test_ELI_03_an_earlier_phase_that_the_history_leaves_incomplete_is_said() -> None:
    gap = told(dossier(SOCLE, [senior("DUPONT", 1)], history=[URG]))
    assert "DUPONT Camille : phase Socle incomplète d'après l'historique (manque : NIV1), à vérifier (ELI-03)." in gap
    assert "ELI-03" not in told(dossier(SOCLE, [senior("DUPONT", 1)], history=[URG, NIV1]))


def test_ELI_13_the_old_regime_has_no_slot_to_check_and_no_phase_to_close() -> None:
    ward = teaching("POSTE", Category.MPOLY, 1, Phase.ANCIEN_REGIME)
    old = intern("DUPONT", 1, phase=Phase.ANCIEN_REGIME, contest=2015)
    day = campaign([ward], [old], {"DUPONT": "POSTE"}, [URG])
    assert (day.post_of("DUPONT"), day.row("DUPONT")["curriculum"]) == ("POSTE", "non_verifie")
    assert "ELI-0" not in day.warnings
