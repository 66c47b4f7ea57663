"""`validation.xlsx` and `validation.json`: whose stage the attendance allows to validate, and how that was counted.

Causes of absence tell of pregnancy or illness: both files are for the faculty and the staff, and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from allocation import rulebook
from allocation.absences import HALVES, Kind, in_days
from allocation.follow import Followed
from allocation.model import Absence
from allocation.rulesets import RuleSet
from allocation.semester import Semester
from exports.files import replacing
from exports.labels import MODES, semester_words
from exports.rulebook import evidence, shown
from exports.workbook import Table, write_table

Row = tuple[object, ...]

STAGES = (
    "Nom", "Prénom", "RPPS", "DES", "Phase", "Mode", "Éligible", "Règle", "Limite", "Jours", "Reste", "Par motif",
    "Présence", "Pourquoi", "Ancienneté", "Décision", "Effet sur l'ancienneté", "Effet sur la maquette",
    "Avertissements",
)  # fmt: skip
ABSENCES = (
    "Nom", "Prénom", "RPPS", "Début", "Fin", "Motif", "Compte comme", "Demi-journées déclarées",
    "Demi-journées retenues", "Jours retenus", "Lue à",
)  # fmt: skip
RULES = (
    "Règle", "Source", "Preuve", "Clé", "Ce que la clé fixe", "Valeur", "Source de la valeur", "Ce que dit la règle",
)  # fmt: skip

KINDS = {
    Kind.OTHER: "Absence",
    Kind.PARENTAL: "Absence, congé parental",
    Kind.PRESENCE: "Présence",
}
DECISIONS = {True: "Validé", False: "Non validé", None: None}

_WHO = 3
"""Columns that say who."""

_CONFIDENTIAL = "CONFIDENTIEL : motifs d'absence, pour la faculté et les gestionnaires seuls"
_BESIDE = frozenset({"SUV-05", "SNV-02", "SNV-04", "ORD-05", "ORD-08", "ORD-09", "ELI-04"})
"""Rules of other groups that the validation and its effects on seniority apply."""


def validation_documents(everybody: Iterable[Followed]) -> list[dict[str, Any]]:
    """What `validation.json` holds: one object an intern, in the same order, days as numbers."""
    return [_document(one) for one in everybody]


def write_validation(
    everybody: Sequence[Followed], semester: Semester, subdivision: str, rules: RuleSet, path: Path
) -> None:
    """Write the workbook at `path`, for the faculty and the staff alone; replaced only by a whole workbook."""
    with replacing(path) as temporary:
        _book(everybody, semester, subdivision, rules, None).save(temporary)


def validation_workbook(
    everybody: Sequence[Followed], semester: Semester, subdivision: str, rules: RuleSet, stages: Sequence[str]
) -> bytes:
    """The same workbook as bytes, with the stage of each intern, in the same order."""
    written = BytesIO()
    _book(everybody, semester, subdivision, rules, stages).save(written)
    return written.getvalue()


def _book(
    everybody: Sequence[Followed], semester: Semester, subdivision: str, rules: RuleSet, stages: Sequence[str] | None
) -> Workbook:
    book = Workbook(write_only=True)
    of = ", ".join(part for part in (subdivision, semester_words(semester.name)) if part)
    for name, title, headers, rows in (
        ("Validation", "Validation des stages", *_stages(everybody, stages)),
        ("Absences", "Absences décomptées", ABSENCES, _absences(everybody)),
        ("Règles", f"Règles appliquées, jeu {rules.name}", RULES, _rules(rules)),
    ):
        write_table(book, Table(name, f"{title} – {of} – {_CONFIDENTIAL}", headers), rows)
    return book


def _stages(everybody: Sequence[Followed], stages: Sequence[str] | None) -> tuple[Row, Iterator[Row]]:
    """Headers and rows, with the stage after the person where it is known."""
    rows = map(_stage, everybody)
    if stages is None:
        return STAGES, rows
    told = ((*row[:_WHO], stage, *row[_WHO:]) for row, stage in zip(rows, stages, strict=True))
    return (*STAGES[:_WHO], "Stage", *STAGES[_WHO:]), told


def days(half_days: int) -> int | float:
    """Half-days as a number of days, a whole one where it is."""
    whole, half = divmod(half_days, HALVES)
    return half_days / HALVES if half else whole


def _document(one: Followed) -> dict[str, Any]:
    attendance, who = one.attendance, one.candidate.identity
    return {
        "rpps": who.rpps,
        "last_name": who.last_name,
        "first_name": who.first_name,
        "des": one.candidate.des,
        "phase": one.candidate.phase.value,
        "mode": one.mode.value,
        "eligible": attendance.eligible,
        "reason": attendance.reason,
        "rule": attendance.rule,
        "days_counted": days(attendance.half_days),
        "days_measured": days(attendance.measured),
        "limit": days(attendance.limit),
        "days_left": days(one.left),
        "by_cause": {cause: days(half_days) for cause, half_days in attendance.by_cause},
        "presence": {cause: days(half_days) for cause, half_days in attendance.presence},
        "decision": one.decision,
        "seniority": one.consequences.seniority,
        "semesters_due": one.consequences.semesters_due,
        "consequences": list(one.consequences.sentences),
        "warnings": list(one.warnings),
    }


def _stage(one: Followed) -> Row:
    attendance, who, follows = one.attendance, one.candidate.identity, one.consequences
    return (
        who.last_name,
        who.first_name,
        who.rpps,
        one.candidate.des,
        one.candidate.phase.label,
        MODES[one.mode],
        "oui" if attendance.eligible else "non",
        attendance.rule,
        days(attendance.limit),
        days(attendance.half_days),
        days(one.left),
        _by_cause(attendance.by_cause),
        _by_cause(attendance.presence),
        attendance.reason if attendance.half_days or not attendance.eligible else "Aucune absence décomptée.",
        follows.seniority,
        DECISIONS[one.decision],
        None if follows.validated else follows.why,
        None if follows.validated else _curriculum(one),
        " ".join(one.warnings) or None,
    )


def _by_cause(counted: Iterable[tuple[str, int]]) -> str | None:
    return " ; ".join(f"{cause} : {in_days(half_days)} j" for cause, half_days in counted) or None


def _curriculum(one: Followed) -> str:
    time = one.phase_time
    spent = (f"{time.spent} semestres de la phase sur {time.limit} possibles.",) if time else ()
    return " ".join((*one.consequences.costs, *spent))


def _absences(everybody: Iterable[Followed]) -> Iterator[Row]:
    """Each absence as it was given, with the half-days that it takes of the semester and nothing else takes."""
    for one in everybody:
        who = one.candidate.identity
        for absence, kind, half_days in one.attendance.shares:
            yield (
                who.last_name,
                who.first_name,
                who.rpps,
                absence.start,
                absence.end,
                absence.cause,
                KINDS[kind],
                absence.half_days or None,
                half_days,
                days(half_days),
                _where(absence),
            )


def _where(absence: Absence) -> str:
    at = absence.where
    return " › ".join(part for part in (at.file, at.sheet, f"ligne {at.row}" if at.row else "") if part)


def _rules(rules: RuleSet) -> Iterator[Row]:
    """The rules in force that were applied, one row for each key that they read."""
    for entry in rulebook.load().values():
        if entry.function and (entry.group == "VAL" or entry.id in _BESIDE):
            for setting in [_setting(key, rules) for key in entry.keys] or [(None,) * 4]:
                yield entry.id, entry.source, evidence(entry.grade), *setting, entry.title


def _setting(key: str, rules: RuleSet) -> Row:
    setting = rules.settings[key]
    source = f"{setting.source} ({evidence(setting.grade)})"
    for override in rules.overrides:
        if override.key == key:
            source = f"Réglage de la campagne par {override.author} : {override.reason}"
    return key, setting.title, shown(rules[key]), source
