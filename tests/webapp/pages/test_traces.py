"""The audit log: what the staff did and looked at, read by the managers of the place and by nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import Engine

from tests.webapp.pages.house import ELSEWHERE, HERE, House
from webapp.accounts import audit
from webapp.accounts.roles import Role
from webapp.pages import traces as page
from webapp.store.engine import writing
from webapp.store.traces import Wanted, traces

TRACES = f"/subdivisions/{HERE}/traces"


def note(engine: Engine, number: int, **told: object) -> None:
    at = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(minutes=number)
    with writing(engine) as session:
        audit.record(session, audit.Act.INVITED, at, **{"subdivision": HERE, "detail": f"n° {number}"} | told)


def test_looking_at_names_leaves_one_line_however_often_the_page_is_reloaded(house: House, campaign_id: str) -> None:
    browser = house.signed_in(Role.COORDINATOR)
    for _ in range(3):
        browser.get(f"/campagnes/{campaign_id}")
    assert house.acts().count("données personnelles lues") == 1
    house.signed_in(Role.UNION).get(f"/campagnes/{campaign_id}")
    assert house.acts().count("données personnelles lues") == 1, "who sees no name leaves no line"
    (line,) = traces(house.engine, HERE, Wanted(act="données personnelles lues"), 10)
    assert (line.actor, line.detail) == ("Coordonnateur", "noms et affectations, 2027-ete")


def test_a_reading_is_noted_again_after_a_while(house: House, engine: Engine) -> None:
    account_id, now = house.person(Role.COORDINATOR), datetime.now(UTC)
    for minutes in (0, 5, 11):
        audit.read(engine, account_id, HERE, "fiches de rang", now + timedelta(minutes=minutes))
    assert house.acts().count("données personnelles lues") == 2


def test_the_page_shows_who_did_what_and_finds_it_again(house: House) -> None:
    manager = house.signed_in(Role.MANAGER)
    manager.post(f"/subdivisions/{HERE}/personnes/inviter", data={"email": "a@b.fr", "name": "<i>", "role": "interne"})
    text = manager.get(TRACES).text
    assert "rôle donné" in text
    assert "&lt;i&gt;" in text
    assert "rôle donné</td>" in manager.get(f"{TRACES}?who=A@B").text
    assert "Aucune trace" in manager.get(f"{TRACES}?who=personne%25").text
    assert "Aucune trace" in manager.get(f"{TRACES}?until=2020-01-01").text
    assert "rôle donné</td>" in manager.get(f"{TRACES}?since=hier&until=2020-13-45&before=x").text


def test_the_lines_of_another_place_stay_there(house: House, engine: Engine) -> None:
    note(engine, 1, subdivision=ELSEWHERE)
    stranger = house.person(Role.UNION, ELSEWHERE, "loin@exemple.fr")
    with writing(engine) as session:
        audit.record(session, audit.Act.SIGNED_IN, datetime.now(UTC), actor_id=stranger, subject_id=stranger)
    assert "loin" not in house.signed_in(Role.MANAGER).get(f"{TRACES}/traces.csv").text.lower()
    assert [line.detail for line in traces(engine, HERE, Wanted(), 10) if line.detail == "n° 1"] == []


def test_a_long_log_is_read_page_by_page_without_a_gap(
    house: House, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "SHOWN", 3)
    for number in range(7):
        note(engine, number)
    browser, address, seen = house.signed_in(Role.MANAGER), f"{TRACES}?act=invitation", []
    while address:
        text = browser.get(address).text
        seen += [number for number in range(7) if f"n° {number}<" in text]
        _, _, rest = text.partition('href="' + quote(TRACES) + "?before=")
        address = f"{TRACES}?before={rest.partition('&')[0]}&act=invitation" if rest else ""
    assert sorted(seen) == list(range(7))


def test_the_log_is_taken_away_whole_safe_for_a_spreadsheet_and_that_is_noted(house: House, engine: Engine) -> None:
    note(engine, 1, detail="=cmd()")
    answer = house.signed_in(Role.MANAGER).get(f"{TRACES}/traces.csv?act=invitation")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="traces.csv"'
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Quand;Qui;Acte;Sur qui;Détail"
    assert lines[1].startswith("1er novembre 2026 à 13 h 01;;invitation;;'=cmd()")
    assert house.acts()[-1] == "données personnelles exportées"
