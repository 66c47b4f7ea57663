"""The screen of the room and the links of its projectors."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from allocation.model import Situation
from tests.allocation.factories import campaign, intern, post
from tests.webapp.pages.house import HERE, House
from tests.webapp.pages.test_live_pages import choose
from tests.webapp.store.campaigns import put
from webapp.accounts.roles import Role
from webapp.plan import Plan, RoomNames
from webapp.store import campaigns, plans
from webapp.store.engine import writing


def plan(engine: Engine, campaign_id: str, **policies: object) -> None:
    with writing(engine) as session:
        plans.save(session, campaign_id, replace(Plan(), **policies))


def link_of(page: str) -> str:
    """The path of the link that was just made."""
    return re.search(r"<code>http://localhost(/salle/\S+?)</code>", page)[1]


def test_the_room_sees_who_is_called_who_comes_next_and_what_is_left(house: House, campaign_id: str) -> None:
    choose(house.engine, campaign_id, 0)
    page = house.signed_in(Role.MANAGER).get(f"/campagnes/{campaign_id}/salle").text
    called, _, coming = page.partition("Ensuite")
    assert "INTERNE1" in called
    assert "INTERNE2" in coming
    assert "N° 1 : STAGE0" in page
    assert "INTERNE0" not in page


def test_where_the_campaign_wants_numbers_no_name_is_shown(house: House, campaign_id: str) -> None:
    plan(house.engine, campaign_id, room_names=RoomNames.NUMBERS)
    page = house.signed_in(Role.MANAGER).get(f"/campagnes/{campaign_id}/salle").text
    assert "INTERNE" not in page
    assert '<span class="number">1</span>' in page


def test_a_surnombre_is_a_choice_like_any_other(house: House) -> None:
    held = campaign([post("STAGE0", 2)], [intern("A", 1, Situation.SURNOMBRE_VALIDANT), intern("B", 2)])
    campaign_id = put(house.engine, held)
    choose(house.engine, campaign_id, 0)
    page = house.signed_in(Role.MANAGER).get(f"/campagnes/{campaign_id}/salle").text
    assert "N° 1 : STAGE0" in page
    assert "surnombre" not in page.lower()


def test_a_projector_comes_by_its_link_until_it_is_taken_back(house: House, campaign_id: str) -> None:
    desk, projector = house.signed_in(Role.MANAGER), house.app.test_client()
    path = link_of(desk.post(f"/campagnes/{campaign_id}/ecrans", data={"label": "Amphithéâtre <A>"}).text)
    for fond in ("clair", "sombre"):
        assert "INTERNE0" in projector.get(f"{path}?fond={fond}").text
    assert projector.get(f"{path}/changements").json["entries"] == 1
    assert "INTERNE0" in projector.get(f"{path}/etat").text
    listed = desk.get(f"/campagnes/{campaign_id}/ecrans").text
    assert "Amphithéâtre &lt;A&gt;" in listed
    assert path not in listed
    desk.post(f"/campagnes/{campaign_id}/ecrans/1/retirer")
    assert {projector.get(path + rest).status_code for rest in ("", "/etat", "/changements")} == {404}


def test_a_link_is_taken_back_by_its_own_campaign_alone(house: House, campaign_id: str) -> None:
    path = link_of(house.signed_in(Role.MANAGER).post(f"/campagnes/{campaign_id}/ecrans", data={"label": "A"}).text)
    other = campaigns.create_draft(house.engine, HERE, "2027-hiver", datetime.now(UTC), Plan())
    house.signed_in(Role.MANAGER, HERE, "autre@exemple.fr").post(f"/campagnes/{other}/ecrans/1/retirer")
    assert house.app.test_client().get(path).status_code == 200


def test_a_link_wants_a_place_and_a_scheme_that_exists(house: House, campaign_id: str) -> None:
    desk = house.signed_in(Role.MANAGER)
    for label in ("", "  ", "x" * 81):
        assert desk.post(f"/campagnes/{campaign_id}/ecrans", data={"label": label}).status_code == 400
    assert desk.get(f"/campagnes/{campaign_id}/salle?fond=rose").status_code == 404
