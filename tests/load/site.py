"""A site with a crowd: a campaign, an account with an open connection for each of its people, a server of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session

from allocation.canonical import digest
from tests.webapp.store.campaigns import crowd, put
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.live.passes import Pass, sign
from webapp.pages.guard import CONNECTION
from webapp.settings import load
from webapp.store import migrate
from webapp.store.engine import writing
from webapp.store.models import Account, Membership, PersonIdentity, WebSession

HERE = "Saint-Étienne"
_ROOT = Path(__file__).parents[2]
_PATIENCE = 60


@dataclass(frozen=True)
class Site:
    """The settings to serve it with, its database, its campaign and, in call order, each one's stream and cookie;
    `desk` is the cookie of a manager."""

    environment: dict[str, str]
    engine: Engine
    campaign_id: str
    streams: tuple[str, ...]
    cookies: tuple[str, ...]
    desk: str = ""


def prepare(url: str, people: int, log: Path) -> Site:
    """A campaign of that many people and posts at its opening, everybody signed in."""
    environment = {"RANG_DATABASE": url, "RANG_SECRET": "s" * 40, "RANG_BASE_URL": "http://localhost"}
    app = create_app(load(environment))
    engine: Engine = app.extensions["rang"].engine
    migrate.upgrade(engine)
    held = crowd(people)
    campaign_id = put(engine, held)
    persons = [call.person for call in held.opening.lists[0].calls]
    with writing(engine) as session:
        connections = [
            _sign_in(session, number, Role.INTERN, session.get_one(PersonIdentity, (campaign_id, person)))
            for number, person in enumerate(persons)
        ]
        _sign_in(session, people, Role.MANAGER)
    streams = tuple(_stream(environment, Pass(campaign_id, *who)) for who in zip(persons, connections, strict=True))
    *cookies, desk = _cookies(app, people + 1)
    return Site({**environment, "RANG_LOG": str(log)}, engine, campaign_id, streams, tuple(cookies), desk)


def _stream(environment: dict[str, str], given: Pass) -> str:
    return f"/evenements/{given.campaign_id}?passe={sign(environment['RANG_SECRET'], given)}"


def _sign_in(session: Session, number: int, role: Role, identity: PersonIdentity | None = None) -> int:
    """An account of that role, of that person where there is one, and its open connection, second factor given."""
    now, email = datetime.now(UTC), f"personne{number}@exemple.fr"
    account = Account(email=email, name=f"Personne {number}", created_at=now)
    session.add(account)
    session.flush()
    session.add(Membership(account_id=account.id, role=role, subdivision=HERE))
    if identity:
        identity.email = email
    connection = WebSession(
        digest=digest(_secret(number).encode()), account_id=account.id, device="Téléphone", created_at=now,
        seen_at=now, expires_at=now + timedelta(hours=2), second_factor_at=now, proven_at=now,
    )  # fmt: skip
    session.add(connection)
    session.flush()
    return connection.id


def _secret(number: int) -> str:
    return f"secret-{number}"


def _cookies(app: Flask, people: int) -> Iterator[str]:
    serializer = app.session_interface.get_signing_serializer(app)
    for number in range(people):
        yield f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({CONNECTION: _secret(number)})}"


@contextmanager
def served(site: Site, workers: int = 1) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The real server on that site, as `rang serve` starts it; its port and process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "webapp", "serve", "--port", str(port), "--workers", str(workers)]
    with Path(site.environment["RANG_LOG"]).open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=_ROOT, env=os.environ | site.environment)
    try:
        _wait_for(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the server stopped"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("the server does not answer")
