"""The options that several commands share, with their help."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from typer.models import OptionInfo


def _file(name: str, help_: str) -> OptionInfo:
    option: OptionInfo = typer.Option(name, help=help_, exists=True, dir_okay=False, readable=True, metavar="FICHIER")
    return option


Posts = Annotated[list[Path], _file("--posts", "Liste des postes.")]
Interns = Annotated[list[Path], _file("--interns", "Liste d'appel des internes.")]
Wishes = Annotated[list[Path] | None, _file("--wishes", "Listes de vœux.")]
History = Annotated[list[Path] | None, _file("--history", "Stages déjà effectués.")]
Requests = Annotated[list[Path] | None, _file("--requests", "Demandes et décisions.")]
MappingFile = Annotated[Path | None, _file("--mapping", "Correspondance des colonnes, corrigée à la main.")]
Overrides = Annotated[Path | None, _file("--overrides", "Valeurs propres à la campagne, avec auteur et motif.")]
Rules = Annotated[str, typer.Option("--rules", help="Jeu de règles.", metavar="JEU")]
SemesterName = Annotated[
    str, typer.Option("--semester", help="2027-ete, 2027-hiver… ; sinon, le titre des fichiers.", metavar="SEMESTRE")
]
Subdivision = Annotated[
    str, typer.Option("--subdivision", help="Nom de la subdivision ; sinon, le titre des fichiers.", metavar="NOM")
]
ChoiceDate = Annotated[
    datetime | None,
    typer.Option("--choice-date", help="Jour du choix, pour les délais qui en partent.", formats=["%Y-%m-%d"]),
]


def day_of(moment: datetime | None) -> date | None:
    """The day of a date option; typer reads dates as moments."""
    return moment.date() if moment else None
