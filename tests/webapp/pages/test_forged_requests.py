"""What a hostile page, a proxy or a browser could do, and what our answers tell them not to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from tests.webapp.pages.house import HERE, House
from tests.webapp.pages.test_rights import OPENED_TO, address, routes
from webapp.accounts import second_factor
from webapp.accounts.roles import Action, Role
from webapp.app import create_app
from webapp.pages.guard import MEBIBYTE, does
from webapp.settings import Settings, load
from webapp.store.engine import writing
from webapp.store.models import WebSession


@pytest.fixture
def guarded(app: Flask) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def test_every_form_is_refused_without_its_proof_of_origin(guarded: Flask, house: House, campaign_id: str) -> None:
    browsers = {role: house.signed_in(role) for role in Role}
    posts = [rule for rule, method in routes(guarded) if method == "POST"]
    assert len(posts) >= 10
    for rule in posts:
        answer = browsers[min(OPENED_TO.get(rule.endpoint, {Role.MANAGER}))].post(address(rule, campaign_id))
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


def test_only_who_may_send_a_large_file_is_heard_out(unbuilt: Flask) -> None:
    house = House(unbuilt, unbuilt.extensions["rang"].engine)
    view = does(Action.MANAGE_PEOPLE, largest=3 * MEBIBYTE)(lambda **_: str(len(request.files["file"].read())))
    unbuilt.add_url_rule("/<subdivision>/envoi", "envoi", view, methods=["POST"])

    def send(browser: FlaskClient, size: int) -> TestResponse:
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="liste.xlsx"\r\n\r\n'
        sent = head + b"x" * size + b"\r\n--x--\r\n"
        return browser.post(f"/{HERE}/envoi", data=sent, content_type="multipart/form-data; boundary=x")

    manager = house.signed_in(Role.MANAGER)
    assert send(manager, 2 * MEBIBYTE).text == str(2 * MEBIBYTE)
    assert send(manager, 4 * MEBIBYTE).status_code == 413
    assert send(house.signed_in(Role.UNION), 4 * MEBIBYTE).status_code == 403


def test_a_forged_form_does_not_use_up_a_code(guarded: Flask, house: House) -> None:
    account_id = house.person(Role.MANAGER)
    browser, code = house.browser_of(account_id), house.code_of(account_id)
    with writing(house.engine) as session:
        session.exec(update(WebSession).values(proven_at=None))
    assert browser.post("/mon-compte/mot-de-passe", data={"proof_code": code}).status_code == 400
    assert second_factor.prove(house.engine, account_id, code, house.key, datetime.now(UTC))
