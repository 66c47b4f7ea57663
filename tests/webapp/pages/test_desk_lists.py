"""The coordinator's page: the day opened, paused, caught up and closed; each list's pace and end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import html
from sqlalchemy import Engine

from allocation.commands import MarkAbsent
from allocation.model import Phase
from allocation.prepare import Prepared
from tests.allocation.factories import SOCLE, campaign, intern, post, senior
from tests.webapp.pages.desk import Desk, said
from tests.webapp.pages.house import House
from tests.webapp.store.campaigns import crowd
from webapp.accounts.roles import Role
from webapp.plan import Plan
from webapp.store import campaigns, journal
from webapp.store.states import State

NOW = datetime.now(UTC)


def publish(engine: Engine, prepared: Prepared, plan: Plan) -> str:
    campaign_id = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, plan)
    campaigns.publish(engine, campaign_id, prepared, actor="compte-1", now=NOW)
    return campaign_id


@pytest.fixture
def desk(house: House, engine: Engine) -> Desk:
    """A campaign published but not opened: three interns on one list, one on another."""
    held = campaign(
        [post("SOC", 2), post("AUTRE", 1), post("APP", 1, Phase.APPROFONDISSEMENT)],
        [intern("A", 1), intern("B", 2), intern("C", 3), senior("D", 1)],
    )
    where = publish(engine, held.prepared, Plan(pace=90))
    number = list(held.opening.list).index(SOCLE)
    return Desk(house.signed_in(Role.MANAGER), engine, where, number)


def act(desk: Desk, name: str, **fields: object) -> str:
    data = {"seen": desk.day().entries} | fields
    return said(desk.browser.post(f"/campagnes/{desk.campaign_id}/bureau/{name}", data=data, follow_redirects=True))


def read(desk: Desk, page: str) -> str:
    """What the page says, its head apart."""
    answer = desk.browser.get(f"/campagnes/{desk.campaign_id}/bureau{page}")
    return str(html.fromstring(answer.text).find(".//main").text_content())


def state(desk: Desk) -> str:
    found = campaigns.find(desk.engine, desk.campaign_id)
    return found.state


def rows(desk: Desk) -> dict[str, list[str]]:
    """The cells of each list, by its name."""
    page = html.fromstring(desk.browser.get(f"/campagnes/{desk.campaign_id}/bureau").text)
    return {
        line.xpath("th")[0].text_content().strip(): [" ".join(cell.text_content().split()) for cell in line.xpath("td")]
        for line in page.xpath('//table[contains(@class, "lists")]/tbody/tr')
    }


def test_nobody_chooses_before_the_day_is_opened(desk: Desk) -> None:
    assert state(desk) == State.PUBLISHED
    assert "TOUR-05" in said(desk.send("choisir", code="SOC"))
    assert act(desk, "ouvrir") == "La journée est ouverte."
    assert state(desk) == State.OPEN
    assert said(desk.send("choisir", code="SOC")) == "N° 1 : SOC."


def test_before_the_day_is_opened_no_list_is_said_to_be_paused_and_the_closing_says_why_not(desk: Desk) -> None:
    lists = read(desk, "")
    assert lists.count("pas encore ouverte") == 2
    assert "en pause" not in lists
    assert "appelé" not in lists
    assert "La journée n'est pas encore ouverte : elle se clôt après son dernier tour." in read(desk, "/cloture")
    act(desk, "ouvrir")
    assert "n° 1 appelé" in read(desk, "")


def test_a_list_alone_is_not_resumed_while_all_are_stopped(desk: Desk) -> None:
    assert "Journée pas encore ouverte" in desk.page()
    assert "Reprendre cette liste" not in desk.page()
    act(desk, "ouvrir")
    act(desk, "pause", reason="Déjeuner")
    assert "Toutes les listes sont en pause." in desk.page()
    act(desk, "reprendre")
    desk.send("pause", reason="Une question")
    assert "Reprendre cette liste" in desk.page()


def test_opening_twice_from_two_screens_is_told(desk: Desk) -> None:
    seen = desk.day().entries
    act(desk, "ouvrir")
    assert "a enregistré avant vous" in act(desk, "ouvrir", seen=seen)
    assert "TOUR-06" in act(desk, "ouvrir")


def test_the_whole_day_is_paused_with_a_reason_and_resumes(desk: Desk) -> None:
    act(desk, "ouvrir")
    assert act(desk, "pause", reason=" ") == "Écrivez le motif de la pause."
    act(desk, "pause", reason="Alarme incendie")
    assert "en pause" in rows(desk)[SOCLE][0]
    assert state(desk) == State.OPEN
    act(desk, "reprendre")
    assert "en cours" in rows(desk)[SOCLE][0]


def test_a_list_tells_its_pace_and_its_likely_end(house: House, engine: Engine) -> None:
    where = publish(engine, crowd(8).prepared, Plan(pace=90))
    desk = Desk(house.signed_in(Role.MANAGER), engine, where)
    act(desk, "ouvrir")
    assert rows(desk)[SOCLE][1:4] == ["Servis 0", "À appeler 8", "Rythme 90 s par tour"], (
        "the plan's pace before the first turns"
    )
    for turn in range(6):
        person = desk.called()
        at = NOW + timedelta(days=1, seconds=40 * turn)
        journal.append(
            engine, where, MarkAbsent(SOCLE, person), seen=desk.day().entries, actor="x", clock=lambda at=at: at
        )
    assert rows(desk)[SOCLE][1:3] == ["Servis 0", "À appeler 2"]
    assert " s par tour" in rows(desk)[SOCLE][3]
    assert " h " in rows(desk)[SOCLE][4]


def test_the_day_is_closed_after_its_last_turn_with_totals_and_checks(desk: Desk) -> None:
    act(desk, "ouvrir")
    assert "TOUR-04" in act(desk, "cloture")
    desk.send("absent")
    desk.send("choisir", code="SOC")
    desk.send("choisir", code="SOC")
    other = Desk(desk.browser, desk.engine, desk.campaign_id, 1 - desk.number)
    other.send("choisir", code="APP")
    hub = desk.browser.get(f"/campagnes/{desk.campaign_id}/bureau").text
    assert "rappeler 1 interne" in hub
    desk.send("rattrapage")
    desk.send("choisir", code="AUTRE")
    page = html.fromstring(desk.browser.get(f"/campagnes/{desk.campaign_id}/bureau/cloture").text)
    assert [each.text_content() for each in page.xpath('//dl[@class="totals"]//dd')] == ["4", "0", "4", "0"]
    checks = [each.text_content() for each in page.xpath('//ul[@class="rows"]/li/div/strong')]
    assert checks == [f"P{number}" for number in range(1, 10)]
    assert act(desk, "cloture") == "La journée est close."
    assert state(desk) == State.CLOSED
    again = desk.browser.post(f"/campagnes/{desk.campaign_id}/bureau/cloture", data={"seen": desk.day().entries - 1})
    assert (again.status_code, "resultat.json" in again.text) == (409, False)
    assert "a enregistré avant vous" in said(again)
    assert desk.browser.get(f"/campagnes/{desk.campaign_id}/bureau/cloture").status_code == 303
    assert "Le choix est clos." in desk.page()
    assert "TOUR-03" in said(desk.send("pause", reason="Trop tard"))
