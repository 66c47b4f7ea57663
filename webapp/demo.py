"""The demonstration: the sample campaign's result in a SQLite file, and an account of each role."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from rich.progress import Progress
from sqlalchemy import Engine

from webapp import console
from webapp.accounts.people import give_role
from webapp.accounts.roles import LABELS, SECOND_FACTOR_ASKED, Role
from webapp.accounts.second_factor import set_up
from webapp.campaign import Ask, open_campaign
from webapp.commands.demo import FILES
from webapp.folder import read_result
from webapp.produce import produce
from webapp.store import migrate
from webapp.store.campaigns import import_result, of_subdivisions
from webapp.store.engine import open_engine, writing
from webapp.store.models import SecondFactor

SUBDIVISION = "Saint-Étienne"
PEOPLE = {
    Role.MANAGER: "Camille Martin",
    Role.COORDINATOR: "Dominique Faure",
    Role.INTERN: "Jeanne Brunel",
    Role.UNION: "Alix Moreau",
    Role.HOSPITAL: "Claude Roche",
    Role.OBSERVER: "Sacha Giraud",
}
"""Invented people, one a role."""


def prepare(folder: Path, address: str) -> dict[str, str]:
    """Make what is missing in the folder, say what there is, and give the settings to serve it with."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(f"sqlite:///{folder / 'rang.sqlite'}")
    migrate.upgrade(engine)
    if not of_subdivisions(engine, [SUBDIVISION]):
        console.say("Préparation de la démonstration : le choix entier de la campagne d'exemple (quelques secondes)…")
        _fill(engine, folder)
    engine.dispose()
    _present(folder, address)
    return {
        "RANG_DATABASE": str(engine.url),
        "RANG_SECRET": secret_of(folder),
        "RANG_BASE_URL": address,
        "RANG_MAIL_SMTP": "",
        "RANG_DEMO": "1",
    }


def email_of(role: Role) -> str:
    return f"{role.value}@exemple.fr"


def add_people(engine: Engine, key: str) -> None:
    """An account of each role; those that need one have their authenticator set up."""
    now = datetime.now(UTC)
    with writing(engine) as session:
        for role, name in PEOPLE.items():
            account = give_role(session, email_of(role), name, role, SUBDIVISION, None, now)
            if role in SECOND_FACTOR_ASKED and session.get(SecondFactor, account.id) is None:
                set_up(session, account.id, key, now)


def _fill(engine: Engine, folder: Path) -> None:
    result = folder / "resultat"
    with resources.as_file(resources.files("sample_data")) as samples:
        campaign = open_campaign(Ask([(samples / name, role) for role, name in FILES.items()]))
    produce(campaign, result, Progress(disable=True))
    import_result(engine, read_result(result))
    add_people(engine, secret_of(folder))


def secret_of(folder: Path) -> str:
    """The secret of the demonstration kept in that folder, made when there is none."""
    path = folder / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _present(folder: Path, address: str) -> None:
    width = max(len(LABELS[role]) for role in PEOPLE)
    accounts = "\n".join(f"  {LABELS[role]:<{width}}  {email_of(role)}" for role in PEOPLE)
    console.say(
        f"""
Démonstration : {address}
Courrier et codes : {address}/demonstration/courrier

Demandez un lien avec l'une de ces adresses ; il arrive dans le courrier de la démonstration :
{accounts}

Tout est gardé dans {folder}. Pour arrêter : Ctrl+C. Pour repartir de zéro : supprimez ce dossier."""
    )
