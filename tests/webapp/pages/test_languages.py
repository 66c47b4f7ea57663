"""French by default, English for who asks; the switch stays on our own site."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import ngettext

from tests.webapp.pages.house import House
from webapp.i18n import LANGUAGES
from webapp.pages import words

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


def test_dates_are_written_as_each_language_does_in_paris_time(app: Flask) -> None:
    written = {}
    for code in LANGUAGES:
        with app.test_request_context(headers={"Accept-Language": code}):
            written[code] = words.moment(datetime(2027, 4, 30, 22, 5, tzinfo=UTC)), words.season("2027-hiver")
    assert written == {
        "fr": ("1er mai 2027 à 0 h 05", "hiver 2027-2028"),
        "en": ("1 May 2027 at 00:05", "winter 2027-2028"),
    }


def test_nought_is_singular_in_french_and_plural_in_english(app: Flask) -> None:
    sentence = "{{ ngettext('%(num)s place', '%(num)s places', count) }}"
    block = "{% trans num=count %}{{ num }} place{% pluralize %}{{ num }} places{% endtrans %}"
    said = {}
    for code in LANGUAGES:
        with app.test_request_context(headers={"Accept-Language": code}):
            said[code] = [app.jinja_env.from_string(sentence).render(count=count) for count in (0, 1, 2)]
            said[code] += [app.jinja_env.from_string(block).render(count=count) for count in (0, 2)]
            said[code].append(ngettext("%(num)s place", "%(num)s places", 0))
    assert said["fr"] == ["0 place", "1 place", "2 places", "0 place", "2 places", "0 place"]
    assert said["en"] == ["0 seats", "1 seat", "2 seats", "0 seats", "2 seats", "0 seats"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://pirate.example/", "//pirate.example", "/\\pirate.example", "/\n/pirate.example", "javascript:1", ""],
)
def test_the_switch_leads_nowhere_else(house: House, elsewhere: str) -> None:
    browser = house.app.test_client()
    assert browser.post("/preferences/langue", data={"language": "fr", "back": elsewhere}).location == "/"
