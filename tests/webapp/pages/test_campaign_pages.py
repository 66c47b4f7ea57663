"""A campaign on a page: totals that are the journal's, names only for who may see them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from allocation.commands import Choose
from tests.allocation.factories import SOCLE, ticking
from tests.webapp.pages.house import ELSEWHERE, House
from tests.webapp.running import rang
from webapp.accounts.roles import Role
from webapp.campaign_view import summary
from webapp.folder import read_result
from webapp.store import campaigns, journal, persons


@pytest.fixture
def sample(engine: Engine, sample_result: Path) -> str:
    return campaigns.import_result(engine, read_result(sample_result))


def test_the_totals_are_those_that_the_journal_closes_on(engine: Engine, sample: str, sample_result: Path) -> None:
    told = summary(journal.read_day(engine, sample), None)
    closed = journal.read_entries(engine, sample)[-1]["data"]
    assert (told.served, told.unserved, told.waiting) == (closed["served"], closed["unserved"], 0)
    posts = json.loads((sample_result / "resultat.json").read_text("utf-8"))["posts"]
    assert told.seats == sum(post["seats"] for post in posts)
    assert told.seats_left == sum(post["seats"] - post["taken"] for post in posts)


def test_a_day_under_way_shows_who_is_still_to_come(house: House, engine: Engine, campaign_id: str) -> None:
    person = journal.read_opening(engine, campaign_id).list[SOCLE].calls[0].person
    journal.append(engine, campaign_id, Choose(SOCLE, person, "STAGE0"), seen=1, actor="essai", clock=ticking())
    told = summary(journal.read_day(engine, campaign_id), None)
    assert (told.served, told.unserved, told.waiting, told.seats, told.seats_left) == (1, 0, 2, 3, 2)
    page = house.signed_in(Role.UNION).get(f"/campagnes/{campaign_id}").text
    assert "à venir" in page
    assert journal.head(engine, campaign_id)[1] in page


@pytest.mark.parametrize("role", [Role.MANAGER, Role.COORDINATOR])
def test_staff_see_names_and_situations(house: House, sample: str, role: Role) -> None:
    page = house.signed_in(role).get(f"/campagnes/{sample}").text
    assert "FONTVIEILLE Thomas" in page
    assert "surnombre" in page


@pytest.mark.parametrize("role", [Role.INTERN, Role.UNION, Role.OBSERVER, Role.HOSPITAL])
def test_the_others_see_neither_names_nor_situations(house: House, engine: Engine, sample: str, role: Role) -> None:
    page = house.signed_in(role).get(f"/campagnes/{sample}").text
    assert "surnombre" not in page
    assert "hors-filière" not in page
    assert [name for name in persons.names(engine, sample).values() if name in page] == []


def test_a_person_who_was_erased_keeps_a_line_without_a_name(house: House, engine: Engine, sample: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM person_identity WHERE last_name = 'FONTVIEILLE'")
    page = house.signed_in(Role.MANAGER).get(f"/campagnes/{sample}").text
    assert "FONTVIEILLE" not in page
    assert "(effacé)" in page


def test_a_manager_takes_the_journal_away_byte_for_byte_and_it_is_noted(
    house: House, sample: str, sample_result: Path
) -> None:
    browser = house.signed_in(Role.MANAGER)
    for name in ("journal.jsonl", "ouverture.json"):
        answer = browser.get(f"/campagnes/{sample}/{name}")
        assert answer.data == (sample_result / name).read_bytes()
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert house.acts()[-1] == "journal téléchargé"


def test_the_union_takes_away_an_archive_that_tells_no_situation_and_is_proved(
    house: House, sample: str, tmp_path: Path
) -> None:
    browser = house.signed_in(Role.UNION)
    assert "Télécharger l'archive à vérifier" in browser.get(f"/campagnes/{sample}").text
    answer = browser.get(f"/campagnes/{sample}/journal-a-verifier.zip")
    taken = tmp_path / "archive.zip"
    taken.write_bytes(answer.data)
    with zipfile.ZipFile(taken) as archive:
        shown = b"".join(archive.read(name) for name in archive.namelist())
    assert b"surnombre_validant" not in shown
    done = rang("verify", taken)
    assert (done.exit_code, "Forme masquée" in done.stdout) == (0, True)
    assert house.acts()[-1] == "journal téléchargé"


def test_the_list_shows_the_campaigns_of_ones_own_subdivisions(house: House, campaign_id: str) -> None:
    assert campaign_id in house.signed_in(Role.INTERN).get("/campagnes").text
    other = house.signed_in(Role.INTERN, ELSEWHERE, "ailleurs@exemple.fr").get("/campagnes").text
    assert "Aucune campagne" in other


def test_no_page_asks_for_a_script_or_carries_a_style_of_its_own(house: House, sample: str) -> None:
    pages = ("/campagnes", f"/campagnes/{sample}", "/mon-compte", "/subdivisions/Saint-Étienne/personnes")
    browser = house.signed_in(Role.MANAGER)
    for page in pages:
        text = browser.get(page).text
        assert "<script" not in text
        assert " style=" not in text
        assert " onclick=" not in text


def test_an_error_is_told_in_the_users_words(house: House, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = house.signed_in(Role.INTERN)
    assert "ne mène à rien" in browser.get("/nulle-part").text
    assert "rôle" in browser.get("/subdivisions/Lyon/personnes").text
    assert browser.get("/deconnexion").status_code == 405
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr(campaigns, "of_subdivisions", lambda *_: 1 / 0)
    broken = browser.get("/campagnes")
    assert broken.status_code == 500
    assert "Une erreur de notre part" in broken.text
