"""Names: kept as written, split only where the case of letters tells, compared loosely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.names import FullName, both_names, name, spellings, split
from imports.wording import fold

LAST = st.sampled_from(
    [
        "DUPONT",
        "de La TOUR",
        "D'HÉROUVELLE",
        "O'BRENNAN",
        "N'DONGALA",
        "LE GOFF",
        "ŁUKASZ",
        "TRẦN",
        "EL MANSOURI",
        "VAN DER MEER",
    ]
)
FIRST = st.sampled_from(["Anne", "Jean-Noël", "Zoé", "Marie Ange", "Éloïse", "Łucja"])


@pytest.mark.parametrize(
    ("written", "last", "first"),
    [
        ("DUPONT Jean", "DUPONT", "Jean"), ("D'HÉROUVELLE Anne", "D'HÉROUVELLE", "Anne"),
        ("DE LA TOUR Marie-Ève", "DE LA TOUR", "Marie-Ève"), ("Jean DUPONT", "DUPONT", "Jean"),
        ("DUPONT, Jean", "DUPONT", "Jean"), ("DUPONT ép. MARTIN Claire", "DUPONT ép. MARTIN", "Claire"),
        ("de la TOUR Paul", "de la TOUR", "Paul"), ("El KHOURY Samir", "El KHOURY", "Samir"),
        ("Ben MARTIN", "MARTIN", "Ben"), ("DUPONT (usage MARTIN) Léa", "DUPONT (usage MARTIN)", "Léa"),
        ("TRẦN Văn", "TRẦN", "Văn"),
    ],
)  # fmt: skip
def test_a_name_in_one_cell_is_split_by_its_capitals(written: str, last: str, first: str) -> None:
    assert split(written) == FullName(last, first)


@pytest.mark.parametrize("written", ["DUPONT JEAN", "Dupont Jean", "DUPONT", "de La Tourrette Marie", ""])
def test_a_name_that_no_case_tells_is_not_guessed(written: str) -> None:
    assert split(written) is None


@given(LAST, FIRST)
def test_a_full_name_is_split_back_whichever_comes_first(last: str, first: str) -> None:
    assert split(f"{last} {first}") == FullName(last, first)
    assert split(f"{last}, {first}") == FullName(last, first)


@given(LAST)
def test_a_name_is_kept_as_written(last: str) -> None:
    found = name(f"  {last}\u00a0", "nom")
    assert (found.value, found.code) == (last, "")


@pytest.mark.parametrize("written", ["=1+1", "+33", "-DUPONT", "@nom", "\tDUPONT"])
def test_a_name_that_is_a_formula_is_refused(written: str) -> None:
    found = name(written, "nom")
    assert (found.value, found.code) == (None, "E_FORMULA_INJECTION")
    first = "tabulation" if written[0] == "\t" else written[0]
    assert found.message == f"Commence par « {first} » : ce n'est pas un nom."


def test_a_blank_name_is_an_error() -> None:
    assert name(" ", "nom").code == "E_NAME_MISSING"


@pytest.mark.parametrize("written", ["DUP0NT", "DUPONT*", "HÃ©LÃ¨NE", "Ã‰LOÃSE", "DUPONT?"])
def test_an_unexpected_character_in_a_name_is_shown(written: str) -> None:
    found = name(written, "nom")
    assert (found.value, found.code) == (written, "W_NAME_CHARS")


@pytest.mark.parametrize("written", ["DUPLÂTRE", "CHÂTEAU", "Ł", "SÃO PAULO", "N’GUYỄN", "D'ÂME"])
def test_a_letter_with_an_accent_is_nothing_unexpected(written: str) -> None:
    assert name(written, "nom").code == ""


def test_a_person_answers_to_both_names() -> None:
    assert set(spellings("DUPONT ép. MARTIN")) >= {"dupont", "martin"}
    assert set(spellings("MARTIN (née DURAND)")) >= {"martin", "durand"}
    assert set(spellings(both_names("DUPONT", "Martin"))) >= {"dupont", "martin"}


def test_the_name_in_use_is_shown_beside_the_other_where_it_is_another() -> None:
    assert both_names("DUPONT", "Martin") == "DUPONT (usage Martin)"
    assert [both_names("DUPLÂTRE", usual) for usual in ("", "Duplatre")] == ["DUPLÂTRE"] * 2
    assert both_names("DUPONT ép. MARTIN", "MARTIN") == "DUPONT ép. MARTIN"


def test_hyphens_apostrophes_case_and_accents_do_not_count() -> None:
    assert fold("D’HÉROUVELLE-Noël") == fold("d'herouvelle noel")
    assert fold("cœur") == fold("COEUR")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
