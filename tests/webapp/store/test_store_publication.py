"""A draft is published once: opening, identities, rank sheets and lists are frozen together."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from allocation.canonical import canonical
from allocation.documents import opening_document
from webapp.accounts.people import give_role
from webapp.accounts.roles import Role
from webapp.campaign import Ask, open_campaign
from webapp.commands.demo import FILES
from webapp.plan import Plan
from webapp.preparing.publishing import invite_interns
from webapp.store import campaigns, journal, persons, plans, sheets, wishes
from webapp.store.campaigns import CampaignExistsError, NotADraftError
from webapp.store.engine import reading, writing
from webapp.store.models import SealedText
from webapp.store.states import State

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def prepared():
    folder = Path(str(resources.files("sample_data")))
    return open_campaign(Ask([(folder / name, role) for role, name in FILES.items()])).prepared


def test_a_published_campaign_holds_all_that_it_was_prepared_with(engine: Engine, prepared) -> None:
    campaign_id = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, Plan(place="Amphi A"))
    campaigns.publish(engine, campaign_id, prepared, actor="a-1", now=NOW)
    assert campaigns.find(engine, campaign_id).state == State.PUBLISHED
    assert plans.read(engine, campaign_id).place == "Amphi A"
    assert journal.read_opening_bytes(engine, campaign_id) == canonical(opening_document(prepared.opening))
    assert wishes.current(engine, campaign_id) == dict(prepared.wishes)
    assert set(persons.identities(engine, campaign_id)) == set(prepared.register.identities)
    person, own = next(iter(prepared.sheets.items()))
    assert sheets.of_person(engine, campaign_id, person) == sorted(own, key=lambda sheet: sheet.list)
    with reading(engine) as session:
        assert {row.token: row.text for row in session.exec(select(SealedText))} == dict(prepared.register.typed)


def test_it_is_published_once(engine: Engine, prepared) -> None:
    campaign_id = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, Plan())
    campaigns.publish(engine, campaign_id, prepared, actor="a-1", now=NOW)
    with pytest.raises(NotADraftError):
        campaigns.publish(engine, campaign_id, prepared, actor="a-2", now=NOW)


def test_a_subdivision_has_one_campaign_a_semester_and_its_rehearsals(engine: Engine) -> None:
    campaigns.create_draft(engine, "Lyon", "2027-ete", NOW, Plan())
    campaigns.create_draft(engine, "Lyon", "2027-ete", NOW, Plan(), rehearsal="r-1")
    with pytest.raises(CampaignExistsError):
        campaigns.create_draft(engine, "Lyon", "2027-ete", NOW, Plan())


def test_an_account_is_who_its_rpps_says_and_else_who_its_address_says(engine: Engine, prepared) -> None:
    campaign_id = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, Plan())
    campaigns.publish(engine, campaign_id, prepared, actor="a-1", now=NOW)
    one, two = [row for row in persons.identities(engine, campaign_id).values() if row.rpps and row.email][:2]
    with writing(engine) as session:
        account = give_role(session, one.email, "Quelqu'un", Role.INTERN, "Saint-Étienne", None, NOW)
        nobody = give_role(session, "autre@exemple.fr", "Autre", Role.INTERN, "Saint-Étienne", None, NOW)
    assert persons.person_of(engine, campaign_id, account.id).person == one.person
    assert persons.person_of(engine, campaign_id, nobody.id) is None
    with writing(engine) as session:
        session.merge(account).rpps = two.rpps
    assert persons.person_of(engine, campaign_id, account.id).person == two.person
    assert [row.person for row in persons.everywhere(engine, account.id)] == [two.person]


def test_an_address_given_to_two_people_makes_nobody_of_its_account(engine: Engine, prepared) -> None:
    campaign_id = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, Plan())
    campaigns.publish(engine, campaign_id, prepared, actor="a-1", now=NOW)
    everybody = list(persons.identities(engine, campaign_id).values())
    with writing(engine) as session:
        for row in everybody[:2]:
            session.merge(row).email = "secretariat@exemple.fr"
        account = give_role(session, "secretariat@exemple.fr", "Secrétariat", Role.INTERN, "Saint-Étienne", None, NOW)
    assert persons.person_of(engine, campaign_id, account.id) is None
    found = campaigns.find(engine, campaign_id)
    written_to = []
    invite_interns(engine, found, account.id, NOW, lambda row, _secret: (written_to.append(row.email) or "Objet", ""))
    assert "secretariat@exemple.fr" not in written_to
