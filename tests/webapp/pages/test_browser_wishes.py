"""An intern's list on a phone, in a real browser: ordered by keyboard and by dragging, kept through a lost network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from allocation.prepare import Prepared
from tests.allocation.factories import campaign, intern, post
from tests.webapp.pages.browser import demonstration, holds, opened, sign_in
from webapp.accounts.people import give_role
from webapp.accounts.roles import Role
from webapp.plan import Plan
from webapp.store import campaigns, migrate, wishes
from webapp.store.engine import open_engine, reading, writing
from webapp.store.models import PersonIdentity

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PHONE = {"width": 360, "height": 740}
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a campaign of eight posts, published; UN and DEUX have an account."""
    folder = tmp_path_factory.mktemp("publiee")
    engine = open_engine(f"sqlite:///{folder / 'rang.sqlite'}")
    migrate.upgrade(engine)
    posts = [post(f"STAGE{n}", 1, service=f"Service {n}", town="Saint-Étienne") for n in range(1, 9)]
    prepared: Prepared = campaign(posts, [intern(name, rank) for rank, name in enumerate(("UN", "DEUX"), 1)]).prepared
    campaign_id = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, Plan())
    campaigns.publish(engine, campaign_id, prepared, actor="a-1", now=NOW)
    with writing(engine) as session:
        for person in session.exec(select(PersonIdentity)):
            person.email = f"{person.last_name.lower()}@exemple.fr"
            give_role(session, person.email, person.last_name, Role.INTERN, "Saint-Étienne", None, NOW)
    engine.dispose()
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "demo")


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    with demonstration(folder) as address:
        yield address


def kept(folder: Path) -> list[tuple[str, ...]]:
    """Every version of UN's list, the first first."""
    engine = open_engine(f"sqlite:///{folder / 'rang.sqlite'}")
    with reading(engine) as session:
        person = session.exec(select(PersonIdentity).where(PersonIdentity.last_name == "UN")).one()
    found = wishes.history(engine, person.campaign_id, person.person)
    engine.dispose()
    return [each.codes for each in reversed(found)]


def my_wishes(browser: Browser, site: str, **how: object) -> Page:
    page = opened(browser, site, viewport=PHONE, **how)
    sign_in(page, "un@exemple.fr")
    page.get_by_role("link", name="Saint-Étienne, été 2027").click()
    page.get_by_role("link", name="Mes vœux").click()
    return page


def add(page: Page, *numbers: int) -> None:
    for number in numbers:
        page.get_by_role("button", name=f"Ajouter CHU – Service {number}").click()


def codes(page: Page) -> list[str]:
    return page.locator(".wish").evaluate_all("rows => rows.map(row => row.dataset.code)")


def saved(page: Page) -> None:
    expect(page.locator(".saved[data-state=saved]")).to_contain_text("Enregistré le")


def test_five_wishes_ordered_by_keyboard_then_a_lost_network_are_kept_once(
    browser: Browser, site: str, folder: Path
) -> None:
    page = my_wishes(browser, site, has_touch=True)
    add(page, 1, 2, 3, 4, 5)
    saved(page)
    page.get_by_role("button", name="Glisser, ou Alt et flèches : CHU – Service 5").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("status").first).to_have_text("CHU – Service 5 : rang 3 sur 5")
    expect(page.locator(".chances li")).to_have_count(5)
    expect(page.get_by_role("button", name="Glisser, ou Alt et flèches : CHU – Service 5")).to_be_focused()
    saved(page)
    before = kept(folder)
    page.context.set_offline(True)
    page.get_by_role("button", name="Retirer CHU – Service 1").click()
    add(page, 8)
    page.get_by_label("Rang de CHU – Service 8").fill("1")
    page.get_by_label("Rang de CHU – Service 8").press("Enter")
    expect(page.locator(".saved")).to_contain_text("Pas encore envoyé")
    assert kept(folder) == before
    page.context.set_offline(False)
    saved(page)
    expected = ("STAGE8", "STAGE2", "STAGE5", "STAGE3", "STAGE4")
    assert tuple(codes(page)) == expected
    after = kept(folder)
    assert after[-1] == expected
    assert len(set(after)) == len(after)
    page.reload()
    assert tuple(codes(page)) == expected
    assert [line for line in page.complaints if "ERR_INTERNET_DISCONNECTED" not in line] == []
    page.context.close()


def test_a_page_closed_without_network_sends_what_it_kept_when_it_is_opened_again(
    browser: Browser, site: str, folder: Path
) -> None:
    page = my_wishes(browser, site)
    add(page, 1)
    saved(page)
    page.context.set_offline(True)
    add(page, 2)
    expect(page.locator(".saved")).to_contain_text("Pas encore envoyé")
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    saved(again)
    assert codes(again) == ["STAGE1", "STAGE2"]
    expect(again.locator(".wish").nth(1)).to_contain_text("CHU – Service 2")
    assert kept(folder) == [("STAGE1",), ("STAGE1", "STAGE2")]
    context.close()


def test_an_answer_that_is_lost_doubles_nothing(browser: Browser, site: str, folder: Path) -> None:
    page = my_wishes(browser, site)

    def lose(route) -> None:
        route.fetch()
        route.abort()

    page.route("**/enregistrer", lose)
    add(page, 1)
    expect(page.locator(".saved")).to_contain_text("Pas encore envoyé")
    assert kept(folder) == [("STAGE1",)]
    page.unroute("**/enregistrer")
    add(page, 2)
    expect(page.locator(".saved")).to_contain_text("version 2")
    assert kept(folder) == [("STAGE1",), ("STAGE1", "STAGE2")]
    page.context.close()


def test_two_pages_that_disagree_are_offered_a_choice(browser: Browser, site: str, folder: Path) -> None:
    page = my_wishes(browser, site)
    other = page.context.new_page()
    other.goto(page.url)
    add(page, 1)
    saved(page)
    add(other, 2, 3)
    other.get_by_role("button", name="Garder la liste de cet appareil (2 vœux)").click()
    saved(other)
    assert kept(folder) == [("STAGE1",), ("STAGE2", "STAGE3")]
    add(page, 4)
    page.get_by_role("button", name="Prendre celle enregistrée ailleurs (2 vœux)").click()
    expect(page.locator(".wish")).to_have_count(2)
    assert codes(page) == ["STAGE2", "STAGE3"]
    page.context.close()


def test_a_wish_is_dragged_by_its_handle(browser: Browser, site: str, folder: Path) -> None:
    page = opened(browser, site, viewport={"width": 1280, "height": 900})
    sign_in(page, "un@exemple.fr")
    page.goto("/campagnes")
    page.get_by_role("link", name="Saint-Étienne, été 2027").click()
    page.get_by_role("link", name="Mes vœux").click()
    add(page, 1, 2, 3)
    saved(page)
    handles = page.get_by_role("button", name="Glisser")
    start, end = handles.nth(2).bounding_box(), page.locator(".wish").first.bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    for up in (end["height"] + 40, end["height"] / 2, 4, 2):
        page.mouse.move(end["x"] + 40, end["y"] + up, steps=8)
        page.wait_for_timeout(200)  # the rows make room
    page.mouse.up()
    saved(page)
    expect(page.get_by_role("status").first).to_have_text("CHU – Service 3 : rang 1 sur 3")
    assert kept(folder)[-1] == ("STAGE3", "STAGE1", "STAGE2")
    page.context.close()


def test_a_proxy_is_given_on_a_phone_and_the_co_intern_accepts_it(browser: Browser, site: str) -> None:
    page = opened(browser, site, viewport={"width": 320, "height": 640}, bypass_csp=True)
    sign_in(page, "un@exemple.fr")
    page.get_by_role("link", name="Saint-Étienne, été 2027").click()
    page.get_by_role("link", name="Ma procuration").click()
    holds(page, "procuration")
    page.get_by_role("link", name="Donner procuration").click()
    page.get_by_label("Qui ?").fill("deux")
    page.get_by_label("Qui ?").press("Enter")
    page.get_by_label("mon mandataire choisit pour moi").check()
    holds(page, "donner-procuration")
    page.get_by_role("button", name="Donner procuration", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Procuration donnée")
    other = opened(browser, site, viewport=PHONE)
    sign_in(other, "deux@exemple.fr")
    other.get_by_role("link", name="Saint-Étienne, été 2027").click()
    other.get_by_role("link", name="Ma procuration").click()
    other.get_by_role("button", name="Accepter").click()
    expect(other.get_by_role("status")).to_contain_text("Procuration acceptée")
    page.reload()
    expect(page.locator(".tag", has_text="acceptée")).to_be_visible()
    page.context.close()
    other.context.close()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_hold_on_a_small_phone(browser: Browser, site: str, scheme: str) -> None:
    page = my_wishes(browser, site, bypass_csp=True, color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    add(page, 1, 2)
    saved(page)
    address = page.url
    everywhere = {
        "liste": "",
        "stages": "?montrer=tous&lieu=Saint-Étienne",
        "versions": "/versions",
        "version": "/versions/1",
        "importer": "/importer",
        "aujourdhui": "/aujourdhui",
    }
    for name, path in everywhere.items():
        page.goto(address + path)
        holds(page, f"voeux-{name}-{scheme}")
    page.get_by_role("link", name="Ma fiche de rang").click()
    page.get_by_label("Je conteste").select_option("rang")
    page.get_by_label("Ce qui est faux").fill("Mon rang est 1.")
    page.get_by_role("button", name="Envoyer la contestation").click()
    expect(page.get_by_role("status")).to_contain_text("Contestation envoyée")
    holds(page, f"fiche-de-rang-{scheme}")
    page.context.close()
