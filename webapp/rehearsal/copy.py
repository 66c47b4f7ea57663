"""The copy of a campaign on which people train: the same opening, names and lists, at its first turn."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from allocation.journal import Entry
from webapp.store import campaigns, journal, plans, wishes
from webapp.store.engine import writing
from webapp.store.models import (
    OpeningDocument,
    PersonIdentity,
    RankSheetRow,
    SealedText,
    WishVersion,
)
from webapp.store.states import State

_OF_THE_DAY = frozenset({"Resumed", "Called", "Chosen", "MarkedAbsent", "Waited", "CatchUpOpened", "Closed"})
"""Kinds of entries that belong to the day itself: the copy begins before the first of them."""

_KEPT = (OpeningDocument, PersonIdentity, RankSheetRow, SealedText)


def copy_campaign(engine: Engine, campaign_id: str, now: datetime) -> str:
    """A rehearsal of that campaign, published and not begun; its id.

    It keeps nobody's address: a rehearsal writes to no one. Raises KeyError for a campaign that holds no opening.
    """
    source = campaigns.find(engine, campaign_id)
    if source is None:
        raise KeyError(campaign_id)
    before = _before_the_day(journal.read_entries(engine, campaign_id))
    lists = wishes.current(engine, campaign_id)
    made = campaigns.create_draft(
        engine, source.subdivision, source.semester, now, plans.read(engine, campaign_id), secrets.token_hex(4)
    )
    with writing(engine) as session:
        for table in _KEPT:
            _copy_rows(session, table, campaign_id, made)
        session.add_all(journal.rows(made, before))
        session.add_all(
            WishVersion(
                campaign_id=made, person=person, version=1, codes=json.dumps(list(own.codes)), receipt=own.version,
                key="copie", saved_at=now,
            )
            for person, own in lists.items()
        )  # fmt: skip
        campaigns.set_state(session, made, State.PUBLISHED)
    return made


def _before_the_day(entries: Sequence[Entry]) -> list[Entry]:
    return list(takewhile(lambda entry: entry["kind"] not in _OF_THE_DAY, entries))


def _copy_rows(session: Session, table: type[SQLModel], source: str, target: str) -> None:
    for row in session.exec(select(table).where(table.campaign_id == source)).all():
        values = row.model_dump() | {"campaign_id": target}
        session.add(table(**(values | {"email": ""} if table is PersonIdentity else values)))
