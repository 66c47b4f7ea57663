"""Absences: one period a row, both days included."""

from __future__ import annotations

from datetime import date

from allocation.model import Absence, Identity
from imports.history import read_cause
from imports.integers import Bounds
from imports.people import People
from imports.table import Table
from imports.values import Cells, Notes, rows


def read_absences(table: Table, people: People, notes: Notes) -> list[Absence]:
    """The absences of one sheet, those in error left out."""
    found = []
    for cells in rows(table, notes):
        who = people.find(cells)
        absence = _absence(cells, who) if who else None
        if absence and not cells.failed:
            found.append(absence)
    return found


def _absence(cells: Cells, who: Identity) -> Absence | None:
    start, end = _day(cells, "debut", "Premier jour"), _day(cells, "fin", "Dernier jour")
    cause = _cause(cells)
    if start is None or end is None:
        return None
    if end < start:
        cells.note("E_DATE_ORDER", "fin", f"Fin le {end:%d/%m/%Y}, avant le début.", "Corrigez l'une des deux dates.")
        return None
    most = 2 * ((end - start).days + 1)
    half_days = cells.integer("demi_journees", "demi-journées", Bounds(high=most)) or 0
    return Absence(who, start, end, cause, half_days, cells.where)


def _day(cells: Cells, field: str, what: str) -> date | None:
    if cells.blank(field):
        cells.note("E_DATE_MISSING", field, f"{what} d'absence vide.", "Écrivez la date jj/mm/aaaa.")
    return cells.day(field)


def _cause(cells: Cells) -> str:
    if cells.blank("motif"):
        cells.note("E_CAUSE_UNKNOWN", "motif", "Motif d'absence vide.", "Écrivez l'un des motifs de la liste.")
    return read_cause(cells, "E_CAUSE_UNKNOWN")
