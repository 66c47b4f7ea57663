"""From what a command was asked to a campaign ready to be opened."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer
from rich.progress import Progress

from allocation import rulesets
from allocation.forms import Role
from allocation.issues import Issue, errors
from allocation.overrides import OverrideError, parse_overrides, with_overrides
from allocation.prepare import Prepared, prepare
from allocation.rulesets import RuleSet
from allocation.semester import Semester, semester
from imports.reading import Reading
from webapp import console
from webapp.inputs import Files, Report, read_files, report_of


@dataclass(frozen=True, slots=True)
class Ask:
    """What a command was asked: files with their roles, and the words of the other options."""

    files: Files
    rules: str = rulesets.DEFAULT
    overrides: Path | None = None
    semester: str = ""
    subdivision: str = ""
    choice_date: date | None = None
    mapping: Path | None = None


class InputErrorsError(Exception):
    """The inputs have errors; the report holds all of them."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{len(report.issues)} issues")
        self.report = report


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign ready to be opened, and the report on the files that it was read from."""

    prepared: Prepared
    report: Report


def files_of(**roles: Sequence[Path] | None) -> Files:
    """The paths given for each role, by the role's name."""
    return [(path, Role(role)) for role, paths in roles.items() for path in paths or ()]


def open_campaign(ask: Ask, bar: Progress | None = None) -> Campaign:
    """Read, check and prepare. Raises `InputErrorsError`; ends the command with exit 2 where an option is wrong."""
    rules = rules_of(ask)
    given = semester_of(ask.semester) if ask.semester else None
    reading = read_files(ask.files, ask.mapping, given.name if given else "", ask.subdivision, rules, bar)
    if errors(reading.issues):
        raise InputErrorsError(report_of(reading))
    due = given or _from_title(reading.dossier.semester)
    prepared = prepare(
        reading.dossier,
        due,
        reading.dossier.subdivision,
        rules,
        random_id,
        random_salt,
        rulesets.others(rules.name),
        ask.choice_date,
    )
    if not isinstance(prepared, Prepared):
        raise InputErrorsError(report_of(reading, prepared))
    return Campaign(prepared, report_of(reading))


def opening_errors(reading: Reading) -> tuple[Issue, ...]:
    """What would keep lists read without error from being opened; nothing where the semester is not known yet."""
    dossier = reading.dossier
    if errors(reading.issues) or not (dossier.posts and dossier.candidates and dossier.semester):
        return ()
    found = prepare(dossier, semester(dossier.semester), dossier.subdivision, rulesets.load(), random_id, random_salt)
    return () if isinstance(found, Prepared) else found


def rules_of(ask: Ask) -> RuleSet:
    """The rule set asked for, with the overrides of the campaign. Ends the command with exit 2 where there is none."""
    try:
        rules = rulesets.load(ask.rules)
        if ask.overrides is None:
            return rules
        return with_overrides(rules, parse_overrides(ask.overrides.read_text(encoding="utf-8")))
    except KeyError:
        console.complain(f"Jeu de règles « {ask.rules} » inconnu. Connus : {', '.join(rulesets.names())}.")
    except (OverrideError, UnicodeDecodeError) as error:
        console.complain(f"{ask.overrides} : {error}")
    raise typer.Exit(console.WRONG_USE)


def semester_of(name: str) -> Semester:
    """The semester of that name. Ends the command with exit 2 where it is not one."""
    try:
        return semester(name)
    except ValueError as error:
        console.complain(str(error))
        raise typer.Exit(console.WRONG_USE) from None


def _from_title(name: str) -> Semester:
    """The semester that the titles name: without one, it is asked, never assumed."""
    if name:
        return semester_of(name)
    console.complain("Aucun titre ne dit le semestre : ajoutez --semester, par exemple --semester 2027-ete.")
    raise typer.Exit(console.WRONG_USE)


def random_id() -> str:
    """A fresh id for a person, which tells nothing of them."""
    return f"p-{secrets.token_hex(8)}"


def random_salt() -> str:
    """A fresh salt that binds somebody to their id."""
    return secrets.token_hex(16)
