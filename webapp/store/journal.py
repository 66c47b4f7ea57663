"""The journal of a campaign in the database: check and append in one transaction, replay, read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Engine, func
from sqlmodel import Session, select

from allocation import journal
from allocation.decide import Command, decide
from allocation.documents import opening_from
from allocation.events import Closed, Event
from allocation.journal import Entry
from allocation.opening import Opening
from allocation.rules import Refusal
from allocation.state import Day, replay
from webapp.store.engine import reading, writing
from webapp.store.models import Campaign, JournalEntry, OpeningDocument
from webapp.store.states import State


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody recorded something since the journal was last seen: their entries, in order. Nothing was appended."""

    entries: tuple[Entry, ...]

    @property
    def actor(self) -> str:
        """Who came first."""
        return str(self.entries[0]["actor"])


def append(
    engine: Engine, campaign_id: str, command: Command, *, seen: int, actor: str, clock: Callable[[], datetime]
) -> tuple[Entry, ...] | Refusal | Overtaken:
    """Decide on the command by the day as it stands, and record what comes of it, in one transaction.

    `seen`: how many entries the person who commands had before their eyes. `clock` gives aware UTC times. Returns the
    new entries; or the rule that refuses; or what was recorded in between. Raises KeyError for an unknown campaign.
    """
    opening = read_opening(engine, campaign_id)
    with writing(engine) as session:
        campaign = _locked(session, campaign_id)
        entries = _entries(session, campaign_id)
        if len(entries) != seen:
            return Overtaken(tuple(entries[seen:]))
        events = decide(replay(opening, journal.events(entries)), command)
        if isinstance(events, Refusal):
            return events
        added = _sealed(events, entries, actor, clock)
        session.add_all(rows(campaign_id, added))
        if isinstance(events[-1], Closed):
            campaign.state = State.CLOSED
        return added


def read_opening(engine: Engine, campaign_id: str) -> Opening:
    """What the campaign opened on. Raises KeyError for an unknown campaign."""
    return _parsed(read_opening_bytes(engine, campaign_id))


@lru_cache(maxsize=16)
def _parsed(content: bytes) -> Opening:
    # An opening is frozen: the same bytes are the same value, whichever page or desk asks.
    return opening_from(json.loads(content))


def read_opening_bytes(engine: Engine, campaign_id: str) -> bytes:
    """The bytes of `ouverture.json`. Raises KeyError for an unknown campaign."""
    with reading(engine) as session:
        document = session.get(OpeningDocument, campaign_id)
    if document is None:
        raise KeyError(campaign_id)
    return document.content


def read_journal(engine: Engine, campaign_id: str) -> bytes:
    """The bytes of `journal.jsonl`, as they were sealed."""
    with reading(engine) as session:
        return b"".join(line + b"\n" for line in _lines(session, campaign_id))


def read_entries(engine: Engine, campaign_id: str) -> list[Entry]:
    """The entries in order; their chain is not checked again here (`allocation.verify` does)."""
    with reading(engine) as session:
        return _entries(session, campaign_id)


def read_day(engine: Engine, campaign_id: str) -> Day:
    """The day as the journal tells it, to be read only. Raises KeyError for an unknown campaign."""
    return _day_at(engine, campaign_id, *head(engine, campaign_id))


@lru_cache(maxsize=16)
def _day_at(engine: Engine, campaign_id: str, entries: int, digest: str) -> Day:  # noqa: ARG001 (a key of the cache)
    # The head binds every line before it: the same head is the same day, whoever asks for the page.
    told = read_entries(engine, campaign_id)[:entries]
    return replay(read_opening(engine, campaign_id), journal.events(told))


def rows(campaign_id: str, entries: Iterable[Entry]) -> list[JournalEntry]:
    """The rows of sealed entries, the first of a journal or the next ones."""
    return [
        JournalEntry(
            campaign_id=campaign_id, seq=int(str(entry["seq"])), hash=str(entry["hash"]), line=journal.line(entry)
        )
        for entry in entries
    ]


def head(engine: Engine, campaign_id: str) -> tuple[int, str]:
    """How many entries the journal has, and the hash of the last one. Raises KeyError for an unknown campaign."""
    with reading(engine) as session:
        last = select(func.max(JournalEntry.seq)).where(JournalEntry.campaign_id == campaign_id).scalar_subquery()
        row = select(JournalEntry.seq, JournalEntry.hash).where(
            JournalEntry.campaign_id == campaign_id, JournalEntry.seq == last
        )
        found = session.exec(row).first()
    if found is None:
        raise KeyError(campaign_id)
    seq, digest = found
    return seq + 1, digest


def _locked(session: Session, campaign_id: str) -> Campaign:
    """The campaign, held until the transaction ends: on PostgreSQL by its row, on SQLite the whole file is held."""
    return session.exec(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()


def _lines(session: Session, campaign_id: str) -> Sequence[bytes]:
    wanted = select(JournalEntry.line).where(JournalEntry.campaign_id == campaign_id).order_by(JournalEntry.seq)
    return session.exec(wanted).all()


def _entries(session: Session, campaign_id: str) -> list[Entry]:
    return [json.loads(line) for line in _lines(session, campaign_id)]


def _sealed(
    events: Sequence[Event], entries: Sequence[Entry], actor: str, clock: Callable[[], datetime]
) -> tuple[Entry, ...]:
    added: list[Entry] = []
    prev = str(entries[-1]["hash"])
    for seq, event in enumerate(events, start=len(entries)):
        added.append(journal.seal(event, seq, prev, actor, clock()))
        prev = str(added[-1]["hash"])
    return tuple(added)
