"""The lines of the audit log that concern a subdivision, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from webapp.store.engine import reading
from webapp.store.models import Account, AuditEntry, Membership


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: by words of a name or an address, by act, from and until a moment; empty means all."""

    who: str = ""
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Who did what, to whom, when. Names are "" where nobody was known."""

    id: int
    at: datetime
    actor: str
    act: str
    subject: str
    detail: str


def traces(engine: Engine, subdivision: str, wanted: Wanted, limit: int, before: int | None = None) -> Sequence[Trace]:
    """At most `limit` lines of that subdivision, and of its people's own accounts; `before`: older than that line."""
    actor, subject = aliased(Account), aliased(Account)
    asked = (
        select(AuditEntry, actor.name, subject.name)
        .join(actor, actor.id == col(AuditEntry.actor_id), isouter=True)
        .join(subject, subject.id == col(AuditEntry.subject_id), isouter=True)
        .where(_concerns(subdivision), *_filters(wanted, actor, subject))
    )
    if before is not None:
        asked = asked.where(col(AuditEntry.id) < before)
    with reading(engine) as session:
        rows = session.exec(asked.order_by(col(AuditEntry.id).desc()).limit(limit)).all()
    return [Trace(line.id, line.at, who or "", line.act, whom or "", line.detail) for line, who, whom in rows]


def _concerns(subdivision: str) -> ColumnElement[bool]:
    people = select(Membership.account_id).where(Membership.subdivision == subdivision)
    of_its_people = and_(col(AuditEntry.subdivision) == "", col(AuditEntry.subject_id).in_(people))
    return or_(col(AuditEntry.subdivision) == subdivision, of_its_people)


def _filters(wanted: Wanted, actor: type[Account], subject: type[Account]) -> list[ColumnElement[bool]]:
    fields = (actor.name, actor.email, subject.name, subject.email)
    named = [col(field).icontains(wanted.who, autoescape=True) for field in fields]
    return [
        *([or_(*named)] if wanted.who else []),
        *([col(AuditEntry.act) == wanted.act] if wanted.act else []),
        *([col(AuditEntry.at) >= wanted.since] if wanted.since else []),
        *([col(AuditEntry.at) < wanted.until] if wanted.until else []),
    ]
