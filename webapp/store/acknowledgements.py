"""Who answered for what the opening checks found: added, never changed, kept after publication."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from allocation.readiness import Check
from webapp.store.engine import reading
from webapp.store.models import Account, Acknowledgement


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What somebody answered for: the check, the digest of its findings and these, who, when, and what they say."""

    check: str
    digest: str
    findings: tuple[str, ...]
    reason: str
    at: datetime
    by: str


def of_campaign(engine: Engine, campaign_id: str) -> list[Acknowledged]:
    """Everything acknowledged for the campaign, the first one first."""
    wanted = select(Acknowledgement, Account.name).join(Account).where(Acknowledgement.campaign_id == campaign_id)
    with reading(engine) as session:
        rows = session.exec(wanted.order_by(col(Acknowledgement.id))).all()
    return [
        Acknowledged(row.check_id, row.digest, tuple(json.loads(row.findings)), row.reason, row.made_at, name)
        for row, name in rows
    ]  # fmt: skip


def add(session: Session, campaign_id: str, check: Check, reason: str, by: int, now: datetime) -> None:
    """Keep that this person answers for these findings."""
    session.add(
        Acknowledgement(
            campaign_id=campaign_id, check_id=check.id, digest=check.digest, reason=reason, made_at=now, made_by=by,
            findings=json.dumps(check.found, ensure_ascii=False),
        )
    )  # fmt: skip
