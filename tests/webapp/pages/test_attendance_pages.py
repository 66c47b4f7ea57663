"""The semester under way on its pages: absences typed or imported, days left, the decision apart, one's own count."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine
from sqlmodel import select

from allocation.model import Category
from tests.allocation.factories import campaign, past, senior, teaching, ticking
from tests.webapp.pages.house import HERE, House
from tests.webapp.store.campaigns import choices, crowd, put
from webapp.accounts.roles import Role
from webapp.plan import Plan
from webapp.rehearsal.play import Pace, play
from webapp.store import attendance, campaigns, journal, offices
from webapp.store.engine import reading, writing
from webapp.store.models import PersonIdentity

NOW = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture
def campaign_id(engine: Engine) -> str:
    """Three interns, each served; the first one has an address."""
    held = crowd(3)
    made = put(engine, held)
    for seen, command in enumerate(choices(held), start=1):
        journal.append(engine, made, command, seen=seen, actor="d", clock=ticking())
    with writing(engine) as session:
        who = session.get(PersonIdentity, (made, person(engine, made)))
        who.email = "interne@exemple.fr"
    return made


def person(engine: Engine, campaign_id: str, number: int = 0) -> str:
    with reading(engine) as session:
        wanted = select(PersonIdentity.person).where(PersonIdentity.last_name == f"INTERNE{number}")
        return session.exec(wanted.where(PersonIdentity.campaign_id == campaign_id)).one()


def page_of(engine: Engine, campaign_id: str, number: int = 0) -> str:
    return f"/campagnes/{campaign_id}/suivi/{person(engine, campaign_id, number)}"


def add(browser: FlaskClient, page: str, **how: str) -> str:
    typed = {"start": "2027-06-01", "end": "2027-06-10", "cause": "Maladie"} | how
    return browser.post(f"{page}/absences", data=typed, follow_redirects=True).text


def workbook(*rows: tuple[object, ...]) -> BytesIO:
    book, written = Workbook(), BytesIO()
    for row in (("RPPS", "Nom", "Prénom", "Début", "Fin", "Motif"), *rows):
        book.active.append(row)
    book.save(written)
    written.seek(0)
    return written


def send(browser: FlaskClient, campaign_id: str, file: BytesIO) -> str:
    return browser.post(f"/campagnes/{campaign_id}/suivi/importer", data={"file": (file, "chu.xlsx")}).text


def test_an_absence_is_noted_once_and_taken_out_with_its_reason(house: House, engine: Engine, campaign_id: str) -> None:
    browser, page = house.signed_in(Role.MANAGER), page_of(engine, campaign_id)
    assert "Absence notée" in add(browser, page)
    assert "déjà notée" in add(browser, page)
    assert "<dd>10</dd>" in browser.get(page).text
    number = browser.get(page).text.split("/absences/")[1].split("/")[0]
    assert "Dites pourquoi" in browser.post(f"{page}/absences/{number}/retirer", follow_redirects=True).text
    gone = browser.post(f"{page}/absences/{number}/retirer", data={"reason": "erreur"}, follow_redirects=True).text
    assert "Absence retirée" in gone
    assert "erreur" in gone
    assert "<dd>10</dd>" not in gone
    again = browser.post(f"{page}/absences/{number}/retirer", data={"reason": "bis"}, follow_redirects=True).text
    assert "retirée avant vous" in again


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"start": ""}, "Écrivez le premier"),
        ({"end": "2027-05-31"}, "vient avant le premier"),
        ({"start": "2026-06-01", "end": "2026-06-10"}, "hors du semestre"),
        ({"cause": "<b>Grippe</b>"}, "Choisissez le motif"),
        ({"half_days": "21"}, "demi-journées va de 1"),
    ],
)
def test_what_cannot_be_noted_is_said_and_what_was_typed_stays(
    house: House, engine: Engine, campaign_id: str, typed: dict[str, str], said: str
) -> None:
    browser, page = house.signed_in(Role.MANAGER), page_of(engine, campaign_id)
    answer = add(browser, page, **typed)
    assert said in answer
    assert f'value="{typed.get("end", "2027-06-10")}"' in answer


def test_a_workbook_of_a_hospital_is_recorded_whole_or_not_at_all(
    house: House, engine: Engine, campaign_id: str
) -> None:
    browser = house.signed_in(Role.MANAGER)
    good = ("", "INTERNE0", "Camille", "01/06/2027", "05/06/2027", "Maladie")
    stranger = ("", "PERSONNE", "Anne", "01/06/2027", "05/06/2027", "Maladie")
    bad = ("", "INTERNE1", "Camille", "05/06/2027", "01/06/2027", "Maladie")
    refused = send(browser, campaign_id, workbook(good, bad))
    assert "rien n'a été enregistré" in refused
    assert "avant le début" in refused
    told = send(browser, campaign_id, workbook(good, good, stranger))
    assert "1 absence enregistrée" in told
    assert "PERSONNE Anne" in told
    assert "1 déjà connue" in send(browser, campaign_id, workbook(good))
    batch = told.split("/suivi/importer/")[1].split("/")[0]
    undone = browser.post(f"/campagnes/{campaign_id}/suivi/importer/{batch}/annuler", follow_redirects=True).text
    assert "1 absence retirée" in undone


def test_who_comes_close_to_the_limit_is_warned_once(
    house: House, engine: Engine, campaign_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.pages.at_hand.now", lambda: datetime(2027, 7, 18, 9, tzinfo=UTC))
    browser, page = house.signed_in(Role.MANAGER), page_of(engine, campaign_id)
    add(browser, page, start="2027-06-01", end="2027-07-15")
    assert house.mails() == []
    add(browser, page, start="2027-07-16", end="2027-07-16")
    add(browser, page, start="2027-07-17", end="2027-07-17")
    (letter,) = house.mails()
    assert letter.recipient == "interne@exemple.fr"
    assert "15 jour(s)" in letter.body
    assert "Maladie" not in letter.body


def test_the_decision_is_the_facultys_and_asks_for_a_reason_to_refuse(
    house: House, engine: Engine, campaign_id: str
) -> None:
    browser, page = house.signed_in(Role.COORDINATOR), page_of(engine, campaign_id)
    refused = browser.post(f"{page}/decision", data={"outcome": "non-valide"})
    assert (refused.status_code, "demande son motif" in refused.text) == (422, True)
    told = browser.post(
        f"{page}/decision", data={"outcome": "non-valide", "reason": "avis défavorable"}, follow_redirects=True
    ).text
    assert "avis défavorable" in told
    assert "assiduité suffisante" in told
    book = load_workbook(BytesIO(browser.get(f"/campagnes/{campaign_id}/suivi/validation.xlsx").data))
    headers, *rows = book["Validation"].iter_rows(values_only=True)
    row = dict(zip(headers, next(row for row in rows if row[0] == "INTERNE0"), strict=True))
    assert (row["Stage"], row["Éligible"], row["Décision"]) == ("STAGE0 – CHU – STAGE0", "oui", "Non validé")


def test_an_intern_reads_their_own_count_and_nobody_elses(house: House, engine: Engine, campaign_id: str) -> None:
    add(house.signed_in(Role.MANAGER), page_of(engine, campaign_id))
    browser = house.signed_in(Role.INTERN)
    assert "<dd>10</dd>" in browser.get(f"/campagnes/{campaign_id}/mon-suivi").text
    assert browser.get(page_of(engine, campaign_id)).status_code == 403
    other = house.signed_in(Role.INTERN, email="inconnu@exemple.fr")
    assert other.get(f"/campagnes/{campaign_id}/mon-suivi").status_code == 404


def test_the_list_is_filtered_and_leaves_a_trace_of_who_read_it(house: House, engine: Engine, campaign_id: str) -> None:
    browser = house.signed_in(Role.MANAGER)
    add(browser, page_of(engine, campaign_id), start="2027-06-01", end="2027-08-15")
    where = f"/campagnes/{campaign_id}/suivi"
    assert "INTERNE1" not in browser.get(f"{where}?voir=non-eligibles").text
    assert "INTERNE0" in browser.get(f"{where}?voir=non-eligibles").text
    assert "Personne ne correspond" in browser.get(f"{where}?q=zzz").text
    assert "données personnelles lues" in house.acts()


def test_a_hospital_sees_and_notes_its_own_interns_and_nobody_elses(
    house: House, engine: Engine, campaign_id: str
) -> None:
    account_id = house.person(Role.HOSPITAL)
    browser, where = house.browser_of(account_id), f"/campagnes/{campaign_id}/suivi"
    assert "INTERNE" not in browser.get(where).text
    assert browser.post(f"{page_of(engine, campaign_id)}/absences").status_code == 404
    with writing(engine) as session:
        offices.bind(session, account_id, HERE, "CHU")
    assert "INTERNE0" in browser.get(where).text
    assert "Absence notée" in add(browser, page_of(engine, campaign_id))
    with writing(engine) as session:
        offices.unbind(session, account_id, HERE, "CHU")
    row = ("", "INTERNE1", "Camille", "01/06/2027", "05/06/2027", "Maladie")
    assert "INTERNE1 Camille" in send(browser, campaign_id, workbook(row))
    (known,) = attendance.standing(engine, campaign_id)
    taken_out = browser.post(f"{page_of(engine, campaign_id)}/absences/{known.id}/retirer", data={"reason": "non"})
    assert taken_out.status_code == 404
    assert len(attendance.standing(engine, campaign_id)) == 1


def test_somebody_reads_how_far_they_are_and_what_they_did_before(house: House, engine: Engine) -> None:
    history = [past("INTERNE0", "VIEUX", Category.MPOLY)]
    held = campaign([teaching("A", Category.SASPAS)], [senior("INTERNE0", 1)], history=history)
    made = campaigns.create_draft(engine, HERE, "2027-ete", NOW, Plan())
    campaigns.publish(engine, made, held.prepared, actor="a-1", now=NOW)
    play(engine, made, Pace(speed=0), seed=1)
    with writing(engine) as session:
        session.get(PersonIdentity, (made, person(engine, made))).email = "interne@exemple.fr"
    page = house.signed_in(Role.INTERN).get(f"/campagnes/{made}/mon-suivi").text
    for shown in ("SASPAS", "Médecine polyvalente", "VIEUX", "hiver 2026-2027"):
        assert shown in page, shown


def test_a_long_list_is_shown_a_hundred_at_a_time(house: House, engine: Engine) -> None:
    held = crowd(130)
    campaign_id = put(engine, held)
    for seen, command in enumerate(choices(held), start=1):
        journal.append(engine, campaign_id, command, seen=seen, actor="d", clock=ticking())
    browser = house.signed_in(Role.MANAGER)
    first, last = (browser.get(f"/campagnes/{campaign_id}/suivi?q=interne&page={page}").text for page in (1, 99))
    assert "130 internes" in first
    assert ("INTERNE0 " in first, "INTERNE99 " in first) == (True, False)
    assert ("INTERNE0 " in last, "INTERNE99 " in last) == (False, True)
    assert "?q=interne&amp;voir=tous&amp;page=2" in first
