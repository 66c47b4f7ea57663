"""Personal data on its pages: found, handed over, erased only once the day is over."""

from __future__ import annotations

import io
import json
import zipfile

from sqlalchemy import Engine

from tests.allocation.factories import ticking
from tests.webapp.pages.house import House
from tests.webapp.store.campaigns import choices, crowd, put
from webapp.accounts.roles import Role
from webapp.store import journal
from webapp.store.persons import identities


def test_somebody_is_found_exported_and_erased_after_the_close(house: House, engine: Engine) -> None:
    held = crowd(2)
    campaign_id = put(engine, held)
    where, browser = f"/campagnes/{campaign_id}/donnees", house.signed_in(Role.MANAGER)
    who = next(row for row in identities(engine, campaign_id).values() if row.last_name == "INTERNE0")
    assert "INTERNE1" not in browser.get(f"{where}?q=interne0").text
    packed = browser.post(f"{where}/{who.person}/exporter").data
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert json.loads(archive.read("donnees.json"))["person_identity"][0]["last_name"] == "INTERNE0"
    early = browser.post(f"{where}/{who.person}/effacer", follow_redirects=True).text
    assert "pas clos" in early
    for seen, command in enumerate(choices(held), start=1):
        journal.append(engine, campaign_id, command, seen=seen, actor="d", clock=ticking())
    assert "effacée" in browser.post(f"{where}/{who.person}/effacer", follow_redirects=True).text
    assert "0 personne" in browser.get(f"{where}?q=interne0").text
    assert browser.post(f"{where}/{who.person}/effacer").status_code == 404
    assert "(effacé)" in browser.get(f"/campagnes/{campaign_id}").text
    assert {"personne effacée", "données personnelles exportées"} <= set(house.acts())


def test_anybody_takes_their_own_data_away(house: House) -> None:
    browser = house.signed_in(Role.UNION)
    answer = browser.post("/mon-compte/mes-donnees")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        told = json.loads(archive.read("donnees.json"))
    assert told["account"][0]["email"] == "syndicat@exemple.fr"
    assert "password_hash" not in told["account"][0]
