"""The same visit on SQLite and on PostgreSQL: every way in, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.webapp.pages.house import HERE, House
from tests.webapp.store.campaigns import crowd, put
from webapp.accounts import passwords, second_factor
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.settings import load
from webapp.store import migrate


@pytest.fixture
def visited(url: str) -> Iterator[House]:
    """The application on that database."""
    app = create_app(load({"RANG_DATABASE": url, "RANG_SECRET": "s" * 40, "RANG_BASE_URL": "http://localhost"}))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    engine = app.extensions["rang"].engine
    migrate.upgrade(engine)
    yield House(app, engine)
    app.extensions["rang"].workshop.close()
    app.extensions["rang"].postman.shutdown()
    engine.dispose()


def test_a_manager_comes_in_sees_a_campaign_and_invites(visited: House) -> None:
    campaign_id, account_id = put(visited.engine, crowd(2)), visited.person(Role.MANAGER, authenticator=False)
    browser = visited.app.test_client()
    browser.post("/connexion/lien", data={"email": "gestionnaire@exemple.fr"})
    browser.post(visited.last_link())
    browser.get("/second-facteur/installation")
    done = browser.post("/second-facteur/installation", data={"code": visited.code_of(account_id)})
    assert "Codes de secours" in done.text
    assert "INTERNE0" in browser.get(f"/campagnes/{campaign_id}").text
    invited = {"email": "ana@exemple.fr", "name": "Ana", "role": "syndicat"}
    browser.post(f"/subdivisions/{HERE}/personnes/inviter", data=invited)
    guest = visited.app.test_client()
    guest.post(visited.last_link())
    assert guest.get(f"/campagnes/{campaign_id}").status_code == 200
    assert browser.get(f"/campagnes/{campaign_id}/journal.jsonl").data.count(b"\n") == 1
    browser.post(f"/subdivisions/{HERE}/personnes/2/roles/syndicat/retirer")
    browser.post(f"/subdivisions/{HERE}/personnes/1/deconnecter")
    assert guest.get(f"/campagnes/{campaign_id}").status_code == 403
    assert visited.acts() == [
        "rôle donné", "connexion", "second facteur installé", "données personnelles lues", "rôle donné", "connexion",
        "journal téléchargé", "rôle retiré", "connexions fermées",
    ]  # fmt: skip


def test_passwords_and_recovery_codes_hold(visited: House) -> None:
    account_id, now = visited.person(Role.MANAGER, authenticator=False), datetime.now(UTC)
    passwords.set_password(visited.engine, account_id, "une phrase assez longue", now)
    second_factor.begin(visited.engine, account_id, visited.key)
    codes = second_factor.confirm(visited.engine, account_id, visited.code_of(account_id), visited.key, now)
    browser = visited.app.test_client()
    given = {"email": "gestionnaire@exemple.fr", "password": "une phrase assez longue"}
    browser.post("/connexion/mot-de-passe", data=given)
    assert browser.post("/second-facteur", data={"code": codes[3]}).location == "/campagnes"
    assert not second_factor.prove(visited.engine, account_id, codes[3], visited.key, now)
    second_factor.remove(visited.engine, account_id, now)
    assert browser.get("/second-facteur/installation").status_code == 200
