"""`rang retention`: what has been kept long enough, and its erasure."""

from __future__ import annotations

from typing import Annotated

import typer

from webapp import console
from webapp.commands.database import opened
from webapp.personal.durations import KINDS


def command(
    apply: Annotated[
        bool, typer.Option("--apply", help="Efface ce qui est échu ; sans cela, le dit seulement.")
    ] = False,
) -> None:
    """Dit, par sorte de données, ce qui a dépassé sa durée de conservation (RANG_RETENTION) ; --apply l'efface."""
    from datetime import UTC, datetime

    from webapp.personal.retention import overdue, purge

    with opened() as (settings, engine):
        now = datetime.now(UTC)
        counts = purge(engine, settings.retention, now) if apply else overdue(engine, settings.retention, now)
        said = " effacé(s)" if apply else " à effacer"
        for kind in KINDS:
            months = settings.retention[kind.name]
            console.say(f"{kind.name} ({kind.label}), {months} mois : {counts[kind.name]}{said}")
        if not apply:
            console.say("Rien n'a été effacé : ajoutez --apply.")
