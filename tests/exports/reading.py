"""What a person reads in the files that were written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader


def table(sheet: Worksheet, header_row: int = 1) -> list[dict[str, object]]:
    """The rows below a header, by header."""
    headers = [cell.value for cell in sheet[header_row]]
    rows = sheet.iter_rows(min_row=header_row + 1, values_only=True)
    return [dict(zip(headers, row, strict=True)) for row in rows]


def every_cell(path: Path) -> Iterator[Cell]:
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def values(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path)}


def pages(path: Path) -> list[str]:
    """The text of each page, its lines joined."""
    return [" ".join((page.extract_text() or "").split()) for page in PdfReader(path).pages]
