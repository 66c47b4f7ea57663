"""Choosing from one's phone at one's turn, in a real browser, while the desk looks on in another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from tests.allocation.factories import SOCLE
from tests.webapp.pages.browser import demonstration, holds, opened, sign_in
from tests.webapp.pages.test_browser_desk import at_the_desk, called, enter, held, keys, open_the_day, recorded
from webapp.accounts.people import give_role
from webapp.accounts.roles import Role
from webapp.demo import add_people, secret_of
from webapp.plan import Plan
from webapp.store import campaigns, migrate, wishes
from webapp.store.engine import open_engine, writing
from webapp.store.models import PersonIdentity

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PHONE = {"width": 360, "height": 740}
EMAIL = "interne2@exemple.org"
NOW = datetime.now(UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign that lets interns choose from where they are; the second of six has an account and a wish list."""
    made = tmp_path / "demo"
    made.mkdir()
    engine = open_engine(f"sqlite:///{made / 'rang.sqlite'}")
    migrate.upgrade(engine)
    prepared = held().prepared
    campaign_id = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, Plan(remote_choice=True))
    campaigns.publish(engine, campaign_id, prepared, actor="compte-1", now=NOW)
    add_people(engine, secret_of(made))
    second = prepared.opening.list[SOCLE].calls[1].person
    with writing(engine) as session:
        give_role(session, EMAIL, "Noa Second", Role.INTERN, "Saint-Étienne", None, NOW)
        identity = select(PersonIdentity).where(PersonIdentity.person == second)
        session.exec(identity).one().email = EMAIL
        codes = ["42-DER", "42-HÉM"]
        wishes.save(session, campaign_id, second, codes, seen=0, key="k", account_id=None, now=NOW)
    engine.dispose()
    return made


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    with demonstration(folder) as address:
        yield address


def phone(browser: Browser, site: str, **how: object) -> Page:
    """The second intern's phone, on the page of the day."""
    page = opened(browser, site, **({"viewport": PHONE, "has_touch": True, "is_mobile": True} | how))
    sign_in(page, EMAIL)
    page.get_by_role("link", name="Saint-Étienne, été 2027").tap()
    page.get_by_role("link", name="En direct").tap()
    expect(page.locator(".live-state")).to_have_text("En direct")
    return page


def desk(browser: Browser, site: str) -> Page:
    page = enter(browser, site)
    open_the_day(page)
    return at_the_desk(page)


def test_at_my_turn_i_choose_on_my_phone_and_the_desk_sees_it_without_a_touch(
    browser: Browser, site: str, folder: Path
) -> None:
    bureau = desk(browser, site)
    page = phone(browser, site)
    expect(page.locator("#mon-tour")).to_contain_text("1 personne choisit avant vous")
    expect(page.get_by_role("link", name="Choisir mon stage ici")).to_have_count(0)
    keys(bureau, "d", "e", "Enter", "Enter")
    called(bureau, "INTERNE2")
    page.get_by_role("link", name="Choisir mon stage ici").tap()
    expect(page.get_by_text("5 stages vous sont ouverts")).to_be_visible()
    expect(page.get_by_role("radio").first).to_have_value("42-HÉM")  # the first wish was taken by the desk
    page.get_by_role("button", name="Choisir ce stage").tap()
    page.get_by_role("button", name="Confirmer ce choix").tap()
    expect(page.get_by_text("Votre choix est enregistré.")).to_be_visible()
    called(bureau, "INTERNE3")
    expect(bureau.locator(".desk")).to_contain_text("N° 2 : 42-HÉM.")
    assert recorded(folder) == ["Chosen N° 1 : 42-DER.", "Chosen N° 2 : 42-HÉM."]
    assert page.locator("#mon-tour .hash").inner_text()[:12] == page.locator("#lignes code").first.inner_text()
    assert (page.complaints, bureau.complaints) == ([], [])
    page.context.close()
    bureau.context.close()


def my_turn_has_come(browser: Browser, site: str) -> tuple[Page, Page]:
    """The desk and my phone, once the desk has served the one before me."""
    bureau = desk(browser, site)
    page = phone(browser, site)
    keys(bureau, "d", "e", "Enter", "Enter")
    called(bureau, "INTERNE2")
    return bureau, page


def test_what_the_desk_was_weighing_gives_way_to_the_choice_made_on_the_phone(
    browser: Browser, site: str, folder: Path
) -> None:
    bureau, page = my_turn_has_come(browser, site)
    keys(bureau, "c", "a", "Enter")
    page.get_by_role("link", name="Choisir mon stage ici").tap()
    page.get_by_role("link", name="Choisir ce vœu").tap()
    page.get_by_role("button", name="Confirmer ce choix").tap()
    expect(bureau.get_by_role("heading", level=1)).to_contain_text("INTERNE3")
    expect(bureau.get_by_role("alert").first).to_contain_text("l’interne, à distance")
    expect(bureau.locator("#confirmation")).to_have_count(0)
    assert recorded(folder)[-1] == "Chosen N° 2 : 42-HÉM."
    page.context.close()
    bureau.context.close()


def test_when_the_desk_records_first_the_phone_is_told_and_nothing_is_chosen_twice(
    browser: Browser, site: str, folder: Path
) -> None:
    bureau, page = my_turn_has_come(browser, site)
    page.get_by_role("link", name="Choisir mon stage ici").tap()
    page.get_by_role("button", name="Choisir ce stage").tap()
    keys(bureau, "c", "a", "Enter", "Enter")
    called(bureau, "INTERNE3")
    page.get_by_role("button", name="Confirmer ce choix").tap()
    expect(page.get_by_text("rien n'a été enregistré")).to_be_visible()
    page.get_by_role("link", name="Retour à la journée en direct").tap()
    expect(page.locator("#mon-tour")).to_contain_text("42-CAR")
    assert recorded(folder)[-1] == "Chosen N° 2 : 42-CAR."
    page.context.close()
    bureau.context.close()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_my_turn_holds_on_a_phone_by_day_and_by_night(browser: Browser, site: str, scheme: str) -> None:
    bureau = desk(browser, site)
    page = phone(browser, site, bypass_csp=True, color_scheme=scheme)
    holds(page, f"mon-tour-attente-{scheme}")
    keys(bureau, "d", "e", "Enter", "Enter")
    page.get_by_role("link", name="Choisir mon stage ici").tap()
    expect(page.get_by_role("button", name="Choisir ce stage")).to_be_visible()
    holds(page, f"mon-tour-stages-{scheme}")
    page.get_by_role("button", name="Choisir ce stage").tap()
    expect(page.get_by_role("button", name="Confirmer ce choix")).to_be_visible()
    holds(page, f"mon-tour-confirmer-{scheme}")
    page.get_by_role("button", name="Confirmer ce choix").tap()
    expect(page.get_by_text("Votre choix est enregistré.")).to_be_visible()
    holds(page, f"mon-tour-recu-{scheme}")
    page.context.close()
    bureau.context.close()
