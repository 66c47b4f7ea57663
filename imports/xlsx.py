"""Reads .xlsx and .xlsm: the parts of the zip as streams, so that values, merges and looks come in one pass.

openpyxl either forgets what surrounds the values (read-only mode) or holds the whole workbook in memory, and gives up
on workbooks whose styles, names or printing titles are odd. None of these matter here, so they are not read at all.
"""

from __future__ import annotations

import re

from imports.cells import from_iso, from_serial, parse_number
from imports.collect import Budget, Collector, Look, check_column
from imports.grid import Merge, Sheet
from imports.limits import damaged
from imports.package import Attributes, Package
from imports.xlsx_parts import DEFAULT, Entry, RichText, Style, Workbook, is_on, unescape, whole

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def read_xlsx(package: Package) -> list[Sheet]:
    """Every worksheet of the workbook, in its order, charts and macros left out. Raises `Refused`."""
    workbook = Workbook(package)
    budget = Budget()
    return [_read_sheet(package, entry, workbook, budget) for entry in workbook.entries]


def _read_sheet(package: Package, entry: Entry, workbook: Workbook, budget: Budget) -> Sheet:
    collector = Collector(entry.name, budget, hidden=entry.hidden)
    _SheetReader(collector, workbook).walk(package, entry.part)
    return collector.finish()


class _SheetReader:
    """Walks one worksheet. The handlers of cells run half a million times on a national list: they stay bare."""

    def __init__(self, collector: Collector, workbook: Workbook) -> None:
        self._collector = collector
        self._workbook = workbook
        self._text = RichText()
        self._row = self._column = -1
        self._row_hidden = self._row_unnumbered = False
        self._type = "n"
        self._style = DEFAULT
        self._value: str | None = None
        self._formula = False
        self._columns: dict[str, int] = {}
        self._seen_styles: dict[str | None, Style] = {}

    def walk(self, package: Package, part: str) -> None:
        starts, ends = self._text.handlers()
        starts |= {"row": self._open_row, "c": self._open_cell, "v": self._text.open, "f": self._open_formula}
        starts |= {"is": self._text.begin, "mergeCell": self._merge, "col": self._column_widths}
        ends |= {"row": self._close_row, "c": self._close_cell, "v": self._close_value}
        package.walk(part, starts, ends, self._text.feed)

    def _open_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._row_unnumbered = number is None
        self._row = self._row + 1 if number is None else whole(number) - 1
        self._column = -1
        self._row_hidden = is_on(attributes.get("hidden"))

    def _close_row(self) -> None:
        if self._row_hidden:
            self._collector.hide_row(self._row)

    def _open_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column = check_column(self._column + 1)
        else:
            self._column = self._column_of(reference)
            if self._row_unnumbered:
                self._row = _position(reference)[0]
        self._type = attributes.get("t", "n")
        self._style = self._style_of(attributes.get("s"))
        self._value = None
        self._formula = False
        self._text.begin(attributes)

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _position(f"{letters}1")[1]
        return column

    def _style_of(self, number: str | None) -> Style:
        style = self._seen_styles.get(number)
        if style is None:
            style = self._seen_styles[number] = self._workbook.style(number)
        return style

    def _open_formula(self, _attributes: Attributes) -> None:
        self._formula = True

    def _close_value(self) -> None:
        self._value = self._text.raw

    def _close_cell(self) -> None:
        if self._formula and self._lacks_result():
            self._collector.put_unvalued(self._row, self._column)
            return
        look = self._style.look
        value: object
        if self._type == "inlineStr":
            value, struck = self._text.finish()
            look = Look(look.bold, struck=True) if struck else look
        elif self._value is not None:
            if self._type == "s" and self._shared_number() in self._workbook.struck_texts:
                look = Look(look.bold, struck=True)
            value = self._convert(self._value)
        else:
            return
        self._collector.put(self._row, self._column, value, look, formula=self._formula)

    def _lacks_result(self) -> bool:
        """True for a formula never computed; an empty text is a result, an empty number is not."""
        return self._value is None or (not self._value and self._type != "str")

    def _shared_number(self) -> int:
        number = whole(self._value or "")
        if number >= len(self._workbook.texts):
            raise damaged("un texte du classeur est introuvable")
        return number

    def _convert(self, text: str) -> object:
        match self._type:
            case "s":
                return self._workbook.texts[self._shared_number()]
            case "b":
                return is_on(text.strip())
            case "n" | "":
                return self._number(text)
            case "d":
                return from_iso(text)
        return unescape(text)

    def _number(self, text: str) -> object:
        number = parse_number(text)
        if self._style.is_date and not isinstance(number, str):
            return from_serial(number, from_1904=self._workbook.from_1904)
        return number

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        top, left = _position(first)
        bottom, right = _position(last or first)
        self._collector.merge(Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def _column_widths(self, attributes: Attributes) -> None:
        if is_on(attributes.get("hidden")):
            first = whole(attributes.get("min", "1"))
            self._collector.hide_columns(first - 1, whole(attributes.get("max", str(first))) - 1)


def _position(reference: str) -> tuple[int, int]:
    """Row and column from 0 of a reference such as "E7"."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise damaged("une cellule a une adresse impossible")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, check_column(column - 1)
