"""A race: campaigns where seats are counted exactly, desks that press together, and what must hold afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from allocation import journal
from allocation.canonical import canonical, digest
from allocation.events import Opened
from allocation.model import Phase
from tests.allocation.factories import Campaign, campaign, intern, post, senior, ticking
from tests.webapp.store.campaigns import people
from webapp.store.campaigns import open_campaign
from webapp.store.journal import read_journal

ROOT = Path(__file__).parents[2]
TURNS = 24
"""Turns of each of the two lists of a campaign."""


def field() -> Campaign:
    """Two lists side by side, as many seats as people on each, two a stage."""
    return campaign(
        [
            post(f"{phase.name[0]}{number}", 2, phase)
            for phase in (Phase.SOCLE, Phase.APPROFONDISSEMENT)
            for number in range(TURNS // 2)
        ],
        [make(f"{make.__name__}{number}", number + 1) for make in (intern, senior) for number in range(TURNS)],
    )


def lay(engine: Engine, count: int) -> list[str]:
    """That many campaigns, each in a subdivision of its own, at their opening; their ids."""
    held = field()
    return [_laid(engine, held, f"Course {number}") for number in range(count)]


def _laid(engine: Engine, held: Campaign, subdivision: str) -> str:
    document = dict(held.documents.opening)
    document["campaign"] = document["campaign"] | {"subdivision": subdivision}
    opening = canonical(document)
    entries = list(journal.write([Opened(digest(opening))], "course", ticking()))
    return open_campaign(engine, opening, entries, people(held))


def run(url: str, campaigns: Sequence[str], desks: int, attempts: int) -> list[str]:
    """Let the desks press, `attempts` each at most; every line that they told."""
    command = [sys.executable, "-m", "tests.race.desk", url, str(attempts)]
    started = [
        subprocess.Popen([*command, f"bureau {number}", *campaigns], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for number in range(desks)
    ]
    told = [process.communicate()[0].splitlines() for process in started]
    assert [process.returncode for process in started] == [0] * desks
    return [line for lines in told for line in lines]


def faults(engine: Engine, campaigns: Sequence[str], told: Sequence[str]) -> list[str]:
    """What does not hold, in plain words: nothing, or the race is lost."""
    acknowledged: dict[str, dict[int, str]] = {campaign_id: {} for campaign_id in campaigns}
    wrong = []
    for line in told:
        campaign_id, outcome, *proof = line.split()
        if outcome == "won":
            seq, digest_ = int(proof[0]), proof[1]
            if seq in acknowledged[campaign_id]:
                wrong.append(f"{campaign_id} : entry {seq} acknowledged twice")
            acknowledged[campaign_id][seq] = digest_
    for campaign_id in campaigns:
        wrong += [f"{campaign_id} : {fault}" for fault in _faults(engine, campaign_id, acknowledged[campaign_id])]
    return wrong


def _faults(engine: Engine, campaign_id: str, acknowledged: dict[int, str]) -> list[str]:
    entries = journal.parse(read_journal(engine, campaign_id))
    wrong = []
    if acknowledged != {int(str(entry["seq"])): entry["hash"] for entry in entries[1:]}:
        wrong.append("what was acknowledged is not what the journal holds")
    chosen = [entry["data"] for entry in entries if entry["kind"] == "Chosen"]
    seats = Counter(data["post"] for data in chosen)
    holders = Counter(data["person"] for data in chosen)
    wrong += [f"{pool} : {count} choices for 2 seats" for pool, count in seats.items() if count > 2]
    wrong += [f"{person} holds {count} posts" for person, count in holders.items() if count > 1]
    return wrong
