"""The cells of a record as values; whatever is wrong or doubtful is noted with its exact place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from allocation.issues import Issue, cut
from allocation.model import Where
from imports import dates, identifiers, integers, names
from imports.codes import level_of
from imports.parsed import Parsed
from imports.table import Raw, Record, Table
from imports.wording import EXCEL_ERRORS, clean

LONGEST_TEXT = 200
Value = TypeVar("Value")
_ABSENT = Raw(None, "")


class Notes:
    """What was found while one sheet is read."""

    def __init__(self, file: str = "", sheet: str = "") -> None:
        self.file = file
        self.sheet = sheet
        self.issues: list[Issue] = []
        self._said: set[tuple[str, str]] = set()

    def add(self, code: str, cell: str, value: object, message: str, fix: str = "") -> None:
        """Note a problem of this sheet; `cell` "" when it is of the whole sheet."""
        shown = cut(clean(value))
        self.issues.append(Issue(self.file, self.sheet, cell, code, level_of(code), shown, message, fix))

    def once(self, code: str, message: str, fix: str = "", value: object = "", *, cell: str = "") -> None:
        """Note a problem of the whole sheet (shown at `cell`, where it is met first), unless it was said already."""
        if (code, message) not in self._said:
            self._said.add((code, message))
            self.add(code, cell, value, message, fix)


class Cells:
    """One record being read. `failed` tells whether an error was noted since it was begun."""

    def __init__(self, table: Table, record: Record, notes: Notes) -> None:
        self.table = table
        self.record = record
        self.notes = notes
        self.failed = False

    @property
    def where(self) -> Where:
        return Where(self.table.file, self.table.sheet, self.record.row)

    def has(self, field: str) -> bool:
        """Whether the sheet has the column at all."""
        return field in self.table.columns

    def raw(self, field: str) -> Raw:
        raw = self.record.fields.get(field)
        if raw is None and field.startswith("voeu_") and field in self.table.wish_fields:
            value = self.record.wishes[self.table.wish_fields.index(field)]
            return Raw(value, f"{self.table.columns[field]}{self.record.row}")
        return raw or _ABSENT

    def blank(self, field: str) -> bool:
        raw = self.raw(field)
        return not raw.unvalued and not clean(raw.value)

    def place(self, field: str) -> str:
        """The address of a field in this record, blank cells included; "" where the sheet has no such column."""
        cell = self.raw(field).cell
        column = self.table.columns.get(field, "")
        return cell or (f"{column}{self.record.row}" if column else "")

    def note(self, code: str, field: str, message: str, fix: str = "") -> None:
        """Note a problem at a field; an error condemns the record."""
        self.failed = self.failed or code.startswith("E_")
        self.notes.add(code, self.place(field), self.raw(field).value, message, fix)

    def keep(self, field: str, parsed: Parsed[Value]) -> Value | None:
        """The value read, once what there is to say of it is noted."""
        if parsed.code:
            self.note(parsed.code, field, parsed.message, parsed.fix)
        return parsed.value

    def usable(self, field: str) -> bool:
        """Whether the cell holds something to read; notes formulas, whose result is never recomputed."""
        raw = self.raw(field)
        if raw.unvalued:
            self.note(
                "E_FORMULA_NO_VALUE", field, "Formule sans résultat enregistré.",
                "Ouvrez et enregistrez le fichier dans votre tableur, ou collez les valeurs.",
            )  # fmt: skip
            return False
        if not clean(raw.value):
            return False
        if raw.formula:
            self.note("W_FORMULA_VALUE", field, f"Formule : la valeur enregistrée est {cut(clean(raw.value))}.")
        return True

    def text(self, field: str) -> str:
        """A text on one line, "" when blank, too long or an error of the spreadsheet."""
        if not self.usable(field):
            return ""
        text = clean(self.raw(field).value)
        if text.upper() in EXCEL_ERRORS:
            self.note("E_EXCEL_ERROR", field, f"{text} : formule cassée.", "Corrigez la formule ou écrivez la valeur.")
            return ""
        if len(text) > LONGEST_TEXT:
            self.note(
                "E_TEXT_TOO_LONG", field, f"{len(text)} caractères ({LONGEST_TEXT} au plus).",
                "Un copier-coller a dû s'y glisser : raccourcissez le texte.",
            )  # fmt: skip
            return ""
        return text

    def integer(self, field: str, what: str, bounds: integers.Bounds = integers.ANY) -> int | None:
        """A whole number, None when blank or refused."""
        return self.keep(field, integers.integer(self.raw(field).value, what, bounds)) if self.usable(field) else None

    def day(self, field: str) -> date | None:
        return self.keep(field, dates.day(self.raw(field).value)) if self.usable(field) else None

    def code(self, field: str = "code") -> str:
        """A stage code, "" when blank or refused."""
        raw = self.raw(field)
        if (raw.formula or raw.unvalued) and not self.usable(field):
            return ""
        found = self.keep(field, identifiers.stage_code(raw.value)) or ""
        return found if len(found) <= LONGEST_TEXT else self.text(field)

    def name(self, field: str, what: str) -> str:
        """A name; a blank one is an error."""
        if self.raw(field).unvalued or len(clean(self.raw(field).value)) > LONGEST_TEXT:
            return self.text(field)
        self.usable(field)
        return self.keep(field, names.name(self.raw(field).value, what)) or ""

    def identifier(self, field: str, read: Callable[[object], Parsed[str]]) -> str:
        return (self.keep(field, read(self.raw(field).value)) or "") if self.usable(field) else ""


def rows(table: Table, notes: Notes) -> Iterator[Cells]:
    """The records of a sheet, ready to be read."""
    for record in table.records:
        yield Cells(table, record, notes)
