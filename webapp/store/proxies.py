"""The papers of proxies in the database, and their commands, which no turn makes obsolete."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from allocation.commands import AcceptProxy, CancelProxy, GiveProxy
from allocation.journal import Entry
from allocation.rules import Refusal
from webapp.store import journal
from webapp.store.engine import reading
from webapp.store.journal import Overtaken
from webapp.store.models import ProxyPaper


class Kept(NamedTuple):
    """A paper without its bytes. `kind` "": only the reason of who recorded the proxy."""

    id: str
    kind: str
    reason: str
    added_at: datetime


def append_independent(
    engine: Engine,
    campaign_id: str,
    command: GiveProxy | AcceptProxy | CancelProxy,
    *,
    actor: str,
    clock: Callable[[], datetime],
    beside: Callable[[Session], None] = lambda _: None,
) -> tuple[Entry, ...] | Refusal:
    """As `journal.append`, whatever was recorded meanwhile: `decide` alone says whether the command still stands."""
    while True:
        seen, _head = journal.head(engine, campaign_id)
        made = journal.append(engine, campaign_id, command, seen=seen, actor=actor, clock=clock, beside=beside)
        if not isinstance(made, Overtaken):
            return made


def keep_paper(
    session: Session, campaign_id: str, person: str, *, kind: str, content: bytes, reason: str, now: datetime, by: int
) -> None:
    """Keep a paper, in the transaction of the entry that it stands beside."""
    session.add(
        ProxyPaper(
            id=secrets.token_urlsafe(16), campaign_id=campaign_id, person=person, kind=kind, content=content,
            reason=reason, added_at=now, added_by=by,
        )
    )  # fmt: skip


def papers(engine: Engine, campaign_id: str) -> dict[str, list[Kept]]:
    """The papers of each person, the latest first."""
    wanted = select(ProxyPaper.person, ProxyPaper.id, ProxyPaper.kind, ProxyPaper.reason, ProxyPaper.added_at)
    found: dict[str, list[Kept]] = {}
    with reading(engine) as session:
        rows = wanted.where(ProxyPaper.campaign_id == campaign_id).order_by(col(ProxyPaper.added_at).desc())
        for person, *told in session.exec(rows):
            found.setdefault(person, []).append(Kept(*told))
    return found


def paper(engine: Engine, campaign_id: str, paper_id: str) -> ProxyPaper | None:
    """One paper of the campaign, with what was sent."""
    with reading(engine) as session:
        found = session.get(ProxyPaper, paper_id)
    return found if found and found.campaign_id == campaign_id else None
