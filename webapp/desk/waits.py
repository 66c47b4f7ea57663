"""Until what time somebody waits: the journal knows that they wait, the desk watches the clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from webapp.desk.asked import Beside
from webapp.store.engine import reading
from webapp.store.models import WaitUntil


def keep(person: str, at: datetime | None) -> Beside:
    """Note the time with the wait itself; None: without one, and what an earlier wait noted goes."""

    def note(session: Session, campaign_id: str) -> None:
        known = session.get(WaitUntil, (campaign_id, person))
        if known is not None:
            session.delete(known)
            session.flush()
        if at is not None:
            session.add(WaitUntil(campaign_id=campaign_id, person=person, at=at))

    return note


def times(engine: Engine, campaign_id: str) -> dict[str, datetime]:
    """The time noted with the last wait of each person, by random id."""
    with reading(engine) as session:
        rows = session.exec(select(WaitUntil).where(WaitUntil.campaign_id == campaign_id)).all()
    return {row.person: row.at for row in rows}
