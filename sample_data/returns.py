"""What comes back in our own templates: wish lists, histories, requests and absences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from allocation.forms import FORMS, Role
from exports.filled import absence_row, history_row, request_row, wish_row
from sample_data.campaign import Sample
from sample_data.files import empty_book, save
from sample_data.paper import DATE_FORMAT, Value, widths


def write_wishes(sample: Sample, path: Path) -> Path:
    return _write(path, Role.WISHES, (wish_row(wishes) for wishes in sample.wishes))


def write_history(sample: Sample, path: Path) -> Path:
    return _write(path, Role.HISTORY, (history_row(stage) for stage in sample.history))


def write_requests(sample: Sample, path: Path) -> Path:
    return _write(path, Role.REQUESTS, (request_row(request) for request in sample.requests))


def write_absences(sample: Sample, path: Path) -> Path:
    return _write(path, Role.ABSENCES, (absence_row(absence) for absence in sample.absences))


def add_form(book: Workbook, role: Role, rows: Iterable[Sequence[Value]]) -> Worksheet:
    """A sheet of the workbook in the columns of the template, with its rows."""
    sheet: Worksheet = book.create_sheet(role.label)
    headers = [column.header for column in FORMS[role]]
    sheet.append(headers)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(list(row))
    _show_dates(sheet)
    widths(sheet, [max(len(header) + 2, 12) for header in headers])
    sheet.freeze_panes = "A2"
    return sheet


def _write(path: Path, role: Role, rows: Iterable[Sequence[Value]]) -> Path:
    book = empty_book()
    add_form(book, role, rows)
    return save(book, path)


def _show_dates(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = DATE_FORMAT
