"""`rang invite`: give somebody a role from the machine itself; the first manager of a subdivision comes in so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from webapp import console
from webapp.accounts.roles import Role
from webapp.commands.database import opened


def command(
    email: Annotated[str, typer.Argument(metavar="COURRIEL", help="Adresse de la personne.")],
    role: Annotated[Role, typer.Option("--role", help="Son rôle.")],
    subdivision: Annotated[str, typer.Option("--subdivision", help="Où elle le tient.")],
    name: Annotated[str, typer.Option("--name", help="Prénom et nom.")] = "",
) -> None:
    """Donne un rôle à une personne et écrit le lien par lequel elle entre (une fois, sept jours)."""
    # The other commands start without the database's libraries.
    from webapp.accounts import links
    from webapp.accounts.people import give_role, normal_email
    from webapp.store.engine import writing

    try:
        address = normal_email(email)
    except ValueError as error:
        console.complain(str(error))
        raise typer.Exit(console.WRONG_USE) from None
    now = datetime.now(UTC)
    with opened() as (settings, engine), writing(engine) as session:
        account = give_role(session, address, name, role, subdivision, None, now)
        secret = links.issue(session, account.id, links.TO_ACCEPT, now)
    console.say(f"{settings.base_url}/connexion/lien/{secret}")
