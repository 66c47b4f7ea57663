"""Absences and decisions in the database: recorded, taken out with a reason, never silently changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from allocation.model import Absence
from webapp.store.engine import reading
from webapp.store.models import AbsenceRow, AttendanceWarning, Campaign, StageDecision


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records, when, and the import that brings it, "" when typed."""

    account_id: int
    at: datetime
    batch: str = ""


def hold(session: Session, campaign_id: str) -> None:
    """Let nobody else record absences of the campaign before the transaction ends."""
    session.exec(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()


def record(
    session: Session, campaign_id: str, absences: Iterable[tuple[str, Absence]], by: Recorder
) -> tuple[int, int]:
    """Record the absences, each with the random id of its person; how many are new, how many were there already."""
    hold(session, campaign_id)
    known = {_key(row.person, row) for row in _standing(session, campaign_id)}
    new = {_key(person, absence): (person, absence) for person, absence in absences}
    added = [pair for key, pair in new.items() if key not in known]
    session.add_all(
        AbsenceRow(
            campaign_id=campaign_id, person=person, start=absence.start, end=absence.end, cause=absence.cause,
            half_days=absence.half_days, batch=by.batch, recorded_at=by.at, recorded_by=by.account_id,
        )
        for person, absence in added
    )  # fmt: skip
    return len(added), len(new) - len(added)


def remove(session: Session, whose: tuple[str, str], absence_id: int, reason: str, by: Recorder) -> AbsenceRow | None:
    """Take an absence out; None when it is none of theirs, or is out already. It stays, with who took it out and why.

    `whose`: the campaign and the person.
    """
    row = session.get(AbsenceRow, absence_id, with_for_update=True)
    if row is None or (row.campaign_id, row.person) != whose or row.removed_at:
        return None
    row.removed_at, row.removed_by, row.removal_reason = by.at, by.account_id, reason
    return row


def standing(engine: Engine, campaign_id: str) -> list[AbsenceRow]:
    """The absences in force, by person and date."""
    with reading(engine) as session:
        return _standing(session, campaign_id)


def of_person(engine: Engine, campaign_id: str, person: str) -> Sequence[AbsenceRow]:
    """Every absence of a person, those taken out included, the latest first."""
    wanted = select(AbsenceRow).where(AbsenceRow.campaign_id == campaign_id, AbsenceRow.person == person)
    with reading(engine) as session:
        return session.exec(wanted.order_by(col(AbsenceRow.start).desc(), col(AbsenceRow.id).desc())).all()


def decide(
    session: Session, campaign_id: str, person: str, *, validated: bool, reason: str, cause: str, by: Recorder
) -> None:
    """Keep the faculty's decision; an earlier one stays, and no longer holds."""
    session.add(
        StageDecision(
            campaign_id=campaign_id, person=person, validated=validated, reason=reason, cause=cause, decided_at=by.at,
            decided_by=by.account_id,
        )
    )  # fmt: skip


def decisions(engine: Engine, campaign_id: str) -> dict[str, StageDecision]:
    """The decision in force on each person's stage."""
    wanted = select(StageDecision).where(StageDecision.campaign_id == campaign_id).order_by(col(StageDecision.id))
    with reading(engine) as session:
        return {row.person: row for row in session.exec(wanted)}


def decisions_of(engine: Engine, campaign_id: str, person: str) -> Sequence[StageDecision]:
    """Every decision on a person's stage, the latest first."""
    wanted = select(StageDecision).where(StageDecision.campaign_id == campaign_id, StageDecision.person == person)
    with reading(engine) as session:
        return session.exec(wanted.order_by(col(StageDecision.id).desc())).all()


def warn_once(session: Session, campaign_id: str, people: Iterable[str], now: datetime) -> list[str]:
    """Of these people, those who were not warned yet; they now are."""
    wanted = select(AttendanceWarning.person).where(AttendanceWarning.campaign_id == campaign_id)
    told = set(session.exec(wanted).all())
    new = [person for person in people if person not in told]
    session.add_all(AttendanceWarning(campaign_id=campaign_id, person=person, sent_at=now) for person in new)
    return new


def _standing(session: Session, campaign_id: str) -> list[AbsenceRow]:
    wanted = select(AbsenceRow).where(AbsenceRow.campaign_id == campaign_id, col(AbsenceRow.removed_at).is_(None))
    return list(session.exec(wanted.order_by(AbsenceRow.person, col(AbsenceRow.start), col(AbsenceRow.id))).all())


def _key(person: str, absence: Absence | AbsenceRow) -> tuple[object, ...]:
    return person, absence.start, absence.end, absence.cause, absence.half_days
