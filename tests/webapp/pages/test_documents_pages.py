"""Each role finds its own documents, and no other's."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from sqlalchemy import Engine
from sqlmodel import select

from tests.allocation.factories import SOCLE
from tests.exports.reading import table
from tests.webapp.pages.house import HERE, House
from webapp.accounts.roles import Role
from webapp.folder import read_result
from webapp.results import jobs, material
from webapp.results.offered import BY_NAME, DOCUMENTS
from webapp.store.campaigns import import_result
from webapp.store.closings import closing_ranks
from webapp.store.engine import reading, writing
from webapp.store.journal import read_opening
from webapp.store.models import ExportFile, ExportJob, HospitalAccount, PersonIdentity
from webapp.store.offices import agency
from webapp.store.persons import identities

CHU = "CHU de Saint-Étienne – Hôpital Nord"


@pytest.fixture
def closed(engine: Engine, sample_result: Path) -> str:
    """The sample campaign, closed and published; its id."""
    return import_result(engine, read_result(sample_result))


def page(browser: FlaskClient, campaign_id: str, rest: str = "") -> str:
    answer = browser.get(f"/campagnes/{campaign_id}/documents{rest}")
    assert answer.status_code == 200
    return answer.text


def test_a_manager_downloads_each_document_at_once_but_the_long_ones(house: House, closed: str) -> None:
    browser = house.signed_in(Role.MANAGER)
    text = page(browser, closed)
    for document in DOCUMENTS:
        answer = browser.get(f"/campagnes/{closed}/documents/{document.name}")
        assert answer.status_code == (404 if document.long else 200), document.name
        assert (f"/documents/{document.name}" in text) != document.long
    assert "Tout préparer en une archive" in text


def test_a_document_of_one_file_is_that_file_and_of_several_an_archive(house: House, closed: str) -> None:
    browser = house.signed_in(Role.MANAGER)
    decree = browser.get(f"/campagnes/{closed}/documents/arrete")
    assert decree.headers["Content-Disposition"] == 'attachment; filename="arrete.pdf"'
    assert PdfReader(io.BytesIO(decree.data)).pages
    both = ZipFile(io.BytesIO(browser.get(f"/campagnes/{closed}/documents/affectations").data))
    assert both.namelist() == ["affectations.csv", "affectations.xlsx"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_a_role_finds_its_own_documents_and_no_other(house: House, closed: str, role: Role) -> None:
    browser = house.signed_in(role)
    text = page(browser, closed)
    for document in DOCUMENTS:
        assert (f"/documents/{document.name}" in text) == (role in document.roles), document.name
    for name in ("affectations", "hopitaux", "arrete", "proces-verbal"):
        assert browser.get(f"/campagnes/{closed}/documents/{name}").status_code == 404
        assert browser.post(f"/campagnes/{closed}/documents/preparer", data={"what": name}).status_code == 404


def test_before_the_close_only_the_post_list_is_for_everybody(house: House, campaign_id: str) -> None:
    for role in (Role.UNION, Role.COORDINATOR):
        browser = house.signed_in(role)
        assert "/documents/liste-postes" in page(browser, campaign_id)
        assert browser.get(f"/campagnes/{campaign_id}/documents/statistiques").status_code == 404
    text = page(house.signed_in(Role.MANAGER), campaign_id)
    assert "/documents/emargement" in text
    assert "Le choix n'est pas clos" in text.replace("&#39;", "'")


def test_a_reading_of_names_leaves_a_trace(house: House, closed: str) -> None:
    browser = house.signed_in(Role.MANAGER)
    browser.get(f"/campagnes/{closed}/documents/liste-postes")
    assert "données personnelles exportées" not in house.acts()
    browser.get(f"/campagnes/{closed}/documents/arrete")
    assert house.acts()[-1] == "données personnelles exportées"


def test_a_hospital_reads_the_workbook_of_the_establishment_it_is_bound_to(
    house: House, engine: Engine, closed: str
) -> None:
    account_id = house.person(Role.HOSPITAL)
    hospital, manager = house.browser_of(account_id), house.signed_in(Role.MANAGER)
    path = f"/campagnes/{closed}/documents/mon-hopital"
    assert "rattaché à aucun établissement" in page(hospital, closed)
    assert hospital.get(path, query_string={"etablissement": CHU}).status_code == 404
    form = {"account": account_id, "establishment": CHU}
    assert manager.post(f"/campagnes/{closed}/reglages-documents/hopitaux", data=form).status_code == 302
    assert CHU in page(hospital, closed)
    found = hospital.get(path, query_string={"etablissement": CHU})
    rows = table(load_workbook(io.BytesIO(found.data)).worksheets[0])
    own = {pool.code for pool in read_opening(engine, closed).pools if pool.establishment == CHU}
    assert {row["Code stage"] for row in rows} <= own
    assert rows
    assert hospital.get(path, query_string={"etablissement": "Hôpital du Gier"}).status_code == 404
    manager.post(f"/campagnes/{closed}/reglages-documents/hopitaux/{account_id}/retirer", data=form)
    assert hospital.get(path, query_string={"etablissement": CHU}).status_code == 404


def test_only_a_hospital_s_account_and_a_known_establishment_are_bound(
    house: House, engine: Engine, closed: str
) -> None:
    manager, hospital = house.signed_in(Role.MANAGER), house.person(Role.HOSPITAL)
    union = house.person(Role.UNION)
    for account, place in ((union, CHU), (hospital, "Ailleurs"), ("", CHU), (999, CHU)):
        form = {"account": account, "establishment": place}
        manager.post(f"/campagnes/{closed}/reglages-documents/hopitaux", data=form)
    with reading(engine) as session:
        assert session.exec(select(HospitalAccount)).all() == []


def test_an_intern_downloads_their_own_notice_and_nothing_of_the_others(
    house: House, engine: Engine, closed: str
) -> None:
    person, known = next(iter(identities(engine, closed).items()))
    with writing(engine) as session:
        session.get_one(PersonIdentity, (closed, person)).email = "interne@exemple.fr"
    browser = house.signed_in(Role.INTERN)
    assert "Ma notification" in page(browser, closed)
    answer = browser.get(f"/campagnes/{closed}/documents/ma-notification")
    text = " ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(answer.data)).pages)
    assert known.last_name in text
    others = {row.last_name for key, row in identities(engine, closed).items() if key != person} - {known.last_name}
    assert not any(f"{name} " in text for name in others)


def test_long_documents_are_made_beside_the_request_with_their_progress(
    house: House, engine: Engine, closed: str
) -> None:
    account_id = house.person(Role.MANAGER)
    browser, told = house.browser_of(account_id), list[tuple[int, int]]()
    made = jobs.made(material.from_store(engine, closed), [BY_NAME["notices"]], lambda *done: told.append(done))
    names = ZipFile(io.BytesIO(made)).namelist()
    assert len(names) == told[-1][0] + 1 == told[-1][1]
    sent = browser.post(f"/campagnes/{closed}/documents/preparer", data={"what": "statistiques"})
    house.app.extensions["rang"].press.submit(lambda: None).result(timeout=60)
    answer = browser.get(sent.location)
    assert (answer.status_code, "Les documents sont prêts" in answer.text) == (200, True)
    archive = ZipFile(io.BytesIO(browser.get(f"{sent.location}/archive").data))
    assert archive.namelist() == ["statistiques.xlsx"]
    other = house.signed_in(Role.MANAGER, email="autre@exemple.fr")
    assert other.get(sent.location).status_code == other.get(f"{sent.location}/archive").status_code == 404


def test_a_job_says_how_far_it_is_then_that_it_was_cut_short_and_expires(
    house: House, engine: Engine, closed: str
) -> None:
    account_id, now = house.person(Role.MANAGER), datetime.now(UTC)
    browser = house.browser_of(account_id)
    job_id = jobs.start(engine, closed, account_id, [BY_NAME["notices"]], now)
    path = f"/campagnes/{closed}/documents/travaux/{job_id}"
    with writing(engine) as session:
        job = session.get_one(ExportJob, job_id)
        job.done, job.total = 40, 160
    answer = browser.get(path)
    assert (answer.status_code, "40 sur 160" in answer.text) == (202, True)
    with writing(engine) as session:
        session.get_one(ExportJob, job_id).created_at = now - jobs.STALLED * 2
        session.add(ExportFile(job_id=job_id, name="x", content=b"x"))
    assert (browser.get(path).status_code, "pu être préparés" in browser.get(path).text) == (200, True)
    jobs.start(engine, closed, account_id, [], now + jobs.KEPT * 2)
    assert browser.get(path).status_code == 404


def test_the_agency_s_words_stand_in_the_decision(house: House, engine: Engine, closed: str) -> None:
    manager = house.signed_in(Role.MANAGER)
    path = f"/campagnes/{closed}/reglages-documents/textes"
    refused = manager.post(path, data={"name": "ARS du Forez", "decree": "# T\n\nVu {grimoire}"})
    assert (refused.status_code, "{grimoire}" in refused.text, agency(engine, HERE).name) == (
        422, True, "Agence régionale de santé",
    )  # fmt: skip
    assert manager.post(path, data={"name": "ARS du Forez", "court": "de Lyon"}).status_code == 302
    decree = PdfReader(io.BytesIO(manager.get(f"/campagnes/{closed}/documents/arrete").data))
    assert "ARS du Forez" in decree.pages[0].extract_text()


def test_old_results_are_brought_in_and_shown_on_the_post_list(house: House, engine: Engine, closed: str) -> None:
    manager = house.signed_in(Role.MANAGER)
    path = f"/campagnes/{closed}/reglages-documents/anciens-resultats"
    bad = manager.post(path, data={"file": (_old("42-URG-01", 9, 3), "vieux.xlsx"), "semester": "2026-ete"})
    assert (bad.status_code, "C2" in bad.text, "2026-ete" in str(closing_ranks(engine, HERE))) == (422, True, False)
    good = manager.post(path, data={"file": (_old("42-URG-01", 37, 148), "vieux.xlsx"), "semester": "2026-ete"})
    assert good.status_code == 302
    post_list = PdfReader(io.BytesIO(manager.get(f"/campagnes/{closed}/documents/liste-postes").data))
    text = " ".join(" ".join(leaf.extract_text().split()) for leaf in post_list.pages)
    assert "parti au tour 37 sur 148" in text


def _old(code: str, turn: int, of: int) -> io.BytesIO:
    book, content = Workbook(), io.BytesIO()
    for row in (("Code stage", "Liste", "Tour de clôture", "Sur"), (code, SOCLE, turn, of)):
        book.worksheets[0].append(row)
    book.save(content)
    content.seek(0)
    return content
