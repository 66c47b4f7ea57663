"""What a campaign would come to now, as the store has it, and what each person is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from allocation.chances import Chance
from allocation.closing import Closing
from allocation.commands import Choose
from allocation.preview import Wanted
from tests.allocation.factories import SOCLE, Campaign, campaign, intern, post
from tests.webapp.store.campaigns import put
from webapp import forecast
from webapp.plan import Forecast as Policy
from webapp.plan import Plan
from webapp.store import journal, migrate, plans, wishes
from webapp.store.engine import open_engine, writing

NOW = datetime(2027, 4, 1, 10, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path / 'rang.sqlite'}")
    migrate.upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def held() -> Campaign:
    return campaign([post("A"), post("B")], [intern("UN", 1), intern("DEUX", 2)])


def wish(engine: Engine, campaign_id: str, person: str, codes: str) -> None:
    with writing(engine) as session:
        last = wishes.history(engine, campaign_id, person)
        wishes.save(
            session, campaign_id, person, codes.split(), seen=last[0].version if last else 0, key=codes,
            account_id=None, now=NOW,
        )  # fmt: skip


def set_policy(engine: Engine, campaign_id: str, policy: Policy) -> None:
    with writing(engine) as session:
        plans.save(session, campaign_id, replace(Plan(), forecast=policy))


def choose(engine: Engine, campaign_id: str, person: str, code: str) -> None:
    seen, _ = journal.head(engine, campaign_id)
    command = Choose(SOCLE, person, code)
    done = journal.append(engine, campaign_id, command, seen=seen, actor="u-1", clock=lambda: NOW)
    assert isinstance(done, tuple)


def test_it_follows_each_saved_list_and_each_recorded_choice(engine: Engine, held: Campaign) -> None:
    campaign_id, one, two = put(engine, held), held.person("UN"), held.person("DEUX")
    assert forecast.forecast(engine, campaign_id).preview.without == (one, two)
    wish(engine, campaign_id, two, "A")
    assert forecast.forecast(engine, campaign_id).preview.obtained[two].pool == "A"
    wish(engine, campaign_id, one, "A B")
    now = forecast.forecast(engine, campaign_id)
    assert now.preview.without == (two,)
    assert now.wanted == {"A": Wanted(2, 2), "B": Wanted(1, 0)}
    choose(engine, campaign_id, one, "B")
    now = forecast.forecast(engine, campaign_id)
    assert now.preview.obtained[two].pool == "A"
    assert now.preview.closing == {"A": Closing(SOCLE, 2, 2)}
    assert forecast.closed(engine, campaign_id, now) == {"B": Closing(SOCLE, 1, 2)}


def test_nothing_is_worked_out_again_while_nothing_changes(engine: Engine, held: Campaign) -> None:
    campaign_id = put(engine, held)
    assert forecast.forecast(engine, campaign_id) is forecast.forecast(engine, campaign_id)


def test_each_policy_tells_what_it_allows(engine: Engine, held: Campaign) -> None:
    campaign_id, one, two = put(engine, held), held.person("UN"), held.person("DEUX")
    wish(engine, campaign_id, one, "A")
    wish(engine, campaign_id, two, "A B")
    set_policy(engine, campaign_id, Policy.OFF)
    assert forecast.told(engine, campaign_id, two) == forecast.Told(Policy.OFF)
    set_policy(engine, campaign_id, Policy.CLASSES)
    classes = forecast.told(engine, campaign_id, two)
    assert (classes.pool, classes.wish, len(classes.chances)) == (None, 0, 2)
    assert forecast.told(engine, campaign_id, one).chances == (Chance.SURE,)
    set_policy(engine, campaign_id, Policy.OPEN)
    got = forecast.told(engine, campaign_id, two)
    assert (got.pool.code, got.wish, got.held) == ("B", 2, False)


def test_a_recorded_choice_is_told_whatever_the_policy(engine: Engine, held: Campaign) -> None:
    campaign_id, one = put(engine, held), held.person("UN")
    set_policy(engine, campaign_id, Policy.OFF)
    choose(engine, campaign_id, one, "B")
    got = forecast.told(engine, campaign_id, one)
    assert (got.pool.code, got.held, got.chances) == ("B", True, ())


def test_who_has_only_wishes_that_will_be_gone_is_told_so(engine: Engine) -> None:
    names = [f"N{number}" for number in range(1, 10)]
    held = campaign([post("A"), post("B")], [intern(name, number) for number, name in enumerate(names, 1)])
    campaign_id = put(engine, held)
    for name in names:
        wish(engine, campaign_id, held.person(name), "A")
    last = forecast.told(engine, campaign_id, held.person("N9"))
    assert last.nothing_likely
    # The drawn days are not drawn again so soon, and still answer for a list that has changed since.
    wish(engine, campaign_id, held.person("N9"), "B")
    assert not forecast.told(engine, campaign_id, held.person("N9")).nothing_likely
    assert not forecast.told(engine, campaign_id, held.person("N1")).nothing_likely


def test_a_campaign_that_is_not_there_is_a_key_error(engine: Engine) -> None:
    with pytest.raises(KeyError):
        forecast.forecast(engine, "c-rien")
