"""People who come to the site: made, signed in, and what the site has written to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import col, select

from webapp.accounts import second_factor, sessions
from webapp.accounts.people import give_role
from webapp.accounts.roles import SECOND_FACTOR_ASKED, Role
from webapp.pages import at_hand
from webapp.pages.guard import CONNECTION
from webapp.store.engine import reading, writing
from webapp.store.models import AuditEntry, OutgoingMail, SecondFactor

HERE, ELSEWHERE = "Saint-Étienne", "Lyon"


@dataclass(frozen=True)
class House:
    """The application under test and its database."""

    app: Flask
    engine: Engine

    @property
    def key(self) -> str:
        return self.app.extensions["rang"].settings.secret

    def person(self, role: Role, place: str = HERE, email: str = "", *, authenticator: bool = True) -> int:
        """An account with that role, its authenticator set up where the role asks for one."""
        now = at_hand.now()
        with writing(self.engine) as session:
            address = email or f"{role.value}@exemple.fr"
            account = give_role(session, address, role.value.title(), role, place, None, now)
            if authenticator and role in SECOND_FACTOR_ASKED and session.get(SecondFactor, account.id) is None:
                second_factor.set_up(session, account.id, self.key, now)
            return account.id

    def signed_in(self, role: Role, place: str = HERE, email: str = "") -> FlaskClient:
        """A browser in which such a person is signed in, second factor given."""
        return self.browser_of(self.person(role, place, email))

    def browser_of(self, account_id: int, *, proven: bool = True) -> FlaskClient:
        now, client = at_hand.now(), self.app.test_client()
        secret = sessions.begin(self.engine, account_id, "Navigateur d'essai", timedelta(hours=1), now)
        if proven:
            sessions.prove(self.engine, sessions.visitor_of(self.engine, secret, now).session_id, now)
        with client.session_transaction() as cookie:
            cookie[CONNECTION] = secret
        return client

    def code_of(self, account_id: int, later: int = 0) -> str:
        """What the authenticator shows, `later` seconds from now."""
        with reading(self.engine) as session:
            factor = session.get_one(SecondFactor, account_id)
        return second_factor.code_at(factor, self.key, at_hand.now() + timedelta(seconds=later))

    def mails(self) -> list[OutgoingMail]:
        with reading(self.engine) as session:
            return list(session.exec(select(OutgoingMail).order_by(col(OutgoingMail.id))).all())

    def last_link(self) -> str:
        """The path of the link in the last mail."""
        return re.search(r"http://localhost(/\S+)", self.mails()[-1].body)[1]

    def acts(self) -> list[str]:
        with reading(self.engine) as session:
            return list(session.exec(select(AuditEntry.act).order_by(col(AuditEntry.id))).all())
