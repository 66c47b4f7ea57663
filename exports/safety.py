"""Cells that a spreadsheet shows and never runs: every cell of this package is written by this module.

A name such as `=cmd|' /C calc'!A0` must reach the reader as it was typed, and do nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill

Sheet = Any
"""A sheet of openpyxl, in memory or streamed: the two have no type in common."""

CELL_CHARACTERS = 32_767
"""The most that a spreadsheet keeps in one cell."""

_FIRST_SPREADSHEET_YEAR = 1900
_INVISIBLE = r"\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_FORMULA = re.compile(rf"[{_INVISIBLE}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks; what is None stays as the spreadsheet has it."""

    font: Font | None = None
    fill: PatternFill | None = None
    alignment: Alignment | None = None
    border: Border | None = None
    number_format: str | None = None


def looks_like_formula(text: str) -> bool:
    """True when some spreadsheet would run the text: `=`, `+`, `-`, `@` or their full-width forms come first, or a
    tabulation or a line end does, whatever blanks and invisible characters stand before."""
    return _FORMULA.match(text) is not None


def printable(text: str) -> str:
    """The text without the characters that no document may hold, its line ends as one character."""
    return _FORBIDDEN.sub("", _LINE_END.sub("\n", text))


def csv_text(text: str) -> str:
    """The text for a CSV field, an apostrophe before it when it looks like a formula."""
    shown = printable(text)
    return f"'{shown}" if looks_like_formula(shown) else shown


def put(sheet: Sheet, row: int, column: int, value: object, style: Style | None = None) -> Cell:
    """The cell of a sheet in memory, row and column counted from 1, now holding `value`.

    Numbers, booleans and dates are written as such, None as a blank, all else as inert text.
    """
    return _filled(sheet.cell(row, column), value, style)


def append(sheet: Sheet, values: Iterable[object], style: Style | None = None) -> None:
    """Add one row to a sheet that is written as a stream; `Cell` values (from `streamed`) go through as they are."""
    sheet.append([value if isinstance(value, Cell) else streamed(sheet, value, style) for value in values])


def streamed(sheet: Sheet, value: object, style: Style | None = None) -> object:
    """What to append for `value`: itself when it is harmless and plain, which is much faster, else a filled cell."""
    if style is None and (value is None or _is_harmless(value)):
        return value
    return _filled(WriteOnlyCell(sheet), value, style)


def dress(cell: Cell, style: Style) -> None:
    """Give the cell the looks that the style states."""
    for name in ("font", "fill", "alignment", "border", "number_format"):
        value = getattr(style, name)
        if value is not None:
            setattr(cell, name, value)


def _filled(cell: Cell, value: object, style: Style | None) -> Cell:
    if value is None or _is_native(value):
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, date):
            cell.number_format = "DD/MM/YYYY HH:MM" if isinstance(value, datetime) else "DD/MM/YYYY"
    else:
        _fill_text(cell, printable(str(value))[:CELL_CHARACTERS])
    if style is not None:
        dress(cell, style)
    return cell


def _is_harmless(value: object) -> bool:
    return _is_plain(value) if isinstance(value, str) else type(value) is int


def _is_plain(text: str) -> bool:
    return text[:1].isalnum() and len(text) <= CELL_CHARACTERS and "\r" not in text and not _FORBIDDEN.search(text)


def _is_native(value: object) -> bool:
    if isinstance(value, date):
        return value.year >= _FIRST_SPREADSHEET_YEAR
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int | time | timedelta)


def _fill_text(cell: Cell, text: str) -> None:
    cell.value = text
    cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    if looks_like_formula(text):
        cell.quotePrefix = True
