"""The past semesters of each person of a campaign, as they were known when it was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from allocation.model import Category, Identity, Mode, PastStage, Phase
from webapp.store.engine import reading
from webapp.store.models import PastStageRow

_NOBODY = Identity("", "", "")


def save(session: Session, campaign_id: str, history: Mapping[str, Sequence[PastStage]]) -> None:
    """Keep the past semesters by random id, in the transaction that publishes the campaign."""
    session.add_all(
        PastStageRow(
            campaign_id=campaign_id, person=person, number=number, semester=stage.semester, code=stage.code,
            category=stage.category.value, phase=stage.phase.value if stage.phase else "", validated=stage.validated,
            absence_days=stage.absence_days, cause=stage.cause, mode=stage.mode.value, subdivision=stage.subdivision,
        )
        for person, stages in history.items() for number, stage in enumerate(stages)
    )  # fmt: skip


def of_person(engine: Engine, campaign_id: str, person: str) -> list[PastStage]:
    """The past semesters of a person, the earliest first; who they are is left to who asks."""
    wanted = select(PastStageRow).where(PastStageRow.campaign_id == campaign_id, PastStageRow.person == person)
    with reading(engine) as session:
        return [_stage(row) for row in session.exec(wanted.order_by(col(PastStageRow.number)))]


def _stage(row: PastStageRow) -> PastStage:
    return PastStage(
        _NOBODY, row.semester, row.code, Category(row.category), Phase(row.phase) if row.phase else None,
        validated=row.validated, absence_days=row.absence_days, cause=row.cause, mode=Mode(row.mode),
        subdivision=row.subdivision,
    )  # fmt: skip
