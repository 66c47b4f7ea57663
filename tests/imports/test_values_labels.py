"""The closed vocabularies, the DES, the subdivisions and the numbers that name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.forms import CAUSES
from allocation.model import Category, Mode, Outcome, Phase, RequestType, Situation
from imports import identifiers, labels
from imports.reference import all_des, all_subdivisions, des_of, semesters_in, subdivision_in, subdivision_of
from imports.reservations import reservation_of

S, A, C, OLD = Phase.SOCLE, Phase.APPROFONDISSEMENT, Phase.CONSOLIDATION, Phase.ANCIEN_REGIME


@pytest.mark.parametrize(
    ("written", "phase"),
    [
        ("PS", S),
        ("s", S),
        ("Phase socle", S),
        ("phase 1", S),
        ("PA", A),
        ("Appro", A),
        ("PA2", A),
        ("Phase 2", A),
        ("DJ", C),
        ("Docteur junior", C),
        ("conso", C),
        ("phase 3", C),
        ("AR", OLD),
        ("Ancien régime", OLD),
        ("2ème année", A),
        ("4ème année", C),
    ],
)
def test_a_phase_is_known_in_every_spelling(written: str, phase: Phase) -> None:
    found = labels.phases_of(written)
    assert (found.value, found.code) == ((phase,), "")


@pytest.mark.parametrize("phase", Phase)
def test_the_label_of_a_phase_is_a_spelling_of_it(phase: Phase) -> None:
    assert labels.phases_of(phase.label).value == (phase,)
    assert labels.phases_of(phase.value).value == (phase,)


@pytest.mark.parametrize("written", ["S/A", "A/S", "S + A", "socle ou appro", "Socle, Approfondissement", "PS et PA"])
def test_phases_that_share_their_seats_are_one_pool(written: str) -> None:
    found = labels.phases_of(written)
    assert (found.value, found.code) == ((S, A), "W_PHASE_MULTI")


def test_a_misspelt_phase_is_read_and_shown_an_unknown_one_refused() -> None:
    assert labels.phases_of("approfondisement").value == (A,)
    assert labels.phases_of("approfondisement").code == "W_PHASE_CLOSE"
    assert labels.phases_of("1").code == "W_PHASE_CLOSE"
    assert labels.phases_of("Phase 4").code == "E_PHASE_UNKNOWN"
    assert labels.phases_of("S/Z").code == "E_PHASE_UNKNOWN"


@pytest.mark.parametrize(
    ("written", "category"),
    [
        ("Urgences adultes", Category.URG),
        ("Stage praticien niveau 1 (ambulatoire)", Category.NIV1),
        ("UPL", Category.NIV1),
        ("SN1", Category.NIV1),
        ("Médecine polyvalente Adulte", Category.MPOLY),
        ("SAFE", Category.COUPLE),
        (
            "Médecine adulte polyvalente (gériatrie, médecine interne, endocrinologie, aval des urgences…)",
            Category.MPOLY,
        ),
        ("Stage couplé pédiatrie/gynécologie : hospitalier ou ambulatoire", Category.COUPLE),
        ("libre", Category.LIBRE),
        ("SASPAS (praticien niveau 2)", Category.SASPAS),
        ("SN2", Category.SASPAS),
        ("Santé de la femme", Category.FEMME),
        ("Santé de l'enfant", Category.ENFANT),
        ("médecine générale niveau 3", Category.MG3),
        ("Stage libre", Category.LIBRE),
    ],
)
def test_a_category_is_known_in_every_spelling(written: str, category: Category) -> None:
    assert labels.category_of(written) is category


def test_every_label_of_the_model_is_a_spelling_of_itself() -> None:
    assert all(labels.category_of(category.label) is category for category in Category)
    assert all(labels.category_of(category.value) is category for category in Category)
    assert all(labels.situations_of(situation.value).known == (situation,) for situation in Situation)
    assert all(labels.request_type(kind.value) is kind for kind in RequestType)
    assert all(labels.mode_of(mode.value) is mode for mode in Mode)
    assert all(labels.outcome_of(outcome.value) is outcome for outcome in Outcome)
    assert all(labels.cause_of(cause) == cause for cause in CAUSES)


def test_situations_are_joined_by_semicolons() -> None:
    found = labels.situations_of("surnombre NON validant ; cesp;; en route")
    assert found.known == (Situation.SURNOMBRE_NON_VALIDANT, Situation.CESP)
    assert found.unknown == ("en route",)
    assert labels.situations_of("Inter CHU sortant / CESP").known == (Situation.INTER_CHU_SORTANT, Situation.CESP)
    assert labels.situations_of("RAS") == labels.Situations((), ())


def test_the_results_of_a_semester() -> None:
    assert labels.result_of("Validé") is True
    assert labels.result_of("NV") is False
    assert labels.result_of("peut-être") is None


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("DSM24", "Médecine générale"),
        ("MG", "Médecine générale"),
        ("DES de médecine générale", "Médecine générale"),
        ("Cardiologie et Maladies vasculaires", "Médecine cardiovasculaire"),
        ("DSM04", "Médecine cardiovasculaire"),
        ("AR", "Anesthésie-réanimation"),
        ("DES_AR", "Anesthésie-réanimation"),
        ("DSP04", "Biologie médicale"),
        ("biologie medicale", "Biologie médicale"),
        ("MÉDECINE D’URGENCE", "Médecine d'urgence"),
        ("DSM78", "Chirurgie pédiatrique"),
    ],
)
def test_a_des_is_known_by_code_label_initials_and_old_label(written: str, label: str) -> None:
    found = des_of(written)
    assert (found.value, found.code) == (label, "")


def test_the_beginning_of_one_des_is_read_and_shown_that_of_several_refused() -> None:
    assert (des_of("Rhumato").value, des_of("Rhumato").code) == ("Rhumatologie", "W_DES_CLOSE")
    assert des_of("Chirurgie").code == "E_DES_UNKNOWN"


def test_an_unknown_des_has_a_suggestion() -> None:
    found = des_of("Médecine spatiale")
    assert found.code == "E_DES_UNKNOWN"
    assert "Médecine générale" in found.fix


def test_there_are_44_des_and_28_subdivisions_and_no_name_means_two() -> None:
    assert len(all_des()) == 44
    assert len(all_subdivisions()) == 28
    assert all(des_of(name).value == des.label for des in all_des().values() for name in des.names)
    assert all(subdivision_of(label) == label for label in all_subdivisions())


def test_the_length_of_a_phase_is_known_where_a_source_tells_it() -> None:
    assert semesters_in("Médecine générale", A) == 4
    assert semesters_in("Médecine nucléaire", C) is None
    assert semesters_in("Inconnu", S) is None


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Subdivision de Saint-Etienne", "Saint-Étienne"),
        ("Choix de stage – St Étienne – été 2027", "Saint-Étienne"),
        ("ARS Auvergne-Rhône-Alpes", ""),
        ("Postes Lyon et Grenoble", ""),
        ("ARS Île-de-France", "Île-de-France"),
        ("ARS Bourgogne-Franche-Comté, Dijon", "Dijon"),
        ("CHU de Nantes", "Nantes"),
        ("", ""),
    ],
)
def test_the_subdivision_of_a_title_is_not_its_region(title: str, label: str) -> None:
    assert subdivision_in(title) == label


@pytest.mark.parametrize("written", ["10100000017", 10100000017, 10100000017.0, "810100000017", "10 100 000 017"])
def test_an_rpps_is_11_digits_however_typed(written: object) -> None:
    assert identifiers.rpps(written).value == "10100000017"


def test_a_bad_rpps_key_warns_and_lost_digits_are_refused() -> None:
    good = next(f"1010000001{key}" for key in range(10) if identifiers.luhn_holds(f"1010000001{key}"))
    bad = good[:-1] + str((int(good[-1]) + 1) % 10)
    assert identifiers.rpps(good).code == ""
    assert (identifiers.rpps(bad).value, identifiers.rpps(bad).code) == (bad, "W_RPPS_KEY")
    assert [identifiers.rpps(text).code for text in ("1,01E+10", "123", "abc")] == ["E_RPPS_INVALID"] * 3
    assert identifiers.rpps(None).code == ""


def test_finess_and_departments_get_their_zero_back() -> None:
    assert (identifiers.finess(10003820).value, identifiers.finess(10003820).code) == ("010003820", "W_FINESS_ZERO")
    assert identifiers.finess("010003820").code == ""
    assert identifiers.finess("2A0000014").code == ""
    assert identifiers.finess("010003821").code == "W_FINESS_KEY"
    assert identifiers.finess("9,97003E+10").code == "E_CODE_LOST"
    assert (identifiers.department(1).value, identifiers.department(1).code) == ("01", "W_DEPT_ZERO")


def test_addresses_are_checked() -> None:
    assert identifiers.email("camille.exemple@example.org").code == ""
    assert {identifiers.email(text).code for text in ("a@b", "a b@c.fr", "@c.fr", "x")} == {"E_EMAIL_INVALID"}


@given(st.text())
def test_no_text_breaks_the_vocabularies(text: str) -> None:
    labels.phases_of(text)
    labels.situations_of(text)
    reservation_of(text)
    labels.category_of(text)
    des_of(text)
    subdivision_in(text)
    identifiers.rpps(text)
    identifiers.finess(text)
