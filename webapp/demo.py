"""The demonstration: the sample campaign's result in a SQLite file, and an account of each role."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from rich.progress import Progress
from sqlalchemy import Engine

from allocation.prepare import Prepared
from exports.files import replacing
from webapp import console
from webapp.accounts.people import give_role
from webapp.accounts.roles import LABELS, SECOND_FACTOR_ASKED, Role
from webapp.accounts.second_factor import set_up
from webapp.campaign import Ask, Campaign, open_campaign
from webapp.commands.demo import FILES
from webapp.folder import read_result
from webapp.plan import Plan, Session
from webapp.produce import produce
from webapp.store import migrate, offices
from webapp.store.campaigns import create_draft, import_result, publish
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
INTERNS = tuple(f"interne{number}@exemple.fr" for number in ("", "2", "3"))
"""Accounts that are of people of the sample campaign, the first one in the place of the invented intern."""
HOSPITAL = "CHU de Saint-Étienne – Hôpital Nord"
"""The establishment of the sample campaign whose interns the hospital's account reads."""
OVER = "2026-hiver"
"""The semester under which the sample campaign is shown finished."""


def prepare(folder: Path, address: str) -> dict[str, str]:
    """Make what is missing in the folder, say what there is, and give the settings to serve it with."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "rang.sqlite"
    if not database.exists():
        console.say("Préparation de la démonstration : le choix entier de la campagne d'exemple (quelques secondes)…")
        with replacing(database) as unfinished:
            _make(unfinished, folder)
    _present(folder, address)
    return {
        "RANG_DATABASE": f"sqlite:///{database}",
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
            if role is Role.HOSPITAL:
                offices.bind(session, account.id, SUBDIVISION, HOSPITAL)


def _make(database: Path, folder: Path) -> None:
    engine = open_engine(f"sqlite:///{database}")
    migrate.upgrade(engine)
    fill(engine, folder)
    engine.dispose()


def fill(engine: Engine, folder: Path) -> None:
    """Two campaigns of the same people: last winter's, over, and next summer's, published, its wish lists open."""
    over = _sample(OVER)
    produce(over, folder / "resultat", Progress(disable=True))
    import_result(engine, read_result(folder / "resultat"))
    now = datetime.now(UTC)
    prepared = _sample().prepared
    campaign_id = create_draft(engine, SUBDIVISION, prepared.opening.semester.name, now, _plan(now))
    publish(engine, campaign_id, prepared, actor="demonstration", now=now)
    add_people(engine, secret_of(folder))
    _bind_interns(engine, prepared, now)


def _sample(semester: str = "") -> Campaign:
    """The sample campaign, ready to be opened; as if it were that semester's when one is named."""
    with resources.as_file(resources.files("sample_data")) as samples:
        return open_campaign(Ask([(samples / name, role) for role, name in FILES.items()], semester=semester))


def _plan(now: datetime) -> Plan:
    morning = (now + timedelta(days=8)).replace(hour=8, minute=0, second=0, microsecond=0)
    return Plan(
        wishes_open=now - timedelta(days=1),
        wishes_close=now + timedelta(days=7),
        challenges_close=now + timedelta(days=5),
        sessions=(Session(morning, morning + timedelta(hours=4)),),
        place="Faculté de médecine, amphithéâtre A",
        remote_choice=True,
    )


def _bind_interns(engine: Engine, prepared: Prepared, now: datetime) -> None:
    """The interns' accounts are those of people of the longest list: near its head, in its middle, at its end."""
    calls = max(prepared.opening.lists, key=lambda choices: len(choices.calls)).calls
    with writing(engine) as session:
        for email, call in zip(INTERNS, (calls[2], calls[len(calls) // 2], calls[-3]), strict=True):
            who = prepared.register.identities[call.person]
            account = give_role(session, email, "", Role.INTERN, SUBDIVISION, None, now)
            account.name, account.rpps = f"{who.first_name} {who.last_name}", who.rpps


def secret_of(folder: Path) -> str:
    """The secret of the demonstration kept in that folder, made when there is none."""
    path = folder / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _present(folder: Path, address: str) -> None:
    people = [(LABELS[role], email_of(role)) for role in PEOPLE if role != Role.INTERN]
    people += [(LABELS[Role.INTERN], email) for email in INTERNS]
    width = max(len(label) for label, _email in people)
    accounts = "\n".join(f"  {label:<{width}}  {email}" for label, email in people)
    console.say(
        f"""
Démonstration : {address}
Page publique : {address}/choix
Courrier et codes : {address}/demonstration/courrier

Demandez un lien avec l'une de ces adresses ; il arrive dans le courrier de la démonstration, avec les codes :
{accounts}

Tout est gardé dans {folder}. Pour arrêter : Ctrl+C. Pour repartir de zéro : supprimez ce dossier."""
    )
