"""From a value back to the cell that it was read in, for what is found once all files are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from allocation.issues import Issue, cut
from allocation.model import Where
from imports.codes import level_of
from imports.table import Table
from imports.wording import clean


class Places:
    """The columns of every table that was read."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._columns: dict[tuple[str, str], dict[int, dict[str, str]]] = defaultdict(dict)
        for table in sorted(tables, key=lambda table: table.header_row):
            self._columns[table.file, table.sheet].setdefault(table.header_row, {}).update(table.columns)

    def has(self, where: Where, field: str) -> bool:
        """Whether the table of a value has a column for the field."""
        return field in self._around(where)

    def cell(self, where: Where, *fields: str) -> str:
        """The address of the first of the fields that the table has; "" when it has none."""
        columns = self._around(where)
        return next((f"{columns[field]}{where.row}" for field in fields if field in columns), "")

    def _around(self, where: Where) -> dict[str, str]:
        """The columns of the last table of the sheet that begins above the row."""
        found: dict[str, str] = {}
        for header_row, columns in self._columns.get((where.file, where.sheet), {}).items():
            if not found or header_row < where.row:
                found = columns
        return found

    def issue(self, code: str, where: Where, fields: tuple[str, ...], value: object, message: str, fix: str) -> Issue:
        """A problem of the value read at `where`."""
        cell = self.cell(where, *fields)
        return Issue(where.file, where.sheet, cell, code, level_of(code), cut(clean(value)), message, fix)


def whole(code: str, where: Where, message: str, fix: str = "", value: object = "") -> Issue:
    """A problem of a whole sheet."""
    return Issue(where.file, where.sheet, "", code, level_of(code), cut(clean(value)), message, fix)


def seen_from(where: Where, other: Where) -> str:
    """How a message at `where` names another row: its line, and its sheet and file when they differ."""
    parts = [f"ligne {other.row}"]
    if (where.file, where.sheet) != (other.file, other.sheet):
        parts.append(f"onglet « {other.sheet} »")
    if where.file != other.file:
        parts.append(f"fichier « {other.file} »")
    return ", ".join(parts)
