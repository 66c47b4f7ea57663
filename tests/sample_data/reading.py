"""The sample workbooks read back plainly, without the importer and without the scripts that made them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parents[2] / "sample_data"

Row = dict[str, object]


def sheets(name: str) -> list[Worksheet]:
    return load_workbook(FOLDER / name).worksheets


def form_rows(name: str) -> list[Row]:
    """The rows of a workbook whose header is on its first row."""
    (sheet,) = sheets(name)
    return list(_rows(sheet, 1))


def interns() -> list[Row]:
    """Everyone of the call lists, with the sheet they are on."""
    return [
        row | {"sheet": sheet.title}
        for sheet in sheets("internes.xlsx")
        for row in _rows(sheet, 4)
        if isinstance(row["RPPS"], str)
    ]


def posts() -> list[Row]:
    """One row a stage of the post list, with its sheet and band; the phase columns stand under PS, PA and DJ."""
    found = []
    for sheet in sheets("postes.xlsx"):
        band = ""
        for row in _rows(sheet, 5, below=6):
            code = str(row["N° stage"] or "")
            if code.startswith("42-"):
                found.append(row | {"sheet": sheet.title, "band": band})
            elif code and row["PS"] is None:
                band = code
    return found


def wish_lists() -> dict[str, list[str]]:
    return {
        str(row.pop("RPPS")): [str(code) for code in row.values() if code is not None]
        for row in form_rows("voeux.xlsx")
    }


def seats(row: Row, phase: str) -> int:
    """The seats of a stage under PS, PA or DJ, blank being none."""
    value = row[phase]
    return value if isinstance(value, int) else 0


def _rows(sheet: Worksheet, header: int, *, below: int = 0) -> Iterator[Row]:
    headers = [cell.value for cell in sheet[header]]
    if below:
        headers = [lower.value or upper for lower, upper in zip(sheet[below], headers, strict=True)]
    for values in sheet.iter_rows(min_row=max(header, below) + 1, values_only=True):
        yield dict(zip(map(str, headers), values, strict=True))
