"""What a cell merged or left blank over several rows stands for: a text carried down, or a number that rows share."""

from __future__ import annotations

from dataclasses import replace

from allocation.issues import Issue, cut
from imports.grid import Merge, Sheet, address
from imports.header_row import Heading
from imports.headers import SEATS
from imports.row_kinds import NUMBERS
from imports.table import Raw, Record
from imports.wording import clean

CARRIED = frozenset(
    {"region", "subdivision", "departement", "finess", "etablissement", "pole", "des", "phase", "categorie"}
)
"""The only fields that a row may take from the one above; never a service, a name or a number."""


def apply_merges(file: str, sheet: Sheet, heading: Heading, records: list[Record]) -> list[Issue]:
    """Fill the records under vertical merges, in place; a warning for each number of posts that several rows share."""
    fields = {column: name for name, column in heading.columns.items()}
    by_row = {record.row - 1: record for record in records}
    issues: list[Issue] = []
    for merge in sheet.merges:
        name = fields.get(merge.left, "")
        if name in SEATS and fields.get(merge.right, name) != name and merge.top in by_row:
            issues.append(_across_phases(file, sheet, merge))
        if merge.bottom == merge.top or merge.bottom <= heading.bottom or name not in CARRIED | NUMBERS:
            continue
        under = [by_row[row] for row in range(merge.top, min(merge.bottom + 1, len(sheet.rows))) if row in by_row]
        if name in CARRIED:
            _carry(sheet, merge, name, under)
        elif len(under) > 1 and _share(sheet, merge, name, under) and name in SEATS:
            issues.append(_shared_issue(file, sheet, merge, under))
        elif under:
            _share(sheet, merge, name, under)
    return issues


def carry_down(sheet: Sheet, heading: Heading, records: list[Record], sections: list[int], *, banded: bool) -> None:
    """Fill blanks from the row above, in place, in columns filled on fewer than half of the rows.

    Only where the sheet is laid out in bands or merges (`banded` tells the bands), and never past a band or a total.
    """
    for name, column in heading.columns.items():
        if name not in CARRIED or not (banded or _has_merged_style(sheet, heading)):
            continue
        own = sum(bool(clean(record.fields[name].value)) and not record.fields[name].copied_from for record in records)
        if 0 < 2 * own < len(records):
            _carry_column(name, column, records, sections)


def _carry_column(name: str, column: int, records: list[Record], sections: list[int]) -> None:
    source, section = None, -1
    for record, where in zip(records, sections, strict=True):
        raw = record.fields[name]
        if clean(raw.value):
            source, section = raw, where
        elif source is not None and section == where and not raw.unvalued:
            record.fields[name] = _copied(source, address(record.row - 1, column))


def _copied(source: Raw, cell: str) -> Raw:
    return replace(source, cell=cell, copied_from=source.copied_from or source.cell)


def _has_merged_style(sheet: Sheet, heading: Heading) -> bool:
    columns = {column for name, column in heading.columns.items() if name in CARRIED}
    return any(
        merge.bottom > merge.top and merge.top > heading.bottom and merge.left in columns for merge in sheet.merges
    )


def _carry(sheet: Sheet, merge: Merge, name: str, under: list[Record]) -> None:
    cells = sheet.rows[merge.top] if merge.top < len(sheet.rows) else []
    value = cells[merge.left] if merge.left < len(cells) else None
    origin = address(merge.top, merge.left)
    for record in under:
        if record.row - 1 > merge.top and value is not None and not clean(record.fields[name].value):
            record.fields[name] = Raw(value, address(record.row - 1, merge.left), origin)


def _share(sheet: Sheet, merge: Merge, name: str, under: list[Record]) -> bool:
    """Give the number to the first record under the merge, and mark the others; False when there is no number."""
    cells = sheet.rows[merge.top] if merge.top < len(sheet.rows) else []
    value = cells[merge.left] if merge.left < len(cells) else None
    at = (merge.top, merge.left)
    if value is None and at not in sheet.unvalued:
        return False
    cell = _range(merge) if len(under) > 1 else address(under[0].row - 1, merge.left)
    under[0].fields[name] = Raw(value, cell, "", at in sheet.formulas, at in sheet.unvalued)
    for record in under[1:]:
        record.fields[name] = Raw(None, cell, shared=True)
    return True


def _range(merge: Merge) -> str:
    return f"{address(merge.top, merge.left)}:{address(merge.bottom, merge.right)}"


def _shared_issue(file: str, sheet: Sheet, merge: Merge, under: list[Record]) -> Issue:
    rows = f"lignes {under[0].row} à {under[-1].row}"
    message = f"Nombre fusionné ({rows}) : il est compté une seule fois, pour un stage qui réunit ces services."
    fix = "S'il s'agit de stages séparés, annulez la fusion et écrivez un nombre par ligne."
    value = cut(clean(sheet.rows[merge.top][merge.left]))
    return Issue(file, sheet.name, _range(merge), "W_SHARED_SEATS", "warning", value, message, fix)


def _across_phases(file: str, sheet: Sheet, merge: Merge) -> Issue:
    message = "Nombre fusionné sur plusieurs colonnes de phases : on ne sait pas à quelle phase vont ces postes."
    fix = "Annulez la fusion, ou écrivez les postes dans une seule colonne avec la phase « S/A » à côté."
    value = cut(clean(sheet.rows[merge.top][merge.left]))
    return Issue(file, sheet.name, _range(merge), "E_SEATS_MERGED", "error", value, message, fix)
