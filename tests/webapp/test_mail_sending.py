"""Mail through a real server on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlmodel import select

from tests.webapp.pages.house import HERE, House
from webapp.accounts import mail
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.settings import Settings, load
from webapp.store import migrate
from webapp.store.engine import open_engine, reading, writing
from webapp.store.models import OutgoingMail

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])


@dataclass
class Sink:
    """A mail server that keeps what it is given, or refuses it."""

    port: int
    refuses: bool = False
    received: list[Any] = field(default_factory=list)

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        if self.refuses:
            return "451 plus tard"
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        made = Sink(free.getsockname()[1])
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    yield made
    controller.stop()


@pytest.fixture
def settings(sink: Sink, tmp_path: Path) -> Settings:
    return load(
        {
            "RANG_SECRET": "s" * 40,
            "RANG_DATABASE": f"sqlite:///{tmp_path}/rang.sqlite",
            "RANG_MAIL_SMTP": f"smtp://127.0.0.1:{sink.port}",
            "RANG_MAIL_FROM": "rang@exemple.fr",
        }
    )


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    made = open_engine(settings.database)
    migrate.upgrade(made)
    with writing(made) as session:
        mail.write(session, "interne@exemple.fr", "Invitation, Saint-Étienne", "Le lien secret.", datetime.now(UTC))
    yield made
    made.dispose()


def kept(engine: Engine) -> OutgoingMail:
    with reading(engine) as session:
        return session.exec(select(OutgoingMail)).one()


def test_a_mail_leaves_once_and_its_body_does_not_stay(engine: Engine, settings: Settings, sink: Sink) -> None:
    assert [mail.deliver(engine, settings), mail.deliver(engine, settings)] == [1, 0]
    (envelope,) = sink.received
    assert (envelope.mail_from, envelope.rcpt_tos) == ("rang@exemple.fr", ["interne@exemple.fr"])
    assert b"Le lien secret." in envelope.content
    assert kept(engine).sent_at is not None
    assert "secret" not in kept(engine).body


def test_a_mail_that_is_refused_waits_and_leaves_later(engine: Engine, settings: Settings, sink: Sink) -> None:
    sink.refuses = True
    assert mail.deliver(engine, settings) == 0
    assert "451" in kept(engine).error
    sink.refuses = False
    assert mail.deliver(engine, settings) == 1
    assert kept(engine).error == ""


def test_a_mail_that_another_process_is_sending_is_left_to_it_for_a_while(
    engine: Engine, settings: Settings, sink: Sink
) -> None:
    now = datetime.now(UTC)
    for since, sent in ((now, 0), (now - timedelta(minutes=11), 1)):
        with writing(engine) as session:
            session.get_one(OutgoingMail, 1).claimed_at = since
        assert mail.deliver(engine, settings) == sent
    assert len(sink.received) == 1


def test_of_two_processes_that_deliver_at_once_one_sends(engine: Engine, settings: Settings, sink: Sink) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: mail.deliver(engine, settings), range(4)))
    assert sum(sent) == len(sink.received) == 1


def test_a_server_that_is_down_loses_nothing(engine: Engine, settings: Settings, sink: Sink) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    elsewhere = load(
        {"RANG_SECRET": "s" * 40, "RANG_DATABASE": settings.database, "RANG_MAIL_SMTP": f"smtp://127.0.0.1:{port}"}
    )
    assert mail.deliver(engine, elsewhere) == 0
    assert kept(engine).body == "Le lien secret."
    assert mail.deliver(engine, settings) == 1


def test_an_invitation_reaches_the_mailbox(engine: Engine, settings: Settings, sink: Sink) -> None:
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    invited = {"email": "ana@exemple.fr", "name": "Ana", "role": "interne"}
    House(app, app.extensions["rang"].engine).signed_in(Role.MANAGER).post(
        f"/subdivisions/{HERE}/personnes/inviter", data=invited
    )
    app.extensions["rang"].postman.shutdown(wait=True)
    assert [envelope.rcpt_tos for envelope in sink.received] == [["interne@exemple.fr"], ["ana@exemple.fr"]]
    app.extensions["rang"].engine.dispose()


@pytest.mark.parametrize("address", ["'+!=-@[.fr", "((-?+1_')@a_).b)(.fr", "sans arobase", "a@b.fr\nBcc: c@d.fr"])
def test_a_mail_to_an_address_that_is_none_holds_no_other_back(
    engine: Engine, settings: Settings, sink: Sink, address: str
) -> None:
    with writing(engine) as session:
        first = session.exec(select(OutgoingMail)).one()
        first.recipient = address
        mail.write(session, "autre@exemple.fr", "Objet", "Texte", datetime.now(UTC))
    mail.deliver(engine, settings)
    assert "autre@exemple.fr" in {envelope.rcpt_tos[0] for envelope in sink.received}
    assert all("c@d.fr" not in envelope.rcpt_tos for envelope in sink.received)
