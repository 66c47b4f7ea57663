"""How far each person has read what changed in a campaign."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from webapp.store.engine import reading, writing
from webapp.store.models import LastVisit


def last(engine: Engine, campaign_id: str, account_id: int) -> LastVisit | None:
    """Where the person stopped reading; None who never said so."""
    with reading(engine) as session:
        return session.get(LastVisit, (campaign_id, account_id))


def mark(engine: Engine, campaign_id: str, account_id: int, entries: int, now: datetime) -> None:
    """Everything up to that many entries of the journal, and up to now, is read."""
    with writing(engine) as session:
        session.merge(LastVisit(campaign_id=campaign_id, account_id=account_id, entries=entries, seen_at=now))
