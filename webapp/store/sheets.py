"""Rank sheets in the database: how each person came to be called where they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from allocation.ranksheet import Line, RankSheet
from webapp.store.engine import reading
from webapp.store.models import RankSheetRow


def save(session: Session, campaign_id: str, sheets: Mapping[str, Sequence[RankSheet]]) -> None:
    """Keep the sheets by random id, in the transaction that opens the campaign."""
    session.add_all(
        RankSheetRow(
            campaign_id=campaign_id, person=person, list=sheet.list, number=sheet.number, size=sheet.size,
            lines=json.dumps([[line.rule, line.text] for line in sheet.lines], ensure_ascii=False),
        )
        for person, own in sheets.items() for sheet in own
    )  # fmt: skip


def of_person(engine: Engine, campaign_id: str, person: str) -> list[RankSheet]:
    """The person's sheets, one a list on which they stand."""
    return of_people(engine, campaign_id, [person]).get(person, [])


def of_people(engine: Engine, campaign_id: str, people: Iterable[str]) -> dict[str, list[RankSheet]]:
    """The sheets of each of these people, by random id."""
    return _read(engine, _of(campaign_id).where(col(RankSheetRow.person).in_(list(people))))


def of_campaign(engine: Engine, campaign_id: str) -> dict[str, list[RankSheet]]:
    """Everybody's sheets, by random id."""
    return _read(engine, _of(campaign_id))


def _of(campaign_id: str):
    return select(RankSheetRow).where(RankSheetRow.campaign_id == campaign_id)


def _read(engine: Engine, wanted) -> dict[str, list[RankSheet]]:
    found: dict[str, list[RankSheet]] = {}
    with reading(engine) as session:
        for row in session.exec(wanted.order_by(RankSheetRow.person, RankSheetRow.list)):
            found.setdefault(row.person, []).append(_sheet(row))
    return found


def _sheet(row: RankSheetRow) -> RankSheet:
    return RankSheet(row.list, row.number, row.size, tuple(Line(*line) for line in json.loads(row.lines)))
