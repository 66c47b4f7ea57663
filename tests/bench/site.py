"""The site with a campaign published and the same closed: its pages once warm, and every document of the results."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine
from werkzeug.routing import Rule

from tests.bench.campaigns import SEMESTER, SUBDIVISION, opened
from tests.bench.command import allocated
from tests.bench.figures import Figure, Unit
from tests.bench.measure import median
from tests.webapp.pages.house import House
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.folder import read_result
from webapp.plan import Plan
from webapp.results import material
from webapp.results.offered import DOCUMENTS
from webapp.serving import collect_all_rarely
from webapp.settings import load
from webapp.store import campaigns, migrate
from webapp.store.engine import open_engine, writing
from webapp.store.models import PersonIdentity

PAGE, DOCUMENT, LONG_DOCUMENT = 0.1, 5, 60
"""Seconds that a page, a document of a campaign, and one notice for each of its interns may take."""

VISITORS = (Role.MANAGER, Role.COORDINATOR, Role.INTERN, Role.UNION)
SHOWN = 10
"""Pages of which the figures are shown: the slowest."""
ENOUGH = 0.2
"""Seconds of looking at a page."""
TIMEOUT = 120
EARLIER = "2026-hiver"
"""The semester under which the campaign is closed."""


@dataclass(frozen=True)
class Site:
    """The application, and its campaigns."""

    app: Flask
    engine: Engine
    published: str
    closed: str


def site(interns: int, visitors: Iterable[Role] = VISITORS) -> Iterator[Figure]:
    """The slowest pages of a campaign of so many interns, then its documents."""
    with _made(interns) as made:
        yield from sorted(_pages(made, interns, visitors), key=lambda figure: -(figure.measured or 0))[:SHOWN]
        yield from _documents(made, interns)


def _pages(made: Site, interns: int, visitors: Iterable[Role]) -> Iterator[Figure]:
    house = House(made.app, made.engine)
    for role in visitors:
        browser = house.signed_in(role, SUBDIVISION)
        for path in (path for rule in _of_a_campaign(made.app) for path in _addresses(made, rule)):
            answer = browser.get(path)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                what = f"page of {interns:,} interns: {path.split('/', 3)[-1].removeprefix(made.published + '/')}"
                taken = median(lambda browser=browser, path=path: browser.get(path), ENOUGH)
                yield Figure(f"{what}, {role.value}", Unit.MILLISECONDS, PAGE, taken)


def _of_a_campaign(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and {"campaign_id"} <= rule.arguments <= {"campaign_id", "number"}:
            yield rule


def _addresses(made: Site, rule: Rule) -> Iterator[str]:
    for campaign in (made.published, made.closed):
        words = {"campaign_id": campaign, "number": 0}
        built = rule.build({name: words[name] for name in rule.arguments})
        if built is not None:
            yield built[1]


def _documents(made: Site, interns: int) -> Iterator[Figure]:
    """Each document as `rang export` makes it: what it is made from is gathered once, and timed too."""
    began = time.perf_counter()
    gathered = material.from_store(made.engine, made.closed)
    yield Figure(f"gather a campaign of {interns:,}", Unit.SECONDS, DOCUMENT, time.perf_counter() - began)
    for document in DOCUMENTS:
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            document.make(gathered, Path(folder), lambda _done, _total: None)
            taken = time.perf_counter() - began
        limit = LONG_DOCUMENT if document.long else DOCUMENT
        yield Figure(f"document of {interns:,} interns: {document.name}", Unit.SECONDS, limit, taken, note="one run")


@contextmanager
def _made(interns: int) -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/rang.sqlite"
        engine = open_engine(url)
        migrate.upgrade(engine)
        allocated(Path(name), interns, TIMEOUT, EARLIER)
        closed = campaigns.import_result(engine, read_result(Path(name) / "resultat"))
        published = _publish(engine, interns)
        engine.dispose()
        app = create_app(load({"RANG_DATABASE": url, "RANG_SECRET": "s" * 40, "RANG_BASE_URL": "http://localhost"}))
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        with _collecting_as_served():
            yield Site(app, app.extensions["rang"].engine, published, closed)
        app.extensions["rang"].workshop.close()
        app.extensions["rang"].engine.dispose()


@contextmanager
def _collecting_as_served() -> Iterator[None]:
    before = gc.get_threshold()
    collect_all_rarely()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def _publish(engine: Engine, interns: int) -> str:
    """The campaign published for the next semester; the invented intern of the site is in the middle of its list."""
    now, prepared = datetime.now(UTC), opened(interns, with_history=True)
    campaign = campaigns.create_draft(engine, SUBDIVISION, SEMESTER, now, Plan())
    campaigns.publish(engine, campaign, prepared, actor="compte-1", now=now)
    longest = max(prepared.opening.lists, key=lambda choices: len(choices.calls))
    with writing(engine) as session:
        person = session.get_one(PersonIdentity, (campaign, longest.calls[len(longest.calls) // 2].person))
        person.email = f"{Role.INTERN.value}@exemple.fr"
    return campaign
