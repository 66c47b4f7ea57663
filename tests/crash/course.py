"""The server dies at random moments while a desk records; after each restart, all that was acknowledged is there."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from sqlalchemy import Engine

from allocation import journal as chain
from tests.crash.desk import LOST, Desk, cookie_of_a_manager
from tests.crash.server import Server
from webapp.campaign import Ask, open_campaign
from webapp.commands.demo import FILES
from webapp.plan import Plan
from webapp.rehearsal.copy import copy_campaign
from webapp.store import campaigns, journal, migrate
from webapp.store.engine import open_engine

PLACE = "Saint-Étienne"


def killed(database: str, folder: Path, kills: int, seed: int, longest: float) -> Iterator[str]:
    """Kill the server `kills` times, after at most `longest` seconds of recording; each fault in plain words.

    Ends after the last restart, once one more choice was recorded.
    """
    engine = open_engine(database)
    migrate.upgrade(engine)
    real = _published(engine)
    server = Server(database, folder / "serveur.log")
    chance, cookie = random.Random(seed), cookie_of_a_manager(engine, database, PLACE)  # noqa: S311 (no secret)
    desk = _rehearsal(engine, real, server, cookie)
    try:
        for _ in range(kills):
            server.start()
            desk = _until_killed(desk, server, chance.uniform(0.02, longest), engine, real)
            yield from _faults(desk)
        server.start()
        before = len(desk.kept)
        desk = _going_on(desk, engine, real, server)
        if len(desk.kept) == before:
            yield "the day does not go on"
        yield from _faults(desk)
    finally:
        server.kill()
        engine.dispose()


def _until_killed(desk: Desk, server: Server, seconds: float, engine: Engine, real: str) -> Desk:
    timer = threading.Timer(seconds, server.kill)
    timer.start()
    try:
        while True:
            desk = _going_on(desk, engine, real, server)
    except LOST:
        return desk
    finally:
        timer.join()


def _going_on(desk: Desk, engine: Engine, real: str, server: Server) -> Desk:
    """One more choice, on a new rehearsal once everybody was called."""
    desk.open_day()
    if desk.choose():
        return desk
    fresh = _rehearsal(engine, real, server, desk.cookie)
    fresh.open_day()
    fresh.choose()
    return fresh


def _faults(desk: Desk) -> Iterator[str]:
    entries = chain.parse(journal.read_journal(desk.engine, desk.campaign_id))
    day = journal.read_day(desk.engine, desk.campaign_id)
    for person, code in desk.kept:
        held = day.holds.get(person)
        if code and (held is None or day.opening.pool[held.pool].code != code):
            yield f"{desk.campaign_id} : {person} was told {code}, and it is not there"
        if not code and person not in day.passed:
            yield f"{desk.campaign_id} : {person} was passed, and it is not there"
    turns = sum(entry["kind"] in {"Chosen", "MarkedAbsent"} for entry in entries)
    if turns > len(desk.kept) + desk.untold:
        yield f"{desk.campaign_id} : {turns} turns recorded, {len(desk.kept)} acknowledged, {desk.untold} cut short"


def _published(engine: Engine) -> str:
    with resources.as_file(resources.files("sample_data")) as samples:
        prepared = open_campaign(Ask([(samples / name, role) for role, name in FILES.items()])).prepared
    now = datetime.now(UTC)
    made = campaigns.create_draft(engine, PLACE, "2027-ete", now, Plan())
    campaigns.publish(engine, made, prepared, actor="essai", now=now)
    return made


def _rehearsal(engine: Engine, real: str, server: Server, cookie: str) -> Desk:
    return Desk(engine, server.address, cookie, copy_campaign(engine, real, datetime.now(UTC)))
