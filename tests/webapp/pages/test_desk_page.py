"""What the desk shows: who is called, what is open to them, why the rest is not, what should be weighed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html
from sqlalchemy import Engine, event

from allocation.commands import AcceptProxy, GiveProxy
from allocation.model import Category, Phase, Situation
from tests.allocation.factories import APPRO, SOCLE, campaign, intern, past, post, senior, teaching
from tests.webapp.pages.desk import Desk, said
from tests.webapp.pages.house import House
from tests.webapp.store.campaigns import crowd, put
from webapp.accounts.roles import Role
from webapp.store import journal, wishes
from webapp.store.engine import writing


def at_the_desk(house: House, engine: Engine, held: object, number: int = 0) -> Desk:
    return Desk(house.signed_in(Role.MANAGER), engine, put(engine, held), number)


def wish(engine: Engine, campaign_id: str, person: str, *codes: str) -> None:
    with writing(engine) as session:
        wishes.save(session, campaign_id, person, codes, seen=0, key="k", account_id=None, now=datetime.now(UTC))


def texts(page: str, path: str) -> list[str]:
    """What stands there, cell by cell."""
    return [" ".join(" ".join(each.itertext()).split()) for each in html.fromstring(page).xpath(path)]


def test_what_is_open_comes_first_and_the_rest_with_its_reason(house: House, engine: Engine) -> None:
    desk = at_the_desk(house, engine, crowd(3))
    desk.send("choisir", code="STAGE1")
    page = desk.page()
    assert texts(page, '//table[@id="ouverts"]/tbody/tr/th') == ["STAGE0", "STAGE2"]
    shut = texts(page, "//details//table/tbody/tr")
    assert len(shut) == 1
    assert shut[0].startswith("STAGE1 CHU, STAGE1 Il ne reste")


def test_the_curriculum_says_what_is_missing_and_what_was_done(house: House, engine: Engine) -> None:
    held = campaign(
        [teaching("URGENCES", Category.URG), teaching("CABINET", Category.NIV1)],
        [senior("A", 1, seniority=1)],
        history=[past("A", "URGENCES", Category.URG)],
    )
    page = at_the_desk(house, engine, held, list(held.opening.list).index(APPRO)).page()
    assert "Il lui manque" in page
    assert "Déjà faits : URGENCES" in " ".join(page.split())


def test_the_first_open_wish_is_the_one_proposed(house: House, engine: Engine) -> None:
    held = crowd(3)
    desk = at_the_desk(house, engine, held)
    second = held.opening.list[SOCLE].calls[1].person
    wish(engine, desk.campaign_id, second, "STAGE0", "STAGE2", "STAGE1")
    desk.send("choisir", code="STAGE0")
    page = desk.page()
    assert texts(page, '//ol[@class="wishes"]/li[@class="first"]') == ["STAGE2 CHU, STAGE2 premier vœu ouvert"]
    assert texts(page, "//tr[@data-first]/th") == ["STAGE2"]


def test_a_choice_that_would_leave_somebody_without_a_stage_is_weighed_with_names(house: House, engine: Engine) -> None:
    held = campaign(
        [post("COMMUN", 1, Phase.SOCLE), post("CESPEUX", 1, reserved="CESP")],
        [intern("AVEC", 1, Situation.CESP), intern("SANS", 2)],
    )
    desk = at_the_desk(house, engine, held)
    page = desk.page()
    rows = texts(page, '//table[@id="ouverts"]/tbody/tr')
    assert [row.rsplit(maxsplit=1)[-1] for row in rows if row.startswith("CESPEUX")] == ["sûr"]
    assert [row for row in rows if row.startswith("COMMUN") and row.endswith("à peser")]
    weighed = desk.page("/choix?code=COMMUN")
    assert "laisserait des internes sans stage" in weighed
    assert "SANS Camille" in weighed
    assert desk.send("choisir", code="COMMUN").status_code == 200, "it advises and never blocks"
    assert "ne peuvent déjà plus tous être servis" in desk.page()


def test_the_advice_follows_the_day_whatever_is_recorded(house: House, engine: Engine) -> None:
    desk = at_the_desk(house, engine, crowd(4))
    for act, fields in (
        ("choisir", {"code": "STAGE0"}), ("annuler", {"seq": 1, "reason": "x"}), ("absent", {}),
        ("choisir", {"code": "STAGE3"}), ("places", {"pool": "STAGE2", "seats": 0, "reason": "Fermé"}),
    ):  # fmt: skip
        desk.send(act, **fields)
    page = desk.page()
    assert "ne peuvent déjà plus tous être servis" in page
    assert "aucune place" in page or "interne" in page


def test_a_choice_that_is_not_open_is_explained_before_it_is_asked(house: House, engine: Engine) -> None:
    desk = at_the_desk(house, engine, crowd(2))
    desk.send("choisir", code="STAGE0")
    weighed = desk.page("/choix?code=STAGE0")
    assert "ELI-01a" in weighed
    assert "Confirmer" not in weighed
    assert "ELI-01b" in desk.page("/choix?code=INCONNU")


def test_without_a_script_a_link_leads_to_the_confirmation(house: House, engine: Engine) -> None:
    desk = at_the_desk(house, engine, crowd(2))
    link = html.fromstring(desk.page()).xpath('//table[@id="ouverts"]//a/@href')[0]
    form = html.fromstring(desk.browser.get(link).text).get_element_by_id("confirmation")
    answer = desk.browser.post(form.action, data=dict(form.fields), follow_redirects=True)
    assert said(answer) == "N° 1 : STAGE0."


def test_a_proxy_is_served_by_the_list_or_chosen_by_its_holder(house: House, engine: Engine) -> None:
    held = crowd(3)
    desk = at_the_desk(house, engine, held)
    first, second, third = (call.person for call in held.opening.list[SOCLE].calls)
    for command in (
        GiveProxy(SOCLE, first, "", "liste", 1), GiveProxy(SOCLE, second, third, "direct"),
        AcceptProxy(SOCLE, second, third),
    ):  # fmt: skip
        seen = desk.day().entries
        made = journal.append(engine, desk.campaign_id, command, seen=seen, actor="x", clock=lambda: datetime.now(UTC))
        assert isinstance(made, tuple), made
    wish(engine, desk.campaign_id, first, "STAGE2")
    assert "Servir par sa liste" in desk.page()
    desk.send("servir")
    assert desk.day().holds[first].channel == "voeux"
    assert "INTERNE2 Camille, qui choisit à l’appel" in " ".join(desk.page().split())
    assert "Son mandataire" in desk.page("/choix?code=STAGE0")
    desk.send("choisir", code="STAGE0", channel="mandataire")
    assert desk.day().holds[second].channel == "mandataire"


def test_another_list_that_goes_on_meanwhile_is_no_conflict(house: House, engine: Engine) -> None:
    held = campaign(
        [post("SOC", 2), post("APP", 2, Phase.APPROFONDISSEMENT)],
        [intern("A", 1), intern("B", 2), senior("C", 1), senior("D", 2)],
    )
    one = at_the_desk(house, engine, held)
    other = Desk(one.browser, engine, one.campaign_id, 1)
    seen = one.day().entries
    codes = {name: next(pool.code for pool in held.opening.pools if name in pool.lists) for name in held.opening.list}
    names = list(held.opening.list)
    other.send("choisir", code=codes[names[1]])
    answer = one.send("choisir", code=codes[names[0]], seen=seen)
    assert said(answer).startswith("N° 1 : ")
    assert len(one.day().holds) == 2


def test_the_end_of_a_list_is_told(house: House, engine: Engine) -> None:
    desk = at_the_desk(house, engine, crowd(1))
    desk.send("choisir", code="STAGE0")
    assert "Le tour de cette liste est terminé." in desk.page()
    assert desk.browser.get(f"{desk.address}/choix?code=STAGE0").status_code == 404


@pytest.mark.parametrize("size", [3, 60])
def test_the_number_of_queries_does_not_grow_with_the_people(house: House, engine: Engine, size: int) -> None:
    desk = at_the_desk(house, engine, crowd(size))
    for _ in range(2):
        desk.send("absent")
    desk.page()
    asked: list[str] = []
    event.listen(
        engine, "before_cursor_execute", lambda *given: asked.append(given[2]) if given[2] != "BEGIN" else None
    )
    desk.page()
    assert len(asked) <= 13, asked
    asked.clear()
    desk.page("/actes")
    assert len(asked) <= 9, asked
