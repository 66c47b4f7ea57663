"""The files of a command, read into one dossier, and the report that goes back to the clerk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        rules=_thresholds(rules or load()),
    )
    if bar and task is not None:
        bar.advance(task)
    return reading


def _thresholds(rules: RuleSet) -> Thresholds:
    return Thresholds(
        percent=rules.number("inadequation.percent"),
        small_below=rules.number("inadequation.small_under"),
        small_extra=rules.number("inadequation.small_addition"),
        general_from=rules.number("inadequation.large_from"),
        general_extra=rules.number("inadequation.large_addition"),
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


def write_report(reading: Reading, issues: Sequence[Issue], folder: Path) -> None:
    """`rapport-import.xlsx` alone: what stands beside it in the folder is left as it was."""
    with replacing(folder) as draft:
        write_report_in(draft, reading, issues)


def write_report_in(draft: Path, reading: Reading, issues: Sequence[Issue]) -> None:
    from exports.import_report import MarkedSheet, write_import_report

    sheets = [MarkedSheet(book.name, sheet.name, sheet.rows) for book in reading.books for sheet in book.sheets]
    write_import_report(issues, sheets, draft / REPORT, counts(reading))
