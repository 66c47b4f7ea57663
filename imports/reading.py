"""The way in: files as bytes → everything that they say of one campaign, and everything that is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from allocation.forms import Role
from allocation.issues import Issue, cut
from allocation.model import Dossier, Identity, PastStage, Post, Situation, Source, Where
from imports import pools, roster
from imports.absences import read_absences
from imports.catalogue import Catalogue
from imports.context import Assumed, only_ones
from imports.crosschecks import cross_checks
from imports.formats import read_book
from imports.grid import Book
from imports.history import read_history
from imports.interns import read_interns
from imports.mapping import Mapping
from imports.people import Member, People
from imports.places import Places, whole
from imports.posts import read_posts
from imports.requests import read_requests
from imports.seats import DEFAULT, Thresholds, situations_in_force
from imports.table import Table
from imports.tables import find_tables
from imports.titles import announced
from imports.values import Notes
from imports.wishes import Wishing, read_wishes
from imports.wording import clean


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read: its name, its bytes, and the lists to look for in it (None: whatever it holds)."""

    name: str
    data: bytes
    roles: frozenset[Role] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood. `issues` are all there are, in the order of files, sheets and rows."""

    dossier: Dossier
    issues: tuple[Issue, ...]
    books: tuple[Book, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """Files opened and their lists found, before any value is read; what is wrong with them so far."""

    files: tuple[str, ...]
    books: tuple[Book, ...]
    tables: tuple[Table, ...]
    issues: tuple[Issue, ...]


def read(
    inputs: Sequence[Input],
    *,
    mapping: Mapping | None = None,
    semester: str = "",
    subdivision: str = "",
    rules: Thresholds = DEFAULT,
) -> Reading:
    """Read files as one dossier. A file given several times is read once, for all the lists asked of it.

    `semester` (as `2027-ete`) and `subdivision`, where given, win over what the titles say; `rules` are the numbers
    of the minimum of posts. Raises ValueError for a `semester` of another form, never for what a
    file holds: that is an issue.
    """
    return understand(recognise(inputs, mapping), semester=semester, subdivision=subdivision, rules=rules)


def recognise(
    inputs: Sequence[Input], mapping: Mapping | None = None, tell: Callable[[str], None] = lambda _name: None
) -> Recognised:
    """Open each file once and find its lists. `tell` hears the name of each file before it is opened."""
    books: list[Book] = []
    tables: list[Table] = []
    issues: list[Issue] = []
    for given in _once(inputs):
        tell(given.name)
        book, problems = read_book(given.name, given.data)
        issues += problems
        if book:
            books.append(book)
            found, more = find_tables(book, given.roles, mapping or Mapping())
            tables += found
            issues += more + _roles_not_found(given, found, [*problems, *more]) + _without_rows(given, found)
    return Recognised(tuple(given.name for given in inputs), tuple(books), tuple(tables), tuple(issues))


def understand(
    found: Recognised,
    *,
    semester: str = "",
    subdivision: str = "",
    rules: Thresholds = DEFAULT,
    amended: Callable[[Dossier], Dossier] = lambda dossier: dossier,
) -> Reading:
    """Read the values of the lists found. `amended` gives the dossier that holds instead of the one read, before its
    lists are checked against each other."""
    dossier, more = _Assembly(found.tables).dossier(semester, subdivision, rules, amended)
    sources = tuple(Source(book.name, book.sha256) for book in found.books)
    ordered = sorted([*found.issues, *more], key=lambda issue: _position(issue, list(found.files), list(found.books)))
    return Reading(replace(dossier, sources=sources), tuple(ordered), found.books, found.tables)


def counts(reading: Reading) -> dict[str, int]:
    """How many posts (pools), seats, interns and wish lists were read without error and not left out."""
    dossier = reading.dossier
    return {
        "posts": len(dossier.posts),
        "seats": sum(post.seats for post in dossier.posts),
        "interns": len(dossier.candidates),
        "wishes": len(dossier.wishes),
    }


def _once(inputs: Sequence[Input]) -> list[Input]:
    """Each content once, for the union of the lists asked of it."""
    by_content: dict[str, Input] = {}
    for given in inputs:
        key = hashlib.sha256(given.data).hexdigest()
        first = by_content.setdefault(key, given)
        both = None if first.roles is None or given.roles is None else first.roles | given.roles
        by_content[key] = replace(first, roles=both)
    return list(by_content.values())


def _roles_not_found(given: Input, tables: Iterable[Table], problems: Iterable[Issue]) -> list[Issue]:
    missing = (given.roles or frozenset()) - {table.role for table in tables}
    if any(issue.level == "error" for issue in problems):
        return []
    return [
        whole(
            "E_ROLE_MISSING",
            Where(given.name),
            f"Aucune liste « {role.label} » n'a été trouvée dans « {given.name} ».",
            "Vérifiez le fichier donné, ou les en-têtes de ses colonnes.",
        )
        for role in Role
        if role in missing
    ]


def _without_rows(given: Input, tables: Iterable[Table]) -> list[Issue]:
    """The lists of posts or interns that the file was given for, where none of their sheets has a row."""
    asked = (given.roles or frozenset()) & {Role.POSTS, Role.INTERNS}
    lists = [table for table in tables if table.role in asked and not table.summary]
    filled = {table.role for table in lists if table.records}
    return [
        whole(
            "E_NO_ROWS",
            Where(table.file, table.sheet),
            f"Onglet « {cut(table.sheet)} » : aucune ligne sous l'en-tête.",
            f"Remplissez la liste « {table.role.label} », ou vérifiez que c'est le bon fichier.",
        )
        for table in lists
        if table.role not in filled
    ]


def _position(issue: Issue, files: list[str], books: list[Book]) -> tuple[int, int, int, int, str]:
    """Order of the files given, of the sheets in them, then rows and columns; what is of a whole file comes first."""
    file = files.index(issue.file) if issue.file in files else len(files)
    sheets = [sheet.name for book in books if book.name == issue.file for sheet in book.sheets]
    sheet = sheets.index(issue.sheet) if issue.sheet in sheets else -1
    cell = issue.cell.split(":")[0]
    letters = cell.rstrip("0123456789")
    row = cell[len(letters) :]
    return file, sheet, int(row or 0), len(letters), letters


class _Assembly:
    """The lists of all the files, read in the order in which one needs another."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._places = Places(tables)
        self._assumed: Assumed = only_ones(tables)
        self._notes: list[Notes] = []
        self._issues: list[Issue] = []

    def dossier(
        self, semester: str, subdivision: str, thresholds: Thresholds, amended: Callable[[Dossier], Dossier]
    ) -> tuple[Dossier, list[Issue]]:
        """The dossier without its sources, and all that was found."""
        people, dossier = self._call_list(Dossier(posts=self._posts()))
        titles = announced(self._tables, semester, subdivision)
        self._issues += titles.issues
        dossier = replace(dossier, semester=titles.semester, subdivision=titles.subdivision)
        dossier = self._records(dossier, people)
        dossier = amended(self._wishes(dossier, people))
        self._issues += cross_checks(
            dossier,
            self._tables,
            self._places,
            semester=dossier.semester,
            wishes_given=bool(self._of(Role.WISHES)),
            thresholds=thresholds,
        )
        return dossier, self._issues + [issue for notes in self._notes for issue in notes.issues]

    def _of(self, role: Role) -> list[Table]:
        return [table for table in self._tables if table.role is role and not table.summary]

    def _noting(self, table: Table) -> Notes:
        self._notes.append(Notes(table.file, table.sheet))
        return self._notes[-1]

    def _posts(self) -> tuple[Post, ...]:
        every = [
            post for table in self._of(Role.POSTS) for post in read_posts(table, self._assumed, self._noting(table))
        ]
        found = pools.distinct(every, self._places)
        self._issues += found.issues
        return found.posts

    def _call_list(self, dossier: Dossier) -> tuple[People, Dossier]:
        tables = self._of(Role.INTERNS)
        members: list[Member] = []
        for table in tables:
            members += read_interns(table, self._assumed, self._noting(table))
        found = roster.distinct(members, self._places)
        self._issues += found.issues
        return People(members, given=bool(tables)), replace(dossier, candidates=found.candidates)

    def _records(self, dossier: Dossier, people: People) -> Dossier:
        history: list[PastStage] = []
        for table in self._of(Role.HISTORY):
            history += read_history(table, people, self._noting(table))
        requests = [
            each for table in self._of(Role.REQUESTS) for each in read_requests(table, people, self._noting(table))
        ]
        absences = [
            each for table in self._of(Role.ABSENCES) for each in read_absences(table, people, self._noting(table))
        ]
        return replace(
            dossier,
            history=tuple(history) if self._of(Role.HISTORY) else None,
            requests=tuple(requests),
            requests_given=bool(self._of(Role.REQUESTS)),
            absences=tuple(absences),
        )

    def _wishes(self, dossier: Dossier, people: People) -> Dossier:
        in_force = situations_in_force(dossier)
        situations: dict[Identity, frozenset[Situation]] = {
            each.identity: in_force.get(each.identity.key, frozenset()) for each in dossier.candidates
        }
        wishing = Wishing(people, Catalogue(dossier.posts, self._codes_seen()), situations)
        for table in self._of(Role.WISHES):
            read_wishes(table, wishing, self._noting(table))
        return replace(dossier, wishes=tuple(wishing.lists.values()))

    def _codes_seen(self) -> list[str]:
        """The codes of the post lists, rows in error included."""
        records = (record for table in self._of(Role.POSTS) for record in table.records)
        written = (clean(record.fields["code"].value) for record in records if "code" in record.fields)
        return [code for code in written if code]
