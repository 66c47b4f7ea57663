"""`rang publish`: put a proven result where the pages show it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from webapp import console
from webapp.commands.database import opened
from webapp.folder import UnreadableFolderError, read_result


def command(
    path: Annotated[Path, typer.Argument(metavar="DOSSIER|ARCHIVE", help="Résultat de rang allocate.", exists=True)],
) -> None:
    """Met une campagne close en ligne, après l'avoir prouvée de nouveau."""
    # The other commands start without the database's libraries.
    from webapp.store.campaigns import CampaignExistsError, UnprovenResultError, import_result

    try:
        with opened() as (_, engine):
            import_result(engine, read_result(path))
    except (UnreadableFolderError, UnprovenResultError) as error:
        console.complain(str(error))
        raise typer.Exit(console.BROKEN) from None
    except CampaignExistsError as error:
        console.complain(f"Il y a déjà une campagne pour {error} : rien n'a été changé.")
        raise typer.Exit(console.WRONG_USE) from None
    console.say("La campagne est en ligne.")
