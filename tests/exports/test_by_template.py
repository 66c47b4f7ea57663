"""The ARS's own workbook is filled in its own order, and nothing else of it changes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from exports.by_template import Filled, UnusableTemplateError, write_by_template
from exports.records import FIELDS, records
from tests.exports.documents import FORMULA_NAME, ouverture, resultat

KNOWN = FIELDS | {"Début": "debut", "Adresse": "courriel", "Spécialité": "des"}
CONTACTS = {"p-0001": "zoe@exemple.fr"}


def template(*headers: str, row: int = 3) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tableau"
    sheet["A1"] = "Agence régionale de santé"
    for column, header in enumerate(headers, 1):
        sheet.cell(row, column, header)
        sheet.cell(row + 1, column).font = Font(italic=True)
    return book


def filled(book: Workbook, path: Path) -> Filled:
    content = BytesIO()
    book.save(content)
    return write_by_template(content.getvalue(), KNOWN.get, records(resultat(), ouverture(), CONTACTS), path)


def test_columns_are_filled_by_their_headers_whatever_their_order(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    done = filled(template("Spécialité", "Prénom", "Matricule", "Nom", "Code stage", "Début", "Adresse"), path)
    assert done == Filled(
        "Tableau", 3, ("Spécialité", "Prénom", "Nom", "Code stage", "Début", "Adresse"), ("Matricule",)
    )
    sheet = load_workbook(path)["Tableau"]
    assert [cell.value for cell in sheet[1]][:1] == ["Agence régionale de santé"]
    first = [cell.value for cell in sheet[4]]
    assert first[:5] == ["Médecine générale", "Zoé", None, FORMULA_NAME, "42-URG-01"]
    assert (first[5].isoformat()[:10], first[6]) == ("2027-05-02", "zoe@exemple.fr")
    assert sheet.max_row == 3 + 9


def test_rows_look_like_the_first_one_and_a_formula_stays_a_text(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    filled(template("Nom", "Prénom"), path)
    sheet = load_workbook(path).worksheets[0]
    assert all(sheet.cell(row, 1).font.italic for row in range(4, 13))
    assert (sheet["A4"].data_type, sheet["A4"].quotePrefix) == ("s", True)


def test_the_sheet_that_names_most_fields_is_the_one_filled(tmp_path: Path) -> None:
    book = template("Nom", "Prénom")
    other = book.create_sheet("Complet")
    for column, header in enumerate(("Nom", "Prénom", "Service"), 1):
        other.cell(1, column, header)
    assert filled(book, tmp_path / "m.xlsx").sheet == "Complet"
    assert load_workbook(tmp_path / "m.xlsx")["Tableau"].max_row <= 4


def test_a_template_with_rows_under_its_headers_is_refused_with_the_cell(tmp_path: Path) -> None:
    book = template("Nom", "Prénom")
    book.worksheets[0]["B9"] = "Zoé"
    with pytest.raises(UnusableTemplateError, match=r"« Tableau », cellule B9"):
        filled(book, tmp_path / "m.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_without_known_headers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableTemplateError, match="en-têtes connus"):
        filled(template("Matricule", "Nom"), tmp_path / "m.xlsx")
    with pytest.raises(UnusableTemplateError, match="en-têtes connus"):
        filled(Workbook(), tmp_path / "m.xlsx")
