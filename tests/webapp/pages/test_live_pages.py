"""The page of the day by role, and the way out where a stream cannot pass."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from allocation.commands import Choose
from allocation.model import Situation
from tests.allocation.factories import campaign, intern, post
from tests.webapp.pages.house import HERE, House
from tests.webapp.store.campaigns import crowd, put
from webapp.accounts.roles import Role
from webapp.plan import Plan
from webapp.store import campaigns, offices
from webapp.store.engine import writing
from webapp.store.journal import append, read_entries, read_opening
from webapp.store.models import PersonIdentity


@pytest.fixture
def called(engine: Engine, campaign_id: str) -> str:
    """The address of the first person of the list, who is being called."""
    (choices,) = read_opening(engine, campaign_id).lists
    with writing(engine) as session:
        session.get_one(PersonIdentity, (campaign_id, choices.calls[0].person)).email = "premiere@exemple.fr"
    return "premiere@exemple.fr"


def choose(engine: Engine, campaign_id: str, number: int) -> None:
    (choices,) = read_opening(engine, campaign_id).lists
    command = Choose(choices.name, choices.calls[number].person, f"STAGE{number}")
    clock = {"clock": lambda: datetime.now(UTC)}
    assert isinstance(append(engine, campaign_id, command, seen=number + 1, actor="bureau", **clock), tuple)


@pytest.mark.parametrize("role", Role)
def test_everybody_follows_the_day_and_nobody_sees_a_name_there(house: House, campaign_id: str, role: Role) -> None:
    choose(house.engine, campaign_id, 0)
    page = house.signed_in(role).get(f"/campagnes/{campaign_id}/en-direct").text
    assert "N° 1 : STAGE0" in page
    assert "N° 2 choisit ; 2 encore à choisir." in page
    assert "INTERNE" not in page
    assert "Mon tour" not in page


def test_who_is_called_is_told_so_and_gets_a_receipt_once_served(house: House, campaign_id: str, called: str) -> None:
    browser = house.signed_in(Role.INTERN, email=called)
    assert "est votre tour, n° 1." in browser.get(f"/campagnes/{campaign_id}/en-direct").text
    choose(house.engine, campaign_id, 0)
    part = browser.get(f"/campagnes/{campaign_id}/en-direct/moi").text
    assert "Votre choix est enregistré." in part
    assert read_entries(house.engine, campaign_id)[1]["hash"] in part


def test_the_changes_are_the_lines_that_were_not_seen(house: House, campaign_id: str) -> None:
    browser, address = house.signed_in(Role.OBSERVER), f"/campagnes/{campaign_id}/changements"
    choose(house.engine, campaign_id, 0)
    choose(house.engine, campaign_id, 1)
    told = browser.get(f"{address}?depuis=1")
    assert [line["seq"] for line in told.json["lines"]] == [2]
    assert told.json["entries"] == 3
    same = browser.get(f"{address}?depuis=2", headers={"If-None-Match": told.headers["ETag"]})
    assert same.status_code == 304
    for wrong in ("-5", "x", "9" * 40, "1e3"):
        assert browser.get(f"{address}?depuis={wrong}").status_code == 200


def test_somebody_without_a_place_in_the_campaign_has_no_turn_to_ask_for(house: House, campaign_id: str) -> None:
    assert house.signed_in(Role.INTERN).get(f"/campagnes/{campaign_id}/en-direct/moi").status_code == 404


def test_before_a_day_without_dates_everybody_is_told_their_place_and_no_time(house: House) -> None:
    now, prepared = datetime.now(UTC), crowd(2).prepared
    campaign_id = campaigns.create_draft(house.engine, HERE, "2027-ete", now, Plan())
    campaigns.publish(house.engine, campaign_id, prepared, actor="compte-1", now=now)
    (choices,) = prepared.opening.lists
    for call, told in zip(choices.calls, ("Vous êtes le prochain, n° 1.", "Vous êtes le n° 2"), strict=True):
        email = f"n{call.order}@exemple.fr"
        with writing(house.engine) as session:
            session.get_one(PersonIdentity, (campaign_id, call.person)).email = email
        page = house.signed_in(Role.INTERN, email=email).get(f"/campagnes/{campaign_id}/en-direct").text
        assert told in page
        assert "Pas encore commencé ; 2 à appeler, le n° 1 d&#39;abord." in page


def test_a_hospital_follows_what_falls_on_its_own_posts_by_number_alone(house: House, engine: Engine) -> None:
    posts = [post("NORD-1", 2, establishment="CHU Nord"), post("SUD-1", 2, establishment="CH du Sud")]
    campaign_id = put(engine, campaign(posts, [intern("ALPHA", 1), intern("BETA", 2, Situation.SURNOMBRE_VALIDANT)]))
    (choices,) = read_opening(engine, campaign_id).lists
    for seen, (call, code) in enumerate(zip(choices.calls, ("SUD-1", "NORD-1"), strict=True), start=1):
        command = Choose(choices.name, call.person, code)
        append(engine, campaign_id, command, seen=seen, actor="bureau", clock=lambda: datetime.now(UTC))
    browser, address = house.signed_in(Role.HOSPITAL), f"/campagnes/{campaign_id}/en-direct"
    assert "Derniers choix chez vous" not in browser.get(address).text
    with writing(engine) as session:
        offices.bind(session, house.person(Role.HOSPITAL), HERE, "CHU Nord")
    page = browser.get(address).text
    own = page[page.index("Mon établissement") : page.index("</section>", page.index("Mon établissement"))]
    assert ("N° 2 : NORD-1" in own, "SUD-1" in own) == (True, False)
    assert not [secret for secret in ("ALPHA", "BETA", "urnombre", choices.calls[1].person) if secret in page]
