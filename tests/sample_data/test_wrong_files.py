"""Each faulty workbook is sound but for the one thing that it shows."""

from __future__ import annotations

import re

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from imports.codes import CODES
from sample_data.campaign import sample
from sample_data.wrong import FAULTS, Fault, sound
from tests.sample_data.reading import FOLDER

ONE_CELL = [fault for fault in FAULTS if fault.cell and not fault.file.startswith(("ligne", "colonne"))]


def cells(book: Workbook) -> dict[tuple[str, str], object]:
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet for cell in row}


def values(book: Workbook) -> dict[tuple[str, str], str]:
    """As text: a date read back from a file has an hour, one that was never written has none."""
    return {place: str(value).removesuffix(" 00:00:00") for place, value in cells(book).items() if value is not None}


def test_the_faults_are_each_in_a_file_of_their_own() -> None:
    assert sorted(fault.file for fault in FAULTS) == sorted(path.name for path in (FOLDER / "fautifs").iterdir())


def test_the_codes_expected_are_codes_of_the_import_report() -> None:
    assert [fault.code for fault in FAULTS if fault.code not in CODES] == []


@pytest.mark.parametrize("fault", ONE_CELL, ids=lambda fault: fault.file)
def test_one_cell_alone_differs_from_sound_lists(fault: Fault) -> None:
    assert fault.role is not None
    wrong, right = values(load_workbook(FOLDER / "fautifs" / fault.file)), values(sound(sample(), fault.role))
    different = {place for place in wrong.keys() | right.keys() if wrong.get(place) != right.get(place)}
    assert different == {(fault.role.label, fault.cell)}


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.role], ids=lambda fault: fault.file)
def test_lists_are_small_enough_to_be_read_at_a_glance(fault: Fault) -> None:
    for sheet in load_workbook(FOLDER / "fautifs" / fault.file):
        assert 10 <= sheet.max_row - 1 <= 15


def test_the_missing_column_is_the_number_of_posts() -> None:
    (sheet,) = load_workbook(FOLDER / "fautifs" / "colonne-manquante.xlsx").worksheets
    headers = [cell.value for cell in sheet[1]]
    assert "Nombre de postes" not in headers
    assert headers[:2] == ["Code stage", "Établissement"]


def test_the_formula_has_no_result_in_the_file() -> None:
    (sheet,) = load_workbook(FOLDER / "fautifs" / "formule-sans-valeur.xlsx", data_only=True).worksheets
    assert sheet["I6"].value is None


def test_one_row_alone_is_struck() -> None:
    (sheet,) = load_workbook(FOLDER / "fautifs" / "ligne-barree.xlsx").worksheets
    assert {cell.row for row in sheet for cell in row if cell.font.strike} == {8}


def test_the_empty_workbook_has_no_value() -> None:
    assert values(load_workbook(FOLDER / "fautifs" / "vide.xlsx")) == {}


def test_the_pdf_is_a_real_one() -> None:
    (page,) = PdfReader(FOLDER / "fautifs" / "un-pdf-renomme.xlsx", strict=True).pages
    assert page.extract_text() == "Liste des postes, été 2027"


def test_the_web_page_is_html() -> None:
    assert re.match(r"<html.*<table", (FOLDER / "fautifs" / "page-web.xls").read_text(encoding="utf-8"), re.DOTALL)
