"""The changes made on top of the files of a campaign: added, taken back, never removed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from webapp.store.edit_kinds import EditKind
from webapp.store.engine import reading
from webapp.store.models import Account, CampaignEdit


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: of what, which one, the fields that it sets, who made it and why; `undone` when it was taken back."""

    id: int
    kind: EditKind
    key: str
    fields: Mapping[str, str]
    reason: str
    at: datetime
    by: str
    undone: datetime | None = None


def of_campaign(engine: Engine, campaign_id: str) -> list[Edit]:
    """The edits of the campaign in the order in which they were made, those taken back included."""
    wanted = select(CampaignEdit, Account.name).join(Account, col(Account.id) == CampaignEdit.made_by)
    with reading(engine) as session:
        rows = session.exec(wanted.where(CampaignEdit.campaign_id == campaign_id).order_by(col(CampaignEdit.id))).all()
    return [
        Edit(row.id, EditKind(row.kind), row.key, json.loads(row.content), row.reason, row.made_at, name, row.undone_at)
        for row, name in rows
    ]  # fmt: skip


def add(
    session: Session, campaign_id: str, kind: EditKind, key: str, fields: Mapping[str, str], reason: str, by: int,
    now: datetime,
) -> None:  # fmt: skip
    """Keep an edit, in the transaction of the act that makes it."""
    content = json.dumps(dict(fields), ensure_ascii=False)
    session.add(
        CampaignEdit(
            campaign_id=campaign_id, kind=kind.value, key=key, content=content, reason=reason, made_at=now, made_by=by
        )
    )  # fmt: skip


def undo(session: Session, campaign_id: str, edit_id: int, by: int, now: datetime) -> None:
    """Take an edit back, unless it was already."""
    session.exec(
        update(CampaignEdit)
        .where(
            col(CampaignEdit.id) == edit_id,
            CampaignEdit.campaign_id == campaign_id,
            col(CampaignEdit.undone_at).is_(None),
        )
        .values(undone_at=now, undone_by=by)
    )
