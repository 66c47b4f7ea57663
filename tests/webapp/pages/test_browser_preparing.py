"""A manager prepares a campaign in a real browser: created, filled with workbooks, edited, checked, published; on a
phone by touch, at a desk by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.webapp.pages.browser import DESK, MANAGER, PHONE, code_of, holds, opened, sign_in
from tests.webapp.pages.preparing import SAMPLE_FILES, SAMPLES

pytestmark = [pytest.mark.long, pytest.mark.allow_hosts(["127.0.0.1"])]

_LONG = 60_000


def entered(browser: Browser, site: str, **how: object) -> Page:
    page = opened(browser, site, bypass_csp=True, **how)
    sign_in(page, MANAGER)
    page.get_by_label("Code à six chiffres").fill(code_of(page, MANAGER))
    page.get_by_role("button", name="Continuer").click()
    return page


def look(page: Page, title: str) -> None:
    """The page is there, and holds; no script was refused."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(title, timeout=_LONG)
    holds(page, title)
    # A form that is refused comes back with its own status, of which the browser speaks too.
    assert [each for each in page.complaints if "422" not in each] == []


def press(target: Locator) -> None:
    """Activate by keyboard, as somebody without a mouse does."""
    target.focus()
    target.page.keyboard.press("Enter")


def tap(target: Locator) -> None:
    target.click()


@pytest.mark.parametrize(("size", "act"), [(PHONE, tap), (DESK, press)], ids=["phone", "desk by keyboard"])
def test_a_manager_prepares_a_campaign_from_nothing_to_its_publication(
    browser: Browser, site: str, size: dict[str, int], act: Callable[[Locator], None]
) -> None:
    page = entered(browser, site, viewport=size, color_scheme="dark" if size is DESK else "light")
    create(page, act)
    drop(page, act)
    change_a_post(page, act)
    decide(page, act)
    act(page.get_by_role("link", name="Ordre d'appel"))
    look(page, "Ordre d'appel")
    act(page.locator(".called a").first)
    look(page, "Fiche de rang")
    answer_and_publish(page, act)
    page.context.close()


def create(page: Page, act: Callable[[Locator], None]) -> None:
    act(page.get_by_role("link", name="Nouvelle campagne"))
    look(page, "Nouvelle campagne")
    page.get_by_label("Semestre").select_option("2027-hiver")
    page.get_by_label("Partir de").select_option("")
    act(page.get_by_role("button", name="Créer la campagne"))
    look(page, "Fichiers")


def drop(page: Page, act: Callable[[Locator], None]) -> None:
    page.get_by_label("Ajouter des classeurs").set_input_files([SAMPLES / name for name in SAMPLE_FILES])
    expect(page.get_by_role("status").filter(has_text="postes.xlsx")).to_be_visible()
    act(page.get_by_role("button", name="Envoyer et lire"))
    expect(page.get_by_role("heading", name="5 fichiers déposés")).to_be_visible(timeout=_LONG)
    look(page, "Fichiers")


def change_a_post(page: Page, act: Callable[[Locator], None]) -> None:
    """A first try that cannot be read, told in words, then the right one."""
    act(page.get_by_role("link", name="Stages", exact=True))
    page.get_by_label("Chercher").fill("42-URG-01")
    page.get_by_label("Chercher").press("Enter")
    act(page.get_by_role("link", name="42-URG-01"))
    look(page, "Modifier une ligne")
    page.get_by_label("Nombre de postes").fill("beaucoup")
    page.get_by_label("Motif de la modification").fill("Courrier du CHU")
    act(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("alert")).to_be_visible(timeout=_LONG)
    page.get_by_label("Nombre de postes").fill("6")
    act(page.get_by_role("button", name="Enregistrer"))
    look(page, "Stages")


def decide(page: Page, act: Callable[[Locator], None]) -> None:
    act(page.get_by_role("link", name="Demandes", exact=True))
    look(page, "Demandes")
    waiting = page.locator("li", has=page.locator(".tag.warning"))
    act(waiting.locator("summary"))
    waiting.get_by_label("Refusée").check()
    waiting.get_by_label("Motif").fill("Dossier incomplet")
    act(waiting.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Toutes les demandes sont décidées.")).to_be_visible(timeout=_LONG)


def answer_and_publish(page: Page, act: Callable[[Locator], None]) -> None:
    act(page.get_by_role("link", name="Contrôles"))
    look(page, "Contrôles avant publication")
    while page.get_by_role("button", name="J'en réponds").count():
        page.get_by_label("Pourquoi la campagne peut s'ouvrir ainsi").first.fill("Décision de l'ARS")
        act(page.get_by_role("button", name="J'en réponds").first)
        expect(page.get_by_text("C'est noté à votre nom.")).to_be_visible(timeout=_LONG)
    act(page.get_by_role("button", name="Publier la campagne"))
    look(page, "Ce qui a été publié")
    expect(page.get_by_text("Décision de l'ARS").first).to_be_visible()


def test_workbooks_are_dropped_under_our_own_policy(browser: Browser, site: str) -> None:
    page = opened(browser, site, viewport=DESK)
    sign_in(page, MANAGER)
    page.get_by_label("Code à six chiffres").fill(code_of(page, MANAGER))
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("link", name="Nouvelle campagne").click()
    page.get_by_label("Semestre").select_option("2027-hiver")
    page.get_by_role("button", name="Créer la campagne").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fichiers")
    page.wait_for_load_state()
    page.evaluate(
        """() => {
            const held = new DataTransfer();
            held.items.add(new File(["RPPS;Nom;Prénom;DES;Phase;Rang\\n"], "liste.csv"));
            const zone = document.querySelector("[data-drop]");
            zone.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.get_by_role("status").filter(has_text="liste.csv")).to_be_visible()
    page.get_by_role("button", name="Envoyer et lire").click()
    expect(page.get_by_role("heading", name="1 fichier déposé")).to_be_visible(timeout=_LONG)
    assert page.complaints == []
    page.context.close()
