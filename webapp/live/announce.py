"""Told by mail that one's turn comes: once when ten people are before, once when three are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from webapp.accounts import mail
from webapp.live.standing import Standing
from webapp.live.told import Library
from webapp.store import journal
from webapp.store.engine import reading, writing
from webapp.store.models import Campaign, PersonIdentity, TurnNotice
from webapp.store.persons import identities
from webapp.store.states import State

LEVELS = (10, 3)
"""How many people are before whoever is told; the nearest level that is reached is the one told."""

Letter = Callable[[Campaign, PersonIdentity, Standing], tuple[str, str]]
"""The subject and the text of a mail."""


def announce(engine: Engine, library: Library, letter: Letter, now: datetime) -> int:
    """Write the mails that are due in every day under way, each once whichever process asks; how many.

    A rehearsal writes to nobody, nor does a day in pause: the time until the turn is not known then.
    """
    with reading(engine) as session:
        wanted = select(Campaign).where(Campaign.state == State.OPEN, Campaign.rehearsal == "")
        days = session.exec(wanted).all()
    return sum(_announce(engine, library, day, letter, now) for day in days)


def _announce(engine: Engine, library: Library, campaign: Campaign, letter: Letter, now: datetime) -> int:
    paused = journal.read_day(engine, campaign.id).is_paused
    near = [found for found in _near(library.read(campaign.id).standings) if not paused(found[2].list)]
    if not near:
        return 0
    known = identities(engine, campaign.id)
    with writing(engine) as session:
        session.exec(select(Campaign).where(Campaign.id == campaign.id).with_for_update()).one()
        told = {(row.person, row.before) for row in session.exec(_of(campaign.id))}
        due = [(person, level, standing) for person, level, standing in near if (person, level) not in told]
        for person, level, standing in due:
            _note(session, campaign.id, person, level, now, told)
            if person in known and known[person].email:
                mail.write(session, known[person].email, *letter(campaign, known[person], standing), now)
    return len(due)


def _near(standings: dict[str, Standing]) -> Iterator[tuple[str, int, Standing]]:
    """Those whose turn comes soon, with the level that they have reached."""
    for person, standing in standings.items():
        reached = [level for level in LEVELS if standing.state == "waiting" and standing.before <= level]
        if reached:
            yield person, min(reached), standing


def _note(
    session: Session, campaign_id: str, person: str, level: int, now: datetime, told: set[tuple[str, int]]
) -> None:
    """Who is told of a level need not be told of a farther one."""
    session.add_all(
        TurnNotice(campaign_id=campaign_id, person=person, before=each, sent_at=now)
        for each in LEVELS
        if each >= level and (person, each) not in told
    )


def _of(campaign_id: str):
    return select(TurnNotice).where(TurnNotice.campaign_id == campaign_id)
