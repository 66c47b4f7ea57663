"""`rang allocate`: from the spreadsheets to a proven result, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from allocation import rulesets
from webapp import console
from webapp.campaign import Ask, InputErrorsError, files_of, open_campaign
from webapp.commands.options import (
    ChoiceDate,
    History,
    Interns,
    MappingFile,
    Overrides,
    Posts,
    Requests,
    Rules,
    SemesterName,
    Subdivision,
    Wishes,
    day_of,
)
from webapp.folder import REPORT
from webapp.outcome import left_behind, outcome_table, seats_left
from webapp.produce import BrokenResultError, Outcome, produce


def command(
    posts: Posts,
    interns: Interns,
    out: Annotated[Path, typer.Option("--out", help="Dossier du résultat.", file_okay=False, metavar="DOSSIER")],
    wishes: Wishes = None,
    history: History = None,
    requests: Requests = None,
    rules: Rules = rulesets.DEFAULT,
    overrides: Overrides = None,
    semester_name: SemesterName = "",
    subdivision: Subdivision = "",
    choice_date: ChoiceDate = None,
    mapping: MappingFile = None,
) -> None:
    """Sert les listes de vœux dans l'ordre d'appel et écrit le résultat, prouvé."""
    files = files_of(posts=posts, interns=interns, wishes=wishes, history=history, requests=requests)
    allocate(Ask(files, rules, overrides, semester_name, subdivision, day_of(choice_date), mapping), out)


def allocate(ask: Ask, out: Path) -> Outcome:
    """Run the job, say what came out, and return it. Ends the command with exit 2, 3 or 4 where it must."""
    with console.progress() as bar:
        try:
            outcome = produce(open_campaign(ask, bar), out, bar)
        except InputErrorsError as error:
            bar.stop()
            error.report.write_alone(out)
            console.show_issues(error.report.issues, out / REPORT)
            console.complain(f"Rien n'a été affecté : voyez {out / REPORT}, corrigez, recommencez.")
            raise typer.Exit(console.INPUT_ERRORS) from None
        except BrokenResultError as error:
            bar.stop()
            for line in error.lines:
                console.complain(line)
            console.complain("Le résultat ne tient pas ses propriétés : il n'a pas été écrit.")
            raise typer.Exit(console.BROKEN) from None
    _tell(outcome, out)
    return outcome


def _tell(outcome: Outcome, folder: Path) -> None:
    result = outcome.result
    console.show_issues(outcome.issues, folder / REPORT)
    console.show_list("Avis", outcome.notes)
    console.out.print()
    console.out.print(outcome_table(result))
    console.show_list("Sans affectation", left_behind(result))
    console.show_list("Stages où il reste des places", seats_left(result))
    console.say("")
    console.say(f"Propriétés P1 à P9 vérifiées ; journal de {result['journal']['entries']} entrées.")
    console.say(f"Résultat écrit dans {folder} : affectations.xlsx, affectations.csv, proces-verbal.pdf et le journal.")
