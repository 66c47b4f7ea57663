"""The files of a command, read into one dossier, and the report that goes back to the clerk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.progress import Progress

from allocation.forms import Role
from allocation.issues import Issue
from allocation.rulesets import RuleSet, load
from imports.mapping import Mapping, MappingError, load_mapping
from imports.reading import Input, Reading, counts, read
from imports.seats import Thresholds
from webapp import console
from webapp.folder import REPORT, replacing

Rows = list[list[object]]
Files = Sequence[tuple[Path, Role | None]]
"""Paths with the role that each was given for; None: to be found out."""


def read_files(
    files: Files,
    mapping: Path | None = None,
    semester: str = "",
    subdivision: str = "",
    rules: RuleSet | None = None,
    bar: Progress | None = None,
) -> Reading:
    """Read each file once, whatever the number of roles that it was given for."""
    task = bar.add_task("Lecture des fichiers", total=1) if bar else None
    reading = read(
        list(_inputs(files)),
        mapping=_mapping(mapping),
        semester=semester,
        subdivision=subdivision,
        rules=thresholds(rules or load()),
    )
    if bar and task is not None:
        bar.advance(task)
    return reading


def thresholds(rules: RuleSet) -> Thresholds:
    return Thresholds(
        percent=rules.number("inadequation.percent"),
        small_below=rules.number("inadequation.small_under"),
        small_extra=rules.number("inadequation.small_addition"),
        general_from=rules.number("inadequation.large_from"),
        general_extra=rules.number("inadequation.large_addition"),
        count_surnombre=rules.flag("inadequation.count_surnombre"),
        by_des=rules.text("inadequation.scope") == "des",
    )


def _inputs(files: Files) -> Iterable[Input]:
    roles: dict[Path, set[Role] | None] = {}
    for path, role in files:
        known = roles.setdefault(path.resolve(), set())
        roles[path.resolve()] = None if role is None or known is None else known | {role}
    for path, wanted in roles.items():
        yield Input(path.name, path.read_bytes(), None if wanted is None else frozenset(wanted))


def _mapping(path: Path | None) -> Mapping:
    if path is None:
        return Mapping()
    try:
        return load_mapping(path.read_text(encoding="utf-8"))
    except (MappingError, UnicodeDecodeError) as error:
        console.complain(f"{path.name} : {error}")
        raise typer.Exit(console.WRONG_USE) from None


@dataclass(frozen=True, slots=True)
class Report:
    """What goes back to the clerk: issues, the sheets that they stand on (file, name, rows, header row), counts."""

    issues: tuple[Issue, ...]
    sheets: tuple[tuple[str, str, Rows, int], ...]
    counts: dict[str, int]

    def write(self, folder: Path) -> None:
        """Write `rapport-import.xlsx` in the folder."""
        from exports.import_report import MarkedSheet, write_import_report

        sheets = [MarkedSheet(*sheet) for sheet in self.sheets]
        write_import_report(self.issues, sheets, folder / REPORT, self.counts)

    def write_alone(self, folder: Path) -> None:
        """Write it in place of an earlier one; what stands beside it is left as it was."""
        with replacing(folder) as draft:
            self.write(draft)


def report_of(reading: Reading, more: Sequence[Issue] = ()) -> Report:
    """The report of a reading, with what the opening found besides. It keeps no sheet that has no issue."""
    issues = (*reading.issues, *more)
    concerned = {(issue.file, issue.sheet) for issue in issues}
    headers = {(table.file, table.sheet): table.header_row for table in reading.tables}
    sheets = tuple(
        (book.name, sheet.name, sheet.rows, headers.get((book.name, sheet.name), 1))
        for book in reading.books
        for sheet in book.sheets
        if (book.name, sheet.name) in concerned
    )
    return Report(issues, sheets, counts(reading))
