"""Sensitive acts ask who is there: a code, of the authenticator or by mail, and nothing that was typed is lost."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.webapp.pages.house import HERE, House
from webapp.accounts import mailed_codes, passwords, sessions
from webapp.accounts.people import people_of
from webapp.accounts.roles import Action, Role
from webapp.pages.guard import does
from webapp.store.engine import reading, writing
from webapp.store.models import MailedCode, WebSession

INVITE = f"/subdivisions/{HERE}/personnes/inviter"
NEW = {"email": "ana@exemple.fr", "name": 'Ana "<b>', "role": "syndicat"}
SET_PASSWORD, LONG = "/mon-compte/mot-de-passe", {"current": "", "new": "une phrase assez longue"}


@pytest.fixture
def app(unbuilt: Flask) -> Flask:
    """With a sensitive page of its own."""
    unbuilt.add_url_rule("/essai", "essai", does(Action.USE_OWN_ACCOUNT, fresh=True)(lambda: "ouvert"))
    return unbuilt


def grown_old(house: House, account_id: int, age: timedelta = sessions.FRESH) -> FlaskClient:
    """A browser of that person whose proof is that old."""
    browser = house.browser_of(account_id)
    with writing(house.engine) as session:
        session.exec(update(WebSession).values(proven_at=datetime.now(UTC) - age))
    return browser


def mailed(house: House) -> str:
    return re.search(r"^(\d{6})$", house.mails()[-1].body, re.MULTILINE)[1]


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def test_a_form_sent_too_late_is_kept_and_goes_on_with_the_code(house: House) -> None:
    account_id = house.person(Role.MANAGER)
    browser = grown_old(house, account_id)
    asked = browser.post(INVITE, data=NEW)
    assert asked.status_code == 401
    assert "n'est perdu" in asked.text
    assert f'action="/subdivisions/{HERE}/personnes/inviter"' in asked.text
    assert hidden(asked.text)["email"] == "ana@exemple.fr"
    assert "<b>" not in hidden(asked.text)["name"]
    assert house.mails() == [], "an authenticator is set up: no code goes by mail"
    done = browser.post(INVITE, data=NEW | {"proof_code": house.code_of(account_id)})
    assert done.status_code == 302
    assert "ana@exemple.fr" in {person.email for person in people_of(house.engine, HERE)}


def test_without_an_authenticator_the_code_comes_by_mail_and_serves_once(house: House) -> None:
    account_id = house.person(Role.INTERN)
    browser = grown_old(house, account_id)
    assert "reçu par courriel" in browser.post(SET_PASSWORD, data=LONG).text
    code = mailed(house)
    assert browser.post(SET_PASSWORD, data=LONG | {"proof_code": code}).status_code == 302
    assert passwords.check(house.engine, "interne@exemple.fr", LONG["new"]) == account_id
    again = grown_old(house, account_id)
    assert again.post(SET_PASSWORD, data=LONG | {"proof_code": code}).status_code == 401


def test_a_wrong_code_does_nothing_and_loses_nothing(house: House) -> None:
    browser = grown_old(house, house.person(Role.INTERN))
    browser.post(SET_PASSWORD, data=LONG)
    wrong = f"{(int(mailed(house)) + 1) % 10**6:06}"
    page = browser.post(SET_PASSWORD, data=LONG | {"proof_code": wrong})
    assert (page.status_code, "ne convient pas" in page.text) == (401, True)
    assert hidden(page.text)["new"] == LONG["new"]
    assert passwords.check(house.engine, "interne@exemple.fr", LONG["new"]) is None
    assert len(house.mails()) == 1, "the code that was sent still serves"


def test_after_five_tries_another_code_is_sent_and_in_the_end_none(house: House) -> None:
    browser = grown_old(house, house.person(Role.INTERN))
    answers = [browser.post(SET_PASSWORD, data=LONG | {"proof_code": "x"}).status_code for _ in range(40)]
    assert len(house.mails()) == 5
    assert answers[-1] == 429
    assert answers.count(401) <= 5 * mailed_codes.TRIES + 1


def test_a_code_too_old_or_of_another_connection_proves_nothing(house: House) -> None:
    account_id = house.person(Role.INTERN)
    browser = grown_old(house, account_id)
    browser.post(SET_PASSWORD, data=LONG)
    code, other = mailed(house), grown_old(house, account_id)
    assert other.post(SET_PASSWORD, data=LONG | {"proof_code": code}).status_code == 401
    with writing(house.engine) as session:
        session.exec(update(MailedCode).values(expires_at=datetime.now(UTC)))
    assert browser.post(SET_PASSWORD, data=LONG | {"proof_code": code}).status_code == 401


def test_another_code_may_be_asked_for_and_the_first_serves_no_more(house: House) -> None:
    browser = grown_old(house, house.person(Role.INTERN))
    browser.post(SET_PASSWORD, data=LONG)
    first = mailed(house)
    page = browser.post(SET_PASSWORD, data=LONG | {"proof_code": "", "proof_another": "1"})
    assert hidden(page.text)["new"] == LONG["new"]
    assert len(house.mails()) == 2
    if first != mailed(house):
        assert browser.post(SET_PASSWORD, data=LONG | {"proof_code": first}).status_code == 401


def test_the_database_does_not_hold_the_code(house: House) -> None:
    grown_old(house, house.person(Role.INTERN)).post(SET_PASSWORD, data=LONG)
    with reading(house.engine) as session:
        kept = session.get_one(MailedCode, 1)
    assert mailed(house) not in kept.digest
    assert len(kept.digest) == 64


def test_a_sensitive_page_comes_after_the_proof(house: House) -> None:
    browser = grown_old(house, house.person(Role.INTERN))
    assert browser.get("/essai?tri=nom").location == "/confirmation"
    assert "reçu par courriel" in browser.get("/confirmation").text
    done = browser.post("/confirmation", data={"proof_code": mailed(house)})
    assert done.location == "/essai?tri=nom"
    assert browser.get("/essai").text == "ouvert"
    assert browser.get("/confirmation").location == "/campagnes"


def test_who_goes_on_acting_is_not_asked_again(house: House) -> None:
    account_id = house.person(Role.MANAGER)
    browser = grown_old(house, account_id, sessions.FRESH - timedelta(minutes=1))
    assert browser.post(INVITE, data=NEW).status_code == 302
    with reading(house.engine) as session:
        assert datetime.now(UTC) - session.get_one(WebSession, 1).proven_at < timedelta(minutes=1)


def test_a_link_from_ones_own_mailbox_is_a_proof_and_a_password_is_none(house: House, client: FlaskClient) -> None:
    passwords.set_password(house.engine, house.person(Role.INTERN), LONG["new"], datetime.now(UTC))
    client.post("/connexion/lien", data={"email": "interne@exemple.fr"})
    client.post(house.last_link())
    assert client.get("/essai").text == "ouvert"
    client.post("/deconnexion")
    client.post("/connexion/mot-de-passe", data={"email": "interne@exemple.fr", "password": LONG["new"]})
    assert client.get("/essai").location == "/confirmation"


def test_a_script_is_told_where_the_proof_is_given(house: House) -> None:
    browser = grown_old(house, house.person(Role.MANAGER))
    told = browser.post(INVITE, json=NEW, headers={"Accept": "application/json"})
    assert (told.status_code, told.json) == (401, {"error": "proof", "page": "/confirmation"})


def test_a_file_that_cannot_be_kept_is_said_and_the_page_of_its_form_comes_back(house: House) -> None:
    account_id = house.person(Role.MANAGER)
    browser, page = grown_old(house, account_id), f"http://localhost/subdivisions/{HERE}/personnes"
    sent = NEW | {"file": (io.BytesIO(b"PK"), "liste.xlsx")}
    asked = browser.post(INVITE, data=sent, content_type="multipart/form-data", headers={"Referer": page})
    assert "choisissez-le de nouveau" in asked.text
    done = browser.post("/confirmation", data={"proof_code": house.code_of(account_id)})
    assert done.location == "/subdivisions/Saint-%C3%89tienne/personnes"


def test_who_may_not_act_is_told_so_before_any_code(house: House) -> None:
    browser = grown_old(house, house.person(Role.INTERN))
    assert browser.post(INVITE, data=NEW).status_code == 403
    assert house.mails() == []
