"""Sheets written as a stream: title, header, widths and print set-up, the same for every workbook of results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from math import ceil

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from exports.safety import Sheet, Style, append, streamed

SHEET_ROWS = 1_048_576
"""The most rows that Excel opens in one sheet."""

TITLE = Style(font=Font(bold=True, size=14))
HEADER = Style(
    font=Font(bold=True),
    fill=PatternFill("solid", fgColor="E3E8EF"),
    alignment=Alignment(wrap_text=True, vertical="center"),
    border=Border(bottom=Side(style="medium")),
)
WRAPPED = Style(alignment=Alignment(wrap_text=True, vertical="top"))
_WRAPPED_DOWN = Style(alignment=Alignment(wrap_text=True))  # on the last line, where the plain cells of the row stand

SHEET_NAME = 27
"""The longest name of a table: a number may have to follow it."""

_A4 = 9
_HEADING_ROWS = 1
_SAMPLE = 500
_NARROWEST, _WIDEST, _WIDEST_LAST, _MARGIN = 6, 24, 60, 1
_LINE_HEIGHT = 15  # points
_RAGGED = 1.15  # lines break at words, before they are full
_FILTER_BUTTON = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be: its name (at most `SHEET_NAME` characters), the title printed on each page, and the headers.

    The headers stand on the first row, so that filters, pivot tables and programs find them there.
    """

    name: str
    title: str
    headers: Sequence[str]


def write_table(book: Workbook, table: Table, rows: Iterable[Sequence[object]], limit: int = SHEET_ROWS) -> None:
    """Write the rows under the header, on as many sheets of at most `limit` rows as it takes."""
    coming = iter(rows)
    sample = list(islice(coming, _SAMPLE))
    widths = _widths(table.headers, sample)
    coming = chain(sample, coming)
    for part in count(1):
        sheet = _started(book, table, widths, part)
        _write_rows(sheet, islice(coming, limit - _HEADING_ROWS), widths)
        following = next(coming, None)
        if following is None:
            return
        coming = chain((following,), coming)


def set_widths(sheet: Sheet, widths: Iterable[int]) -> None:
    """Column widths in characters, from column A on."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def set_print(sheet: Sheet, title: str) -> None:
    """A4 landscape, as wide as one page, with the title at the top and the page numbers at the bottom."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.6, header=0.3, footer=0.3)
    sheet.oddHeader.left.text = title.replace("&", "&&")
    sheet.oddFooter.right.text = "Page &P / &N"


def _started(book: Workbook, table: Table, widths: Sequence[int], part: int) -> Sheet:
    suffix = "" if part == 1 else f" ({part})"
    sheet: Sheet = book.create_sheet(table.name + suffix)
    set_widths(sheet, widths)
    set_print(sheet, table.title)
    sheet.print_title_rows = f"1:{_HEADING_ROWS}"
    sheet.freeze_panes = f"A{_HEADING_ROWS + 1}"
    sheet.row_dimensions[1].height = 2 * _LINE_HEIGHT
    append(sheet, table.headers, HEADER)
    return sheet


def _write_rows(sheet: Sheet, rows: Iterable[Sequence[object]], widths: Sequence[int]) -> None:
    last = _HEADING_ROWS
    for last, row in enumerate(rows, _HEADING_ROWS + 1):
        lines = _lines(row, widths)
        if lines > 1:  # a spreadsheet does not make room by itself for what it did not write
            sheet.row_dimensions[last].height = lines * _LINE_HEIGHT
        append(sheet, _fitted(sheet, row, widths))
    sheet.auto_filter.ref = f"A{_HEADING_ROWS}:{get_column_letter(len(widths))}{last}"


def _widths(headers: Sequence[str], sample: Sequence[Sequence[object]]) -> list[int]:
    """Wide enough for the longest text of each column in the sample, within bounds; the last may hold a sentence."""
    longest = [max(map(len, header.split())) + _FILTER_BUTTON for header in headers]
    for row in sample:
        longest = [max(width, len(str(value or ""))) for width, value in zip(longest, row, strict=True)]
    widest = [_WIDEST] * (len(headers) - 1) + [_WIDEST_LAST]
    return [min(max(width + _MARGIN, _NARROWEST), most) for width, most in zip(longest, widest, strict=True)]


def _lines(row: Sequence[object], widths: Sequence[int]) -> int:
    """How many lines the row takes once its long texts are wrapped."""
    fullest = max((len(v) / width for v, width in zip(row, widths, strict=True) if isinstance(v, str)), default=0)
    return ceil(fullest * _RAGGED) if fullest > 1 else 1


def _fitted(sheet: Sheet, row: Sequence[object], widths: Sequence[int]) -> Iterator[object]:
    """The row, its texts that are wider than their column wrapped so that paper shows them whole."""
    for value, width in zip(row, widths, strict=True):
        wide = isinstance(value, str) and len(value) > width
        yield streamed(sheet, value, _WRAPPED_DOWN) if wide else value
