"""Everybody is told their half-day and likely time; nobody twice unless it moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.allocation.factories import campaign, intern, post
from tests.webapp.pages.house import House
from tests.webapp.store.campaigns import put
from webapp.accounts.roles import Role
from webapp.plan import Plan, Session
from webapp.store import plans
from webapp.store.engine import writing
from webapp.store.models import PersonIdentity

NINE = datetime(2027, 4, 5, 7, tzinfo=UTC)
PLAN = Plan(sessions=(Session(NINE, NINE + timedelta(hours=3)),), place="Amphi A", pace=600)


@pytest.fixture
def campaign_id(engine: Engine) -> str:
    """Three interns, one without an address, called every ten minutes."""
    held = campaign([post("A", 3)], [intern(name, rank) for rank, name in enumerate(("UN", "DEUX", "TROIS"), 1)])
    made = put(engine, held)
    for _, row in held.rows():
        with writing(engine) as session:
            who = session.get(PersonIdentity, (made, row["intern"]["id"]))
            who.email = "" if who.last_name == "TROIS" else f"{who.last_name.lower()}@exemple.fr"
    set_plan(engine, made, PLAN)
    return made


def set_plan(engine: Engine, campaign_id: str, plan: Plan) -> None:
    with writing(engine) as session:
        plans.save(session, campaign_id, plan)


def test_each_receives_their_half_day_and_time_and_who_has_no_address_is_named(house: House, campaign_id: str) -> None:
    browser = house.signed_in(Role.MANAGER)
    where = f"/campagnes/{campaign_id}/convocations"
    assert "Envoyer 2 convocations" in browser.get(where).text
    assert "2 convocations envoyées" in browser.post(where, follow_redirects=True).text
    letters = {mail.recipient: mail.body for mail in house.mails()}
    assert set(letters) == {"un@exemple.fr", "deux@exemple.fr"}
    assert "5 avril 2027, le matin" in letters["deux@exemple.fr"]
    assert "vers 9 h 10" in letters["deux@exemple.fr"]
    assert "Amphi A" in letters["deux@exemple.fr"]
    page = browser.get(where).text
    assert "sans adresse" in page
    assert "Tout le monde est prévenu" in page


def test_only_those_whose_time_moved_are_told_again(house: House, engine: Engine, campaign_id: str) -> None:
    browser, where = house.signed_in(Role.MANAGER), f"/campagnes/{campaign_id}/convocations"
    browser.post(where)
    browser.post(where)
    assert len(house.mails()) == 2
    set_plan(engine, campaign_id, replace(PLAN, pace=1800))
    assert "Envoyer 1 convocation" in browser.get(where).text
    browser.post(where)
    assert [mail.recipient for mail in house.mails()][2:] == ["deux@exemple.fr"]


def test_without_a_session_the_page_says_what_to_do(house: House, engine: Engine, campaign_id: str) -> None:
    set_plan(engine, campaign_id, Plan())
    browser, where = house.signed_in(Role.MANAGER), f"/campagnes/{campaign_id}/convocations"
    assert "Fixer les séances" in browser.get(where).text
    browser.post(where)
    assert house.mails() == []
