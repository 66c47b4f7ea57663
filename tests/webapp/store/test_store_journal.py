"""The journal in the database: one writer, nothing lost, the same day as the pure core."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from allocation import journal
from allocation.canonical import canonical
from allocation.commands import Choose, Close
from allocation.documents import opening_from
from allocation.rules import Refusal
from tests.allocation.factories import SOCLE, Campaign, ticking
from tests.webapp.store.campaigns import choices, crowd, opening_entries, people, put
from webapp.folder import read_result
from webapp.store import campaigns, persons, sealed
from webapp.store.engine import reading, writing
from webapp.store.journal import (
    Overtaken,
    append,
    head,
    read_day,
    read_entries,
    read_journal,
    read_opening_bytes,
    rows,
)
from webapp.store.models import JournalEntry, SealedText

ROOT = Path(__file__).parents[3]


@pytest.fixture
def held() -> Campaign:
    return crowd(4)


def take(engine: Engine, held: Campaign, where: str, number: int, **how: object) -> object:
    """The intern of that number takes the stage of that number."""
    person = held.opening.list[SOCLE].calls[number].person
    asked = {"seen": number + 1, "actor": "pupitre", "clock": ticking()} | how
    return append(engine, where, Choose(SOCLE, person, f"STAGE{number}"), **asked)


def test_a_day_recorded_choice_by_choice_is_the_day_of_the_core(engine: Engine, held: Campaign) -> None:
    where = put(engine, held)
    for seen, command in enumerate(choices(held), start=1):
        added = append(engine, where, command, seen=seen, actor="pupitre", clock=ticking())
        assert isinstance(added, tuple)
    entries = journal.parse(read_journal(engine, where))
    assert read_day(engine, where) == journal.day(opening_from(held.documents.opening), entries)
    assert len(read_day(engine, where).holds) == 4
    assert head(engine, where) == (6, entries[-1]["hash"])
    assert campaigns.find(engine, where).state == "closed"


def test_the_day_that_a_page_reads_follows_each_choice(engine: Engine, held: Campaign) -> None:
    where = put(engine, held)
    seen = [len(read_day(engine, where).holds)]
    for number in range(3):
        take(engine, held, where, number)
        seen.append(len(read_day(engine, where).holds))
    assert seen == [0, 1, 2, 3]


def test_a_day_restored_from_a_copy_is_the_day_of_the_copy(engine: Engine, held: Campaign) -> None:
    where = put(engine, held)
    copied = read_entries(engine, where)
    take(engine, held, where, 0)
    take(engine, held, where, 1)
    restore(engine, where, copied)
    assert not read_day(engine, where).holds
    first = held.opening.list[SOCLE].calls[0].person
    made = append(engine, where, Choose(SOCLE, first, "STAGE3"), seen=1, actor="pupitre", clock=ticking())
    assert isinstance(made, tuple)
    take(engine, held, where, 1)
    assert [choice.pool for choice in read_day(engine, where).holds.values()] == ["STAGE3", "STAGE1"]


def restore(engine: Engine, where: str, entries: list[journal.Entry]) -> None:
    """Put the journal back to what it was, as a database restored from its copy is."""
    with writing(engine) as session:
        session.exec(delete(JournalEntry).where(JournalEntry.campaign_id == where))
        session.add_all(rows(where, entries))


def test_what_stands_beside_an_entry_is_written_with_it_or_not_at_all(engine: Engine, held: Campaign) -> None:
    where = put(engine, held)

    def note(session: Session) -> None:
        sealed.keep(session, where, sealed.seal("motif"))

    take(engine, held, where, 3, seen=1, beside=note)
    assert texts(engine) == []
    take(engine, held, where, 0, beside=note)
    assert texts(engine) == ["motif"]
    with pytest.raises(ZeroDivisionError):
        take(engine, held, where, 1, beside=lambda _: 1 / 0)
    assert len(read_day(engine, where).holds) == 1
    assert len(read_entries(engine, where)) == 2


def texts(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(SealedText.text)).all())


def test_a_campaign_that_does_not_exist_is_said_so(engine: Engine) -> None:
    for read in (read_day, read_opening_bytes, head):
        with pytest.raises(KeyError):
            read(engine, "c-rien")


def test_a_choice_that_a_rule_refuses_leaves_no_trace(engine: Engine, held: Campaign) -> None:
    where = put(engine, held)
    before = read_journal(engine, where)
    second = held.opening.list[SOCLE].calls[1].person
    refused = append(engine, where, Choose(SOCLE, second, "STAGE1"), seen=1, actor="pupitre", clock=ticking())
    assert isinstance(refused, Refusal)
    assert refused.rule == "TOUR-01"
    assert read_journal(engine, where) == before


def test_who_comes_second_is_told_who_came_first(engine: Engine, held: Campaign) -> None:
    where = put(engine, held)
    take(engine, held, where, 0, actor="Mme Martin")
    late = take(engine, held, where, 0, actor="M. Petit")
    assert isinstance(late, Overtaken)
    assert late.actor == "Mme Martin"
    assert [entry["summary"] for entry in late.entries] == ["N° 1 : STAGE0."]


def test_of_two_desks_pressing_at_once_one_wins_at_every_turn(engine: Engine) -> None:
    held, desks = crowd(12), ("pupitre A", "pupitre B")
    where = put(engine, held)
    with ThreadPoolExecutor(2) as pool:
        for number in range(12):
            together = Barrier(2)

            def press(desk: str, number: int = number, together: Barrier = together) -> object:
                together.wait()
                return take(engine, held, where, number, actor=desk)

            outcomes = list(pool.map(press, desks))
            (winner,) = (desk for desk, made in zip(desks, outcomes, strict=True) if isinstance(made, tuple))
            (told,) = (made for made in outcomes if isinstance(made, Overtaken))
            assert told.actor == winner
    assert len(journal.parse(read_journal(engine, where))) == 13


def test_two_processes_at_full_speed_never_share_a_number(engine: Engine, url: str) -> None:
    where = put(engine, crowd(10))
    desks = [desk(url, where) for _ in range(2)]
    for process in desks:
        process.communicate(timeout=60)
    assert len(journal.parse(read_journal(engine, where))) == 11
    assert 0 in {process.returncode for process in desks}, "one of them is never overtaken"


def test_a_process_killed_in_the_middle_loses_nothing_that_it_had_recorded(engine: Engine, url: str) -> None:
    where = put(engine, crowd(400))
    with desk(url, where) as process:
        told = [process.stdout.readline().split() for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
        told += [line.split() for line in process.stdout.read().splitlines() if len(line.split()) == 2]
    entries = journal.parse(read_journal(engine, where))
    assert 20 <= len(told) < 400
    assert [(str(entry["seq"]), entry["hash"]) for entry in entries[1 : len(told) + 1]] == [
        tuple(pair) for pair in told
    ]
    assert len(read_day(engine, where).holds) == len(entries) - 1


def desk(url: str, where: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.webapp.store.appending", url, where]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def test_the_database_itself_refuses_a_number_twice(engine: Engine, held: Campaign) -> None:
    where = put(engine, held)
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add_all(rows(where, opening_entries(held)))


def test_a_journal_that_opens_on_other_bytes_is_not_taken(engine: Engine, held: Campaign) -> None:
    with pytest.raises(ValueError, match="does not open"):
        campaigns.open_campaign(engine, canonical({"campaign": {}}), opening_entries(held), people(held))


def test_a_subdivision_has_one_campaign_a_semester(engine: Engine, held: Campaign) -> None:
    put(engine, held)
    with pytest.raises(campaigns.CampaignExistsError):
        put(engine, held)


def test_nobody_appends_to_a_day_that_is_closed(engine: Engine, held: Campaign) -> None:
    where = put(engine, held)
    for seen, command in enumerate(choices(held), start=1):
        append(engine, where, command, seen=seen, actor="pupitre", clock=ticking())
    again = append(engine, where, Close(), seen=6, actor="pupitre", clock=ticking())
    assert isinstance(again, Refusal)


def test_a_result_comes_in_whole_and_goes_out_byte_for_byte(engine: Engine, sample_result: Path) -> None:
    files = read_result(sample_result)
    where = campaigns.import_result(engine, files)
    assert read_journal(engine, where) == files["journal.jsonl"]
    assert read_opening_bytes(engine, where) == files["ouverture.json"]
    assert len(persons.names(engine, where)) == 156
    assert campaigns.find(engine, where).state == "closed"
    assert len(read_entries(engine, where)) == 161


def test_a_result_that_was_touched_does_not_come_in(engine: Engine, sample_result: Path) -> None:
    files = read_result(sample_result)
    files["journal.jsonl"] = files["journal.jsonl"].replace(b'"libre"', b'"ajoutee"', 1)
    with pytest.raises(campaigns.UnprovenResultError, match="modifiée"):
        campaigns.import_result(engine, files)
    assert campaigns.of_subdivisions(engine, ["Saint-Étienne"]) == []
