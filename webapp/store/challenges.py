"""Contestations in the database: filed by interns, answered once by the staff, both kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from webapp.challenges import About, Outcome
from webapp.store.engine import reading
from webapp.store.models import ChallengeRow


def file(
    session: Session, campaign_id: str, person: str, *, account_id: int, about: About, text: str, now: datetime
) -> None:
    """Keep what somebody contests, in the transaction of the caller."""
    session.add(
        ChallengeRow(
            campaign_id=campaign_id, person=person, account_id=account_id, about=about.value, text=text, filed_at=now
        )
    )


def answer(
    session: Session, campaign_id: str, number: int, *, outcome: Outcome, text: str, by: int, now: datetime
) -> ChallengeRow | None:
    """Answer one that waits, in the transaction of the caller; None when there is none, or it was answered already."""
    wanted = select(ChallengeRow).where(
        ChallengeRow.id == number, ChallengeRow.campaign_id == campaign_id, ChallengeRow.outcome == Outcome.PENDING
    )
    found = session.exec(wanted.with_for_update()).first()
    if found:
        found.outcome, found.answer, found.answered_by, found.answered_at = outcome.value, text, by, now
    return found


def of_campaign(engine: Engine, campaign_id: str, person: str = "") -> Sequence[ChallengeRow]:
    """All of them, or those of one person, the latest first."""
    wanted = select(ChallengeRow).where(ChallengeRow.campaign_id == campaign_id).order_by(col(ChallengeRow.id).desc())
    with reading(engine) as session:
        return session.exec(wanted.where(ChallengeRow.person == person) if person else wanted).all()
