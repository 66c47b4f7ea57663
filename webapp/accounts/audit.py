"""Sensitive acts, kept with who did them to whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from webapp.store.engine import reading, writing
from webapp.store.models import AuditEntry

_SAME_READING = timedelta(minutes=10)


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
    FILES_ADDED = "fichiers déposés"
    FILES_ACCEPTED = "fichiers acceptés"
    FILE_REMOVED = "fichier retiré"
    COLUMNS_SETTLED = "colonnes désignées"
    LIST_EDITED = "liste modifiée"
    EDIT_UNDONE = "modification annulée"
    CHECK_ACKNOWLEDGED = "contrôle assumé"
    CAMPAIGN_PUBLISHED = "campagne publiée"
    INTERNS_INVITED = "internes invités"
    PLAN_CHANGED = "dates ou règles changées"
    CONVOCATIONS_SENT = "convocations envoyées"
    ABSENCES_RECORDED = "absences notées"
    ABSENCE_REMOVED = "absence retirée"
    STAGE_DECIDED = "décision sur un stage"
    RANK_CONTESTED = "rang contesté"
    CHALLENGE_ANSWERED = "contestation répondue"
    JOURNAL_DOWNLOADED = "journal téléchargé"
    THEME_SET = "apparence changée"
    PERSON_ERASED = "personne effacée"
    PERSONAL_DATA_READ = "données personnelles lues"
    PERSONAL_DATA_EXPORTED = "données personnelles exportées"


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


def read(engine: Engine, actor_id: int, subdivision: str, what: str, now: datetime) -> None:
    """Note that somebody of the staff looked at names, sheets or causes; once for a while, however often they look."""
    noted = select(AuditEntry.id).where(
        AuditEntry.actor_id == actor_id,
        AuditEntry.act == Act.PERSONAL_DATA_READ.value,
        AuditEntry.subdivision == subdivision,
        AuditEntry.detail == what,
        col(AuditEntry.at) > now - _SAME_READING,
    )
    with reading(engine) as session:
        if session.exec(noted).first() is not None:
            return
    with writing(engine) as session:
        record(session, Act.PERSONAL_DATA_READ, now, actor_id=actor_id, subdivision=subdivision, detail=what)
