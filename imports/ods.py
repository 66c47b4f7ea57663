"""Reads .ods: the two XML parts as streams, because a document tree of a 40,000-row list would fill the memory."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import time
from functools import lru_cache
from typing import NamedTuple

from imports.cells import from_iso, is_blank, parse_number
from imports.collect import PLAIN, Budget, Collector, Look, check_column
from imports.grid import Merge, Sheet
from imports.limits import LAST_COLUMN, LAST_ROW, damaged
from imports.package import Attributes, Ends, Package, Starts

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 "
_TABLE = _OASIS.format("table")
_OFFICE = _OASIS.format("office")
_STYLE = _OASIS.format("style")
_TEXT = _OASIS.format("text")
_FO = _OASIS.format("xsl-fo-compatible")
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_TIME = re.compile(r"PT(?:(\d{1,2})H)?(?:(\d{1,2})M)?(?:(\d{1,2})(?:[.,](\d{1,6})\d*)?S)?")
_ERROR_TEXT = re.compile(r"#[A-Z/0-9ÉÀ]+[!?]?|(?:Err|Erreur)\s?:\s?\d{3}")
_WHITE = re.compile(r"[ \t\r\n]+")
_CELLS, _SHEETS = "table-cell", "table"
_BOLD_FROM = 600
_STYLE_DEPTH = 20
_LONGEST_GAP = 100
_ASIDE = (
    "annotation", "caption", "circle", "connector", "custom-shape", "dde-links", "ellipse", "frame", "g", "line",
    "measure", "path", "polygon", "polyline", "rect", "regular-polygon", "ruby-text", "shapes", "tracked-changes",
)  # fmt: skip
"""What is not the cell's own text: comments, drawings, older versions of the cells, other files' tables."""


def read_ods(package: Package) -> list[Sheet]:
    """Every sheet of the document, in its order. Raises `Refused`."""
    styles = _Styles()
    if "styles.xml" in package:
        package.walk("styles.xml", styles.starts, styles.ends, _ignore)
    reader = _ContentReader(styles)
    reader.walk(package)
    return reader.sheets


class _Style(NamedTuple):
    parent: str
    traits: dict[str, bool]


class _Styles:
    """The named styles of cells (bold, struck) and of sheets (hidden), which inherit from one another."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._open = _Style("", {})
        self._looks: dict[str, Look] = {}
        self.starts: Starts = {
            "style": self._begin,
            "text-properties": self._text_properties,
            "table-properties": self._table_properties,
        }
        self.ends: Ends = {"style": self._end}

    def look(self, name: str) -> Look:
        look = self._looks.get(name)
        if look is None:
            look = Look(self._trait(_CELLS, name, "bold"), self._trait(_CELLS, name, "struck"))
            self._looks[name] = look = look if any(look) else PLAIN
        return look

    def is_hidden(self, name: str) -> bool:
        return self._trait(_SHEETS, name, "hidden")

    def _trait(self, family: str, name: str, trait: str) -> bool:
        """The trait by the nearest style that states it; the bound keeps styles that name each other from looping."""
        for _ in range(_STYLE_DEPTH):
            style = self._styles.get((family, name))
            if style is None:
                return False
            if trait in style.traits:
                return style.traits[trait]
            name = style.parent
        return False

    def _begin(self, attributes: Attributes) -> None:
        self._open = _Style(attributes.get(_STYLE + "parent-style-name", ""), {})
        family, name = attributes.get(_STYLE + "family", ""), attributes.get(_STYLE + "name", "")
        self._styles[family, name] = self._open

    def _end(self) -> None:
        """What follows and is no style (a number format, a default) has properties too; they count for nothing."""
        self._open = _Style("", {})

    def _text_properties(self, attributes: Attributes) -> None:
        weight = attributes.get(_FO + "font-weight")
        if weight is not None:
            self._open.traits["bold"] = weight == "bold" or (weight.isdecimal() and int(weight[:4]) >= _BOLD_FROM)
        for name in ("text-line-through-style", "text-line-through-type"):
            if (line := attributes.get(_STYLE + name)) is not None:
                self._open.traits["struck"] = line != "none"

    def _table_properties(self, attributes: Attributes) -> None:
        display = attributes.get(_TABLE + "display")
        if display is not None:
            self._open.traits["hidden"] = display == "false"


class _ContentReader:
    """Walks `content.xml`. Rows and cells may be repeated a million times by one attribute: blanks are only counted."""

    def __init__(self, styles: _Styles) -> None:
        self.sheets: list[Sheet] = []
        self._styles = styles
        self._budget = Budget()
        self._collector = Collector("", self._budget)
        self._tables = 0
        self._aside = 0
        self._column_ends: list[int] = []
        self._column_styles: list[str] = []
        self._row = self._column = 0
        self._row_attributes: Attributes = {}
        self._cells: list[_Cell] = []
        self._cell: Attributes | None = None
        self._paragraphs: list[list[str]] = []

    def walk(self, package: Package) -> None:
        cell_ends: Ends = {"table-cell": self._close_cell, "covered-table-cell": self._close_covered}
        starts = self._styles.starts | {"table": self._open_table, "table-column": self._open_column}
        starts |= {"table-row": self._open_row, "p": self._open_paragraph, "s": self._spaces}
        starts |= dict.fromkeys(cell_ends, self._open_cell)
        starts |= {"line-break": lambda _: self._feed("\n"), "tab": lambda _: self._feed("\t")}
        ends: Ends = self._styles.ends | cell_ends | {"table": self._close_table, "table-row": self._close_row}
        for name in _ASIDE:
            starts[name], ends[name] = self._step_aside, self._step_back
        package.walk("content.xml", starts, ends, self._characters)

    def _step_aside(self, _attributes: Attributes) -> None:
        self._aside += 1

    def _step_back(self) -> None:
        self._aside -= 1

    @property
    def _elsewhere(self) -> bool:
        return self._aside > 0 or self._tables != 1

    def _open_table(self, attributes: Attributes) -> None:
        self._tables += 1
        if self._elsewhere:
            return
        hidden = self._styles.is_hidden(attributes.get(_TABLE + "style-name", ""))
        self._collector = Collector(attributes.get(_TABLE + "name", ""), self._budget, hidden=hidden)
        self._column_ends, self._column_styles = [], []
        self._row = 0

    def _close_table(self) -> None:
        if not self._elsewhere:
            self.sheets.append(self._collector.finish())
        self._tables -= 1

    def _open_column(self, attributes: Attributes) -> None:
        first = self._column_ends[-1] + 1 if self._column_ends else 0
        if self._elsewhere or first > LAST_COLUMN:
            return
        last = min(first + _repeated(attributes, "columns") - 1, LAST_COLUMN)
        self._column_ends.append(last)
        self._column_styles.append(attributes.get(_TABLE + "default-cell-style-name", ""))
        if attributes.get(_TABLE + "visibility", "visible") != "visible":
            self._collector.hide_columns(first, last)

    def _open_row(self, attributes: Attributes) -> None:
        if not self._elsewhere:
            self._row_attributes = attributes
            self._column = 0
            self._cells = []

    def _close_row(self) -> None:
        if self._elsewhere:
            return
        times = _repeated(self._row_attributes, "rows")
        if self._cells:
            hidden = self._row_attributes.get(_TABLE + "visibility", "visible") != "visible"
            for row in range(self._row, self._row + times):
                self._put_row(row, hidden=hidden)
        self._row += times

    def _put_row(self, row: int, *, hidden: bool) -> None:
        for cell in self._cells:
            cell.put(self._collector, row)
        if hidden:
            self._collector.hide_row(row)

    def _open_cell(self, attributes: Attributes) -> None:
        if not self._elsewhere:
            self._cell = attributes
            self._paragraphs = []

    def _open_paragraph(self, _attributes: Attributes) -> None:
        if self._cell is not None and not self._elsewhere:
            self._paragraphs.append([])

    def _feed(self, text: str) -> None:
        if self._paragraphs and self._cell is not None and not self._elsewhere:
            self._paragraphs[-1].append(text)

    def _characters(self, text: str) -> None:
        """Text between elements: spaces and line breaks in a row count as one space there, like on a web page."""
        self._feed(_WHITE.sub(" ", text))

    def _spaces(self, attributes: Attributes) -> None:
        self._feed(" " * min(_count(attributes.get(_TEXT + "c", "1")), _LONGEST_GAP))

    def _close_covered(self) -> None:
        if not self._elsewhere:
            self._advance(_repeated(self._cell or {}, "columns"))

    def _close_cell(self) -> None:
        if self._elsewhere or self._cell is None:
            return
        attributes, self._cell = self._cell, None
        times = _repeated(attributes, "columns")
        text = "\n".join("".join(pieces) for pieces in self._paragraphs)
        cell = _Cell(self._column, times, attributes, text, self._styles.look(self._style_name(attributes)))
        if cell.counts:
            self._cells.append(cell)
        self._advance(times)

    def _advance(self, times: int) -> None:
        self._column += times
        self._cell = None

    def _style_name(self, attributes: Attributes) -> str:
        own = attributes.get(_TABLE + "style-name") or self._row_attributes.get(_TABLE + "default-cell-style-name")
        run = bisect_left(self._column_ends, self._column)
        return own or (self._column_styles[run] if run < len(self._column_styles) else "")


class _Cell:
    """A cell of the row being read, to be put once for each repetition of it and of its row."""

    def __init__(self, column: int, times: int, attributes: Attributes, text: str, look: Look) -> None:
        self._column, self._times, self._look = column, times, look
        self._formula = _TABLE + "formula" in attributes
        value = _value(attributes, text, formula=self._formula)
        self._value = None if isinstance(value, str) and is_blank(value) else value
        self._down = _count(attributes.get(_TABLE + "number-rows-spanned", "1"))
        self._across = _count(attributes.get(_TABLE + "number-columns-spanned", "1"))

    @property
    def counts(self) -> bool:
        """False for the blanks, which need not be put anywhere."""
        return self._formula or self._value is not None or self._down > 1 or self._across > 1

    def put(self, collector: Collector, row: int) -> None:
        for column in range(self._column, self._column + self._times):
            check_column(column)
            if self._formula and self._value is None:
                collector.put_unvalued(row, column)
            else:
                collector.put(row, column, self._value, self._look, formula=self._formula)
            if self._down > 1 or self._across > 1:
                collector.merge(Merge(row, column, row + self._down - 1, column + self._across - 1))


def _value(attributes: Attributes, text: str, *, formula: bool) -> object:
    """The value that a cell stores; its text where the type is unknown or says that the formula failed."""
    kind = attributes.get(_OFFICE + "value-type", "")
    if attributes.get(_CALC_TYPE) == "error" or (formula and _ERROR_TEXT.fullmatch(text)):
        return text
    match kind:
        case "float" | "percentage" | "currency":
            return parse_number(attributes.get(_OFFICE + "value", text))
        case "date":
            return from_iso(attributes.get(_OFFICE + "date-value", text))
        case "time":
            return _clock(attributes.get(_OFFICE + "time-value", "")) or text
        case "boolean":
            return attributes.get(_OFFICE + "boolean-value") == "true"
        case "string":
            return attributes.get(_OFFICE + "string-value", text)
    return text


def _clock(text: str) -> time | None:
    """The time of day written `PT08H30M00S`; None for a duration of a day or more."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return time(hours, minutes, seconds, int((match[4] or "").ljust(6, "0")))


def _repeated(attributes: Attributes, what: str) -> int:
    return _count(attributes.get(f"{_TABLE}number-{what}-repeated", "1"))


@lru_cache(maxsize=256)
def _count(text: str) -> int:
    """A number of repetitions, at least 1; larger ones than a sheet has rows come to the same."""
    if not (text.isascii() and text.isdigit()):
        raise damaged("un nombre interne du classeur est faux")
    return max(1, min(int(text[:8]), LAST_ROW + 1))


def _ignore(_text: str) -> None:
    """Text between styles, of which there is none worth reading."""
