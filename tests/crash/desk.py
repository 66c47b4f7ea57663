"""A desk that records choices through the pages, and remembers what the server acknowledged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pyotp
from sqlalchemy import Engine

from allocation.commands import Resume
from allocation.events import WHOLE
from allocation.state import Day
from allocation.turn import Offer, offer
from tests.crash.server import SECRET
from webapp.accounts import sessions
from webapp.accounts.people import give_role
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.pages.guard import CONNECTION
from webapp.settings import load
from webapp.store import journal
from webapp.store.engine import writing
from webapp.store.models import SecondFactor

LOST = (URLError, HTTPException, ConnectionError, TimeoutError)
"""What a request raises when the server dies under it."""


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Desk:
    """The browser of a manager who runs the desk of a rehearsal.

    `kept`: person and stage of each choice acknowledged; `untold`: requests that the server died under.
    """

    engine: Engine
    address: str
    cookie: str
    campaign_id: str
    kept: list[tuple[str, str]] = field(default_factory=list)
    untold: int = 0

    def open_day(self) -> None:
        """The day is opened in the database: the page that does it asks for a code."""
        moment = journal.read_moment(self.engine, self.campaign_id)
        if moment.day.paused:
            journal.append(
                self.engine, self.campaign_id, Resume(WHOLE), seen=moment.entries, actor="essai",
                clock=lambda: datetime.now(UTC),
            )  # fmt: skip

    def choose(self) -> bool:
        """Record the next choice through the page; False when nobody is left to call.

        Raises one of `LOST` when the server dies: whether the choice was recorded is then not known.
        """
        moment = journal.read_moment(self.engine, self.campaign_id)
        found = _next(moment.day)
        if found is None:
            return False
        number, person, code = found
        path = f"/campagnes/{self.campaign_id}/bureau/{number}"
        act, more = ("choisir", {"code": code}) if code else ("absent", {})
        page = self._get(path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None
        fields = {"csrf_token": token[1], "seen": str(moment.entries), "person": person} | more
        self.untold += 1  # until the answer is there
        status = self._post(f"{path}/{act}", fields)
        self.untold -= 1
        if status == 303:
            self.kept.append((person, code))
        return True

    def _get(self, path: str) -> str:
        request = Request(self.address + path, headers={"Cookie": self.cookie})  # noqa: S310 (our own address)
        with build_opener(_Stay).open(request, timeout=20) as answer:
            # The cookie gains the mark that the page's forms are ours.
            self.cookie = (answer.headers.get("Set-Cookie") or self.cookie).partition(";")[0]
            return str(answer.read().decode())

    def _post(self, path: str, fields: dict[str, str]) -> int:
        request = Request(  # noqa: S310 (our own address)
            self.address + path, data=urlencode(fields).encode(), headers={"Cookie": self.cookie}
        )
        try:
            with build_opener(_Stay).open(request, timeout=20) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code


def _next(day: Day) -> tuple[int, str, str] | None:
    """The number of a list with somebody to call, the person, and the first stage open to them ("" for none)."""
    for number, choices in enumerate(day.opening.lists):
        earlier = day.opening.called_before.get(choices.name, ())
        call = day.next_call(choices.name)
        if call is None or any(day.next_call(name) for name in earlier):
            continue
        codes = sorted({pool.code for pool in day.opening.pools if choices.name in pool.lists})
        open_codes = (code for code in codes if isinstance(offer(day, choices.name, call, code), Offer))
        return number, call.person, next(open_codes, "")
    return None


def cookie_of_a_manager(engine: Engine, database: str, subdivision: str) -> str:
    """The cookie of a manager signed in, second factor given."""
    now = datetime.now(UTC)
    with writing(engine) as session:
        account = give_role(session, "bureau@exemple.fr", "Bureau", Role.MANAGER, subdivision, None, now)
        if session.get(SecondFactor, account.id) is None:
            session.add(SecondFactor(account_id=account.id, secret=pyotp.random_base32(), confirmed_at=now))
    secret = sessions.begin(engine, account.id, "Essai", timedelta(hours=12), now)
    sessions.prove(engine, sessions.visitor_of(engine, secret, now).session_id, now)
    app = create_app(load({"RANG_DATABASE": database, "RANG_SECRET": SECRET}))
    serializer = app.session_interface.get_signing_serializer(app)
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({CONNECTION: secret})}"
