"""Choosing from where one is: at one's turn only, confirmed twice, with a receipt; whoever comes second is told."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from allocation.commands import Choose, Pause
from allocation.events import WHOLE
from tests.allocation.factories import SOCLE, ticking
from tests.webapp.pages.house import House
from tests.webapp.pages.interns import as_intern, plan
from tests.webapp.store.campaigns import crowd, put
from webapp.store import journal, wishes
from webapp.store.engine import writing


@pytest.fixture
def campaign_id(engine: Engine, house: House) -> str:
    made = put(engine, crowd(3))
    plan(house, made, remote_choice=True)
    return made


def page(browser: FlaskClient, campaign_id: str, code: str = "") -> str:
    return browser.get(f"/campagnes/{campaign_id}/mon-tour", query_string={"code": code} if code else None).text


def confirm(browser: FlaskClient, campaign_id: str, shown: str, code: str):
    seen = re.search(r'name="seen" value="(\d+)"', shown)[1]
    return browser.post(f"/campagnes/{campaign_id}/mon-tour", data={"seen": seen, "code": code})


def test_at_my_turn_i_choose_confirm_and_get_my_receipt(house: House, engine: Engine, campaign_id: str) -> None:
    browser = as_intern(house, campaign_id, "INTERNE0")
    assert "3 stages vous sont ouverts" in page(browser, campaign_id)
    weighed = page(browser, campaign_id, "STAGE1")
    assert "Confirmer ce choix" in weighed
    assert journal.head(engine, campaign_id)[0] == 1, "nothing is recorded before it is confirmed"
    answer = confirm(browser, campaign_id, weighed, "STAGE1")
    assert answer.location == f"/campagnes/{campaign_id}/en-direct"
    receipt = browser.get(answer.location).text
    entry = journal.read_entries(engine, campaign_id)[-1]
    assert entry["data"]["channel"] == "direct"
    assert str(entry["hash"]) in receipt
    again = confirm(browser, campaign_id, weighed, "STAGE2")
    assert (again.status_code, "plus, votre tour" in again.text) == (409, True)


def test_a_button_pressed_twice_leads_to_the_receipt_and_records_once(
    house: House, engine: Engine, campaign_id: str
) -> None:
    browser = as_intern(house, campaign_id, "INTERNE0")
    weighed = page(browser, campaign_id, "STAGE1")
    answers = [confirm(browser, campaign_id, weighed, "STAGE1") for _ in range(2)]
    assert {answer.location for answer in answers} == {f"/campagnes/{campaign_id}/en-direct"}
    assert "votre reçu" in browser.get(answers[1].location).text
    assert journal.head(engine, campaign_id)[0] == 2


def test_the_first_wish_that_is_open_is_one_step_away(house: House, engine: Engine, campaign_id: str) -> None:
    browser = as_intern(house, campaign_id, "INTERNE0")
    assert "Votre premier vœu encore ouvert" not in page(browser, campaign_id), "there is no list of wishes"
    person = journal.read_day(engine, campaign_id).next_call(SOCLE).person
    with writing(engine) as session:
        codes = ["INVENTE", "STAGE2", "STAGE0"]
        wishes.save(session, campaign_id, person, codes, seen=0, key="k", account_id=None, now=ticking()())
    shown = page(browser, campaign_id)
    assert "Votre premier vœu encore ouvert" in shown
    assert f'href="/campagnes/{campaign_id}/mon-tour?code=STAGE2"' in shown


def test_a_stage_that_went_meanwhile_is_said_to_be_gone_before_it_is_confirmed(house: House, campaign_id: str) -> None:
    browser = as_intern(house, campaign_id, "INTERNE0")
    shown = page(browser, campaign_id, "INVENTE")
    assert "ne vous est plus ouvert" in shown
    assert "Confirmer ce choix" not in shown
    assert "ne vous est plus ouvert" not in page(browser, campaign_id)


def test_it_is_nobody_elses_turn_nor_mine_during_a_pause(house: House, engine: Engine, campaign_id: str) -> None:
    other = as_intern(house, campaign_id, "INTERNE1")
    assert "Ce n'est pas votre tour" in page(other, campaign_id)
    refused = other.post(f"/campagnes/{campaign_id}/mon-tour", data={"seen": "1", "code": "STAGE1"})
    assert refused.status_code == 409
    first = as_intern(house, campaign_id, "INTERNE0")
    journal.append(engine, campaign_id, Pause(WHOLE), seen=1, actor="d", clock=ticking())
    assert "en pause" in page(first, campaign_id)
    assert journal.head(engine, campaign_id)[0] == 2


def test_when_the_desk_records_first_i_am_told_and_choose_nothing(
    house: House, engine: Engine, campaign_id: str
) -> None:
    browser = as_intern(house, campaign_id, "INTERNE0")
    weighed = page(browser, campaign_id, "STAGE0")
    call = journal.read_day(engine, campaign_id).next_call(SOCLE)
    journal.append(engine, campaign_id, Choose(SOCLE, call.person, "STAGE2"), seen=1, actor="d", clock=ticking())
    answer = confirm(browser, campaign_id, weighed, "STAGE0")
    assert answer.status_code == 409
    assert "plus, votre tour" in answer.text
    assert journal.head(engine, campaign_id)[0] == 2


def test_a_stage_that_is_not_open_is_refused_in_words(house: House, engine: Engine, campaign_id: str) -> None:
    browser = as_intern(house, campaign_id, "INTERNE0")
    shown = page(browser, campaign_id, "STAGE0")
    answer = confirm(browser, campaign_id, shown, "INVENTE")
    assert (answer.status_code, "ELI-01b" in answer.text) == (409, True)


def test_where_the_campaign_does_not_allow_it_there_is_no_such_page(house: House, campaign_id: str) -> None:
    plan(house, campaign_id, remote_choice=False)
    browser = as_intern(house, campaign_id, "INTERNE0")
    assert browser.get(f"/campagnes/{campaign_id}/mon-tour").status_code == 404
    live = browser.get(f"/campagnes/{campaign_id}/en-direct").text
    assert "Présentez-vous au bureau" in live
