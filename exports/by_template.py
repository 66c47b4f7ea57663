"""The assignments in the ARS's own workbook: the columns that are found by their headers are filled, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports.files import replacing
from exports.safety import put

Recognise = Callable[[str], str | None]
"""The field that a header means, None where it means none that is known."""

_SEARCHED_ROWS = 40
_FEWEST = 2
"""A row is the header when it names at least so many fields."""


class UnusableTemplateError(ValueError):
    """The workbook cannot be filled; the French sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was done: sheet and row of the headers, columns filled by header, headers left as they were."""

    sheet: str
    row: int
    filled: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Headers:
    sheet: Worksheet
    row: int
    fields: Mapping[int, str]
    left: tuple[str, ...]


def write_by_template(
    template: bytes, recognise: Recognise, records: Iterator[Mapping[str, object]], path: Path
) -> Filled:
    """Fill the template with one record a row and write it at `path`. `records` go by field, as `recognise` names them.

    The rest of the workbook stays as it was. Raises `UnusableTemplateError`, nothing then written.
    """
    book = load_workbook(BytesIO(template))
    headers = max((_headers(sheet, recognise) for sheet in book.worksheets), key=lambda found: len(found.fields))
    if len(headers.fields) < _FEWEST:
        raise UnusableTemplateError(
            "Aucune ligne de ce classeur ne porte d'en-têtes connus (Nom, Prénom, Code stage, Établissement…) : "
            "vérifiez que c'est bien le modèle."
        )
    _check_empty(headers)
    for row, record in enumerate(records, headers.row + 1):
        _fill(headers, row, record)
    with replacing(path) as temporary:
        book.save(temporary)
    named = tuple(str(headers.sheet.cell(headers.row, column).value) for column in headers.fields)
    return Filled(headers.sheet.title, headers.row, named, headers.left)


def _headers(sheet: Worksheet, recognise: Recognise) -> _Headers:
    """The row of the sheet that names most fields, the first of equals."""
    best = _Headers(sheet, 0, {}, ())
    for row in sheet.iter_rows(max_row=_SEARCHED_ROWS):
        words = {cell.column: cell.value.strip() for cell in row if isinstance(cell.value, str) and cell.value.strip()}
        fields: dict[int, str] = {}
        for column, text in words.items():
            field = recognise(text)
            if field is not None and field not in fields.values():
                fields[column] = field
        if len(fields) > len(best.fields):
            left = tuple(text for column, text in words.items() if column not in fields)
            best = _Headers(sheet, row[0].row, fields, left)
    return best


def _check_empty(headers: _Headers) -> None:
    for row in headers.sheet.iter_rows(min_row=headers.row + 1):
        for cell in row:
            if cell.column in headers.fields and cell.value is not None:
                raise UnusableTemplateError(
                    f"Le modèle n'est pas vide sous ses en-têtes (feuille « {headers.sheet.title} », cellule "
                    f"{get_column_letter(cell.column)}{cell.row}) : effacez ces lignes, puis recommencez."
                )


def _fill(headers: _Headers, row: int, record: Mapping[str, object]) -> None:
    """One row, each cell looking like that of the first row below the headers."""
    for column, field in headers.fields.items():
        model = headers.sheet.cell(headers.row + 1, column)
        given = model.number_format
        cell = put(headers.sheet, row, column, record.get(field))
        if row > headers.row + 1 and model.has_style:
            cell.font, cell.border, cell.fill = copy(model.font), copy(model.border), copy(model.fill)
            cell.alignment = copy(model.alignment)
        if given != "General":
            cell.number_format = given
