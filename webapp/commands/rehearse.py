"""`rang rehearse`: the whole day on a copy, with simulated people."""

from __future__ import annotations

from typing import Annotated

import typer

from webapp import console
from webapp.commands.database import opened


def command(
    campaign: Annotated[
        str, typer.Argument(metavar="CAMPAGNE", help="« Saint-Étienne 2027-ete », ou l'identifiant de la campagne.")
    ],
    speed: Annotated[
        int, typer.Option("--speed", help="Combien de fois plus vite que la cadence prévue ; 0 : sans attendre.", min=0)
    ] = 60,
    turns: Annotated[
        int | None, typer.Option("--turns", help="S'arrêter après tant d'actes ; le bureau finit à la main.", min=1)
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Graine du hasard : la même rejoue la même journée.")] = 1,
) -> None:
    """Joue la journée de choix sur une copie ; une répétition nommée par son identifiant continue où elle en est."""
    from datetime import UTC, datetime

    from webapp.rehearsal.copy import copy_campaign
    from webapp.rehearsal.play import Pace, play
    from webapp.standing import where
    from webapp.store import campaigns, journal
    from webapp.store.states import State

    with opened() as (settings, engine):
        found = campaigns.named(engine, campaign)
        if found is None or found.state == State.DRAFT:
            console.complain(f"Aucune campagne publiée ne s'appelle « {campaign} ». Voyez rang status.")
            raise typer.Exit(console.WRONG_USE)
        copy = found.id if found.rehearsal else copy_campaign(engine, found.id, datetime.now(UTC))
        console.say(f"Répétition {copy} : {settings.base_url}/campagnes/{copy}")
        with console.progress() as bar:
            task = bar.add_task("Répétition", total=turns)
            done = play(engine, copy, Pace(speed, turns), seed, lambda count: bar.update(task, completed=count))
        console.say(f"{done} actes joués ; {where(journal.read_day(engine, copy))}.")
