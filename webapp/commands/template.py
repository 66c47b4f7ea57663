"""`rang template`: our own workbooks to fill."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exports.template import write_templates
from webapp import console
from webapp.folder import writable


def command(
    out: Annotated[Path, typer.Option("--out", help="Dossier où les écrire.", file_okay=False)] = Path("modeles"),
) -> None:
    """Écrit les modèles de classeurs : postes, internes, vœux, historique, demandes, absences."""
    existing = [path.name for path in writable(out).glob("modele-*.xlsx")]
    if existing:
        console.complain(f"{out} contient déjà {', '.join(sorted(existing))} : choisissez un autre dossier.")
        raise typer.Exit(console.WRONG_USE)
    for path in write_templates(out):
        console.say(f"{path}")
    console.say("Remplissez la première feuille de chacun ; la feuille « Exemple » n'est pas importée.")
