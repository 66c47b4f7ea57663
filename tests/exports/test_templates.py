"""The templates are ready to fill, and help whoever fills them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from allocation.forms import FORMS, Role
from exports.template import write_templates


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[Role, Workbook]:
    folder: Path = tmp_path_factory.mktemp("templates")
    return dict(zip(FORMS, (load_workbook(path) for path in write_templates(folder)), strict=True))


def _validation(book: Workbook, header: str) -> DataValidation:
    sheet = book.worksheets[0]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == header)
    return next(one for one in sheet.data_validations.dataValidation if f"{letter}2" in one.sqref)


def test_there_is_one_workbook_a_kind_of_list(tmp_path: Path) -> None:
    assert [path.name for path in write_templates(tmp_path)] == [
        "modele-postes.xlsx",
        "modele-internes.xlsx",
        "modele-voeux.xlsx",
        "modele-historique.xlsx",
        "modele-demandes.xlsx",
        "modele-absences.xlsx",
    ]


@pytest.mark.parametrize("role", Role)
def test_the_first_sheet_has_our_headers_and_nothing_else(role: Role, books: dict[Role, Workbook]) -> None:
    sheet = books[role].worksheets[0]
    assert books[role].active is sheet
    assert sheet.title == role.label
    assert [cell.value for cell in sheet[1]] == [column.header for column in FORMS[role]]
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("role", Role)
def test_each_header_is_explained_by_a_comment_and_a_prompt(role: Role, books: dict[Role, Workbook]) -> None:
    for cell, column in zip(books[role].worksheets[0][1], FORMS[role], strict=True):
        assert column.help in cell.comment.text
        assert ("Obligatoire" in cell.comment.text) == column.required
        prompt = _validation(books[role], column.header)
        assert prompt.showInputMessage
        assert prompt.prompt == cell.comment.text


@pytest.mark.parametrize("role", Role)
def test_prompts_and_lists_stay_within_what_excel_opens(role: Role, books: dict[Role, Workbook]) -> None:
    for one in books[role].worksheets[0].data_validations.dataValidation:
        assert len(one.promptTitle) <= 32
        assert len(one.prompt) <= 255
        assert len((one.formula1 or "").strip('"')) <= 255


@pytest.mark.parametrize("role", Role)
def test_every_closed_list_is_a_drop_down_of_its_values(role: Role, books: dict[Role, Workbook]) -> None:
    for column in FORMS[role]:
        validation = _validation(books[role], column.header)
        assert (validation.type == "list") == bool(column.choices)
        if column.choices:
            assert not any("," in choice or '"' in choice for choice in column.choices)
            assert validation.formula1.strip('"').split(",") == list(column.choices)


def test_a_cell_that_may_hold_several_values_only_warns(books: dict[Role, Workbook]) -> None:
    assert _validation(books[Role.INTERNS], "Situation").errorStyle == "warning"
    assert _validation(books[Role.POSTS], "Phases").errorStyle == "warning"
    assert _validation(books[Role.INTERNS], "Phase").errorStyle != "warning"


def test_numbers_that_are_names_are_text_and_dates_are_dates(books: dict[Role, Workbook]) -> None:
    for role in (Role.INTERNS, Role.WISHES, Role.HISTORY, Role.REQUESTS, Role.ABSENCES):
        assert _column_format(books[role], "RPPS") == "@"
    assert _column_format(books[Role.WISHES], "Vœu 40") == "@"
    assert _column_format(books[Role.POSTS], "Code stage") == "@"
    assert _column_format(books[Role.POSTS], "Nombre de postes") == "General"
    assert _column_format(books[Role.ABSENCES], "Début") == "DD/MM/YYYY"


@pytest.mark.parametrize("role", Role)
def test_the_example_explains_each_column_on_a_sheet_of_its_own(role: Role, books: dict[Role, Workbook]) -> None:
    sheet = books[role]["Exemple"]
    assert sheet["A1"].value.startswith("Exemple")
    assert "n'est pas importée" in sheet["A1"].value
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [(row[0], row[2], row[3] or "") for row in rows] == [
        (column.header, column.help, column.example) for column in FORMS[role]
    ]
    assert all(sheet.cell(row, 4).font.italic for row in range(4, sheet.max_row + 1))


def test_no_two_headers_of_a_form_stand_on_one_row_of_the_example(books: dict[Role, Workbook]) -> None:
    """So that no row of it can be taken for the header of a sheet to import."""
    for role, book in books.items():
        headers = {column.header for column in FORMS[role]}
        for row in book["Exemple"].iter_rows(values_only=True):
            assert len(headers.intersection(map(str, row))) <= 1


def _column_format(book: Workbook, header: str) -> str:
    sheet = book.worksheets[0]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == header)
    return sheet.column_dimensions[letter].number_format
