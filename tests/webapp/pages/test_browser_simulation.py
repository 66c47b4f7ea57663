"""The union's journey in a real browser: the simulation, a scenario, a mock round; on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.allocation.factories import campaign, intern, post
from tests.webapp.pages.browser import DESK, PHONE, UNION, demonstration, holds, opened, sign_in
from webapp.demo import add_people, secret_of
from webapp.plan import Plan
from webapp.store import campaigns, migrate
from webapp.store.engine import open_engine

pytestmark = [pytest.mark.long, pytest.mark.allow_hosts(["127.0.0.1"])]

NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A published campaign of thirty people who all want the same six posts."""
    folder = tmp_path / "demo"
    folder.mkdir()
    engine = open_engine(f"sqlite:///{folder / 'rang.sqlite'}")
    migrate.upgrade(engine)
    names = [f"N{number:02d}" for number in range(30)]
    held = campaign(
        [post(f"STAGE{number}", 6, service=f"Service {number}", town="Firminy") for number in range(6)],
        [intern(name, rank) for rank, name in enumerate(names, 1)],
        {name: " ".join(f"STAGE{number}" for number in range(4)) for name in names},
    )
    where = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, Plan())
    campaigns.publish(engine, where, held.prepared, actor="a-1", now=NOW)
    add_people(engine, secret_of(folder))
    engine.dispose()
    with demonstration(folder) as address:
        yield address


def look(page: Page, title: str) -> None:
    """The page is there, and holds."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    holds(page, title)


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_union_reads_the_simulation_tries_more_seats_and_freezes_a_round(
    browser: Browser, site: str, size: dict[str, int]
) -> None:
    # axe-core is put into the page by the test, which our own policy would rightly refuse.
    page = opened(browser, site, viewport=size, bypass_csp=True, color_scheme="dark" if size is DESK else "light")
    sign_in(page, UNION)
    page.get_by_role("link", name="Saint-Étienne").first.click()
    page.get_by_role("link", name="Simulation").click()
    look(page, "Simulation")
    expect(page.get_by_role("img", name="Nombre d’internes par vœu obtenu")).to_be_visible()
    _every_page_of_it(page)
    _a_scenario(page)
    page.get_by_role("link", name="Tours à blanc").click()
    look(page, "Tours à blanc")
    page.get_by_role("button", name="Faire un tour à blanc").click()
    look(page, "Tour à blanc du")
    expect(page.get_by_role("status")).to_contain_text("figé")
    assert page.complaints == []


def _every_page_of_it(page: Page) -> None:
    for link, title in (
        ("Stages", "Stages"),
        ("Par numéro d'appel", "Issue"),
        ("Liste à imprimer", "Liste des postes"),
    ):
        page.get_by_role("link", name=link).click()
        look(page, title)


def _a_scenario(page: Page) -> None:
    """By keyboard alone: named, one post enlarged, held beside today's."""
    page.get_by_role("link", name="Scénarios").click()
    look(page, "Scénarios")
    page.get_by_label("Nom du nouveau scénario").fill("Six places de plus")
    page.keyboard.press("Enter")
    look(page, "Six places de plus")
    page.get_by_label("Stage (code)").fill("STAGE0")
    page.get_by_label("Places (0 ferme le stage)").fill("12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("6 places aujourd’hui")).to_be_visible()
    expect(page.get_by_role("row", name="Premier vœu obtenu")).to_contain_text("≈ 10")
    look(page, "Six places de plus")
