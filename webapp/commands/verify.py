"""`rang verify`: replay a result from its folder alone and check everything again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from allocation.verify import Verdict, verify
from webapp import console
from webapp.folder import JOURNAL, OPENING, RESULT, TABLE, WORKBOOK, UnreadableFolderError, read_result


def command(
    path: Annotated[Path, typer.Argument(metavar="DOSSIER|ARCHIVE", help="Dossier de résultat, ou son archive zip.")],
) -> None:
    """Rejoue le journal et revérifie tout, à partir du seul dossier ; en cours de journée, sans résultat encore."""
    if not path.exists():
        console.complain(f"« {path} » n'existe pas.")
        raise typer.Exit(console.WRONG_USE)
    try:
        files = read_result(path)
    except UnreadableFolderError as error:
        console.complain(str(error))
        raise typer.Exit(console.BROKEN) from None
    problems, verdict = examine(files)
    for problem in problems:
        console.complain(problem)
    for check in verdict.checks:
        console.say(f"{'✓' if check.holds else '✗'} {check.property}  {check.detail}")
    if problems or not verdict.holds:
        console.complain("Ce résultat n'est pas prouvé.")
        raise typer.Exit(console.BROKEN)
    if verdict.unproven:
        console.say(verdict.unproven)
    found = "Journée en cours, tout concorde" if verdict.under_way else "Tout concorde"
    console.say(f"{found} : {verdict.entries} entrées, empreinte de tête {verdict.head}.")


def examine(files: dict[str, bytes]) -> tuple[list[str], Verdict]:
    """What is wrong in the files of a result, in French, and the verdict on its documents; a day under way has none
    but its opening and its journal."""
    missing = [name for name in (OPENING, JOURNAL) if name not in files]
    if missing:
        return [f"Il manque {', '.join(missing)} : rien ne peut être prouvé."], Verdict(())
    verdict = verify(files[OPENING], files[JOURNAL], files.get(RESULT))
    problems = list(verdict.problems)
    if not problems and RESULT in files:
        problems += _copies(files)
    return problems, verdict


def _copies(files: dict[str, bytes]) -> list[str]:
    """The table and the workbook must say what the result says."""
    from exports.comparison import workbook_differs
    from exports.tabular import assignments_csv

    result, opening = json.loads(files[RESULT]), json.loads(files[OPENING])
    problems = []
    if TABLE in files and files[TABLE] != assignments_csv(result, opening):
        problems.append(f"{TABLE} n'est pas ce que le résultat donne : le fichier a été modifié.")
    if WORKBOOK in files and workbook_differs(files[WORKBOOK], result, opening):
        problems.append(f"{WORKBOOK} n'est pas ce que le résultat donne : le classeur a été modifié.")
    return problems
