"""Guessing slowed down: tries are counted in the database, so that every process counts the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func
from sqlmodel import col, select

from webapp.store.engine import reading, writing
from webapp.store.models import Attempt

WINDOW = timedelta(minutes=15)
OF_AN_ACCOUNT = 5
"""Tries that one account or mailbox bears within the window."""
OF_AN_ADDRESS = 2_000
"""Tries from one network address: on the day of the choice a whole amphitheatre comes in through one."""


def is_allowed(engine: Engine, subject: str, limit: int, now: datetime) -> bool:
    """Count one more try, then say whether it is still within the limit.

    It is written before it is counted: of many tries at once, none goes uncounted.
    """
    with writing(engine) as session:
        session.exec(delete(Attempt).where(col(Attempt.at) <= now - WINDOW))
        session.add(Attempt(subject=subject, at=now))
    with reading(engine) as session:
        recent = select(func.count()).where(Attempt.subject == subject, col(Attempt.at) > now - WINDOW)
        return session.exec(recent).one() <= limit


def forget(engine: Engine, subject: str) -> None:
    """The secret was right: earlier mistakes no longer count."""
    with writing(engine) as session:
        session.exec(delete(Attempt).where(col(Attempt.subject) == subject))
