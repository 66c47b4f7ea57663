"""What every kind of file has in common: the same sheet comes back, whatever the format it was written in."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.cells import is_blank
from imports.formats import read_book
from imports.grid import Merge, Sheet
from imports.limits import MAX_COLUMNS
from tests.imports.workbooks import as_csv, as_ods, as_xls, as_xlsx, bare_xlsx

WRITERS = {"xlsx": as_xlsx, "xls": as_xls, "ods": as_ods}
every_kind = pytest.mark.parametrize("kind", WRITERS)

_characters = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), include_characters="\n")
texts = st.text(_characters, min_size=1, max_size=20).filter(lambda text: not is_blank(text) and "_x" not in text)
dates = st.dates(date(1900, 3, 1), date(9999, 12, 30))
moments = st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1)).map(  # noqa: DTZ001 - spreadsheets have no zone
    lambda moment: moment.replace(second=7, microsecond=0)
)
clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
numbers = st.integers(-(2**53), 2**53) | st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 6))
values = st.none() | texts | numbers | st.booleans() | dates | moments | clocks


def grids(cells: st.SearchStrategy[object]) -> st.SearchStrategy[list[list[object]]]:
    return st.lists(st.lists(cells, max_size=5), min_size=1, max_size=6).map(trimmed).filter(bool)


def trimmed(rows: list[list[object]]) -> list[list[object]]:
    kept = [list(row) for row in rows]
    for row in kept:
        while row and row[-1] is None:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def typed(rows: list[list[object]]) -> list[list[tuple[str, object]]]:
    """Values with their type, a whole number being the same as float and as int."""
    return [[("number" if type(v) in {int, float} else type(v).__name__, v) for v in row] for row in rows]


def only_sheet(name: str, data: bytes, **how: str) -> Sheet:
    book, issues = read_book(name, data, **how)
    assert book is not None, issues
    assert [issue for issue in issues if issue.level == "error"] == []
    (sheet,) = book.sheets
    return sheet


@every_kind
@settings(max_examples=25, deadline=None)
@given(rows=grids(values))
def test_any_grid_of_values_is_read_back_as_it_was_written(kind: str, rows: list[list[object]]) -> None:
    assert typed(only_sheet("liste", WRITERS[kind](rows)).rows) == typed(rows)


@settings(max_examples=80, deadline=None)
@given(rows=grids(st.none() | texts), delimiter=st.sampled_from(";,\t|"), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_grid_of_texts_is_read_back_from_a_csv(rows: list[list[object]], delimiter: str, end: str) -> None:
    data = as_csv(rows, encoding="utf-8-sig", delimiter=delimiter, end=end)
    assert only_sheet("liste.csv", data, delimiter=delimiter).rows == rows


DECORATED = Sheet(
    "Postes",
    [
        [None, "Semestre d'été"],
        [],
        ["Établissement", "Service", "Postes"],
        ["CHU de Saint-Étienne", "Urgences", 3],
        [None, "Gériatrie", 2],
        ["CH de Roanne", "Pédiatrie", 1],
    ],
    merges=[Merge(3, 0, 4, 0), Merge(0, 1, 0, 2)],
    hidden_rows={4},
    hidden_columns={2},
    struck={(5, 0), (5, 1), (5, 2)},
    bold={(2, 0), (2, 1), (2, 2)},
)


@every_kind
def test_merges_looks_and_what_is_hidden_are_seen(kind: str) -> None:
    sheet = only_sheet("liste", WRITERS[kind](DECORATED))
    sheet.merges.sort(key=lambda merge: (-merge.top, merge.left))
    assert sheet == DECORATED


@every_kind
def test_a_hidden_sheet_is_read_and_said_to_be_hidden(kind: str) -> None:
    shown, hidden = Sheet("Postes", [["a"]]), Sheet("Brouillon", [["b"]], hidden=True)
    book, issues = read_book("liste", WRITERS[kind](shown, hidden))
    assert book is not None
    assert issues == []
    assert book.sheets == [shown, hidden]


@every_kind
def test_the_book_carries_the_name_without_folder_the_kind_and_the_hash(kind: str) -> None:
    data = WRITERS[kind]([["a"]])
    book, _ = read_book(rf"C:\Users\ars\liste.{kind}", data)
    assert book is not None
    assert (book.name, book.kind, book.guess) == (f"liste.{kind}", kind, "")
    assert book.sha256 == hashlib.sha256(data).hexdigest()


@every_kind
def test_the_format_is_told_by_the_content_and_not_by_the_name(kind: str) -> None:
    book, _ = read_book("liste.pdf", WRITERS[kind]([["a"]]))
    assert book is not None
    assert book.kind == kind


@every_kind
def test_a_cell_of_spaces_is_blank_and_a_far_one_leaves_no_row(kind: str) -> None:
    rows: list[list[object]] = [["a", "\u00a0 \n"], *[[] for _ in range(4998)], [*[None] * 11, " "]]
    assert only_sheet("liste", WRITERS[kind](rows)).rows == [["a"]]


@every_kind
def test_a_value_under_a_merge_is_not_read_because_nobody_sees_it(kind: str) -> None:
    sheet = Sheet("P", [["a", 1], ["b", 2]], merges=[Merge(0, 0, 1, 0)])
    data = WRITERS[kind](sheet) if kind != "xlsx" else _with_covered_value()
    assert only_sheet("liste", data).rows == [["a", 1], [None, 2]]


def _with_covered_value() -> bytes:
    cells = '<c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c><c r="B{0}"><v>{0}</v></c>'
    rows = "".join(f'<row r="{number}">{cells.format(number, text)}</row>' for number, text in ((1, "a"), (2, "b")))
    return bare_xlsx(f'<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>')


@every_kind
def test_a_text_of_any_length_is_kept_whole(kind: str) -> None:
    long_text = "x" * 30_000
    assert only_sheet("liste", WRITERS[kind]([["a", long_text]])).rows == [["a", long_text]]


@every_kind
def test_sixty_columns_are_read_and_one_more_is_too_many(kind: str) -> None:
    assert only_sheet("liste", WRITERS[kind]([list(range(MAX_COLUMNS))])).rows == [list(range(MAX_COLUMNS))]
    book, issues = read_book("liste", WRITERS[kind]([list(range(MAX_COLUMNS + 1))]))
    assert book is None
    assert [(issue.code, issue.sheet) for issue in issues] == [("E_FILE_TOO_BIG", "Feuille1")]
    assert "60 colonnes" in issues[0].message
    assert "écrivez un vœu par ligne (RPPS, Rang du vœu, Code stage)" in issues[0].fix


@every_kind
def test_a_workbook_without_any_value_is_empty(kind: str) -> None:
    book, issues = read_book("liste", WRITERS[kind]([[None, " "]]))
    assert book is None
    assert [issue.code for issue in issues] == ["E_FILE_EMPTY"]


def test_midnight_is_told_as_a_date_and_a_time_of_day_as_a_time() -> None:
    rows = [[datetime(2027, 5, 2), date(2027, 5, 2), time(8, 30)]]  # noqa: DTZ001
    for write in WRITERS.values():
        (read,) = only_sheet("liste", write(rows)).rows
        assert [type(value) for value in read] == [date, date, time]
