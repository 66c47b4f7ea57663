"""A list taken away and brought back is the same list, and no cell of it can run."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from allocation.opening import Opening
from allocation.state import start
from tests.allocation.factories import campaign, intern, post
from webapp.wishes import exchange
from webapp.wishes.stages import Stage, stages, turn_of

HELD = campaign(
    [post("A-1"), post("=B2", establishment="=1+1"), post("1003")],
    [intern("UN", 1), intern("DEUX", 2), intern("TROIS", 3)],
)
OPENING: Opening = HELD.opening
CODES = ("=B2", "1003", "A-1")


def known() -> dict[str, Stage]:
    return {each.code: each for each in stages(start(OPENING), turn_of(OPENING, HELD.person("UN")))}


def workbook(*rows: list[object]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(("name", "written"), [("l.csv", exchange.as_csv), ("l.xlsx", exchange.as_workbook)])
def test_what_is_taken_away_reads_back_the_same(name: str, written) -> None:
    assert exchange.read(name, written(CODES, known()), OPENING) == exchange.Read(CODES)


def test_no_cell_runs() -> None:
    assert b";'=1+1;" in exchange.as_csv(CODES, known())
    sheet = load_workbook(io.BytesIO(exchange.as_workbook(CODES, known()))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row}.isdisjoint({"f"})


def test_a_plain_column_will_do_numbers_and_capitals_included() -> None:
    assert exchange.read("x.xlsx", workbook(["a-1"], [1003.0]), OPENING).codes == ("A-1", "1003")


def test_what_names_no_stage_is_told_and_a_repeat_counts_once() -> None:
    found = exchange.read("x.xlsx", workbook(["Rang", "Code stage"], [1, "A-1"], [2, "RIEN"], [3, "A-1"], [4]), OPENING)
    assert found == exchange.Read(("A-1",), ("RIEN",))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 ...", b"PK\x03\x04garbage", b"<html><script>"])
def test_what_is_no_list_is_refused_in_words(content: bytes) -> None:
    assert exchange.read("x.xlsx", content, OPENING).problem
