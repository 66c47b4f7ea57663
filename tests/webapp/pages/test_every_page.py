"""Every page, as each kind of visitor, on a phone by day and on a desk by night, held against axe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.webapp.pages.browser import demonstration
from tests.webapp.pages.every_page import NOT_VISITED, PARTS, STRANGER, VISITORS, Site, Visit, is_a_file, made, visits

pytestmark = [pytest.mark.long, pytest.mark.allow_hosts(["127.0.0.1"])]

VIEWS = (("light", {"width": 320, "height": 700}), ("dark", {"width": 1280, "height": 800}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="module")
def site(folder: Path) -> Site:
    return made(folder)


@pytest.fixture(scope="module")
def server(site: Site, folder: Path) -> Iterator[str]:
    with demonstration(folder) as address:
        yield address


@pytest.fixture(scope="module")
def found(site: Site, server: str) -> list[Visit]:
    return visits(site, server)


def test_every_route_is_somebodys_page_or_file_or_says_why_not(site: Site, server: str, found: list[Visit]) -> None:
    shown = {visit.endpoint for visit in found}
    assert shown & set(NOT_VISITED) == set(), "a reason that holds no more"
    unseen = [rule for rule in site.routes() if rule.endpoint not in shown | set(NOT_VISITED) | set(PARTS)]
    assert {rule.endpoint for rule in unseen if not is_a_file(site, rule, server)} == set()


def test_every_page_holds(site: Site, server: str, found: list[Visit], browser: Browser) -> None:
    faults: list[str] = []
    for visitor in VISITORS:
        # axe-core is put into the page by the test, which our own policy would rightly refuse.
        context = browser.new_context(base_url=server, locale="fr-FR", bypass_csp=True, reduced_motion="reduce")
        if visitor != STRANGER:
            context.add_cookies([{"name": "rang", "value": site.cookies[visitor], "url": server}])
        page = context.new_page()
        faults += [fault for visit in found if visit.visitor == visitor for fault in faults_of(page, visit)]
        context.close()
    assert faults == [], "\n".join(faults)


STANDS_OVER = """[...document.querySelectorAll("tbody th")].some((head) =>
    head.scrollWidth > head.clientWidth + 1 && getComputedStyle(head).overflowX === "visible")"""


def faults_of(page: Page, visit: Visit) -> Iterator[str]:
    """What is wrong with a page: what sticks out sideways, what axe-core says."""
    page.goto(visit.path)
    for scheme, size in VIEWS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        if folder := os.environ.get("RANG_SCREENSHOTS"):
            name = f"{visit.endpoint}-{visit.visitor}-{size['width']}"
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            yield f"{visit} ({size['width']}): scrolls sideways"
        if page.evaluate(STANDS_OVER):
            yield f"{visit} ({size['width']}): the head of a row stands over the cell beside it"
        for violation in Axe().run(page).response["violations"]:
            where = [node["target"] for node in violation["nodes"]][:3]
            yield f"{visit} ({scheme}, {size['width']}): {violation['id']} {where}"
