"""What leaves when its time is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlalchemy import Engine, delete, func
from sqlmodel import Session, SQLModel, col, select

from allocation.semester import add_months, semester
from webapp.personal.durations import KINDS
from webapp.personal.erase import erase_person
from webapp.store.engine import reading, writing
from webapp.store.models import (
    AbsenceRow,
    AuditEntry,
    Campaign,
    OutgoingMail,
    PersonIdentity,
    UploadedFile,
    WebSession,
)
from webapp.store.states import State


def overdue(engine: Engine, months: Mapping[str, int], now: datetime) -> dict[str, int]:
    """How many rows of each kind have been kept long enough."""
    with reading(engine) as session:
        counts = {name: _count(session, model, which) for name, (model, which) in _moments(months, now).items()}
        for name, model in _OF_CAMPAIGNS.items():
            ended = _ended(session, months[name], now.date())
            counts[name] = _count(session, model, col(model.campaign_id).in_(ended))
    return {kind.name: counts[kind.name] for kind in KINDS}


def purge(
    engine: Engine, months: Mapping[str, int], now: datetime, progress: Callable[[str], None] = lambda _: None
) -> dict[str, int]:
    """Let go of what is overdue; how many rows of each kind. `progress` is told each kind."""
    counts = overdue(engine, months, now)
    for person in _people(engine, months["identites"], now.date()):
        erase_person(engine, person.campaign_id, person.person, None, now)
    with writing(engine) as session:
        for name, (model, which) in _moments(months, now).items():
            progress(name)
            session.exec(delete(model).where(which))
        for name in ("absences", "fichiers"):
            progress(name)
            model = _OF_CAMPAIGNS[name]
            session.exec(delete(model).where(col(model.campaign_id).in_(_ended(session, months[name], now.date()))))
    return counts


_OF_CAMPAIGNS: dict[str, type[SQLModel]] = {
    "identites": PersonIdentity,
    "absences": AbsenceRow,
    "fichiers": UploadedFile,
}


def _moments(months: Mapping[str, int], now: datetime) -> dict[str, tuple[type[SQLModel], object]]:
    """What is kept from a moment on: the table, and which of its rows are too old."""

    def before(name: str) -> datetime:
        return now.combine(add_months(now.date(), -months[name]), now.timetz())

    return {
        "traces": (AuditEntry, col(AuditEntry.at) < before("traces")),
        "courriels": (OutgoingMail, col(OutgoingMail.sent_at) < before("courriels")),
        "connexions": (WebSession, col(WebSession.expires_at) < before("connexions")),
    }


def _ended(session: Session, months: int, today: date) -> list[str]:
    """The closed campaigns whose semester ended that many months ago."""
    closed = session.exec(select(Campaign).where(Campaign.state == State.CLOSED)).all()
    return [each.id for each in closed if add_months(semester(each.semester).end, months) < today]


def _people(engine: Engine, months: int, today: date) -> list[PersonIdentity]:
    with reading(engine) as session:
        ended = _ended(session, months, today)
        return list(session.exec(select(PersonIdentity).where(col(PersonIdentity.campaign_id).in_(ended))).all())


def _count(session: Session, model: type[SQLModel], which: object) -> int:
    return session.exec(select(func.count()).select_from(model).where(which)).one()
