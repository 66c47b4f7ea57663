"""My list as a file: taken away as a workbook or as text, and read back from whatever names its stages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from allocation.opening import Opening
from exports import safety
from exports.workbook import Table, write_table
from imports.formats import read_book
from imports.grid import Sheet
from webapp.wishes.stages import Stage

HEADERS = ("Rang du vœu", "Code stage", "Établissement", "Service", "Commune", "Catégorie")
_CODE_HEADERS = {"code stage", "code", "stage", "code du stage", "vœu", "voeu"}


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gives: the codes known, best first, and what was written but names no stage. `problem`: why the file
    could not be read, "" when it could."""

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    problem: str = ""


def as_csv(codes: Sequence[str], known: Mapping[str, Stage]) -> bytes:
    """The list for a spreadsheet: fields apart by `;`, UTF-8 with its mark, no cell that could run."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    for row in _rows(codes, known):
        writer.writerow([safety.csv_text(value) if isinstance(value, str) else value for value in row])
    return text.getvalue().encode("utf-8-sig")


def _rows(codes: Sequence[str], known: Mapping[str, Stage]) -> Iterator[tuple[object, ...]]:
    for rank, code in enumerate(codes, start=1):
        stage = known.get(code)
        told = (stage.establishment, stage.service, stage.town, stage.category) if stage else ("", "", "", "")
        yield (rank, code, *told)


def as_workbook(codes: Sequence[str], known: Mapping[str, Stage]) -> bytes:
    """The same as an Excel workbook."""
    book = Workbook(write_only=True)
    write_table(book, Table("Vœux", "Ma liste de vœux", HEADERS), _rows(codes, known))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(name: str, content: bytes, opening: Opening) -> Read:
    """The list that a workbook or a text file holds: the column named « Code stage », else the first one, in the order
    of its rows. What names no stage is told; a stage named again counts once."""
    book, issues = read_book(name, content)
    if book is None:
        return Read(problem=" ".join(f"{issue.message} {issue.fix}" for issue in issues if issue.level == "error"))
    written = [text for sheet in book.sheets[:1] for text in _column(sheet)]
    known = {code.casefold(): code for code in opening.by_code}
    found = [known[text.casefold()] for text in written if text.casefold() in known]
    unknown = [text for text in written if text.casefold() not in known]
    return Read(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(unknown)))


def _column(sheet: Sheet) -> Iterator[str]:
    headers = [_text(value).casefold() for value in (sheet.rows[0] if sheet.rows else [])]
    place = next((number for number, header in enumerate(headers) if header in _CODE_HEADERS), None)
    for row in sheet.rows if place is None else sheet.rows[1:]:
        text = _text(row[place or 0]) if len(row) > (place or 0) else ""
        if text:
            yield text


def _text(value: object) -> str:
    """What a cell says; a whole number without its decimals, a text without the mark that keeps it from running."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip().removeprefix("'")
