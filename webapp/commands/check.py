"""`rang check`: the import report alone, and what changed since an earlier version of the files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from allocation.issues import errors
from imports.diff import Difference, diff
from imports.reading import Reading, counts
from webapp import console
from webapp.inputs import read_files


def command(
    files: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, metavar="FICHIER…", help="Classeurs ou CSV à contrôler."),
    ],
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", exists=True, dir_okay=False, metavar="ANCIEN", help="Version d'avant, à comparer."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Le rapport en JSON, sur la sortie standard.")] = False,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", exists=True, dir_okay=False, help="Correspondance des colonnes.")
    ] = None,
) -> None:
    """Contrôle des fichiers sans rien affecter : ce qui a été compris, ce qui est à corriger."""
    reading = read_files([(path, None) for path in files], mapping)
    changed = None
    if against:
        old = read_files([(path, None) for path in against], mapping)
        changed = diff(old.dossier, reading.dossier)
    if as_json:
        console.print_json(_document(reading, changed))
    else:
        _tell(reading, changed)
    raise typer.Exit(console.INPUT_ERRORS if errors(reading.issues) else console.DONE)


def _document(reading: Reading, changed: Difference | None) -> dict[str, object]:
    document: dict[str, object] = {**counts(reading), "issues": [issue.as_dict() for issue in reading.issues]}
    return document if changed is None else document | {"changes": changed.as_dict()}


def _tell(reading: Reading, changed: Difference | None) -> None:
    console.show_issues(reading.issues)
    read = counts(reading)
    console.say(
        f"Lu sans erreur : {read['posts']} stages pour {read['seats']} postes, {read['interns']} internes, "
        f"{read['wishes']} listes de vœux."
    )
    if changed is not None:
        console.show_list("Changements depuis la version d'avant", changed.sentences())
        if changed.is_empty:
            console.say("Aucun changement depuis la version d'avant.")
    if errors(reading.issues):
        console.complain(f"{len(errors(reading.issues))} erreur(s) à corriger avant d'affecter.")
