"""The documents in a real browser, on a phone and on a desk: found, prepared with their progress, taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.webapp.pages.browser import DESK, MANAGER, PHONE, UNION, code_of, holds, opened, sign_in

pytestmark = [pytest.mark.long, pytest.mark.allow_hosts(["127.0.0.1"])]


def look(page: Page, name: str, title: str) -> None:
    """The page is there, and holds."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    holds(page, name)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_manager_prepares_everything_and_takes_it_away(
    browser: Browser,
    site: str,
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


def test_the_union_reads_its_two_documents(browser: Browser, site: str) -> None:
    page = opened(browser, site, viewport=PHONE, bypass_csp=True, color_scheme="dark")
    sign_in(page, UNION)
    page.get_by_role("link", name="Saint-Étienne, été 2027").click()
    page.get_by_role("link", name="Documents").click()
    look(page, "documents-syndicat", "Documents")
    assert page.get_by_role("listitem").filter(has_text="Télécharger").count() == 2
