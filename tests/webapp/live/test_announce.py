"""Each is told by mail once when ten people are before, once when three are, whichever process looks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from allocation.commands import Choose, Pause, Resume
from allocation.events import WHOLE
from tests.allocation.factories import SOCLE, ticking
from tests.webapp.store.campaigns import crowd, put
from webapp.live.announce import announce
from webapp.live.told import Library
from webapp.store import journal
from webapp.store.engine import reading, writing
from webapp.store.models import Campaign, OutgoingMail, PersonIdentity

NOW = datetime(2027, 4, 5, 9, tzinfo=UTC)


@pytest.fixture
def campaign_id(engine: Engine) -> str:
    """Fourteen people, all with an address, at the first turn."""
    made = put(engine, crowd(14))
    with writing(engine) as session:
        for row in session.exec(select(PersonIdentity)):
            row.email = f"{row.last_name.lower()}@exemple.fr"
    return made


def look(engine: Engine) -> list[str]:
    """What one round sends, in the order of the mails."""
    before = sent(engine)
    announce(engine, Library(engine), lambda _day, who, at: (f"{who.last_name} {at.before}", ""), NOW)
    return sent(engine)[len(before) :]


def sent(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(OutgoingMail.subject).order_by(col(OutgoingMail.id))).all())


def record(engine: Engine, campaign_id: str, command: object) -> None:
    seen = journal.head(engine, campaign_id)[0]
    assert isinstance(journal.append(engine, campaign_id, command, seen=seen, actor="d", clock=ticking()), tuple)


def choose(engine: Engine, campaign_id: str) -> None:
    call = journal.read_day(engine, campaign_id).next_call(SOCLE)
    record(engine, campaign_id, Choose(SOCLE, call.person, f"STAGE{call.order - 1}"))


def test_each_level_is_told_once_and_the_nearest_counts(engine: Engine, campaign_id: str) -> None:
    assert sorted(look(engine)) == sorted([*(f"INTERNE{number} {number}" for number in range(1, 11))])
    assert look(engine) == []
    choose(engine, campaign_id)
    assert sorted(look(engine)) == ["INTERNE11 10", "INTERNE4 3"]
    assert look(engine) == []


def test_nobody_is_told_during_a_pause_nor_in_a_rehearsal(engine: Engine, campaign_id: str) -> None:
    record(engine, campaign_id, Pause(WHOLE))
    assert look(engine) == []
    record(engine, campaign_id, Resume(WHOLE))
    with writing(engine) as session:
        session.get_one(Campaign, campaign_id).rehearsal = "r"
    assert look(engine) == []
