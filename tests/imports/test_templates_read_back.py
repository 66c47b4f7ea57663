"""What we ask a clerk to fill, we read back: each of our templates, filled in Excel or as openpyxl fills it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from allocation.forms import EXAMPLE_SHEET, FORMS, WISHES_LONG, Role
from allocation.model import Phase
from exports.template import write_templates
from imports.reading import Input, Reading, counts, read
from tests.imports.workbooks import as_xlsx

SEMESTER = {"semester": "2027-ete", "subdivision": "Saint-Étienne"}
COUNTED = {"posts": 1, "seats": 3, "interns": 1, "wishes": 1}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[Role, bytes]:
    written = write_templates(tmp_path_factory.mktemp("modeles"))
    return {role: path.read_bytes() for role, path in zip(FORMS, written, strict=True)}


def filled(template: bytes, role: Role, **changes: object) -> bytes:
    """The template with the example of each column on its second row; a change replaces that of a field."""
    book = load_workbook(BytesIO(template))
    for number, column in enumerate(FORMS[role], start=1):
        value = changes.get(column.field, column.example)
        book.worksheets[0].cell(2, number, None if value == "" else value)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def read_filled(templates: dict[Role, bytes], **changes: dict[str, object]) -> Reading:
    inputs = [
        Input(f"{role.value}.xlsx", filled(template, role, **changes.get(role.value, {})), frozenset({role}))
        for role, template in templates.items()
    ]
    return read(inputs, **SEMESTER)


def test_every_template_filled_with_its_examples_is_read_without_a_word(templates: dict[Role, bytes]) -> None:
    reading = read_filled(templates)
    assert reading.issues == ()
    assert counts(reading) == COUNTED
    assert [len(reading.dossier.history or ()), len(reading.dossier.requests), len(reading.dossier.absences)] == [1] * 3


def test_cells_typed_as_a_spreadsheet_types_them_are_read_the_same(templates: dict[Role, bytes]) -> None:
    typed = read_filled(
        templates,
        posts={"agrement_fin": date(2028, 11, 1), "postes": 3, "capacite": 4.0},
        interns={"ordre": 1, "rpps": 10100000016, "anciennete": 1, "concours": 2025, "rang": 4512, "effectif": 9484},
        wishes={"rpps": 10100000016},
        history={"rpps": 10100000016, "jours_absence": 0},
        requests={"rpps": 10100000016, "deposee": date(2027, 1, 15)},
        absences={"rpps": 10100000016, "debut": date(2027, 6, 3), "fin": date(2027, 6, 14)},
    )
    written = read_filled(templates)
    assert typed.issues == ()
    assert typed.dossier.posts == written.dossier.posts
    assert (typed.dossier.candidates, typed.dossier.wishes) == (written.dossier.candidates, written.dossier.wishes)
    assert (typed.dossier.requests, typed.dossier.absences) == (written.dossier.requests, written.dossier.absences)


def test_phases_that_share_their_seats_are_said_once_for_the_file(templates: dict[Role, bytes]) -> None:
    book = load_workbook(BytesIO(filled(templates[Role.POSTS], Role.POSTS, phases="Socle / Approfondissement")))
    sheet = book.worksheets[0]
    for row in range(3, 8):
        for number in range(1, len(FORMS[Role.POSTS]) + 1):
            sheet.cell(row, number, sheet.cell(2, number).value)
        sheet.cell(row, 1, f"42-URG-{row}")
    data = BytesIO()
    book.save(data)
    reading = read([Input("postes.xlsx", data.getvalue())], **SEMESTER)
    assert {post.phases for post in reading.dossier.posts} == {(Phase.SOCLE, Phase.APPROFONDISSEMENT)}
    assert [(issue.code, issue.cell) for issue in reading.issues] == [("W_PHASE_MULTI", "G2")]


def test_the_long_form_of_the_wishes_is_read_without_a_word(templates: dict[Role, bytes]) -> None:
    rows = [[column.header for column in WISHES_LONG], [column.example for column in WISHES_LONG]]
    lists = [
        Input(f"{role.value}.xlsx", filled(templates[role], role), frozenset({role}))
        for role in (Role.POSTS, Role.INTERNS)
    ]
    reading = read([*lists, Input("voeux.xlsx", as_xlsx(rows), frozenset({Role.WISHES}))], **SEMESTER)
    assert (reading.issues, counts(reading)) == ((), COUNTED)


def test_a_template_left_empty_gives_no_row_and_its_example_sheet_is_never_read(templates: dict[Role, bytes]) -> None:
    for role, template in templates.items():
        reading = read([Input(f"{role.value}.xlsx", template)], **SEMESTER)
        assert [table.sheet for table in reading.tables] == [role.label]
        assert [issue for issue in reading.issues if issue.sheet == EXAMPLE_SHEET or issue.level == "error"] == []


def test_a_sheet_of_the_clerk_named_as_our_example_is_read(tmp_path: Path) -> None:
    book = load_workbook(BytesIO(as_xlsx([["Établissement", "Service", "Nombre de postes"], ["CHU", "Urgences", 3]])))
    book.worksheets[0].title = EXAMPLE_SHEET
    data = BytesIO()
    book.save(data)
    assert [table.sheet for table in read([Input("liste.xlsx", data.getvalue())]).tables] == [EXAMPLE_SHEET]
