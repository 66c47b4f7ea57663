"""Managing people, and one's own account."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.webapp.pages.house import ELSEWHERE, HERE, House
from webapp.accounts import passwords, sessions
from webapp.accounts.people import people_of
from webapp.accounts.roles import Role

PEOPLE = f"/subdivisions/{HERE}/personnes"
NEW = {"email": "nouvelle@exemple.fr", "name": "Ana <b>Nouvelle</b>", "role": "interne"}


def test_an_invited_person_comes_in_by_the_link_of_the_invitation(house: House, client: FlaskClient) -> None:
    manager = house.signed_in(Role.MANAGER)
    manager.post(f"{PEOPLE}/inviter", data=NEW)
    (mail,) = house.mails()
    assert mail.recipient == "nouvelle@exemple.fr"
    assert HERE in mail.body
    assert client.post(house.last_link()).location == "/campagnes"
    page = manager.get(PEOPLE).text
    assert "Ana &lt;b&gt;Nouvelle&lt;/b&gt;" in page
    assert house.acts()[-3:] == ["rôle donné", "connexion", "données personnelles lues"]


def test_inviting_somebody_twice_gives_the_role_once(house: House, engine: Engine) -> None:
    manager = house.signed_in(Role.MANAGER)
    for _ in range(2):
        manager.post(f"{PEOPLE}/inviter", data=NEW)
    (added,) = (person for person in people_of(engine, HERE) if person.email == NEW["email"])
    assert added.roles == (Role.INTERN,)


def test_a_wrong_address_or_role_is_said_and_nothing_is_sent(house: House) -> None:
    manager = house.signed_in(Role.MANAGER)
    manager.post(f"{PEOPLE}/inviter", data=NEW | {"email": "pas une adresse"})
    assert "n&#39;est pas une adresse" in manager.get(PEOPLE).text
    manager.post(f"{PEOPLE}/inviter", data=NEW | {"role": "roi"})
    assert "Choisissez un rôle" in manager.get(PEOPLE).text
    assert house.mails() == []


def test_a_header_cannot_be_slipped_into_a_mail(house: House) -> None:
    house.signed_in(Role.MANAGER).post(f"{PEOPLE}/inviter", data=NEW | {"email": "a@b.fr\nBcc: c@d.fr"})
    assert house.mails() == []


def test_a_role_taken_closes_its_doors_at_once(house: House) -> None:
    manager, union = house.signed_in(Role.MANAGER), house.person(Role.UNION)
    browser = house.browser_of(union)
    manager.post(f"{PEOPLE}/{union}/roles/syndicat/retirer")
    assert "Aucune campagne" in browser.get("/campagnes").text
    assert "rôle retiré" in house.acts()


def test_a_manager_cannot_saw_off_the_branch(house: House, engine: Engine) -> None:
    account_id = house.person(Role.MANAGER)
    house.browser_of(account_id).post(f"{PEOPLE}/{account_id}/roles/gestionnaire/retirer")
    assert [person.roles for person in people_of(engine, HERE)] == [(Role.MANAGER,)]


def test_a_manager_ends_the_connections_of_the_people_here_only(house: House) -> None:
    manager, here = house.signed_in(Role.MANAGER), house.person(Role.UNION)
    away = house.person(Role.UNION, ELSEWHERE, "loin@exemple.fr")
    browsers = house.browser_of(here), house.browser_of(away)
    assert manager.post(f"{PEOPLE}/{here}/deconnecter").status_code == 302
    assert manager.post(f"{PEOPLE}/{away}/deconnecter").status_code == 404
    assert [browser.get("/campagnes").status_code for browser in browsers] == [302, 200]


def test_a_password_is_set_then_asked_for_and_ends_the_other_connections(house: House, engine: Engine) -> None:
    account_id = house.person(Role.UNION)
    browser, other = house.browser_of(account_id), house.browser_of(account_id)
    change = "/mon-compte/mot-de-passe"
    browser.post(change, data={"current": "", "new": "court"})
    assert "de 12 à 200" in browser.get("/mon-compte").text
    browser.post(change, data={"current": "", "new": "une phrase assez longue"})
    assert other.get("/campagnes").status_code == 302
    browser.post(change, data={"current": "faux", "new": "une autre phrase longue"})
    assert passwords.check(engine, "syndicat@exemple.fr", "une phrase assez longue") == account_id


@pytest.mark.parametrize("easy", ["aaaaaaaaaaaaaa", "azertyuiop123", "123456789012", "Syndicat2026!", "abcabcabcabc"])
def test_a_password_that_is_guessed_first_is_refused(house: House, engine: Engine, easy: str) -> None:
    account_id = house.person(Role.UNION)
    browser = house.browser_of(account_id)
    browser.post("/mon-compte/mot-de-passe", data={"current": "", "new": easy})
    assert "se devine trop vite" in browser.get("/mon-compte").text
    assert passwords.check(engine, "syndicat@exemple.fr", easy) is None


def test_one_ends_ones_own_connections_and_nobody_elses(house: House, engine: Engine) -> None:
    mine, theirs = house.person(Role.UNION), house.person(Role.OBSERVER)
    browser, _, victim = house.browser_of(mine), house.browser_of(mine), house.browser_of(theirs)
    now = datetime.now(UTC)
    other = sessions.alive(engine, mine, now)[0].id
    browser.post(f"/mon-compte/connexions/{other}/fermer")
    assert len(sessions.alive(engine, mine, now)) == 1
    browser.post(f"/mon-compte/connexions/{sessions.alive(engine, theirs, now)[0].id}/fermer")
    assert victim.get("/campagnes").status_code == 200


def test_the_second_factor_is_removed_with_a_code_only(house: House) -> None:
    account_id = house.person(Role.MANAGER)
    browser = house.browser_of(account_id)
    browser.post("/mon-compte/second-facteur/retirer", data={"code": "000000"})
    assert browser.get("/mon-compte").status_code == 200
    browser.post("/mon-compte/second-facteur/retirer", data={"code": house.code_of(account_id)})
    assert "second facteur retiré" in house.acts()
    assert house.browser_of(account_id, proven=False).get("/campagnes").location == "/second-facteur/installation"
