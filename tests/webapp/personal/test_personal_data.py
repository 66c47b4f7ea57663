"""Personal data: all of it is handed over, erased without breaking the journal, and let go of in time."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func
from sqlmodel import SQLModel, select

from allocation import journal as chain
from allocation.model import Absence, Identity
from tests.webapp.running import rang
from webapp.accounts import audit, mail
from webapp.accounts.people import give_role
from webapp.accounts.roles import Role
from webapp.folder import read_result
from webapp.personal.durations import KINDS, parse
from webapp.personal.erase import StillNeededError, erase_person
from webapp.personal.held import SECRET, archive, columns_of_accounts, of_account, of_person, tables_of_people
from webapp.personal.retention import overdue, purge
from webapp.rehearsal.copy import copy_campaign
from webapp.results.collect import from_store
from webapp.store import attendance, campaigns, journal, persons, wishes
from webapp.store.attendance import Recorder
from webapp.store.campaigns import import_result
from webapp.store.engine import reading, writing
from webapp.store.models import Account, OutgoingMail, PersonIdentity

NOW = datetime(2027, 12, 1, 9, tzinfo=UTC)
DEFAULT = {kind.name: kind.months for kind in KINDS}


@pytest.fixture
def closed(engine: Engine, sample_result: Path) -> str:
    return import_result(engine, read_result(sample_result))


def somebody(engine: Engine, campaign_id: str) -> PersonIdentity:
    day = journal.read_day(engine, campaign_id)
    return next(row for row in persons.identities(engine, campaign_id).values() if row.rpps and row.person in day.holds)


def fill(engine: Engine, campaign_id: str, who: PersonIdentity) -> int:
    """Give them an account, a list and an absence; the account's id."""
    with writing(engine) as session:
        account = give_role(session, "elle@exemple.fr", "Elle", Role.INTERN, "Saint-Étienne", None, NOW)
        account.rpps = who.rpps
        wishes.save(session, campaign_id, who.person, ["A"], seen=0, key="k", account_id=account.id, now=NOW)
        away = Absence(Identity("", "", ""), date(2027, 6, 1), date(2027, 6, 3), "Maladie")
        attendance.record(session, campaign_id, [(who.person, away)], Recorder(account.id, NOW))
    return account.id


def test_everything_on_a_person_is_handed_over_and_no_secret(engine: Engine, closed: str) -> None:
    who = somebody(engine, closed)
    account_id = fill(engine, closed, who)
    held = of_account(engine, account_id)
    assert {"account", "person_identity", "wish_version", "absence", "journal", "membership"} <= set(held)
    assert held["absence"][0]["cause"] == "Maladie"
    assert not any(SECRET & set(row) for rows in held.values() for row in rows)
    with zipfile.ZipFile(io.BytesIO(archive(held))) as packed:
        assert json.loads(packed.read("donnees.json"))["person_identity"][0]["last_name"] == who.last_name


def test_nothing_on_anybody_else_is_in_it(engine: Engine, closed: str) -> None:
    who = somebody(engine, closed)
    text = archive(of_person(engine, closed, who.person))
    with zipfile.ZipFile(io.BytesIO(text)) as packed:
        told = packed.read("donnees.json").decode()
    others = [row for row in persons.identities(engine, closed).values() if row.person != who.person]
    assert [row.rpps for row in others if row.rpps and row.rpps in told] == []


def test_who_shares_an_address_is_not_handed_the_other_s_data(engine: Engine, closed: str) -> None:
    one, two = [row for row in persons.identities(engine, closed).values() if row.rpps][:2]
    with writing(engine) as session:
        for row in (one, two):
            session.merge(row).email = "secretariat@exemple.fr"
        account_id = give_role(session, "secretariat@exemple.fr", "Un", Role.INTERN, "Saint-Étienne", None, NOW).id
    assert "person_identity" not in of_account(engine, account_id)
    with writing(engine) as session:
        session.get_one(Account, account_id).rpps = one.rpps
    assert [row["rpps"] for row in of_account(engine, account_id)["person_identity"]] == [one.rpps]


def test_who_recorded_what_is_of_others_is_handed_the_act_and_not_its_words(engine: Engine, closed: str) -> None:
    who = somebody(engine, closed)
    with writing(engine) as session:
        account = give_role(session, "bureau@exemple.fr", "Bureau", Role.MANAGER, "Saint-Étienne", None, NOW)
        away = Absence(Identity("", "", ""), date(2027, 6, 1), date(2027, 6, 3), "Maladie")
        attendance.record(session, closed, [(who.person, away)], Recorder(account.id, NOW))
    held = of_account(engine, account.id)
    assert [(act["table"], act["column"], act["recorded_at"]) for act in held["acts"]] == [
        ("absence", "recorded_by", NOW)
    ]
    with zipfile.ZipFile(io.BytesIO(archive(held))) as packed:
        told = packed.read("donnees.json").decode()
    assert "Maladie" not in told
    assert who.person not in told


def test_what_an_account_did_and_what_was_done_to_it_are_both_handed_over(engine: Engine, closed: str) -> None:
    account_id = fill(engine, closed, somebody(engine, closed))
    with writing(engine) as session:
        audit.record(session, audit.Act.PERSONAL_DATA_EXPORTED, NOW, actor_id=account_id)
        audit.record(session, audit.Act.SESSIONS_ENDED, NOW, subject_id=account_id)
    acts = {row["act"] for row in of_account(engine, account_id)["audit_entry"]}
    assert {audit.Act.PERSONAL_DATA_EXPORTED, audit.Act.SESSIONS_ENDED} <= acts


def test_somebody_erased_leaves_a_journal_that_verifies_and_a_result_without_their_name(
    engine: Engine, closed: str
) -> None:
    who = somebody(engine, closed)
    fill(engine, closed, who)
    before = journal.read_journal(engine, closed)
    erase_person(engine, closed, who.person, None, NOW)
    assert journal.read_journal(engine, closed) == before
    assert chain.parse(before)
    assert set(of_person(engine, closed, who.person)) == {"journal"}
    collected = from_store(engine, closed)
    assert who.rpps not in json.dumps(collected.result)
    assert [check for check in collected.result["checks"] if not check["holds"]] == []
    with pytest.raises(KeyError):
        erase_person(engine, closed, who.person, None, NOW)


def test_nobody_is_erased_before_the_close(engine: Engine, closed: str) -> None:
    copy = copy_campaign(engine, closed, NOW)
    who = somebody(engine, closed)
    with pytest.raises(StillNeededError):
        erase_person(engine, copy, who.person, None, NOW)
    assert who.person in persons.identities(engine, copy)


def test_every_table_that_names_a_person_is_known_by_its_columns() -> None:
    """A table added later is exported and erased as soon as its columns are named as the others are."""
    names = {table.name for table in tables_of_people()}
    assert {"person_identity", "wish_version", "rank_sheet", "absence", "stage_decision"} <= names
    suspicious = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if column.name in {"person_id", "intern", "holder", "principal"} and table.name not in names
    }
    assert suspicious == set()
    assert "web_session" in {column.table.name for column in columns_of_accounts()}


def test_what_is_overdue_leaves_and_what_is_not_stays(engine: Engine, closed: str) -> None:
    fill(engine, closed, somebody(engine, closed))
    with writing(engine) as session:
        mail.write(session, "a@exemple.fr", "Vieux", "", NOW)
        mail.write(session, "a@exemple.fr", "En attente", "", NOW - timedelta(days=900))
        session.flush()
        session.exec(select(OutgoingMail).where(OutgoingMail.subject == "Vieux")).one().sent_at = NOW - timedelta(
            days=200
        )
    assert overdue(engine, DEFAULT, NOW) == {
        "identites": 0, "absences": 0, "fichiers": 0, "traces": 0, "courriels": 1, "connexions": 0,
    }  # fmt: skip
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert overdue(engine, DEFAULT, later)["absences"] == 1
    purge(engine, DEFAULT, later)
    assert attendance.standing(engine, closed) == []
    assert persons.identities(engine, closed)
    with reading(engine) as session:
        assert session.exec(select(OutgoingMail.subject)).all() == ["En attente"]
    much_later = datetime(2038, 1, 1, tzinfo=UTC)
    purge(engine, DEFAULT, much_later)
    assert persons.identities(engine, closed) == {}
    assert chain.parse(journal.read_journal(engine, closed))
    assert campaigns.find(engine, closed) is not None
    with reading(engine) as session:
        assert session.exec(select(func.count()).select_from(PersonIdentity)).one() == 0


@pytest.mark.parametrize("text", ["absences", "absences=0", "absences=deux", "inconnu=3", "absences=99999"])
def test_a_duration_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        parse(text)
    assert parse("absences=6") == DEFAULT | {"absences": 6}


def test_the_command_says_and_only_erases_when_told(
    sample_result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RANG_DATABASE", f"sqlite:///{tmp_path}/rang.sqlite")
    monkeypatch.setenv("RANG_SECRET", "s" * 40)
    rang("publish", sample_result)
    said = rang("retention")
    assert "Rien n'a été effacé" in said.stdout
    assert rang("retention", "--apply").exit_code == 0
    monkeypatch.setenv("RANG_RETENTION", "absences=jamais")
    refused = rang("retention")
    assert (refused.exit_code, "RANG_RETENTION" in refused.stderr) == (2, True)
