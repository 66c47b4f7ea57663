"""From the door to the campaign in a real browser, on a phone and on a desk, held against axe-core."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.webapp.pages.browser import DESK, MANAGER, PHONE, UNION, code_of, demonstration, holds, opened, sign_in

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

TITLES = {
    "connexion": "Se connecter",
    "second-facteur": "Second facteur",
    "campagnes": "Campagnes",
    "campagne": "Saint-Étienne été 2027",
    "mon-compte": "Mon compte",
    "personnes": "Personnes Saint-Étienne",
    "courrier": "Courrier de la démonstration",
    "introuvable": "Page introuvable",
    "installation": "Installer le second facteur",
    "interdit": "Cette page ne vous est pas ouverte",
}


def look(page: Page, name: str) -> None:
    """The page is there, and holds."""
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[name])
    holds(page, name)


def test_a_manager_goes_from_the_door_to_the_campaign_on_every_screen(browser: Browser, site: str) -> None:
    for number, size in enumerate((PHONE, DESK)):
        scheme = ("light", "dark")[number]
        # axe-core is put into the page by the test, which our own policy would rightly refuse.
        page = opened(browser, site, viewport=size, bypass_csp=True, color_scheme=scheme)
        page.goto("/connexion")
        look(page, "connexion")
        sign_in(page, (MANAGER, "coordonnateur@exemple.fr")[number])
        look(page, "second-facteur")
        page.get_by_label("Code à six chiffres").fill(code_of(page, (MANAGER, "coordonnateur@exemple.fr")[number]))
        page.get_by_role("button", name="Continuer").click()
        look(page, "campagnes")
        page.get_by_role("link", name="Saint-Étienne, été 2027").click()
        expect(page.get_by_text("FONTVIEILLE Thomas").first).to_be_attached()
        look(page, "campagne")
        page.get_by_role("link", name="Mon compte").click()
        expect(page.get_by_text("Chrome, Linux")).to_be_visible()
        look(page, "mon-compte")
        if number == 0:
            page.get_by_role("link", name="Personnes").click()
            look(page, "personnes")
        page.context.close()


def test_a_manager_invites_by_keyboard_under_our_own_policy(browser: Browser, site: str) -> None:
    page = opened(browser, site, viewport=DESK)
    sign_in(page, MANAGER)
    page.keyboard.type(code_of(page, MANAGER))
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Personnes").click()
    page.get_by_label("Courriel").focus()
    page.keyboard.type("ana@exemple.fr")
    page.keyboard.press("Tab")
    page.keyboard.type("Ana Nouvelle")
    page.keyboard.press("Tab")
    page.keyboard.type("Synd")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Invitation envoyée à ana@exemple.fr")
    expect(page.get_by_text("Ana Nouvelle", exact=True)).to_be_visible()
    assert page.complaints == []
    page.context.close()


def test_the_other_pages_hold_on_a_phone(browser: Browser, site: str) -> None:
    page = opened(browser, site, viewport=PHONE, bypass_csp=True, color_scheme="dark")
    for path, name in {"/demonstration/courrier": "courrier", "/nulle-part": "introuvable"}.items():
        page.goto(path)
        look(page, name)
    sign_in(page, UNION)
    page.goto("/second-facteur/installation")
    look(page, "installation")
    page.goto("/subdivisions/Lyon/personnes")
    look(page, "interdit")
    page.goto("/campagnes")
    page.get_by_role("link", name="Saint-Étienne").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Saint-Étienne")
    expect(page.get_by_role("link", name="Télécharger le journal")).to_have_count(0)
    page.context.close()


def test_a_second_start_keeps_what_was_done(browser: Browser, tmp_path: Path) -> None:
    for start in range(2):
        with demonstration(tmp_path / "demo") as address:
            page = opened(browser, address)
            if start == 0:
                sign_in(page, UNION)
            page.goto("/demonstration/courrier")
            expect(page.get_by_text("À syndicat@exemple.fr")).to_have_count(1)
            page.context.close()
