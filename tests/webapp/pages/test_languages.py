"""French by default, English for who asks; the switch stays on our own site."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.webapp.pages.house import House

FRENCH, ENGLISH = "Aller au contenu", "Skip to content"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", FRENCH), ("de", FRENCH), ("en-GB,fr;q=0.5", ENGLISH), ("fr-CA,en;q=0.9", FRENCH), ("\x00;;q=é", FRENCH)],
)
def test_the_language_is_the_browsers_when_it_is_one_of_ours(client: FlaskClient, asked: str, shown: str) -> None:
    assert shown in client.get("/connexion", headers={"Accept-Language": asked}).text


def test_the_switch_wins_over_the_browser_and_comes_back_to_the_page(client: FlaskClient) -> None:
    chosen = client.post("/preferences/langue", data={"language": "en", "back": "/connexion?a=1"})
    assert chosen.location == "/connexion?a=1"
    page = client.get("/connexion", headers={"Accept-Language": "fr"}).text
    assert '<html lang="en">' in page
    assert ENGLISH in page


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    assert client.post("/preferences/langue", data={"language": "de"}).status_code == 400
    client.set_cookie("langue", "../../etc")
    assert FRENCH in client.get("/connexion").text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://pirate.example/", "//pirate.example", "/\\pirate.example", "/\n/pirate.example", "javascript:1", ""],
)
def test_the_switch_leads_nowhere_else(house: House, elsewhere: str) -> None:
    browser = house.app.test_client()
    assert browser.post("/preferences/langue", data={"language": "fr", "back": elsewhere}).location == "/"
