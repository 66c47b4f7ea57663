"""Addresses and forms that nobody types: refused in words, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.webapp.pages.desk import Desk
from tests.webapp.pages.house import HERE, House
from tests.webapp.pages.interns import as_intern
from tests.webapp.pages.test_rights import OPENED_TO, address, routes
from tests.webapp.store.campaigns import crowd, put
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.plan import Plan
from webapp.settings import load
from webapp.store import campaigns, migrate

HUGE = "9" * 30


@pytest.fixture
def both(url: str) -> Iterator[House]:
    """The application on each kind of database."""
    app = create_app(load({"RANG_DATABASE": url, "RANG_SECRET": "s" * 40, "RANG_BASE_URL": "http://localhost"}))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    house = app.extensions["rang"]
    migrate.upgrade(house.engine)
    yield House(app, house.engine)
    house.workshop.close()
    house.postman.shutdown()
    house.engine.dispose()


def test_a_number_that_no_row_bears_leads_nowhere(house: House, campaign_id: str) -> None:
    browsers = {role: house.signed_in(role) for role in Role}
    numbered = [(rule, method) for rule, method in routes(house.app) if "<int:" in rule.rule]
    assert len(numbered) > 20
    for rule, method in numbered:
        browser = browsers[min(OPENED_TO.get(rule.endpoint, {Role.MANAGER}))]
        parts = [HUGE if part in {"999", "0"} else part for part in address(rule, campaign_id).split("/")]
        assert HUGE in parts, rule
        assert browser.open("/".join(parts), method=method).status_code in {404, 405}, rule


def test_what_no_database_keeps_is_refused_and_not_recorded(both: House) -> None:
    desk = Desk(both.signed_in(Role.MANAGER), both.engine, put(both.engine, crowd(3)))
    for fields in ({"reason": "a\0b"}, {"seen": HUGE}, {"seen": f"-{HUGE}"}, {"situation": "\0"}):
        answer = desk.send("situation", **{"situation": "surnombre_validant", "reason": "Accordé", **fields})
        assert answer.status_code in {400, 409}, fields
    assert desk.browser.get(f"/campagnes/{desk.campaign_id}%00").status_code == 400
    assert desk.browser.get(f"/subdivisions/{HERE}/traces?who=%00").status_code == 400
    assert desk.kinds() == ["Opened"]


@pytest.mark.parametrize("asked", ["until=9999-12-31", "since=0001-01-01", f"before={HUGE}", "before=-1"])
def test_the_traces_are_filtered_by_what_can_be_read_alone(both: House, asked: str) -> None:
    manager = both.signed_in(Role.MANAGER)
    manager.post(f"/subdivisions/{HERE}/personnes/inviter", data={"email": "a@b.fr", "name": "A", "role": "interne"})
    assert "rôle donné</td>" in manager.get(f"/subdivisions/{HERE}/traces?{asked}").text


@pytest.mark.parametrize("key", ["a\0b", "\ud800"])
def test_a_list_sent_under_a_key_that_no_page_makes_is_not_kept(both: House, key: str) -> None:
    campaign_id = put(both.engine, crowd(3))
    browser = as_intern(both, campaign_id, "INTERNE0")
    sent = {"codes": ["STAGE0"], "seen": 0, "key": key}
    assert browser.post(f"/campagnes/{campaign_id}/mes-voeux/enregistrer", json=sent).status_code == 400


def test_every_address_of_a_draft_answers_without_an_error_of_ours(house: House) -> None:
    draft = campaigns.create_draft(house.engine, HERE, "2027-hiver", datetime.now(UTC), Plan())
    manager = house.signed_in(Role.MANAGER)
    bound = [(rule, method) for rule, method in routes(house.app) if "campaign_id" in rule.arguments]
    found = {
        (method, address(rule, draft)): manager.open(address(rule, draft), method=method) for rule, method in bound
    }
    assert {asked for asked, answer in found.items() if answer.status_code >= 500} == set()
    of_the_day = ("ouverture.json", "journal.jsonl", "convocations", "bureau", "bureau/0", "suivi", "procurations")
    assert {found["GET", f"/campagnes/{draft}/{page}"].status_code for page in of_the_day} == {404}
