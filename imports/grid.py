"""The one form in which every kind of file reaches the reader: rows of plain values, and what was seen around them."""

from __future__ import annotations

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns counted from 0, last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet. `rows[r][c]`: str, int, float, bool, date, datetime, time, or None for a blank; rows may be ragged.

    An Excel error is the str it shows (`#REF!`). The sets hold (row, column) pairs counted from 0, `hidden_rows` row
    numbers from 0. `formulas`: cells whose value is a cached result; `unvalued`: formulas without one (value None).
    """

    name: str
    rows: list[list[object]]
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    bold: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    unvalued: set[tuple[int, int]] = field(default_factory=set)


@dataclass(slots=True)
class Book:
    """One file that could be read. `name` without folder; `kind` one of xlsx, xls, ods, csv; `sha256` of its bytes.

    `guess` says in French how a CSV was read (encoding, delimiter), "" otherwise.
    """

    name: str
    kind: str
    sha256: str
    sheets: list[Sheet]
    guess: str = ""


def address(row: int, column: int) -> str:
    """The name of a cell as a spreadsheet shows it: `address(6, 4)` is "E7"."""
    return f"{get_column_letter(column + 1)}{row + 1}"
