"""The plan of each campaign in the database."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Engine
from sqlmodel import Session

from webapp.plan import Plan, as_json, from_json
from webapp.store.engine import reading
from webapp.store.models import CampaignPlan


def read(engine: Engine, campaign_id: str) -> Plan:
    """The plan of the campaign; the default one where none was set."""
    with reading(engine) as session:
        row = session.get(CampaignPlan, campaign_id)
    return _parsed(row.content) if row else Plan()


def save(session: Session, campaign_id: str, plan: Plan) -> None:
    """Set the plan, in the transaction of the act that does."""
    session.merge(CampaignPlan(campaign_id=campaign_id, content=as_json(plan)))


@lru_cache(maxsize=64)
def _parsed(content: str) -> Plan:
    return from_json(content)
