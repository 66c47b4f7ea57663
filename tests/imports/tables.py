"""Builders of tables by hand: rows of plain values under field names, as the table finder would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter

from allocation.forms import Role
from allocation.issues import Issue
from imports.context import Assumed
from imports.headers import wish_fields
from imports.table import Raw, Record, Table, Total

FIRST_ROW = 2
GENERAL = "Médecine générale"
POST = {
    "code": "P01",
    "etablissement": "CHU de Saint-Étienne",
    "service": "Urgences adultes",
    "des": GENERAL,
    "phase": "Socle",
    "categorie": "Urgences adultes",
    "postes": 3,
    "agrement_fin": "01/11/2028",
}
INTERN = {
    "ordre": 1,
    "rpps": "10100000018",
    "nom": "FICTIVE",
    "prenom": "Anne",
    "des": GENERAL,
    "phase": "Socle",
    "anciennete": 1,
}


def table(
    role: Role,
    rows: Sequence[Mapping[str, object]],
    *,
    file: str = "liste.xlsx",
    sheet: str = "Feuille",
    context: Mapping[str, str] | None = None,
    titles: tuple[str, ...] = (),
    totals: Sequence[Total] = (),
    long_wishes: bool = False,
) -> Table:
    """A table whose columns are the fields of the rows in order of appearance; a value may be a ready `Raw`."""
    fields = list(dict.fromkeys(field for row in rows for field in row))
    columns = {field: get_column_letter(at) for at, field in enumerate(fields, start=1)}
    wishes = wish_fields(fields)
    records = [
        Record(
            number,
            {field: _raw(value, f"{columns[field]}{number}") for field, value in row.items() if field not in wishes},
            dict(context or {}),
            wishes=tuple(row.get(field) for field in wishes),
        )
        for number, row in enumerate(rows, start=FIRST_ROW)
    ]
    return Table(
        file, sheet, role, columns, dict(columns), records, 1, titles, long_wishes, list(totals), wish_fields=wishes
    )


def _raw(value: object, cell: str) -> Raw:
    return value if isinstance(value, Raw) else Raw(value, cell)


def posts(*rows: Mapping[str, object], **options: object) -> Table:
    """A post list; each row says how it departs from `POST` (None blanks a cell)."""
    return table(Role.POSTS, [POST | dict(row) for row in rows], sheet="Postes", **options)


def interns(*rows: Mapping[str, object], **options: object) -> Table:
    """A call list; each row says how it departs from `INTERN`."""
    return table(Role.INTERNS, [INTERN | dict(row) for row in rows], sheet="Internes", **options)


def without(row: Mapping[str, object], *fields: str) -> dict[str, object]:
    return {field: value for field, value in row.items() if field not in fields}


ALONE = Assumed()


def only(issues: Sequence[Issue], code: str) -> Issue:
    """The one issue of that code; fails with what there is instead."""
    found = [issue for issue in issues if issue.code == code]
    assert len(found) == 1, [(issue.code, issue.cell, issue.message) for issue in issues]
    return found[0]


def codes(issues: Sequence[Issue]) -> list[str]:
    return [issue.code for issue in issues]
