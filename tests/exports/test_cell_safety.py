"""A text written to a spreadsheet is read as it was typed, and runs nothing."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from allocation.issues import Issue
from exports.assignments import write_assignments
from exports.import_report import MarkedSheet, write_import_report
from exports.offices import write_faculty, write_hospitals
from exports.safety import append, csv_text, looks_like_formula, printable, put
from exports.seats_left import write_seats_left
from exports.statistics import write_statistics
from exports.template import write_templates
from tests.exports.documents import FORMULA_NAME, ouverture, resultat
from tests.exports.reading import every_cell

DANGEROUS = (
    "=1+1", FORMULA_NAME, "+33 6", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1+1", "\ufeff=1+1", "\u200b=1+1",
    "\u00a0=1+1", "＝1+1", "＋1", "－1", "＠A1", " ＝1", "\x00=1+1", "\x00\ufeff =1+1",
)  # fmt: skip
HARMLESS = ("Saint-Étienne", "42-URG-01", "TRẦN", "1+1=2", "'=1+1", "", " espace", "#N/A", "(-1)")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_some_spreadsheet_would_run_is_recognised(text: str) -> None:
    assert looks_like_formula(printable(text))
    assert csv_text(text).startswith("'")


@pytest.mark.parametrize("text", HARMLESS)
def test_an_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert not looks_like_formula(text)
    assert csv_text(text) == text


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS])
def test_a_text_is_text_in_a_streamed_sheet_and_in_one_in_memory(text: str, tmp_path: Path) -> None:
    for number, cell in enumerate(_both_ways(text, tmp_path)):
        assert cell.data_type == "s" or (text == "" and cell.value is None), number
        assert (cell.value or "") == printable(text)
        assert bool(cell.quotePrefix) == looks_like_formula(printable(text))


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=40))
def test_any_text_can_be_written_and_never_becomes_a_formula(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    for cell in _both_ways(text, tmp_path_factory.mktemp("any")):
        assert cell.data_type != "f"
        assert cell.value is None or cell.quotePrefix or not looks_like_formula(cell.value)


def test_numbers_stay_numbers_and_what_no_sheet_can_hold_becomes_text(tmp_path: Path) -> None:
    shown = [_both_ways(value, tmp_path)[1] for value in (-3, 2.5, date(2027, 5, 2), math.nan, date(1066, 10, 14))]
    assert [cell.data_type for cell in shown] == ["n", "n", "d", "s", "s"]
    assert shown[0].value == -3
    assert shown[2].number_format == "DD/MM/YYYY"


def test_a_text_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    for cell in _both_ways("é" * 40_000, tmp_path):
        assert len(str(cell.value)) == 32_767


def test_no_cell_of_any_workbook_is_a_formula(tmp_path: Path) -> None:
    dangerous = 0
    for path in _all_workbooks(tmp_path):
        with ZipFile(path) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            assert not any(b"<f>" in archive.read(name) or b"<f " in archive.read(name) for name in sheets)
        for cell in every_cell(path):
            assert cell.data_type != "f"
            if cell.data_type == "s" and looks_like_formula(str(cell.value)):
                assert cell.quotePrefix, cell
                dangerous += 1
    assert dangerous >= 6


def test_every_module_writes_its_cells_through_the_safe_one() -> None:
    modules = sorted((Path(__file__).parents[2] / "exports").glob("*.py"))
    assert len(modules) > 8
    found = {path.name: list(_own_cell_writing(ast.parse(path.read_text("utf-8")))) for path in modules}
    assert found.pop("safety.py"), "the detector sees nothing"
    assert {name: lines for name, lines in found.items() if lines} == {}


def _own_cell_writing(tree: ast.AST) -> Iterator[int]:
    """Lines that make a cell, give one its value, or append a row to a sheet."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Subscript | ast.Attribute) and _sets_a_cell(target) for target in targets):
                yield node.lineno
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.endswith(("WriteOnlyCell", "sheet.append", "form.append")) or _cell_with_value(node, name):
                yield node.lineno


def _sets_a_cell(target: ast.Subscript | ast.Attribute) -> bool:
    if isinstance(target, ast.Attribute):
        return target.attr in {"value", "data_type"}
    return ast.unparse(target.value).endswith(("sheet", "form"))


def _cell_with_value(node: ast.Call, name: str) -> bool:
    return name.endswith(".cell") and (len(node.args) > 2 or any(word.arg == "value" for word in node.keywords))


def _both_ways(value: object, folder: Path) -> list[Any]:
    memory, streamed = Workbook(), Workbook(write_only=True)
    put(memory.worksheets[0], 1, 1, value)
    append(streamed.create_sheet("x"), [value, 0])
    memory.save(folder / "memory.xlsx")
    streamed.save(folder / "streamed.xlsx")
    return [load_workbook(folder / name).worksheets[0]["A1"] for name in ("memory.xlsx", "streamed.xlsx")]


def _all_workbooks(folder: Path) -> list[Path]:
    assignments, report = folder / "affectations.xlsx", folder / "rapport-import.xlsx"
    write_assignments(resultat(), ouverture(), assignments)
    offices = write_hospitals(resultat(), ouverture(), {"p-0001": "=a@b.fr"}, folder)
    others = [folder / f"{name}.xlsx" for name in ("faculte", "restants", "statistiques")]
    write_faculty(resultat(), ouverture(), {}, others[0])
    write_seats_left(resultat(), ouverture(), others[1])
    write_statistics(resultat(), ouverture(), {}, others[2])
    issue = Issue("=f.xlsx", "+s", "A1", "INT-01", "error", FORMULA_NAME, "@message", "-fix")
    write_import_report([issue], [MarkedSheet("=f.xlsx", "+s", [[FORMULA_NAME, "\t=1"]])], report, {})
    return [assignments, report, *offices, *others, *write_templates(folder)]
