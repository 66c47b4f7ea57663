"""What every view needs of the request under way: the database, the settings, the visitor, the time, the post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import current_app, g, request
from sqlalchemy import Engine

from webapp.accounts import audit, mail
from webapp.accounts.roles import Visitor
from webapp.accounts.sessions import NOBODY
from webapp.live.told import Library
from webapp.preparing.workshop import Workshop
from webapp.settings import Settings
from webapp.store.engine import writing

_KEY = "rang"


@dataclass(frozen=True, slots=True)
class House:
    """What the application holds on to. Mail leaves from a thread of its own, and workbooks are read
    in another one, documents made in a third: no page waits for them."""

    engine: Engine
    settings: Settings
    library: Library
    workshop: Workshop = field(default_factory=Workshop)
    press: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="press"))
    postman: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="postman"))


def install(house: House) -> None:
    current_app.extensions[_KEY] = house


def engine() -> Engine:
    return _house().engine


def settings() -> Settings:
    return _house().settings


def workshop() -> Workshop:
    return _house().workshop


def library() -> Library:
    """What is told of each day that somebody follows."""
    return _house().library


def visitor() -> Visitor:
    return g.visitor


def visitor_or_nobody() -> Visitor:
    """The visitor, also on the page of an error that came before anybody was asked who they are."""
    return g.get("visitor", NOBODY)


def account_id() -> int:
    """The visitor's account, on a page that asks for one."""
    found = visitor().account_id
    assert found is not None  # noqa: S101 (the guard let nobody else in)
    return found


def session_id() -> int:
    """The visitor's connection, on a page that asks for one."""
    found = visitor().session_id
    assert found is not None  # noqa: S101 (the guard let nobody else in)
    return found


def now() -> datetime:
    return datetime.now(UTC)


def network_address() -> str:
    return request.remote_addr or "inconnue"


def typed() -> Mapping[str, str]:
    """What the form under way sent, "" for what it did not."""
    return defaultdict(str, request.form)


def send_mail() -> None:
    """Let what waits leave, beside the request."""
    house = _house()
    house.postman.submit(mail.deliver, house.engine, house.settings)


def note(act: audit.Act, subdivision: str, detail: str) -> None:
    """Leave a line in the audit log of the subdivision, in a transaction of its own: the visitor did that."""
    with writing(engine()) as session:
        audit.record(session, act, now(), actor_id=account_id(), subdivision=subdivision, detail=detail)


def work(job: Callable[[Engine, str], None], job_id: str) -> None:
    """Let documents be made, beside the request."""
    house = _house()
    house.press.submit(job, house.engine, job_id)


def _house() -> House:
    return current_app.extensions[_KEY]
