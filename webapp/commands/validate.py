"""`rang validate`: whose stage the absences of a semester allow to validate, and what follows where they do not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from allocation import rulesets
from allocation.follow import AT_RISK_DAYS, Followed, follow
from allocation.issues import errors
from allocation.rulesets import RuleSet
from allocation.semester import Semester
from imports.reading import Reading
from webapp import console
from webapp.campaign import Ask, InputErrorsError, files_of, rules_of, semester_of
from webapp.commands.options import History, Interns, MappingFile, Overrides, Rules
from webapp.folder import REPORT, replacing
from webapp.inputs import read_files, report_of

WORKBOOK = "validation.xlsx"
DOCUMENT = "validation.json"

Absences = Annotated[
    list[Path],
    typer.Option(
        "--absences", help="Absences du semestre.", exists=True, dir_okay=False, readable=True, metavar="FICHIER"
    ),
]


def command(
    interns: Interns,
    absences: Absences,
    semester_name: Annotated[
        str, typer.Option("--semester", help="Semestre à valider : 2027-ete, 2027-hiver…", metavar="SEMESTRE")
    ],
    out: Annotated[Path, typer.Option("--out", help="Dossier du résultat.", file_okay=False, metavar="DOSSIER")],
    history: History = None,
    rules: Rules = rulesets.DEFAULT,
    overrides: Overrides = None,
    mapping: MappingFile = None,
) -> None:
    """Décompte les absences d'un semestre et dit pour chacun si l'assiduité permet la validation du stage."""
    files = files_of(interns=interns, absences=absences, history=history)
    ask = Ask(files, rules, overrides, semester_name, mapping=mapping)
    semester, in_force = semester_of(ask.semester), rules_of(ask)
    try:
        reading = _read(ask, semester, in_force)
    except InputErrorsError as error:
        error.report.write_alone(out)
        console.show_issues(error.report.issues, out / REPORT)
        console.complain(f"Aucun décompte n'a été fait : voyez {out / REPORT}, corrigez, recommencez.")
        raise typer.Exit(console.INPUT_ERRORS) from None
    others = rulesets.others(in_force.name)
    everybody = follow(reading.dossier, semester, in_force, others)
    _write(everybody, reading, semester, in_force, out)
    console.show_issues(reading.issues, out / REPORT)
    _tell(everybody, semester, out)


def _read(ask: Ask, semester: Semester, rules: RuleSet) -> Reading:
    """Raises `InputErrorsError`."""
    with console.progress() as bar:
        reading = read_files(ask.files, ask.mapping, semester.name, ask.subdivision, rules, bar)
    if errors(reading.issues):
        raise InputErrorsError(report_of(reading))
    return reading


def _write(everybody: Sequence[Followed], reading: Reading, semester: Semester, rules: RuleSet, folder: Path) -> None:
    from exports.validation import validation_documents, write_validation

    with replacing(folder) as draft:
        documents = json.dumps(validation_documents(everybody), ensure_ascii=False, indent=2)
        (draft / DOCUMENT).write_text(f"{documents}\n", encoding="utf-8")
        write_validation(everybody, semester, reading.dossier.subdivision, rules, draft / WORKBOOK)
        report_of(reading).write(draft)


def _tell(everybody: Sequence[Followed], semester: Semester, folder: Path) -> None:
    console.out.print()
    console.out.print(_summary(everybody, semester))
    console.show_list("Validation impossible", (_why(one) for one in everybody if not one.attendance.eligible))
    console.show_list(
        f"Proches de la limite ({AT_RISK_DAYS} jours ou moins)", (_why(one) for one in everybody if one.at_risk)
    )
    doubtful = sum(bool(one.warnings) for one in everybody)
    console.say(f"\nAvertissements : {doubtful} dossier(s), dans la colonne du même nom.")
    console.say("L'assiduité seule est décomptée : la décision de validation reste à la faculté.")
    console.say(f"Résultat écrit dans {folder} : {WORKBOOK} (confidentiel, il dit les motifs) et {DOCUMENT}.")


def _why(one: Followed) -> str:
    return f"{one.candidate.identity.shown} (règle {one.attendance.rule}) : {one.attendance.reason}"


def _summary(everybody: Sequence[Followed], semester: Semester) -> Table:
    """One row a list: everybody, eligible, of them close to the limit, not eligible."""
    table = Table(title=f"Assiduité, {semester.label}", title_justify="left")
    table.add_column("Liste", overflow="fold")
    for header in ("Internes", "Éligibles", "dont proches", "Non éligibles"):
        table.add_column(header, justify="right", no_wrap=True)
    names = dict.fromkeys(_list_of(one) for one in everybody)
    for name in names:
        table.add_row(escape(name), *_counts(one for one in everybody if _list_of(one) == name))
    if len(names) > 1:
        table.add_section()
        table.add_row("Ensemble", *_counts(everybody), style="bold")
    return table


def _list_of(one: Followed) -> str:
    return f"{one.candidate.des}, {one.candidate.phase.label.lower()}"


def _counts(group: Iterable[Followed]) -> list[str]:
    group = list(group)
    eligible = sum(one.attendance.eligible for one in group)
    return [str(number) for number in (len(group), eligible, sum(one.at_risk for one in group), len(group) - eligible)]
