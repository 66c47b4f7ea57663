"""`validation.xlsx`: who may be validated, each absence as counted, the rules that were applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from allocation.absences import COUNTED
from allocation.follow import Followed, follow
from allocation.model import Absence, Candidate, Dossier, Identity, Mode, PastStage, Phase, Where
from allocation.rulesets import Override, load
from allocation.semester import semester
from exports.validation import validation_documents, write_validation
from tests.exports.reading import every_cell, table, values

SEED, NATIONAL = load("ssipi-2025"), load("national-2026")
E27 = semester("2027-ete")
HOSTILE = "=CMD|' /C CALC'!A0"


def person(number: int, name: str, **more: object) -> Candidate:
    base = Candidate(Identity(f"1010000{number:04}", name, "Alix"), "Médecine générale", Phase.SOCLE, contest=2026)
    return replace(base, **more)


CALM, SICK, MOTHER, EXTRA, ODD = (
    person(1, "CALME"),
    person(2, "MALADE"),
    person(3, "MÈRE", phase=Phase.APPROFONDISSEMENT),
    person(4, "SURNOMBRE", mode=Mode.SURNOMBRE_NON_VALIDANT),
    person(5, HOSTILE),
)


def away(who: Candidate, start: date, end: date, cause: str = "Maladie", half_days: int = 0) -> Absence:
    return Absence(who.identity, start, end, cause, half_days, Where("absences.xlsx", "Été", 7))


DOSSIER = Dossier(
    candidates=(CALM, SICK, MOTHER, EXTRA, ODD),
    absences=(
        away(SICK, date(2027, 7, 1), date(2027, 8, 31)),
        away(SICK, date(2027, 8, 25), date(2027, 9, 3), "Congés annuels"),
        away(MOTHER, date(2027, 8, 2), E27.end, "Congé maternité"),
        away(ODD, date(2027, 4, 20), date(2027, 5, 14), half_days=13),
    ),
    history=(PastStage(SICK.identity, "2026-hiver", "42-URG-01", phase=Phase.SOCLE, validated=False),),
)


@pytest.fixture(scope="module")
def everybody() -> tuple[Followed, ...]:
    return follow(DOSSIER, E27, SEED, [NATIONAL])


@pytest.fixture(scope="module")
def path(everybody: tuple[Followed, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("out") / "validation.xlsx"
    write_validation(everybody, E27, "Saint-Étienne", SEED, written)
    return written


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


def test_the_sheets_come_in_the_order_in_which_they_are_read(book: Workbook) -> None:
    assert book.sheetnames == ["Validation", "Absences", "Règles"]


def test_every_page_says_that_it_is_confidential_and_for_whom(book: Workbook) -> None:
    for sheet in book:
        assert "CONFIDENTIEL" in sheet.oddHeader.left.text
        assert "pour la faculté et les gestionnaires seuls" in sheet.oddHeader.left.text
        assert "semestre d'été 2027" in sheet.oddHeader.left.text


def test_everybody_has_one_row_with_days_limit_and_reason(book: Workbook) -> None:
    rows = {row["Nom"]: row for row in table(book["Validation"])}
    assert list(rows) == ["CALME", "MALADE", "MÈRE", "SURNOMBRE", HOSTILE]
    calm, sick = rows["CALME"], rows["MALADE"]
    assert (calm["Éligible"], calm["Jours"], calm["Reste"], calm["Pourquoi"]) == (
        "oui", 0, 61, "Aucune absence décomptée.",
    )  # fmt: skip
    assert (sick["Éligible"], sick["Jours"], sick["Limite"], sick["Reste"], sick["Règle"]) == (
        "non", 62, 61, 0, "VAL-03",
    )  # fmt: skip
    assert (sick["Par motif"], sick["Présence"]) == ("Maladie : 62 j", "Congés annuels : 3 j")
    assert "2 mois de date à date" in str(sick["Avertissements"])
    assert (rows["SURNOMBRE"]["Mode"], rows["SURNOMBRE"]["Règle"]) == ("Surnombre non validant", "SNV-02")


def test_what_a_failed_stage_costs_stands_beside_it_and_nothing_elsewhere(book: Workbook) -> None:
    rows = {row["Nom"]: row for row in table(book["Validation"])}
    assert rows["CALME"]["Effet sur la maquette"] is None
    assert "2 semestres de la phase sur 4 possibles." in str(rows["MALADE"]["Effet sur la maquette"])
    assert (rows["MALADE"]["Ancienneté"], rows["MÈRE"]["Ancienneté"]) == (0, 1)
    assert "R632-32" in str(rows["MÈRE"]["Effet sur l'ancienneté"])
    assert "Textes nationaux" in str(rows["MÈRE"]["Avertissements"])


def test_the_half_days_of_the_absences_add_up_to_what_was_counted(
    book: Workbook, everybody: tuple[Followed, ...]
) -> None:
    rows = table(book["Absences"])
    assert len(rows) == len(DOSSIER.absences)
    for one in everybody:
        own = [row for row in rows if row["RPPS"] == one.candidate.identity.rpps and row["Compte comme"] != "Présence"]
        assert sum(int(str(row["Demi-journées retenues"])) for row in own) == one.attendance.half_days
        assert one.attendance.half_days == sum(s.half_days for s in one.attendance.shares if s.kind in COUNTED)
    assert [row["Jours retenus"] for row in rows] == [62, 3, 92, 6.5]
    assert {row["Lue à"] for row in rows} == {"absences.xlsx › Été › ligne 7"}


def test_the_rules_come_with_their_values_and_sources(book: Workbook) -> None:
    rows = table(book["Règles"])
    assert {"VAL-03", "VAL-05", "VAL-09", "VAL-10", "ELI-04", "SNV-02"} <= {str(row["Règle"]) for row in rows}
    limit = next(row for row in rows if (row["Règle"], row["Clé"]) == ("VAL-03", "absence.limit_days"))
    assert limit["Valeur"] == "61"
    assert "Saint-Étienne" in str(limit["Source de la valeur"])
    assert all(row["Source"] and row["Ce que dit la règle"] for row in rows)


def test_a_value_of_the_campaign_is_shown_with_its_author(tmp_path: Path) -> None:
    changed = replace(SEED, overrides=(Override("absence.limit_days", 50, "Faculté", "conseil du 3 mai"),))
    write_validation(follow(DOSSIER, E27, changed), E27, "", changed, tmp_path / "v.xlsx")
    rows = table(load_workbook(tmp_path / "v.xlsx")["Règles"])
    limit = next(row for row in rows if row["Clé"] == "absence.limit_days")
    assert (limit["Valeur"], limit["Source de la valeur"]) == (
        "50", "Réglage de la campagne par Faculté : conseil du 3 mai",
    )  # fmt: skip


def test_a_name_that_looks_like_a_formula_runs_nothing(path: Path) -> None:
    cells = [cell for cell in every_cell(path) if cell.value == HOSTILE]
    assert len(cells) == 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert not [cell for cell in every_cell(path) if cell.data_type == "f"]


def test_a_second_run_gives_the_same_cells(path: Path, everybody: tuple[Followed, ...], tmp_path: Path) -> None:
    write_validation(everybody, E27, "Saint-Étienne", SEED, tmp_path / "again.xlsx")
    assert values(tmp_path / "again.xlsx") == values(path)


def test_the_documents_hold_the_same_as_the_workbook(book: Workbook, everybody: tuple[Followed, ...]) -> None:
    rows = table(book["Validation"])
    for row, one in zip(rows, validation_documents(everybody), strict=True):
        assert (row["RPPS"], row["Éligible"] == "oui", row["Règle"]) == (one["rpps"], one["eligible"], one["rule"])
        assert (row["Jours"], row["Limite"], row["Reste"]) == (one["days_counted"], one["limit"], one["days_left"])
