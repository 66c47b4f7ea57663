"""From the door to the campaign in a real browser, on a phone and on a desk, held against axe-core."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.webapp.pages.browser import FLAGS, chromium, demonstration
from webapp.demo import add_people, secret_of
from webapp.folder import read_result
from webapp.store import migrate
from webapp.store.campaigns import import_result
from webapp.store.engine import open_engine

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PHONE, DESK = {"width": 320, "height": 700}, {"width": 1280, "height": 800}
MANAGER, UNION = "gestionnaire@exemple.fr", "syndicat@exemple.fr"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium()
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield made
        made.close()


@pytest.fixture(scope="module")
def prepared(sample_result: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first start of the demonstration leaves, made from the result at hand."""
    folder = tmp_path_factory.mktemp("demo")
    engine = open_engine(f"sqlite:///{folder / 'rang.sqlite'}")
    migrate.upgrade(engine)
    import_result(engine, read_result(sample_result))
    add_people(engine, secret_of(folder))
    engine.dispose()
    return folder


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Iterator[str]:
    with demonstration(shutil.copytree(prepared, tmp_path / "demo")) as address:
        yield address


def opened(browser: Browser, site: str, **how: object) -> Page:
    """A page that reports what the browser complains of: a blocked script, a missing file."""
    context: BrowserContext = browser.new_context(base_url=site, locale="fr-FR", **how)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    return page


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
    """The page is there, nothing sticks out sideways, axe-core has nothing to say; a picture when asked for."""
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[name])
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} scrolls sideways"
    if folder := os.environ.get("RANG_SCREENSHOTS"):
        width = page.viewport_size["width"]
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=name != "campagne")
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}\n{found.generate_report()}"


def sign_in(page: Page, email: str) -> None:
    page.goto("/connexion")
    page.get_by_label("Votre adresse de courriel").first.fill(email)
    page.get_by_role("button", name="Recevoir un lien").click()
    expect(page.get_by_role("heading", name="Regardez votre courrier")).to_be_visible()
    page.goto("/demonstration/courrier")
    page.locator("article").first.get_by_role("link").click()
    page.get_by_role("button", name="Entrer").click()


def code_of(page: Page, email: str) -> str:
    """The code of the moment, read in the demonstration's mailbox as a visitor would."""
    other = page.context.new_page()
    other.goto("/demonstration/courrier")
    code = other.locator("dt", has_text=email).locator("xpath=../dd").inner_text()
    other.close()
    return code


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
