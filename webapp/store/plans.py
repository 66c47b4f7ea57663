"""The plan of each campaign in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from webapp.plan import Plan, as_json, from_json
from webapp.store.engine import reading
from webapp.store.models import Account, CampaignPlan, PlanVersion


@dataclass(frozen=True, slots=True)
class Version:
    """A plan as it stood from a moment on, and the name of who set it so."""

    plan: Plan
    at: datetime
    author: str


def read(engine: Engine, campaign_id: str) -> Plan:
    """The plan of the campaign; the default one where none was set."""
    with reading(engine) as session:
        row = session.get(CampaignPlan, campaign_id)
    return _parsed(row.content) if row else Plan()


def save(session: Session, campaign_id: str, plan: Plan) -> None:
    """Set the plan, in the transaction of the act that does."""
    session.merge(CampaignPlan(campaign_id=campaign_id, content=as_json(plan)))


def change(session: Session, campaign_id: str, plan: Plan, by: int, now: datetime) -> None:
    """Set the plan and keep the version, in the transaction of the act that does."""
    save(session, campaign_id, plan)
    session.add(PlanVersion(campaign_id=campaign_id, content=as_json(plan), saved_at=now, saved_by=by))


def versions(engine: Engine, campaign_id: str) -> Sequence[Version]:
    """The plans that the campaign has had, the first one first."""
    wanted = select(PlanVersion, Account.name).join(Account).where(PlanVersion.campaign_id == campaign_id)
    with reading(engine) as session:
        rows = session.exec(wanted.order_by(col(PlanVersion.id))).all()
    return [Version(_parsed(row.content), row.saved_at, author) for row, author in rows]


@lru_cache(maxsize=64)
def _parsed(content: str) -> Plan:
    return from_json(content)
