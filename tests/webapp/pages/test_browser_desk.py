"""The desk in a real browser: a whole day by keyboard, two desks on one seat, a choice undone, a correction by two."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from allocation.prepare import Prepared
from tests.allocation.factories import SOCLE, Campaign, campaign, intern, post
from tests.webapp.pages.browser import DESK, MANAGER, PHONE, code_of, demonstration, holds, opened, sign_in
from webapp.accounts.people import give_role
from webapp.accounts.roles import Role
from webapp.accounts.second_factor import set_up
from webapp.demo import add_people, secret_of
from webapp.plan import Plan
from webapp.store import campaigns, journal, migrate, wishes
from webapp.store.engine import open_engine, writing
from webapp.store.states import State

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

SECOND = "seconde@exemple.fr"
NOW = datetime.now(UTC)
PLACES = ("Cardiologie", "Dermatologie", "Endocrinologie", "Gériatrie", "Hématologie", "Médecine interne")


def held() -> Campaign:
    """Six posts of one seat for six interns; the fourth has a wish list."""
    posts = [post(f"42-{name[:3].upper()}", 1, service=name, establishment="CHU Nord") for name in PLACES]
    return campaign(posts, [intern(f"INTERNE{rank}", rank) for rank in range(1, 7)])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign published with two desks, and two managers."""
    folder = tmp_path_factory.mktemp("publiee")
    engine = open_engine(f"sqlite:///{folder / 'rang.sqlite'}")
    migrate.upgrade(engine)
    prepared: Prepared = held().prepared
    campaign_id = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, Plan(desks=2))
    campaigns.publish(engine, campaign_id, prepared, actor="compte-1", now=NOW)
    key = secret_of(folder)
    add_people(engine, key)
    with writing(engine) as session:
        account = give_role(session, SECOND, "Dominique Petit", Role.MANAGER, "Saint-Étienne", None, NOW)
        set_up(session, account.id, key, NOW)
        fourth = prepared.opening.list[SOCLE].calls[3].person
        wishes.save(
            session, campaign_id, fourth, ["42-CAR", "42-HÉM", "42-GÉR"], seen=0, key="k", account_id=None, now=NOW
        )
    engine.dispose()
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "demo")


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    with demonstration(folder) as address:
        yield address


def enter(browser: Browser, site: str, email: str = MANAGER, **how: object) -> Page:
    """Signed in, second factor given, before the lists of the day."""
    page = opened(browser, site, **({"viewport": DESK} | how))
    sign_in(page, email)
    page.get_by_label("Code à six chiffres").fill(code_of(page, email))
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("link", name="Saint-Étienne, été 2027").click()
    page.get_by_role("link", name="Bureaux").click()
    return page


def at_the_desk(page: Page) -> Page:
    page.get_by_role("link", name=SOCLE, exact=True).click()
    expect(page.locator("#recherche")).to_be_focused()
    return page


def open_the_day(page: Page) -> None:
    page.get_by_role("button", name="Ouvrir la journée").click()
    expect(page.get_by_text("La journée est ouverte.")).to_be_visible()


def called(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator("#recherche")).to_be_focused()


def keys(page: Page, *pressed: str) -> int:
    """Press these keys, no mouse; how many they were. Confirming waits for what there is to confirm."""
    for key in pressed:
        page.keyboard.press(key)
        if key == "Enter" and page.locator("#confirmation").count() == 0:
            page.wait_for_selector("#confirmation [data-confirm]:focus")
    return len(pressed)


def recorded(folder: Path) -> list[str]:
    """What the journal tells, the first entries apart."""
    engine = open_engine(f"sqlite:///{folder / 'rang.sqlite'}")
    (found,) = campaigns.of_subdivisions(engine, ["Saint-Étienne"])
    told = [f"{entry['kind']} {entry['summary']}" for entry in journal.read_entries(engine, found.id)][3:]
    state = found.state
    engine.dispose()
    return [*told, "clos"] if state == State.CLOSED else told


def test_a_whole_day_by_keyboard_alone_in_four_keystrokes_a_choice(browser: Browser, site: str, folder: Path) -> None:
    page = enter(browser, site)
    open_the_day(page)
    at_the_desk(page)
    called(page, "INTERNE1")
    assert keys(page, "d", "e", "Enter", "Enter") == 4
    called(page, "INTERNE2")
    page.keyboard.press("F2")
    called(page, "INTERNE3")
    assert keys(page, "m", "e", "Enter", "Enter") == 4
    called(page, "INTERNE4")
    expect(page.locator("#ouverts tr.marked th")).to_have_text("42-CAR")
    assert keys(page, "Enter", "Enter") == 2, "the first wish that is open is proposed"
    called(page, "INTERNE5")
    assert keys(page, "ArrowDown", "Enter", "Enter") == 3
    called(page, "INTERNE6")
    page.keyboard.press("Escape")
    assert keys(page, "4", "2", "Enter", "Enter") == 4
    expect(page.get_by_text("Le tour de cette liste est terminé.")).to_be_visible()
    assert [line.split()[0] for line in recorded(folder)] == ["Chosen", "MarkedAbsent", *["Chosen"] * 4]
    assert page.complaints == []
    page.context.close()


@pytest.mark.parametrize(("key", "left", "kinds"), [("F2", "INTERNE2", ["MarkedAbsent"]), ("Enter", "INTERNE1", [])])
def test_a_key_held_down_goes_on_to_nobody_else(
    browser: Browser, site: str, folder: Path, key: str, left: str, kinds: list[str]
) -> None:
    page = enter(browser, site)
    open_the_day(page)
    at_the_desk(page)
    for _repeated in range(6):
        page.keyboard.down(key)
        page.wait_for_timeout(200)
    expect(page.get_by_role("heading", level=1)).to_contain_text(left)
    assert [line.split()[0] for line in recorded(folder)] == kinds
    page.context.close()


def test_a_choice_is_undone_with_one_key_and_its_reason(browser: Browser, site: str, folder: Path) -> None:
    page = enter(browser, site)
    open_the_day(page)
    at_the_desk(page)
    keys(page, "d", "e", "Enter", "Enter")
    called(page, "INTERNE2")
    page.keyboard.press("F8")
    expect(page.get_by_label("Motif").first).to_be_focused()
    page.keyboard.type("Mauvais code")
    page.keyboard.press("Enter")
    called(page, "INTERNE1")
    assert [line.split()[0] for line in recorded(folder)] == ["Chosen", "Undone"]
    page.context.close()


def test_two_desks_on_one_seat_the_second_is_told_who_took_it(browser: Browser, site: str, folder: Path) -> None:
    one, two = enter(browser, site), enter(browser, site, SECOND)
    open_the_day(one)
    # The second desk is not told yet: both press for the same turn.
    for path in ("**/evenements/**", "**/changements**"):
        two.route(path, lambda route: route.abort())
    for page in (one, two):
        page.reload()
        at_the_desk(page)
        keys(page, "d", "e", "Enter")
    keys(one, "Enter")
    called(one, "INTERNE2")
    two.keyboard.press("Enter")
    told = two.get_by_role("alert").first
    expect(told).to_contain_text("Camille Martin a enregistré avant vous : N° 1 : 42-DER.")
    expect(two.get_by_role("heading", level=1)).to_contain_text("INTERNE2")
    assert recorded(folder) == ["Chosen N° 1 : 42-DER."]
    two.keyboard.press("Escape")
    keys(two, "c", "a", "Enter", "Enter")
    called(two, "INTERNE3")
    assert recorded(folder) == ["Chosen N° 1 : 42-DER.", "Chosen N° 2 : 42-CAR."]
    one.context.close()
    two.context.close()


def test_a_desk_sees_what_another_records_and_what_it_weighed_is_weighed_again(
    browser: Browser, site: str, folder: Path
) -> None:
    one, two = enter(browser, site), enter(browser, site, SECOND)
    open_the_day(one)
    for page in (one, two):
        at_the_desk(page)
    expect(two.locator(".live-state[data-how=on]")).to_be_visible()
    keys(two, "d", "e", "Enter")
    one.get_by_text("Mettre en pause").first.click()
    one.get_by_label("Motif").last.fill("Une question")
    one.get_by_role("button", name="Mettre en pause").click()
    expect(two.get_by_text("Choix en pause")).to_be_visible()
    expect(two.locator("#confirmation")).to_contain_text("pause")
    one.get_by_role("button", name="Reprendre cette liste").click()
    expect(two.get_by_text("Choix en pause")).to_have_count(0)
    two.wait_for_selector("#confirmation [data-confirm]:focus")
    keys(one, "c", "a", "Enter", "Enter")
    called(one, "INTERNE2")
    expect(two.get_by_role("heading", level=1)).to_contain_text("INTERNE2")
    expect(two.get_by_role("alert").first).to_contain_text("Ce tour vient d’être joué ailleurs")
    keys(two, "d", "e", "Enter", "Enter")
    called(two, "INTERNE3")
    assert [line for line in recorded(folder) if line.startswith("Chosen")] == [
        "Chosen N° 1 : 42-CAR.", "Chosen N° 2 : 42-DER."
    ]  # fmt: skip
    one.context.close()
    two.context.close()


def test_a_lost_network_loses_nothing_that_was_typed(browser: Browser, site: str, folder: Path) -> None:
    page = enter(browser, site)
    open_the_day(page)
    at_the_desk(page)
    keys(page, "d", "e", "Enter")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Le serveur ne répond pas. Rien n’a été enregistré")
    page.context.set_offline(False)
    page.get_by_role("button", name="Confirmer").focus()
    page.keyboard.press("Enter")
    called(page, "INTERNE2")
    assert recorded(folder) == ["Chosen N° 1 : 42-DER."]
    page.context.close()


def test_a_correction_is_shown_proposed_and_confirmed_by_a_second_person(
    browser: Browser, site: str, folder: Path
) -> None:
    one, two = enter(browser, site), enter(browser, site, SECOND)
    open_the_day(one)
    at_the_desk(one)
    keys(one, "d", "e", "Enter", "Enter")
    called(one, "INTERNE2")
    one.get_by_role("link", name="Autres actes").click()
    one.get_by_role("link", name="Corriger un choix déjà fait").click()
    one.get_by_label("Interne").select_option(label="1 – INTERNE1 Camille : 42-DER")
    one.get_by_label("Stage qu’il aurait dû avoir").select_option("42-GÉR")
    one.get_by_label("Motif").fill("Code mal lu")
    one.get_by_role("button", name="Voir ce que cela changerait").click()
    expect(one.get_by_text("42-DER → 42-GÉR")).to_be_visible()
    one.get_by_role("button", name="Proposer cette correction").click()
    expect(one.locator(".notice.done")).to_contain_text("seconde personne")
    expect(one.get_by_role("button", name="Confirmer la correction")).to_have_count(0)
    assert len(recorded(folder)) == 1, "a proposal records nothing"
    two.reload()
    two.get_by_role("link", name="La voir").click()
    two.get_by_role("button", name="Confirmer la correction").click()
    expect(two.locator(".notice.done")).to_have_text("La correction est enregistrée.")
    assert recorded(folder)[-1].startswith("Corrected")
    one.context.close()
    two.context.close()


@pytest.mark.long
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_every_page_of_the_desk_holds_on_every_screen(browser: Browser, site: str, size: dict, scheme: str) -> None:
    page = enter(browser, site, viewport=size, bypass_csp=True, color_scheme=scheme)
    holds(page, "bureau-avant")
    open_the_day(page)
    holds(page, "bureau-listes")
    at_the_desk(page)
    holds(page, "bureau-tour")
    page.keyboard.press("F2")
    called(page, "INTERNE2")
    keys(page, "d", "e", "Enter")
    holds(page, "bureau-choix")
    keys(page, "Enter")
    called(page, "INTERNE3")
    holds(page, "bureau-suivant")
    page.get_by_role("link", name="Autres actes").click()
    holds(page, "bureau-actes")
    page.get_by_role("link", name="Corriger un choix déjà fait").click()
    holds(page, "bureau-corrections")
    page.get_by_role("link", name="Bureaux").click()
    page.goto(page.url + "/cloture")
    holds(page, "bureau-cloture")
    page.context.close()
