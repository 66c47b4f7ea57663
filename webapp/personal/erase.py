"""Erasure: names, salts and values go, the journal stays and its chain still verifies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from webapp.accounts import audit
from webapp.personal.held import tables_of_people
from webapp.store import journal
from webapp.store.engine import writing
from webapp.store.models import Campaign, PersonIdentity, SealedText
from webapp.store.states import State


class StillNeededError(Exception):
    """The campaign is not over: the person's data still serves."""


def erase_person(engine: Engine, campaign_id: str, person: str, actor_id: int | None, now: datetime) -> None:
    """Erase somebody from a closed campaign: identity, salt, lists, sheets, absences, texts typed about them.

    What the journal says of a random id stays, bound to nobody. Raises `StillNeededError` before the close, KeyError
    for somebody who is not there (any more); nothing is then changed.
    """
    sealed = _texts_about(engine, campaign_id, person)
    with writing(engine) as session:
        campaign = session.exec(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()
        if campaign.state != State.CLOSED:
            raise StillNeededError(campaign_id)
        if session.get(PersonIdentity, (campaign_id, person)) is None:
            raise KeyError(person)
        _delete(session, campaign_id, person, sealed)
        audit.record(
            session, audit.Act.PERSON_ERASED, now, actor_id=actor_id, subdivision=campaign.subdivision,
            detail=f"{campaign_id} {person}",
        )  # fmt: skip


def _delete(session: Session, campaign_id: str, person: str, sealed: set[str]) -> None:
    for table in reversed(tables_of_people()):
        session.exec(delete(table).where(table.c.campaign_id == campaign_id, table.c.person == person))
    session.exec(
        delete(SealedText).where(col(SealedText.campaign_id) == campaign_id, col(SealedText.token).in_(sealed))
    )


def _texts_about(engine: Engine, campaign_id: str, person: str) -> set[str]:
    """The tokens of the texts that the lines on this person bind: reasons, and wishes that name no post."""
    found: set[str] = set()
    for entry in journal.read_entries(engine, campaign_id):
        if person in str(entry["data"]):
            found |= _texts(entry["data"])
    return found


def _texts(value: object) -> set[str]:
    if isinstance(value, dict):
        return {text for each in value.values() for text in _texts(each)}
    if isinstance(value, list):
        return {text for each in value for text in _texts(each)}
    return {value} if isinstance(value, str) else set()
