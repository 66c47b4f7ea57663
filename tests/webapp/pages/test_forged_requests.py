"""What a hostile page, a proxy or a browser could do, and what our answers tell them not to."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.pages.house import House
from tests.webapp.pages.test_rights import address, routes
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.settings import Settings, load


@pytest.fixture
def guarded(app: Flask) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def test_every_form_is_refused_without_its_proof_of_origin(guarded: Flask, house: House, campaign_id: str) -> None:
    browser = house.signed_in(Role.MANAGER)
    posts = [rule for rule, method in routes(guarded) if method == "POST"]
    assert len(posts) >= 10
    for rule in posts:
        answer = browser.post(address(rule, campaign_id))
        assert answer.status_code == 400, rule
    assert "rechargez-la" in answer.text


def test_every_form_that_a_page_shows_carries_it(guarded: Flask, house: House, campaign_id: str) -> None:
    browser = house.signed_in(Role.MANAGER)
    for page in ("/mon-compte", "/subdivisions/Saint-Étienne/personnes", "/second-facteur"):
        text = browser.get(page, follow_redirects=True).text
        assert text.count("<form") == text.count('name="csrf_token"') > 0


@pytest.mark.parametrize("path", ["/connexion", "/nulle-part", "/static/style.css"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (headers["Cache-Control"] == "no-store") == ("static" not in path)


def test_over_https_the_cookie_stays_on_our_site(settings: Settings) -> None:
    environ = {"RANG_SECRET": "s" * 40, "RANG_DATABASE": settings.database, "RANG_BASE_URL": "https://rang.exemple.fr"}
    app = create_app(load(environ))
    answer = app.test_client().get("/connexion", base_url="https://rang.exemple.fr")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-rang=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    app.extensions["rang"].engine.dispose()


def test_the_mailbox_of_the_demonstration_is_nowhere_else(client: FlaskClient) -> None:
    assert client.get("/demonstration/courrier").status_code == 404


def test_a_body_too_large_is_refused(house: House) -> None:
    answer = house.app.test_client().post("/connexion/lien", data={"email": "a" * 2_000_000})
    assert answer.status_code == 413
