"""A subdivision's own name, colour and logo, seen by its people and by nobody else's; light or dark as one wants."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.pages.house import ELSEWHERE, HERE, House
from tests.webapp.test_theme import png
from webapp.accounts.roles import Role

PAGE = f"/subdivisions/{HERE}/apparence"
LOOK = {"name": "ARS <b>Auvergne</b>", "colour": "#FFCC00"}


def set_look(browser: FlaskClient, **told: object) -> str:
    sent = LOOK | {"logo": (io.BytesIO(png()), "logo.png")} | told
    browser.post(PAGE, data=sent, content_type="multipart/form-data")
    return browser.get(PAGE).text


def files(page: str) -> list[str]:
    return re.findall(r'"(/apparence/[^"]+)"', page)


def test_what_a_manager_sets_is_on_every_page_of_the_place_and_on_no_other(house: House, client: FlaskClient) -> None:
    shown = set_look(house.signed_in(Role.MANAGER))
    assert "ARS &lt;b&gt;Auvergne&lt;/b&gt;" in shown
    assert "apparence changée" in house.acts()
    assert files(client.get("/connexion").text) == files(shown), "the only look is that of the door too"
    other = house.signed_in(Role.UNION, ELSEWHERE, "syndicat.lyon@exemple.fr")
    assert files(other.get("/campagnes").text) == []
    assert files(house.signed_in(Role.UNION).get("/campagnes").text) == files(shown)


def test_the_files_of_a_look_are_kept_and_carry_legible_colours(house: House, client: FlaskClient) -> None:
    light, dark, logo = files(set_look(house.signed_in(Role.MANAGER)))
    for path in (light, dark, logo):
        assert "immutable" in client.get(path).headers["Cache-Control"]
    assert re.fullmatch(r":root \{( --[a-z-]+: #[0-9a-f]{6};){3} \}\n", client.get(light).text)
    assert "#ffcc00" not in client.get(light).text, "yellow on white is darkened"
    assert "#ffcc00" in client.get(dark).text
    answer = client.get(logo)
    assert (answer.mimetype, answer.data) == ("image/png", png())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(light.replace("clair", "rose")).status_code == 404
    assert client.get("/apparence/rien/logo").status_code == 404


@pytest.mark.parametrize("wrong", [{"logo": (io.BytesIO(b"<svg>"), "logo.png")}, {"colour": "red;}"}])
def test_a_wrong_colour_or_logo_is_said_and_changes_nothing(house: House, wrong: dict[str, object]) -> None:
    page = set_look(house.signed_in(Role.MANAGER), **wrong)
    assert 'role="alert"' in page
    assert "Auvergne" not in page
    assert files(page) == []


def test_a_logo_stays_until_it_is_taken_away(house: House) -> None:
    browser = house.signed_in(Role.MANAGER)
    set_look(browser)
    browser.post(PAGE, data=LOOK)
    assert "/logo" in files(browser.get(PAGE).text)[-1]
    browser.post(PAGE, data=LOOK | {"remove": "1"})
    assert "/logo" not in files(browser.get(PAGE).text)[-1]


@pytest.mark.parametrize(
    ("chosen", "told", "night"),
    [
        ("systeme", "light dark", 'media="(prefers-color-scheme: dark)"'),
        ("clair", "light", ""),
        ("sombre", "dark", 'media="all"'),
    ],
)
def test_light_or_dark_is_the_systems_or_ones_own_choice(
    client: FlaskClient, chosen: str, told: str, night: str
) -> None:
    assert client.post("/preferences/couleurs", data={"scheme": chosen, "back": "/connexion"}).location == "/connexion"
    page = client.get("/connexion").text
    assert f'<meta name="color-scheme" content="{told}">' in page
    assert ("dark.css" in page) == bool(night)
    assert night in page


def test_colours_that_do_not_exist_are_refused(client: FlaskClient) -> None:
    assert client.post("/preferences/couleurs", data={"scheme": "rose"}).status_code == 400
