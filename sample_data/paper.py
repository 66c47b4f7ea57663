"""What an official list looks like: titles, framed headers, bands, totals and footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

AGENCY = "ARS Auvergne-Rhône-Alpes – Subdivision de Saint-Étienne"
TITLE = f"{AGENCY} – Choix de stage, semestre d'été 2027 (mai – octobre 2027)"
DATE_FORMAT = "DD/MM/YYYY"

Value = str | int | date | None
"""What a cell of our lists may hold."""

_THIN = Side(style="thin", color="808080")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER = PatternFill("solid", fgColor="D9E2F3")
_BAND = PatternFill("solid", fgColor="1F3864")
_TOTAL = PatternFill("solid", fgColor="F2F2F2")
_CENTERED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TOP = Alignment(vertical="center", wrap_text=True)


def titles(sheet: Worksheet, lines: Sequence[str], width: int) -> None:
    """The lines at the top of the sheet, each merged over `width` columns, then a blank row."""
    for row, line in enumerate(lines, 1):
        cell = sheet.cell(row, 1, line)
        cell.font = Font(bold=True, size=14 if row == 1 else 11)
        cell.alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)


def header(sheet: Worksheet, row: int, labels: Sequence[str], *, height: int = 1) -> None:
    """The header cells of one row; those of a two-line header are merged downwards where nothing stands below."""
    for column, label in enumerate(labels, 1):
        cell = sheet.cell(row, column, label or None)
        cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), _HEADER, _FRAME, _CENTERED
        if height > 1 and label and sheet.cell(row + 1, column).value is None:
            sheet.merge_cells(start_row=row, end_row=row + height - 1, start_column=column, end_column=column)


def band(sheet: Worksheet, row: int, text: str, width: int) -> None:
    """One text over the whole width."""
    cell = sheet.cell(row, 1, text)
    cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _BAND
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)


def line(sheet: Worksheet, row: int, values: Sequence[Value]) -> None:
    """One framed row of values; dates are shown as they are written in France."""
    for column, value in enumerate(values, 1):
        _framed(sheet.cell(row, column, value), value)


def total(sheet: Worksheet, row: int, values: Sequence[Value]) -> None:
    """One framed row in bold."""
    line(sheet, row, values)
    for column in range(1, len(values) + 1):
        sheet.cell(row, column).font, sheet.cell(row, column).fill = Font(bold=True), _TOTAL


def notes(sheet: Worksheet, row: int, lines: Sequence[str]) -> None:
    """Footnotes, one a row, in the first column."""
    for place, text in enumerate(lines):
        sheet.cell(row + place, 1, text).font = Font(italic=True, size=9)


def widths(sheet: Worksheet, sizes: Sequence[float]) -> None:
    for column, size in enumerate(sizes, 1):
        sheet.column_dimensions[get_column_letter(column)].width = size


def printed(sheet: Worksheet, header_rows: tuple[int, int]) -> None:
    """Landscape, one page wide, the header repeated on each page and kept in sight on the screen."""
    first, last = header_rows
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{first}:{last}"
    sheet.freeze_panes = f"A{last + 1}"


def _framed(cell: Cell | MergedCell, value: Value) -> None:
    cell.border, cell.alignment = _FRAME, _TOP
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT
