"""Every page that the application has, as each kind of visitor may open it: found in its routes, not in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Engine, update
from sqlmodel import select
from werkzeug.routing import Rule

from webapp.accounts import sessions
from webapp.accounts.people import find, give_role
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.demo import SUBDIVISION, email_of, prepare
from webapp.pages.guard import CONNECTION
from webapp.plan import Plan
from webapp.settings import load
from webapp.store import campaigns
from webapp.store.engine import reading, writing
from webapp.store.models import PersonIdentity, WebSession
from webapp.store.states import State

STRANGER, UNPROVEN, NEWCOMER, STALE = "inconnu", "sans second facteur donné", "sans second facteur", "preuve ancienne"
VISITORS = (STRANGER, UNPROVEN, NEWCOMER, STALE, *(role.value for role in Role))

PARTS = {
    "live.mine": "the visitor's own turn, put into the page of the day",
    "room.part": "what the screen of the room puts in its place",
    "room.part_by_link": "the same, for a projector",
}
"""Pieces of HTML that a script puts into a page, which is visited."""

NOT_VISITED = {
    "room.show_by_link": "wants the link of a projector; it is the page of room.show, which is visited",
    "room.changes_by_link": "wants the link of a projector",
    "next_list.download": "the demonstration's closed campaign was not prepared on the site",
    "sign_in.home": "leads on, to the campaigns or to the door",
    "static": "the files of the pages themselves",
    "openid.start": "leads to a provider, which the demonstration has not",
    "openid.come_back": "comes from a provider, which the demonstration has not",
    "appearance.colours": "the demonstration has our own look; test_appearance sets one",
    "desk.weigh": "answers about one person and one post; the desk's own browser test opens it",
    "order.sheet": "is of somebody of a draft, and that of the demonstration has nobody",
    "files.compare": "stands between two versions of a workbook, which the draft has not",
    "scenarios.show": "the demonstration has no scenario",
    "mock_rounds.show": "the demonstration has no mock round",
    "proxy_turn.show": "is there at the principal's turn only",
    "proxies_kept.download": "the demonstration has no signed proxy",
    "documents.download_hospital": "is a workbook, of the establishment that the address names",
    "documents.progress": "the demonstration is making no document",
    "documents.archive": "the demonstration has made no document",
    "appearance.logo": "the demonstration has our own look; test_appearance sets one",
}
"""By endpoint, why no visitor of the demonstration opens it. A page that is nobody's is listed here or fails."""

VALUES = {
    "subdivision": SUBDIVISION, "place": "saint-etienne", "semester_name": "2027-ete", "number": 0,
    "kind": "csv", "name": "liste-postes", "what": "stages", "scheme": "clair", "filename": "style.css",
}  # fmt: skip
"""What stands for the words of an address; 1 for those that are not here."""

HTML = "text/html"
_PIECE = re.compile(r"<[a-z0-9]+(?:[^>]*? class=\"[^\"]*\")?")
"""A kind of piece of which a page is made: a tag, and the classes that it has."""


@dataclass(frozen=True)
class Visit:
    """A page to open: as whom, and where."""

    visitor: str
    endpoint: str
    path: str


@dataclass(frozen=True)
class Site:
    """The demonstration, read as the server reads it; the cookie of each visitor; what stands in addresses."""

    app: Flask
    cookies: Mapping[str, str]
    people: Mapping[str, str]
    """By campaign, the id of somebody there."""
    values: Mapping[str, object]

    def routes(self) -> list[Rule]:
        return [rule for rule in self.app.url_map.iter_rules() if "GET" in (rule.methods or ())]

    def addresses(self, rule: Rule) -> Iterator[str]:
        """The addresses to try for that route, one for each campaign."""
        for campaign in self.people if "campaign_id" in rule.arguments else ("",):
            words = self.values | {"campaign_id": campaign, "person": self.people.get(campaign)}
            built = rule.build({name: words.get(name, 1) for name in rule.arguments})
            assert built is not None, rule
            yield built[1]


def made(folder: Path) -> Site:
    """The demonstration made in that folder, a draft added, a connection for every visitor."""
    app = create_app(load(prepare(folder, "http://127.0.0.1:8000")))
    engine: Engine = app.extensions["rang"].engine
    campaigns.create_draft(engine, SUBDIVISION, "2027-hiver", datetime.now(UTC), Plan())
    secrets = {visitor: _connection(engine, visitor) for visitor in VISITORS if visitor != STRANGER}
    site = Site(app, {visitor: _cookie(app, secret) for visitor, secret in secrets.items()}, _people(engine), VALUES)
    app.extensions["rang"].postman.shutdown()
    engine.dispose()
    return site


def visits(site: Site, server: str) -> list[Visit]:
    """Who is to open what: every page of every visitor, but those made of nothing new beside the ones before."""
    known: dict[str, set[str]] = {}
    found = []
    for visitor in VISITORS:
        for rule in (each for each in site.routes() if each.endpoint not in PARTS):
            path, page = _first_page(site, rule, visitor, server)
            made_of = {rule.endpoint, *_PIECE.findall(page)} if page else set()
            if made_of - known.setdefault(rule.endpoint, set()):
                known[rule.endpoint] |= made_of
                found.append(Visit(visitor, rule.endpoint, path))
    return found


def is_a_file(site: Site, rule: Rule, server: str) -> bool:
    """Whether some visitor gets a file there."""
    asked = [(path, cookie) for path in site.addresses(rule) for cookie in (None, *site.cookies.values())]
    answers = (_answer(server, path, cookie) for path, cookie in asked)
    return any(answer.status == 200 and answer.kind != HTML for answer in answers)


def _first_page(site: Site, rule: Rule, visitor: str, server: str) -> tuple[str, str]:
    """The first address of that route that shows this visitor a page, and the page; "" and "" when none does."""
    for path in site.addresses(rule):
        answer = _answer(server, path, site.cookies.get(visitor))
        if answer.status == 200 and answer.kind == HTML:
            return path, answer.page
    return "", ""


@dataclass(frozen=True)
class _Answer:
    status: int
    kind: str
    page: str


def _answer(server: str, path: str, cookie: str | None) -> _Answer:
    """The answer; of what is no page only the head is awaited: a live feed never ends."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": f"rang={cookie}"} if cookie else {})
        answer = connection.getresponse()
        kind = answer.headers.get_content_type()
        return _Answer(answer.status, kind, answer.read().decode() if kind == HTML else "")
    finally:
        connection.close()


def _connection(engine: Engine, visitor: str) -> str:
    """The secret of a connection of that visitor."""
    now = datetime.now(UTC)
    account_id = _account(engine, visitor, now)
    secret = sessions.begin(engine, account_id, "Navigateur d'essai", timedelta(hours=12), now)
    found = sessions.visitor_of(engine, secret, now).session_id
    assert found is not None
    if visitor in set(Role):
        sessions.prove(engine, found, now)
    proven_at = None if visitor == STALE else now + timedelta(hours=12)
    with writing(engine) as session:
        session.exec(update(WebSession).where(WebSession.id == found).values(proven_at=proven_at))
    return secret


def _account(engine: Engine, visitor: str, now: datetime) -> int:
    if visitor == NEWCOMER:
        with writing(engine) as session:
            return give_role(session, "nouvelle@exemple.fr", "Nouvelle", Role.MANAGER, SUBDIVISION, None, now).id
    role = {UNPROVEN: Role.MANAGER, STALE: Role.INTERN}.get(visitor) or Role(visitor)
    account = find(engine, email_of(role))
    assert account is not None
    assert account.id is not None
    return account.id


def _cookie(app: Flask, secret: str) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({CONNECTION: secret}))


def _people(engine: Engine) -> dict[str, str]:
    """Somebody of each campaign, the published one first, then the finished one, then the draft, which has nobody."""
    with reading(engine) as session:
        wanted = select(PersonIdentity.campaign_id, PersonIdentity.person)
        somebody = dict(session.exec(wanted).all())
    order = [State.PUBLISHED, State.CLOSED, State.DRAFT]
    held = sorted(campaigns.everywhere(engine), key=lambda found: order.index(State(found.state)))
    return {found.id: somebody.get(found.id, "p-personne") for found in held}
