"""Sensitive acts, kept with who did them to whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from webapp.store.models import AuditEntry


class Act(StrEnum):
    """What is worth a line."""

    SIGNED_IN = "connexion"
    INVITED = "invitation"
    ROLE_GIVEN = "rôle donné"
    ROLE_TAKEN = "rôle retiré"
    SESSIONS_ENDED = "connexions fermées"
    PASSWORD_SET = "mot de passe changé"  # noqa: S105 (the name of an act)
    SECOND_FACTOR_SET = "second facteur installé"
    SECOND_FACTOR_REMOVED = "second facteur retiré"
    RECOVERY_CODE_USED = "code de secours utilisé"
    CAMPAIGN_CREATED = "campagne créée"
    PLAN_CHANGED = "dates ou règles changées"
    CONVOCATIONS_SENT = "convocations envoyées"
    JOURNAL_DOWNLOADED = "journal téléchargé"


def record(
    session: Session,
    act: Act,
    at: datetime,
    *,
    actor_id: int | None = None,
    subject_id: int | None = None,
    subdivision: str = "",
    detail: str = "",
) -> None:
    """Add the line to the transaction of the act itself."""
    session.add(
        AuditEntry(
            at=at, actor_id=actor_id, act=act.value, subject_id=subject_id, subdivision=subdivision, detail=detail
        )
    )
