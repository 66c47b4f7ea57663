"""Scenarios and mock rounds on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import NoResultFound

from allocation.closing import Closing
from allocation.preview import Wanted
from tests.webapp.store.campaigns import crowd, put
from webapp.accounts.people import give_role
from webapp.accounts.roles import Role
from webapp.simulation.frozen import MockRound
from webapp.simulation.outcome import Line, Outcome, PostLine
from webapp.store import mock_rounds, models, scenarios
from webapp.store.engine import writing
from webapp.store.mock_rounds import AlteredRoundError

NOW = datetime(2027, 4, 1, 10, tzinfo=UTC)
FROZEN = MockRound(
    entries=3,
    head="a" * 64,
    lists=7,
    named=True,
    outcome=Outcome(
        lines=(Line("Socle", 1, "p-1", "A", 2, False), Line("Socle", 2, "p-2", "", 0, True)),
        posts=(
            PostLine("A", Wanted(6, 1), 0, Closing("Socle", 1, 2), False),
            PostLine("é", Wanted(0, 0), 2, None, True),
        ),
    ),
)


@pytest.fixture
def campaign_id(engine: Engine) -> str:
    return put(engine, crowd(2))


@pytest.fixture
def author(engine: Engine) -> int:
    with writing(engine) as session:
        return give_role(session, "alix@exemple.fr", "Alix", Role.UNION, "Saint-Étienne", None, NOW).id


def test_a_scenario_keeps_who_changed_it_last_and_only_what_differs(
    engine: Engine, campaign_id: str, author: int
) -> None:
    with writing(engine) as session:
        made = scenarios.create(session, campaign_id, "Essai", author, NOW)
        scenarios.set_seats(session, made, "A", 4, author, NOW)
        scenarios.set_seats(session, made, "B", 0, author, NOW)
        scenarios.set_seats(session, made, "A", None, author, NOW + timedelta(hours=1))
    found = scenarios.find(engine, campaign_id, made)
    assert found == scenarios.Saved(made, "Essai", {"B": 0}, NOW + timedelta(hours=1), "Alix")
    assert scenarios.of_campaign(engine, campaign_id) == [found]
    assert scenarios.find(engine, "c-ailleurs", made) is None
    with writing(engine) as session:
        scenarios.remove(session, made)
    assert scenarios.of_campaign(engine, campaign_id) == []
    with pytest.raises(NoResultFound), writing(engine) as session:
        scenarios.set_seats(session, made, "A", 4, author, NOW)


def test_a_mock_round_comes_back_as_it_was_taken(engine: Engine, campaign_id: str, author: int) -> None:
    with writing(engine) as session:
        first = mock_rounds.take(session, campaign_id, FROZEN, author, NOW)
        second = mock_rounds.take(session, campaign_id, FROZEN, author, NOW)
    taken, frozen = mock_rounds.find(engine, campaign_id, first)
    assert frozen == FROZEN
    assert (taken.author, taken.taken_at) == ("Alix", NOW)
    assert [each.id for each in mock_rounds.of_campaign(engine, campaign_id)] == [second, first]
    assert {each.hash for each in mock_rounds.of_campaign(engine, campaign_id)} == {taken.hash}
    assert mock_rounds.find(engine, "c-ailleurs", first) is None


def test_a_mock_round_that_was_touched_is_told(engine: Engine, campaign_id: str, author: int) -> None:
    with writing(engine) as session:
        made = mock_rounds.take(session, campaign_id, FROZEN, author, NOW)
    with writing(engine) as session:
        row = session.get_one(models.MockRound, made)
        row.content = row.content.replace(b'"wish":2', b'"wish":1')
    with pytest.raises(AlteredRoundError):
        mock_rounds.find(engine, campaign_id, made)
