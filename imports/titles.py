"""What the titles of the lists announce of the campaign: its semester and its subdivision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allocation.forms import Role
from allocation.issues import Issue
from allocation.model import Where
from imports.dates import semesters_named_in
from imports.places import whole
from imports.reference import subdivision_in, subdivision_of
from imports.table import Table
from imports.wording import clean

_TITLED = (Role.POSTS, Role.INTERNS, Role.WISHES)


@dataclass(frozen=True, slots=True)
class Announced:
    """The semester and the subdivision of a campaign, "" where nothing settles them."""

    semester: str
    subdivision: str
    issues: tuple[Issue, ...]


def announced(tables: Sequence[Table], semester: str, subdivision: str) -> Announced:
    """What is given (`semester`, `subdivision`) wins over the titles; a given semester that one contradicts is said."""
    named = [(title, table) for table in tables if table.role in _TITLED for title in (*table.titles, table.sheet)]
    semesters = _semesters(named)
    subdivisions = {found: table for title, table in named if (found := subdivision_in(title))} or _columns(tables)
    issues = _differing(semesters, semester) if semester else _conflict(semesters, "W_SEMESTER_CONFLICT", "semestres")
    if not subdivision:
        issues += _conflict(subdivisions, "W_SUBDIVISION_CONFLICT", "subdivisions")
    return Announced(semester or _only(semesters), subdivision or _only(subdivisions), tuple(issues))


def _semesters(named: Iterable[tuple[str, Table]]) -> dict[str, Table]:
    """The semesters of the titles that name just one; else those of a title that names several."""
    found = [(semesters_named_in(title), table) for title, table in named]
    single = {name: table for names, table in found if len(names) == 1 for name in names}
    return single or {name: table for names, table in found for name in sorted(names)}


def _columns(tables: Iterable[Table]) -> dict[str, Table]:
    """The subdivisions that the column of that name gives in the post lists."""
    return {
        found: table
        for table in tables
        if table.role is Role.POSTS and not table.summary
        for record in table.records
        if "subdivision" in record.fields
        if (found := subdivision_of(clean(record.fields["subdivision"].value)))
    }


def _only(found: dict[str, Table]) -> str:
    return next(iter(found)) if len(found) == 1 else ""


def _conflict(found: dict[str, Table], code: str, what: str) -> list[Issue]:
    if len(found) < 2:
        return []
    places = " ; ".join(_placed(name, found[name]) for name in sorted(found))
    message = f"Les titres annoncent des {what} différents : {places}."
    return [_issue(code, list(found.values())[-1], message, "Précisez-le à la lecture.")]


def _differing(found: dict[str, Table], given: str) -> list[Issue]:
    fix = "Vérifiez que ce sont les bons fichiers, ou corrigez le semestre demandé."
    others = [(name, found[name]) for name in sorted(found) if name != given]
    asked = f"Semestre demandé : {given} ; un titre annonce"
    return [_issue("W_SEMESTER_DIFFERS", table, f"{asked} {_placed(name, table)}.", fix) for name, table in others]


def _placed(name: str, table: Table) -> str:
    return f"{name} (fichier « {table.file} », onglet « {table.sheet} »)"


def _issue(code: str, table: Table, message: str, fix: str) -> Issue:
    return whole(code, Where(table.file, table.sheet), message, fix)
