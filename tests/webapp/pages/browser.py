"""A real browser and a real server, both on this machine, and what every visit does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
PHONE, DESK = {"width": 320, "height": 700}, {"width": 1280, "height": 800}
MANAGER, UNION = "gestionnaire@exemple.fr", "syndicat@exemple.fr"
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PATIENCE = 60


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. Where there is none the test is skipped, but fails on the build server."""
    if not CHROMIUM.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(_FLAGS))
        yield made
        made.close()


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """`rang serve --demo` in a process of its own; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "webapp", "serve", "--demo", "--port", str(port), "--folder", str(folder)]
    with (folder.parent / "serveur.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/connexion", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def opened(browser: Browser, site: str, **how: object) -> Page:
    """A page that reports what the browser complains of: a blocked script, a missing file."""
    context = browser.new_context(base_url=site, locale="fr-FR", **how)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    return page


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


def holds(page: Page, name: str) -> None:
    """Nothing sticks out sideways, axe-core has nothing to say; a picture when asked for."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} scrolls sideways"
    if folder := os.environ.get("RANG_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}\n{found.generate_report()}"


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the server stopped"
        try:
            with urlopen(address):  # noqa: S310 (our own address)
                return
        except URLError:
            time.sleep(0.05)
    pytest.fail("the server does not answer")
