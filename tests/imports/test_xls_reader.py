"""What is particular to .xls: formulas are seen in the records, and the calendar of the Macintosh."""

from __future__ import annotations

import io
import struct
from datetime import date

import xlwt

from imports.formats import read_book
from imports.grid import Sheet
from tests.imports.workbooks import as_xls, compound, xls_records


def sheets_of(data: bytes) -> list[Sheet]:
    book, issues = read_book("liste.xls", data)
    assert book is not None, issues
    assert issues == []
    return book.sheets


def with_formulas() -> xlwt.Workbook:
    book = xlwt.Workbook()
    first, second = book.add_sheet("Postes"), book.add_sheet("Calculs")
    first.write(0, 0, 3)
    second.write(1, 0, 4)
    second.write(1, 1, xlwt.Formula("A2*2"))
    return book


def _formula_records(records: bytearray) -> list[int]:
    """Where the formulas begin: 4 bytes of head, row, column and style in 6, then the cached result in 8."""
    starts, position = [], 0
    while position < len(records):
        kind, length = struct.unpack_from("<HH", records, position)
        starts += [position] if kind == 0x0006 else []
        position += 4 + length
    return starts


def test_a_formula_of_the_right_sheet_is_noted_with_its_cached_result() -> None:
    records = bytearray(with_formulas().get_biff_data())
    (start,) = _formula_records(records)
    struct.pack_into("<d", records, start + 10, 8.0)
    postes, calculs = sheets_of(compound({"Workbook": bytes(records)}))
    assert (postes.rows, postes.formulas) == ([[3]], set())
    assert (calculs.rows, calculs.formulas) == ([[], [4, 8]], {(1, 1)})


def test_the_calendar_of_1904_gives_the_dates_that_were_written() -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    style = xlwt.XFStyle()
    style.num_format_str = "dd/mm/yyyy"
    book.add_sheet("Postes").write(0, 0, date(2027, 5, 2), style)
    stream = io.BytesIO()
    book.save(stream)
    assert sheets_of(stream.getvalue())[0].rows == [[date(2027, 5, 2)]]


def test_an_error_is_the_text_it_shows() -> None:
    book = xlwt.Workbook()
    book.add_sheet("Postes").row(0).set_cell_error(0, "#REF!")
    stream = io.BytesIO()
    book.save(stream)
    assert sheets_of(stream.getvalue())[0].rows == [["#REF!"]]


def test_the_compound_files_of_the_tests_are_real() -> None:
    assert sheets_of(compound({"Workbook": xls_records([["a", 1]])})) == sheets_of(as_xls([["a", 1]]))


def test_records_without_a_compound_file_around_them_are_read() -> None:
    assert sheets_of(xls_records([["a", 1]]))[0].rows == [["a", 1]]


def test_a_workbook_of_the_first_excel_is_read() -> None:
    number = struct.pack("<HHHH3Bd", 0x0003, 15, 1, 0, 0, 0, 0, 2.0)
    old = struct.pack("<HHHH", 0x0009, 4, 2, 0x10) + number + struct.pack("<HH", 0x000A, 0)
    assert sheets_of(old)[0].rows == [[], [2]]
