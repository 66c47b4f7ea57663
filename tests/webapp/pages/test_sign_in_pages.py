"""Coming in: by a link, by password, with a second factor; and being slowed down."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.webapp.pages.house import House
from webapp.accounts import links, passwords, second_factor, sessions
from webapp.accounts.roles import Role
from webapp.store.engine import reading, writing
from webapp.store.models import OneTimeToken, WebSession

GOOD = "une phrase assez longue"


def ask(client: FlaskClient, email: str) -> str:
    return client.post("/connexion/lien", data={"email": email}).text


def secret_in(page: str) -> str:
    return page.partition('class="secret">')[2].partition("<")[0]


def test_a_link_asked_for_lets_in_once(house: House, client: FlaskClient) -> None:
    house.person(Role.UNION)
    ask(client, "Syndicat@Exemple.fr ")
    link = house.last_link()
    assert "Entrer" in client.get(link).text
    assert client.post(link).location == "/campagnes"
    assert client.get("/campagnes").status_code == 200
    assert house.acts()[-1] == "connexion"
    again = house.app.test_client()
    assert "ne sert plus" in again.post(link).text
    assert again.get("/campagnes").location == "/connexion"


def test_a_mail_scanner_that_opens_the_link_does_not_use_it_up(house: House, client: FlaskClient) -> None:
    house.person(Role.UNION)
    ask(client, "syndicat@exemple.fr")
    for _ in range(3):
        house.app.test_client().get(house.last_link())
    assert client.post(house.last_link()).location == "/campagnes"


def test_a_link_too_old_lets_nobody_in(house: House, engine: Engine, client: FlaskClient) -> None:
    account_id, long_ago = house.person(Role.UNION), datetime.now(UTC) - links.TO_SIGN_IN
    with writing(engine) as session:
        secret = links.issue(session, account_id, links.TO_SIGN_IN, long_ago)
    assert "ne sert plus" in client.get(f"/connexion/lien/{secret}").text
    assert "ne sert plus" in client.post(f"/connexion/lien/{secret}").text


def test_the_database_does_not_hold_what_the_link_holds(house: House, engine: Engine, client: FlaskClient) -> None:
    house.person(Role.UNION)
    ask(client, "syndicat@exemple.fr")
    secret = house.last_link().rpartition("/")[2]
    with reading(engine) as session:
        assert session.get(OneTimeToken, secret) is None


def without_its_token(page: str) -> str:
    """The page without the proofs of origin of its forms, which carry the second at which they were made."""
    shown, proofs = re.subn(r'name="csrf_token" value="[^"]+"', "", page)
    assert proofs
    return shown


def test_an_unknown_address_gets_the_same_page_and_no_mail(house: House, client: FlaskClient) -> None:
    house.person(Role.UNION, email="connue@exemple.fr")
    known, unknown = (without_its_token(ask(client, f"{who}@exemple.fr")) for who in ("connue", "personne"))
    assert known.replace("connue", "personne") == unknown
    assert [mail.recipient for mail in house.mails()] == ["connue@exemple.fr"]


def test_the_link_points_to_our_address_whatever_the_request_says(house: House, client: FlaskClient) -> None:
    house.person(Role.UNION)
    client.post("/connexion/lien", data={"email": "syndicat@exemple.fr"}, headers={"Host": "ailleurs.example"})
    assert "ailleurs" not in house.mails()[-1].body


def test_a_password_lets_in_and_a_wrong_one_does_not(house: House, engine: Engine, client: FlaskClient) -> None:
    passwords.set_password(engine, house.person(Role.UNION), GOOD, datetime.now(UTC))
    given = {"email": "syndicat@exemple.fr"}
    assert client.post("/connexion/mot-de-passe", data=given | {"password": "autre"}).location == "/connexion"
    assert "ne convient pas" in client.get("/connexion").text
    assert client.post("/connexion/mot-de-passe", data=given | {"password": GOOD}).location == "/campagnes"


def test_an_account_without_a_password_is_not_opened_by_an_empty_one(house: House, engine: Engine) -> None:
    house.person(Role.UNION)
    assert passwords.check(engine, "syndicat@exemple.fr", "") is None


def test_the_sixth_guess_is_stopped_even_when_it_is_right(house: House, engine: Engine, client: FlaskClient) -> None:
    passwords.set_password(engine, house.person(Role.UNION), GOOD, datetime.now(UTC))
    given = {"email": "syndicat@exemple.fr", "password": "autre"}
    codes = [client.post("/connexion/mot-de-passe", data=given).status_code for _ in range(5)]
    assert codes == [302] * 5
    stopped = client.post("/connexion/mot-de-passe", data=given | {"password": GOOD})
    assert stopped.status_code == 429
    assert "quart d&#39;heure" in stopped.text


def test_nobody_can_flood_a_mailbox(house: House, client: FlaskClient) -> None:
    house.person(Role.UNION)
    for _ in range(8):
        ask(client, "syndicat@exemple.fr")
    assert len(house.mails()) == 5


def test_an_amphitheatre_behind_one_network_address_comes_in(house: House, client: FlaskClient) -> None:
    emails = [f"interne{number}@exemple.fr" for number in range(120)]
    for email in emails:
        house.person(Role.INTERN, email=email)
        assert client.post("/connexion/lien", data={"email": email}).status_code == 200
    assert [mail.recipient for mail in house.mails()] == emails


def test_who_sees_names_must_give_a_second_factor(house: House) -> None:
    account_id = house.person(Role.MANAGER)
    browser = house.browser_of(account_id, proven=False)
    assert browser.get("/campagnes").location == "/second-facteur"
    assert browser.post("/second-facteur", data={"code": "000000"}).location == "/second-facteur"
    assert browser.get("/campagnes").location == "/second-facteur"
    assert browser.post("/second-facteur", data={"code": house.code_of(account_id)}).location == "/campagnes"
    assert browser.get("/campagnes").status_code == 200


def test_a_code_that_was_seen_over_a_shoulder_does_not_serve_twice(house: House) -> None:
    account_id = house.person(Role.MANAGER)
    code = house.code_of(account_id)
    house.browser_of(account_id, proven=False).post("/second-facteur", data={"code": code})
    thief = house.browser_of(account_id, proven=False)
    thief.post("/second-facteur", data={"code": code})
    assert thief.get("/campagnes").location == "/second-facteur"


def test_codes_cannot_be_guessed_for_long(house: House) -> None:
    browser = house.browser_of(house.person(Role.MANAGER), proven=False)
    codes = [browser.post("/second-facteur", data={"code": f"00000{n}"}).status_code for n in range(6)]
    assert codes == [302] * 5 + [429]


def test_setting_up_an_authenticator_gives_recovery_codes_that_serve_once(house: House) -> None:
    account_id = house.person(Role.MANAGER, authenticator=False)
    browser = house.browser_of(account_id, proven=False)
    assert browser.get("/campagnes").location == "/second-facteur/installation"
    shown = browser.get("/second-facteur/installation").text
    assert "<svg" in shown
    assert len(secret_in(shown)) > 32
    again = browser.get("/second-facteur/installation").text
    assert secret_in(again) == secret_in(shown), "the secret stays until it is confirmed"
    done = browser.post("/second-facteur/installation", data={"code": house.code_of(account_id)})
    codes = [piece.partition("</code>")[0] for piece in done.text.split("<li><code>")[1:]]
    assert len(codes) == 10
    lost = house.browser_of(account_id, proven=False)
    assert lost.post("/second-facteur", data={"code": f" {codes[0].upper()} "}).location == "/campagnes"
    other = house.browser_of(account_id, proven=False)
    assert other.post("/second-facteur", data={"code": codes[0]}).location == "/second-facteur"


def test_an_authenticator_in_place_cannot_be_replaced_by_who_only_has_the_mailbox(house: House) -> None:
    account_id = house.person(Role.MANAGER)
    thief = house.browser_of(account_id, proven=False)
    assert thief.get("/second-facteur/installation").location == "/second-facteur"
    later = house.code_of(account_id)
    thief.post("/second-facteur/installation", data={"code": later})
    assert thief.post("/mon-compte/second-facteur/retirer", data={"code": later}).location == "/second-facteur"
    assert second_factor.begin(house.engine, account_id, house.key) is None


def test_after_signing_in_comes_the_page_that_was_wanted(house: House, client: FlaskClient, campaign_id: str) -> None:
    house.person(Role.UNION)
    assert client.get(f"/campagnes/{campaign_id}").location == "/connexion"
    ask(client, "syndicat@exemple.fr")
    assert client.post(house.last_link()).location == f"/campagnes/{campaign_id}"


def test_signing_out_ends_the_connection_on_the_server(house: House) -> None:
    browser = house.signed_in(Role.UNION)
    with browser.session_transaction() as cookie:
        kept = dict(cookie)
    browser.post("/deconnexion")
    with browser.session_transaction() as cookie:
        cookie.update(kept)
    assert browser.get("/campagnes").location == "/connexion"


@pytest.mark.parametrize(("column", "ago"), [("seen_at", sessions.IDLE), ("expires_at", timedelta())])
def test_a_connection_ends_by_itself(house: House, engine: Engine, column: str, ago: timedelta) -> None:
    account_id = house.person(Role.UNION)
    browser = house.browser_of(account_id)
    with writing(engine) as session:
        setattr(session.get_one(WebSession, 1), column, datetime.now(UTC) - ago)
    assert browser.get("/campagnes").location == "/connexion"
