"""A header is known whatever its spelling, and what is not sure is proposed, never used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.forms import FORMS, Role
from imports.headers import FIELDS, Strength, is_field, known_headers, label, meanings, proposal
from imports.words import is_near, normalise


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  Établissement\u00a0d’accueil ", "etablissement d accueil"),
        ("NUMÉRO\nde l'emploi", "n de l emploi"),
        ("N°RPPS", "n rpps"),
        ("Nº de stage", "n de stage"),
        ("No. de stage", "n de stage"),
        ("№ de stage", "n de stage"),
        ("Nbre de postes", "nombre de postes"),
        ("Nb. postes", "nombre postes"),
        ("Ser\u00advice\u200b", "service"),
        ("% de positionnement", "pourcentage de positionnement"),
        ("Vœu\u202f1", "voeu 1"),
        ("Nom", "nom"),
        ("ﬁlière", "filiere"),
    ],
)
def test_normalisation_keeps_the_words_alone(written: str, expected: str) -> None:
    assert normalise(written) == expected


@given(st.text())
def test_normalisation_done_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize("role", list(Role))
def test_every_header_of_our_templates_is_known_for_sure(role: Role) -> None:
    for column in FORMS[role]:
        found = meanings(role, normalise(column.header))
        assert [match.field for match in found] == [column.field.replace("phases", "phase")]
        assert found[0].strength is Strength.EXACT


@pytest.mark.parametrize("role", list(Role))
def test_every_known_header_fills_a_field_of_its_role(role: Role) -> None:
    assert {field for field in known_headers(role).values() if not is_field(role, field)} == set()
    assert FIELDS[role] <= set(known_headers(role).values())


@pytest.mark.parametrize(
    ("role", "header", "field"),
    [
        (Role.POSTS, "Établissement d'accueil du stage", "etablissement"),
        (Role.POSTS, "Numéro IMOTEP / SiiMOP", "code"),
        (Role.POSTS, "Nb de postes mis au choix", "postes"),
        (Role.POSTS, "Postes offerts PS", "postes_socle"),
        (Role.POSTS, "Nombre de postes en phase 2", "postes_approfondissement"),
        (Role.POSTS, "Agrément (S / A / C)", "phase"),
        (Role.POSTS, "Agrément jusqu'au", "agrement_fin"),
        (Role.POSTS, "Spécial.", "des"),
        (Role.POSTS, "dont bloqués", "bloques"),
        (Role.INTERNS, "Rang", "rang"),
        (Role.INTERNS, "Rang d'appel", "ordre"),
        (Role.INTERNS, "Rang EDN 2025", "classement"),
        (Role.INTERNS, "% pos.", "pourcentage"),
        (Role.INTERNS, "Né(e) le", "naissance"),
        (Role.INTERNS, "NOM Prénom", "nom_prenom"),
        (Role.WISHES, "Vœu n°2", "voeu_2"),
        (Role.WISHES, "Choix 3", "voeu_3"),
        (Role.WISHES, "V4", "voeu_4"),
        (Role.WISHES, "2e vœu", "voeu_2"),
        (Role.WISHES, "VOEU 05", "voeu_5"),
        (Role.WISHES, "Rang du vœu", "rang_voeu"),
        (Role.HISTORY, "Nb jours d'absence", "jours_absence"),
        (Role.REQUESTS, "Nature de la demande", "type"),
        (Role.ABSENCES, "Du", "debut"),
        (Role.ABSENCES, "Au", "fin"),
    ],
)
def test_a_header_of_the_field_is_read_as_its_field(role: Role, header: str, field: str) -> None:
    assert meanings(role, normalise(header))[0].field == field


@pytest.mark.parametrize(
    ("role", "header"),
    [
        (Role.POSTS, "Couleur"), (Role.POSTS, "Code postal"), (Role.POSTS, "Postes pourvus"), (Role.POSTS, "Servise"),
        (Role.INTERNS, "Nom du tuteur"), (Role.WISHES, "Vœu 0"), (Role.WISHES, "Vœu 100"),
    ],
)  # fmt: skip
def test_a_header_that_only_looks_like_a_known_one_is_not_read(role: Role, header: str) -> None:
    assert meanings(role, normalise(header)) == ()


def test_a_misspelt_header_is_proposed() -> None:
    assert proposal(Role.POSTS, normalise("Servise")) == "service"
    assert proposal(Role.POSTS, normalise("Etablisement")) == "etablissement"
    assert proposal(Role.POSTS, normalise("Couleur")) == ""
    assert proposal(Role.POSTS, normalise("PX")) == ""


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("service", "servise", True), ("service", "sevrice", True), ("service", "service", True), ("abc", "xyz", False),
     ("service", "services a", False), ("", "ab", True)],
)  # fmt: skip
def test_two_letters_of_difference_are_near(one: str, other: str, near: bool) -> None:
    assert is_near(one, other, 2) is near


def test_a_field_is_shown_under_the_header_of_our_template() -> None:
    assert label(Role.POSTS, "postes") == "Nombre de postes"
    assert label(Role.POSTS, "phase") == "Phases"
    assert label(Role.POSTS, "finess") == "FINESS"
    assert label(Role.WISHES, "voeu_7") == "Vœu 7"
