"""The documents in a real browser, on a phone and on a desk: found, prepared with their progress, taken away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.webapp.pages.test_browser_journey import (  # noqa: F401 - fixtures come with their names
    DESK,
    MANAGER,
    PHONE,
    UNION,
    browser,
    code_of,
    opened,
    prepared,
    sign_in,
    site,
)

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def look(page: Page, name: str, title: str) -> None:
    """The page is there, nothing sticks out sideways, axe-core has nothing to say; a picture when asked for."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} scrolls sideways"
    if folder := os.environ.get("RANG_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}\n{found.generate_report()}"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_manager_prepares_everything_and_takes_it_away(
    browser: Browser,  # noqa: F811
    site: str,  # noqa: F811
    size: dict[str, int],
    tmp_path: Path,
) -> None:
    page = opened(browser, site, viewport=size, bypass_csp=True)
    sign_in(page, MANAGER)
    page.get_by_label("Code à six chiffres").fill(code_of(page, MANAGER))
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("link", name="Saint-Étienne, été 2027").click()
    page.get_by_role("link", name="Documents").click()
    look(page, "documents", "Documents")
    page.get_by_role("link", name="Textes de l'agence").click()
    look(page, "reglages-documents", "Réglages des documents")
    page.go_back()
    page.get_by_role("button", name="Tout préparer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Préparation des documents")
    look(page, "preparation", "Préparation des documents")
    expect(page.get_by_role("link", name="Télécharger l'archive")).to_be_visible(timeout=180_000)
    look(page, "documents-prets", "Les documents sont prêts")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Télécharger l'archive").click()
    taken.value.save_as(tmp_path / "tout.zip")
    assert (tmp_path / "tout.zip").stat().st_size > 1_000_000
    assert page.complaints == []


def test_the_union_reads_its_two_documents(browser: Browser, site: str) -> None:  # noqa: F811
    page = opened(browser, site, viewport=PHONE, bypass_csp=True, color_scheme="dark")
    sign_in(page, UNION)
    page.get_by_role("link", name="Saint-Étienne, été 2027").click()
    page.get_by_role("link", name="Documents").click()
    look(page, "documents-syndicat", "Documents")
    assert page.get_by_role("listitem").filter(has_text="Télécharger").count() == 2
