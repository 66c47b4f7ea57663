"""The semester after: the call list that the records lead to, to take away, and held against the ARS's own."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from imports.reading import Input, read
from tests.webapp.pages.house import House
from tests.webapp.pages.preparing import Preparing, intern, interns, posts, preparing
from webapp.rehearsal.play import Pace, play
from webapp.store import attendance, campaigns, journal
from webapp.store.attendance import Recorder
from webapp.store.engine import writing
from webapp.store.persons import identities

NOW = datetime(2027, 10, 1, tzinfo=UTC)
ENDING, GOING_ON, FAILING = 1, 2, 3


@pytest.fixture
def done(house: House) -> Preparing:
    """A campaign of three interns, prepared here, chosen, its stages decided: one ends the socle, one fails."""
    draft = preparing(house)
    people = [intern(ENDING, Ancienneté=1), intern(GOING_ON), intern(FAILING)]
    draft.drop({"postes.xlsx": posts(), "internes.xlsx": interns(people)})
    draft.read("fichiers")
    _publish(draft)
    play(house.engine, draft.campaign_id, Pace(speed=0), seed=1)
    _decide(house.engine, draft.campaign_id)
    return draft


def _publish(draft: Preparing) -> None:
    from webapp.pages.at_draft import draft_of

    with draft.house.app.test_request_context():
        prepared = draft_of(campaigns.find(draft.engine, draft.campaign_id)).prepared
    campaigns.publish(draft.engine, draft.campaign_id, prepared, actor="a-1", now=NOW)


def _decide(engine: Engine, campaign_id: str) -> None:
    for person, row in identities(engine, campaign_id).items():
        assert person in journal.read_day(engine, campaign_id).holds
        validated = not row.last_name.endswith("AAD")
        with writing(engine) as session:
            attendance.decide(
                session, campaign_id, person, validated=validated, reason="", cause="", by=Recorder(None, NOW)
            )


def test_each_is_one_further_by_the_rules(done: Preparing) -> None:
    page = done.read("semestre-suivant").text
    for shown in ("hiver 2027-2028", "Médecine générale – Approfondissement", "passe en Approfondissement", "ORD-02"):
        assert shown in page, shown
    packed = done.browser.get(done.path("semestre-suivant/listes.zip")).data
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = [Input(name, archive.read(name)) for name in archive.namelist()]
    again = read(files, semester="2027-hiver").dossier
    found = {each.identity.last_name: (each.phase.value, each.seniority) for each in again.candidates}
    assert sorted(found.values()) == [("APPROFONDISSEMENT", 0), ("SOCLE", 0), ("SOCLE", 1)]
    assert len(again.history) == 3


def test_the_list_of_the_ars_is_held_against_it_person_by_person(done: Preparing) -> None:
    theirs = interns([intern(ENDING, Ancienneté=2), intern(GOING_ON, Ancienneté=1), intern(9)])
    sent = {"file": (io.BytesIO(theirs), "ars.xlsx")}
    page = done.browser.post(done.path("semestre-suivant/comparer"), data=sent).text
    assert "3 personnes" in page
    for shown in ("NOMAAB", "NOMAAD", "NOMAAJ", "seulement dans la liste importée", "absent de la liste importée"):
        assert shown in page, shown
    wrong = {"file": (io.BytesIO(b"rien"), "ars.xlsx")}
    assert "a des erreurs" in done.browser.post(done.path("semestre-suivant/comparer"), data=wrong).text


def test_a_campaign_that_is_not_over_or_not_from_here_says_so(house: House, campaign_id: str) -> None:
    from webapp.accounts.roles import Role

    page = house.signed_in(Role.MANAGER).get(f"/campagnes/{campaign_id}/semestre-suivant").text
    assert "n'a pas été préparée ici" in page
