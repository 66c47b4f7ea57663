"""Which list each sheet of a book holds, and what it lacks to be one."""

from __future__ import annotations

from dataclasses import dataclass

from allocation.forms import EXAMPLE_SHEET, EXAMPLE_TITLE, Role
from imports.grid import Book, Sheet
from imports.header_row import Heading, find_heading, is_number, is_text
from imports.headers import SEATS
from imports.mapping import Mapping
from imports.stacked import parts
from imports.wording import clean

_PERSON = ("rpps", "nom", "nom_prenom", "ordre")
_REQUIRED: dict[Role, tuple[tuple[str, ...], ...]] = {
    Role.POSTS: (("etablissement", "service"), SEATS),
    Role.INTERNS: (("nom", "nom_prenom", "rpps"),),
    Role.WISHES: (_PERSON, ("voeu_1",)),
    Role.HISTORY: (_PERSON, ("semestre",)),
    Role.REQUESTS: (_PERSON, ("type",)),
    Role.ABSENCES: (_PERSON, ("debut",), ("fin",)),
}
"""For each role, groups of fields of which one is needed; the first of a group is the one to ask for."""
_LONG_WISHES = (_PERSON, ("rang_voeu",), ("code", "service", "etablissement"))

_CALL_LIST = frozenset(
    {"ordre", "rang", "classement", "anciennete", "concours", "effectif", "pourcentage", "situation", "des", "phase"}
)
"""Fields that tell a call list from an address book."""
_SENIORITY = _CALL_LIST - {"ordre", "des", "phase", "situation"}
"""Those that no other list of people has."""
_SUMMARY = frozenset(
    {"des", "phase", "categorie", "subdivision", "region", "capacite", "bloques", "total_ignore", *SEATS}
)
_SPECIFIC_FIRST = (Role.WISHES, Role.HISTORY, Role.REQUESTS, Role.ABSENCES, Role.POSTS, Role.INTERNS)
_PARTIAL = 2
_DATA_ROWS = 3


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A sheet, its header for each role that finds one, and the role that it fills best (None: it fills none).

    A sheet with several tables one under another comes once for each of them.

    `settled` is True where the clerk's mapping says what the sheet holds.
    """

    sheet: Sheet
    headings: dict[Role, Heading]
    best: Role | None
    settled: bool = False

    def is_complete(self, role: Role) -> bool:
        return role in self.headings and not missing(self.headings[role])

    @property
    def nearest(self) -> Heading | None:
        """The header that tells most fields, whether or not it is complete."""
        return max(self.headings.values(), key=lambda heading: len(heading.columns), default=None)

    @property
    def is_summary(self) -> bool:
        """True for a table of numbers by DES or by phase, without any place: a check, not a list of posts."""
        heading = self.headings.get(Role.POSTS)
        return heading is not None and self.nearest is heading and _SUMMARY.issuperset(heading.columns)


def missing(heading: Heading) -> tuple[str, ...]:
    """The fields that a list of that role still needs, one for each need."""
    groups = _REQUIRED[heading.role]
    if heading.role is Role.WISHES and not any(field.startswith("voeu_") for field in heading.columns):
        groups = _LONG_WISHES
    elif heading.role is Role.WISHES:
        groups = (_PERSON,)
    return tuple(group[0] for group in groups if not any(field in heading.columns for field in group))


def required(role: Role) -> tuple[str, ...]:
    """The fields to name where a list of that role has no header at all."""
    first = {Role.POSTS: ("etablissement", "service", "postes"), Role.INTERNS: ("rpps", "nom", "prenom", "phase")}
    return first.get(role) or tuple(group[0] for group in _REQUIRED[role])


def survey(book: Book, mapping: Mapping) -> list[Surveyed]:
    """Every table that is to be read: its sheet is visible, or named by the mapping, and not set aside by it."""
    sheets = []
    for sheet in book.sheets:
        rule = mapping.sheet_rule(sheet.name)
        if rule is not None and rule.role is not None and has_values(sheet):
            sheets.append(_surveyed(sheet, mapping, rule.role))
        elif rule is None and has_values(sheet) and not sheet.hidden and not _is_example(sheet):
            sheets += [_surveyed(part, mapping, None) for part in parts(sheet)]
    return sheets


def _is_example(sheet: Sheet) -> bool:
    """The sheet that explains the columns in our own templates."""
    return sheet.name == EXAMPLE_SHEET and sheet.rows[0][:1] == [EXAMPLE_TITLE]


def has_values(sheet: Sheet) -> bool:
    return any(clean(value) for row in sheet.rows for value in row)


def looks_like_data(sheet: Sheet) -> bool:
    """True when several rows hold texts and a number: a list, even without a header."""
    rows = 0
    for row in sheet.rows:
        rows += sum(map(is_text, row)) >= _PARTIAL and any(map(is_number, row))
        if rows >= _DATA_ROWS:
            return True
    return False


def choose(sheets: list[Surveyed], role: Role) -> list[Surveyed]:
    """The sheets to read for that role: those that it suits best, else those that can serve for it as well."""
    best = [each for each in sheets if each.best is role and each.is_complete(role)]
    if best:
        return _call_lists(best) if role is Role.INTERNS else best
    free = [each for each in sheets if not each.settled and each.is_complete(role)]
    return free if role is not Role.INTERNS else [each for each in free if _may_be_call_list(each)]


def _surveyed(sheet: Sheet, mapping: Mapping, settled: Role | None) -> Surveyed:
    roles = (settled,) if settled else _SPECIFIC_FIRST
    found = {role: find_heading(sheet, role, mapping) for role in roles}
    headings = {role: heading for role, heading in found.items() if heading is not None}
    complete = [role for role, heading in headings.items() if not missing(heading)]
    best = max(complete, key=lambda role: _fit(headings[role]), default=None)
    return Surveyed(sheet, headings, settled or best, settled is not None)


def _fit(heading: Heading) -> tuple[int, bool]:
    """How well a header suits its role: the fields it fills; at a tie, seniority or a rank make a call list."""
    return len(heading.columns), heading.role is Role.INTERNS and bool(_SENIORITY & heading.columns.keys())


def _call_lists(sheets: list[Surveyed]) -> list[Surveyed]:
    """Without the address books, where at least one sheet is more than that."""
    lists = [each for each in sheets if each.settled or _CALL_LIST & each.headings[Role.INTERNS].columns.keys()]
    return lists or sheets


def _may_be_call_list(each: Surveyed) -> bool:
    """Wishes may stand beside the call order; other lists of people only where they tell seniority or rank too."""
    return each.best is Role.WISHES or bool(_SENIORITY & each.headings[Role.INTERNS].columns.keys())
