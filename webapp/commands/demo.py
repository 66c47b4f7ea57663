"""`rang demo`: the whole main job on the sample campaign, then what to try next."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from allocation.forms import Role
from webapp import console
from webapp.campaign import Ask
from webapp.commands.allocate import allocate
from webapp.commands.verify import examine
from webapp.folder import read_result

FILES = {
    Role.POSTS: "postes.xlsx",
    Role.INTERNS: "internes.xlsx",
    Role.WISHES: "voeux.xlsx",
    Role.HISTORY: "historique.xlsx",
    Role.REQUESTS: "demandes.xlsx",
}


def command(
    out: Annotated[Path, typer.Option("--out", help="Dossier du résultat.", file_okay=False)] = Path("resultat-demo"),
) -> None:
    """Déroule tout le choix sur une campagne d'exemple : Saint-Étienne, été 2027."""
    console.say("Campagne d'exemple : médecine générale, Saint-Étienne, été 2027. Personnes inventées, lieux réels.\n")
    with resources.as_file(resources.files("sample_data")) as samples:
        allocate(Ask([(samples / name, role) for role, name in FILES.items()]), out)
        problems, verdict = examine(read_result(out))
        if problems or not verdict.holds:
            raise typer.Exit(console.BROKEN)
        console.say(f"Le résultat a été relu et prouvé : {verdict.entries} entrées, tête {verdict.head[:16]}…")
        _next(out, samples)


def _next(out: Path, samples: Path) -> None:
    console.say(
        f"""
À essayer maintenant :
  ouvrez {out / "affectations.xlsx"} (qui a quoi, et pourquoi pas mieux) et {out / "proces-verbal.pdf"}
  rang verify {out}                                       revérifie tout à partir du dossier
  rang check {samples / "fautifs" / "nombre-illisible.xlsx"} --json   ce qu'un fichier fautif donne
  rang template --out modeles                             vos propres classeurs à remplir
  rang serve --demo                                       les pages, avec un compte par rôle
  rang allocate --help                                    le même travail sur vos fichiers"""
    )
