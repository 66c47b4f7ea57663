"""A rehearsal is the whole day on a copy: it ends, it holds its properties, and the real campaign is left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.webapp.running import rang
from webapp.folder import read_result
from webapp.rehearsal.copy import copy_campaign
from webapp.rehearsal.play import Pace, play
from webapp.results.collect import from_store
from webapp.store import campaigns, journal, persons
from webapp.store.campaigns import import_result
from webapp.store.states import State

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
FAST = Pace(speed=0)


@pytest.fixture
def real(engine: Engine, sample_result: Path) -> str:
    return import_result(engine, read_result(sample_result))


def test_a_whole_day_is_played_and_every_property_holds(engine: Engine, real: str) -> None:
    before = journal.read_journal(engine, real)
    copy = copy_campaign(engine, real, NOW)
    assert campaigns.find(engine, copy).state == State.PUBLISHED
    play(engine, copy, FAST, seed=7)
    day = journal.read_day(engine, copy)
    assert day.closed
    kinds = {entry["kind"] for entry in journal.read_entries(engine, copy)}
    assert {"Chosen", "MarkedAbsent", "Waited", "Closed"} <= kinds
    checks = from_store(engine, copy).result["checks"]
    assert [check["detail"] for check in checks if not check["holds"]] == []
    assert journal.read_journal(engine, real) == before


def test_it_stops_where_asked_and_goes_on_from_there(engine: Engine, real: str) -> None:
    copy = copy_campaign(engine, real, NOW)
    assert play(engine, copy, Pace(0, turns=10), seed=1) == 10
    entries, _ = journal.head(engine, copy)
    assert play(engine, copy, Pace(0, turns=5), seed=1) == 5
    assert journal.head(engine, copy)[0] == entries + 5


def test_the_same_seed_plays_the_same_day(engine: Engine, real: str) -> None:
    days = []
    for _ in range(2):
        copy = copy_campaign(engine, real, NOW)
        play(engine, copy, Pace(0, turns=60), seed=3)
        days.append([(entry["kind"], entry["data"]) for entry in journal.read_entries(engine, copy)])
    assert days[0] == days[1]


def test_a_rehearsal_writes_to_nobody(engine: Engine, real: str) -> None:
    copy = copy_campaign(engine, real, NOW)
    assert {row.email for row in persons.identities(engine, copy).values()} == {""}


def test_the_command_names_the_campaign_and_refuses_what_is_not_there(
    sample_result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RANG_DATABASE", f"sqlite:///{tmp_path}/rang.sqlite")
    monkeypatch.setenv("RANG_SECRET", "s" * 40)
    rang("publish", sample_result)
    done = rang("rehearse", "Saint-Étienne 2027-ete", "--speed", "0", "--turns", "12")
    assert (done.exit_code, "12 actes joués" in done.stdout) == (0, True), done.output
    copy = done.stdout.split()[1]
    again = rang("rehearse", copy, "--speed", "0", "--turns", "3")
    assert again.stdout.split()[1] == copy
    wrong = rang("rehearse", "Lyon 2027-ete")
    assert (wrong.exit_code, "Voyez rang status" in wrong.stderr) == (2, True)
