"""Reads .xls (Excel 5 to 2003) with xlrd, and with a walk of its records for what xlrd does not tell."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book as XlsBook
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.formula import FormulaError
from xlrd.sheet import Sheet as XlsSheet

from imports.cells import from_serial, tidy_number
from imports.collect import PLAIN, Budget, Collector, Look
from imports.grid import Merge, Sheet
from imports.limits import damaged, password

_BROKEN = (
    XLRDError,
    CompDocError,
    FormulaError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""All that xlrd raises on bytes that contradict the format: it trusts them."""
_OLE = b"\xd0\xcf\x11\xe0"
_BOLD_FROM = 600
_BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF = 0x000A
_FILEPASS = 0x002F
_BOUNDSHEET = 0x0085
_FORMULA = frozenset({0x0006, 0x0206, 0x0406})
_WORKSHEET = 0


def read_xls(data: bytes) -> list[Sheet]:
    """Every worksheet of the workbook, in its order. Raises `Refused`."""
    try:
        stream = _workbook_stream(data)
        if any(kind == _FILEPASS for kind, _ in _records(stream, 0)):
            raise password()
        log = io.StringIO()
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=log)
        return _sheets(book, _formulas(stream))
    except _BROKEN as problem:
        raise damaged("les enregistrements du classeur se contredisent") from problem


def _workbook_stream(data: bytes) -> bytes:
    """The stream of records: the file itself before Excel 5, a stream of the compound file since."""
    if not data.startswith(_OLE):
        return data
    compound = CompDoc(data, logfile=io.StringIO())
    for name in ("Workbook", "Book"):
        found, start, length = compound.locate_named_stream(name)
        if found:
            return bytes(found[start : start + length])
    raise damaged("le classeur ne contient aucune feuille")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record of the substream at `start`; those of embedded charts are passed over."""
    depth = 0
    while 0 <= start <= len(stream) - 4:
        kind, length = struct.unpack_from("<HH", stream, start)
        start += 4
        depth += (kind in _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[start : start + length]
        start += length


def _formulas(stream: bytes) -> list[set[tuple[int, int]]]:
    """The cells of each worksheet that hold a formula, in the order of the worksheets."""
    bounds = [content for kind, content in _records(stream, 0) if kind == _BOUNDSHEET]
    starts = [struct.unpack_from("<L", content)[0] for content in bounds if content[5] == _WORKSHEET]
    return [_formulas_of(stream, start) for start in starts]


def _formulas_of(stream: bytes, start: int) -> set[tuple[int, int]]:
    return {struct.unpack_from("<HH", content) for kind, content in _records(stream, start) if kind in _FORMULA}


def _sheets(book: XlsBook, formulas: list[set[tuple[int, int]]]) -> list[Sheet]:
    looks = [_look(book, style.font_index) for style in book.xf_list]
    budget = Budget()
    sheets = []
    for number, source in enumerate(book.sheets()):
        known = formulas[number] if number < len(formulas) else set()
        sheets.append(_read_sheet(book, source, looks, known, budget))
    return sheets


def _look(book: XlsBook, font_index: int) -> Look:
    if font_index >= len(book.font_list):  # the first versions have no list of fonts
        return PLAIN
    font = book.font_list[font_index]
    look = Look(bool(font.bold) or font.weight >= _BOLD_FROM, bool(font.struck_out))
    return look if any(look) else PLAIN


def _read_sheet(
    book: XlsBook, source: XlsSheet, looks: list[Look], formulas: set[tuple[int, int]], budget: Budget
) -> Sheet:
    collector = Collector(source.name, budget, hidden=source.visibility != 0)
    for row in range(source.nrows):
        types, values = source.row_types(row), source.row_values(row)
        for column, (kind, value) in enumerate(zip(types, values, strict=True)):
            plain = _value(book, kind, value)
            if plain is not None:
                style = source.cell_xf_index(row, column)
                look = looks[style] if 0 <= style < len(looks) else PLAIN
                collector.put(row, column, plain, look, formula=(row, column) in formulas)
    _note_hidden(source, collector)
    for top, bottom, left, right in source.merged_cells:
        collector.merge(Merge(top, left, bottom - 1, right - 1))
    return collector.finish()


def _note_hidden(source: XlsSheet, collector: Collector) -> None:
    for row, info in source.rowinfo_map.items():
        if info.hidden:
            collector.hide_row(row)
    for column, width in source.colinfo_map.items():
        if width.hidden:
            collector.hide_columns(column, column)


def _value(book: XlsBook, kind: int, value: Any) -> object:
    match kind:
        case xlrd.XL_CELL_TEXT:
            return value
        case xlrd.XL_CELL_NUMBER:
            return tidy_number(value)
        case xlrd.XL_CELL_DATE:
            return from_serial(value, from_1904=book.datemode == 1)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(value, "#ERREUR!")
    return None
