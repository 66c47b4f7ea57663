"""`rang backup`, `rang restore`, `rang status`: a copy of everything, back from it, and where the campaigns stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from webapp import console
from webapp.commands.database import opened

if TYPE_CHECKING:
    from sqlalchemy import Engine

Copy = Annotated[
    Path, typer.Argument(metavar="FICHIER", help="Copie faite par rang backup.", exists=True, dir_okay=False)
]


def backup(
    path: Annotated[Path, typer.Argument(metavar="FICHIER", help="Copie à écrire (SQLite).", dir_okay=False)],
) -> None:
    """Copie toute la base en un fichier, même pendant le choix ; à garder en lieu sûr, elle contient les noms."""
    from sqlalchemy.exc import OperationalError

    from webapp.store.copies import InUseError, back_up
    from webapp.store.copies import opened as copied

    with opened() as (_, engine):
        try:
            back_up(engine, path)
        except InUseError:
            console.complain(f"« {path} » est une base en service, ou qui n'a pas été fermée : donnez un autre nom.")
            raise typer.Exit(console.WRONG_USE) from None
        except (OSError, OperationalError) as error:
            why = getattr(error, "strerror", None) or getattr(error, "orig", "")
            console.complain(f"« {path} » ne peut pas être écrit ({why}) : choisissez un autre endroit.")
            raise typer.Exit(console.WRONG_USE) from None
        console.say(f"Copie écrite : {path}")
        console.say(f"Pour la servir telle quelle : RANG_DATABASE=sqlite:///{path.resolve()} rang serve")
        with copied(path) as kept:
            _say(kept)


def restore(path: Copy) -> None:
    """Remplit une base vide (RANG_DATABASE) avec une copie, et dit à quel tour elle s'est arrêtée."""
    from webapp.store.copies import NotEmptyError, UnreadableCopyError
    from webapp.store.copies import restore as fill

    with opened() as (_, engine):
        try:
            fill(path, engine)
        except UnreadableCopyError:
            console.complain(f"« {path} » n'est pas une copie faite par rang backup : rien n'a été changé.")
            raise typer.Exit(console.WRONG_USE) from None
        except NotEmptyError:
            console.complain("La base n'est pas vide : rien n'a été changé. Donnez-en une neuve.")
            raise typer.Exit(console.WRONG_USE) from None
        console.say(f"La base est remplie depuis {path}.")
        _say(engine)


def status() -> None:
    """Dit à quel tour en est chaque campagne de la base."""
    with opened() as (_, engine):
        _say(engine)


def _say(engine: Engine) -> None:
    from webapp.standing import standings

    for line in standings(engine) or ["Aucune campagne dans cette base."]:
        console.say(line)
