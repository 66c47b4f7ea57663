"""A phone in a real browser: it follows the day, loses its network, and has everything once it is back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from allocation.commands import Choose
from tests.load.site import HERE, Site, prepare, served
from tests.webapp.pages.browser import PHONE, holds
from webapp.plan import Forecast, Plan
from webapp.store import offices, plans, room_links, wishes
from webapp.store.engine import writing
from webapp.store.journal import append, read_opening
from webapp.store.models import Account

pytestmark = [pytest.mark.long, pytest.mark.allow_hosts(["127.0.0.1"])]

PEOPLE, MINE = 40, 30
ROOM = {"width": 1920, "height": 1080}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = prepare(f"sqlite:///{tmp_path}/essai.sqlite", PEOPLE, tmp_path / "serveur.log")
    yield made
    made.engine.dispose()


@pytest.fixture
def port(site: Site) -> Iterator[int]:
    with served(site) as (port, _):
        yield port


def choose(site: Site, number: int, **how: object) -> None:
    """The intern of that number takes the stage of that number, at the desk."""
    (choices,) = read_opening(site.engine, site.campaign_id).lists
    command = Choose(choices.name, choices.calls[number].person, f"STAGE{number}")
    clock = {"clock": lambda: datetime.now(UTC)}
    assert isinstance(append(site.engine, site.campaign_id, command, seen=number + 1, actor="bureau", **clock), tuple)


def phone_of(browser: Browser, site: Site, port: int, number: int = MINE, path: str = "en-direct", **how) -> Page:
    """The page on the phone of the intern of that number, which reports what the browser complains of."""
    address = f"http://127.0.0.1:{port}"
    context = browser.new_context(base_url=address, locale="fr-FR", viewport=PHONE, **how)
    name, value = site.cookies[number].split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"/campagnes/{site.campaign_id}/{path}")
    return page


def note_lines(page: Page) -> None:
    """Keep the sequence number of every line that the page is given."""
    page.evaluate(
        "window.told = []; document.addEventListener('rang:recorded', ({detail}) => "
        "window.told.push(...detail.lines.map((line) => line.seq)))"
    )


def test_a_phone_follows_the_day_to_its_own_turn_and_its_receipt(browser: Browser, site: Site, port: int) -> None:
    page = phone_of(browser, site, port)
    expect(page.locator(".live-state")).to_have_text("En direct")
    expect(page.locator("[data-before]")).to_have_text(str(MINE))
    page.get_by_text("Autre").click()
    for number in range(MINE):
        choose(site, number)
        if number == 19:
            expect(page.locator("#annonce")).to_have_text("Plus que dix personnes avant vous.")
    expect(page.get_by_text(f"C'est votre tour, n° {MINE + 1}.")).to_be_visible()
    expect(page.locator("[data-turn]")).to_have_text("N° 31 choisit ; 10 encore à choisir.")
    expect(page.locator("[data-sum]")).to_have_text("10")
    choose(site, MINE)
    expect(page.get_by_text("Votre choix est enregistré.")).to_be_visible()
    shown = page.locator("#mon-tour .hash").inner_text()
    assert re.fullmatch("[0-9a-f]{64}", shown)
    expect(page.locator("#lignes li").first).to_contain_text(shown[:12])
    assert page.complaints == []
    page.context.close()


def test_what_i_would_get_changes_on_the_page_with_what_others_choose(browser: Browser, site: Site, port: int) -> None:
    person = read_opening(site.engine, site.campaign_id).lists[0].calls[2].person
    with writing(site.engine) as session:
        plans.save(session, site.campaign_id, Plan(forecast=Forecast.OPEN))
        wanted, now = ["STAGE0", "STAGE35"], datetime.now(UTC)
        wishes.save(session, site.campaign_id, person, wanted, seen=0, key="k", account_id=None, now=now)
    page = phone_of(browser, site, port, number=2)
    expect(page.locator("[data-likely]")).to_contain_text("vous auriez votre vœu n° 1 : STAGE0")
    choose(site, 0)
    expect(page.locator("[data-likely]")).to_contain_text("vous auriez votre vœu n° 2 : STAGE35", timeout=40000)
    assert page.complaints == []
    page.context.close()


def test_a_hospital_sees_the_choices_that_fall_on_its_posts_as_they_come(
    browser: Browser, site: Site, port: int
) -> None:
    with writing(site.engine) as session:
        (identity,) = session.exec(select(Account).where(Account.email == f"personne{MINE}@exemple.fr"))
        offices.bind(session, identity.id, HERE, "CHU")
    page = phone_of(browser, site, port)
    own = page.locator("section", has=page.get_by_role("heading", name="Mon établissement"))
    expect(own.locator("[data-sum]")).to_have_text(str(PEOPLE))
    choose(site, 0)
    expect(own.locator(".latest-lines li")).to_contain_text(["N° 1 : STAGE0"])
    expect(own.locator("[data-sum]")).to_have_text(str(PEOPLE - 1))
    own.locator(".latest-lines").evaluate("list => { list.dataset.posts = '[\"AILLEURS\"]'; }")
    choose(site, 1)
    expect(page.locator("#lignes li").first).to_contain_text("STAGE1")
    expect(own.locator(".latest-lines li")).to_have_count(1)
    assert page.complaints == []
    page.context.close()


def test_a_phone_that_loses_its_network_for_twenty_turns_has_them_all_once_it_is_back(
    browser: Browser, site: Site, port: int
) -> None:
    page = phone_of(browser, site, port)
    note_lines(page)
    choose(site, 0)
    expect(page.locator("[data-before]")).to_have_text(str(MINE - 1))
    page.context.set_offline(True)
    # An open connection outlives what the browser calls offline: the network itself is cut here.
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".live-state")).to_contain_text("Connexion perdue")
    for number in range(1, 21):
        choose(site, number)
    expect(page.locator("[data-before]")).to_have_text(str(MINE - 1))
    page.context.set_offline(False)
    expect(page.locator("[data-before]")).to_have_text(str(MINE - 21), timeout=15000)
    expect(page.locator(".live-state")).to_have_text("En direct")
    choose(site, 21)
    expect(page.locator("[data-before]")).to_have_text(str(MINE - 22))
    assert page.evaluate("window.told") == list(range(1, 23))
    page.context.close()


def test_where_no_stream_passes_the_page_asks_and_misses_nothing(browser: Browser, site: Site, port: int) -> None:
    page = phone_of(browser, site, port, path="")
    page.route("**/evenements/**", lambda route: route.abort())
    page.goto(f"/campagnes/{site.campaign_id}/en-direct")
    note_lines(page)
    for number in range(3):
        choose(site, number)
    expect(page.locator("#lignes li").first).to_contain_text("STAGE2", timeout=20000)
    assert page.evaluate("window.told") == [1, 2, 3]
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_holds_on_a_phone_and_axe_has_nothing_to_say(
    browser: Browser, site: Site, port: int, scheme: str
) -> None:
    for number in range(2):
        choose(site, number)
    page = phone_of(browser, site, port, bypass_csp=True, color_scheme=scheme)
    page.get_by_text("Autre").click()
    holds(page, f"en-direct-{scheme}")
    page.context.close()


def test_the_screen_of_the_room_follows_the_day_and_goes_dark_with_its_link(
    browser: Browser, site: Site, port: int
) -> None:
    secret = room_links.make(site.engine, site.campaign_id, "Amphi", 1, datetime.now(UTC))
    context = browser.new_context(base_url=f"http://127.0.0.1:{port}", locale="fr-FR", viewport=ROOM)
    page = context.new_page()
    page.goto(f"/salle/{secret}")
    expect(page.locator(".room-current")).to_contain_text("INTERNE0")
    for number in range(7):
        choose(site, number)
    expect(page.locator(".room-current")).to_contain_text("INTERNE7")
    expect(page.locator(".room-last li").first).to_contain_text("N° 7")
    assert page.locator("button, a, input").count() == 0
    fits = "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    room_links.revoke(site.engine, site.campaign_id, 1, datetime.now(UTC))
    expect(page.get_by_role("heading", name="Page introuvable")).to_be_visible(timeout=15000)
    context.close()
