"""The journal of a campaign in the database: check and append in one transaction, replay, read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from secrets import token_hex

from sqlalchemy import Engine, func
from sqlmodel import Session, select

from allocation import journal
from allocation.commands import Command
from allocation.decide import decide
from allocation.documents import opening_from
from allocation.events import WHOLE, Closed, Event, Resumed
from allocation.journal import Entry
from allocation.opening import Opening
from allocation.rules import Refusal
from allocation.state import Day, fold
from webapp.store import bus, closings
from webapp.store.engine import reading, writing
from webapp.store.models import Campaign, JournalEntry, OpeningDocument
from webapp.store.states import State


class NoJournalError(KeyError):
    """The campaign has no journal: it is unknown, or still a draft."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody recorded something since the journal was last seen: their entries, in order. Nothing was appended."""

    entries: tuple[Entry, ...]

    @property
    def actor(self) -> str:
        """Who came first."""
        return str(self.entries[0]["actor"])


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, how many entries its journal has, and the hash of the last one. The day is to be read only."""

    entries: int
    head: str
    day: Day


def append(
    engine: Engine,
    campaign_id: str,
    command: Command,
    *,
    seen: int,
    actor: str,
    clock: Callable[[], datetime],
    beside: Callable[[Session], None] = lambda _: None,
    occurred_at: datetime | None = None,
) -> tuple[Entry, ...] | Refusal | Overtaken:
    """Decide on the command by the day as it stands, and record what comes of it, in one transaction.

    `seen`: how many entries the person who commands had before their eyes. `clock` gives aware UTC times. `beside`
    writes what stands beside the entries (a text that they only bind), in the same transaction and only once they are
    accepted. `occurred_at`: when it happened, where it is only entered now. Returns the new entries; or the rule that
    refuses; or what was recorded in between. Raises `NoJournalError`.
    """
    with writing(engine) as session:
        campaign = _locked(session, campaign_id)
        now = _moment(session, engine, campaign_id)
        if now.entries != seen:
            return Overtaken(tuple(_entries(session, campaign_id, since=min(max(seen, 0), now.entries))))
        events = decide(now.day, command, actor)
        if isinstance(events, Refusal):
            return events
        added = _sealed(events, now, actor, clock, occurred_at)
        session.add_all(rows(campaign_id, added))
        beside(session)
        campaign.state = _state_after(events[-1]) or campaign.state
        bus.announce(session)
        if isinstance(events[-1], Closed):
            frozen = _parsed(session.get_one(OpeningDocument, campaign_id).content)
            closings.close(session, campaign, frozen, _entries(session, campaign_id))
    _memory(engine, campaign_id).moment = _after(now, events, added)
    return added


def read_opening(engine: Engine, campaign_id: str) -> Opening:
    """What the campaign opened on. Raises `NoJournalError`."""
    return _parsed(read_opening_bytes(engine, campaign_id))


@lru_cache(maxsize=16)
def _parsed(content: bytes) -> Opening:
    # An opening is frozen: the same bytes are the same value, whichever page or desk asks.
    return opening_from(json.loads(content))


def read_opening_bytes(engine: Engine, campaign_id: str) -> bytes:
    """The bytes of `ouverture.json`. Raises `NoJournalError`."""
    with reading(engine) as session:
        document = session.get(OpeningDocument, campaign_id)
    if document is None:
        raise NoJournalError(campaign_id)
    return document.content


def read_journal(engine: Engine, campaign_id: str) -> bytes:
    """The bytes of `journal.jsonl`, as they were sealed."""
    with reading(engine) as session:
        return b"".join(line + b"\n" for line in _lines(session, campaign_id))


def read_entries(engine: Engine, campaign_id: str, since: int = 0) -> list[Entry]:
    """The entries in order, from number `since` on; `allocation.verify` is what checks their chain."""
    with reading(engine) as session:
        return _entries(session, campaign_id, since)


def read_day(engine: Engine, campaign_id: str) -> Day:
    """The day as the journal tells it, to be read only. Raises `NoJournalError`."""
    return read_moment(engine, campaign_id).day


def read_moment(engine: Engine, campaign_id: str) -> Moment:
    """The day with how far its journal has come. Raises `NoJournalError`."""
    with reading(engine) as session:
        now = _moment(session, engine, campaign_id)
    _memory(engine, campaign_id).moment = now
    return now


def rows(campaign_id: str, entries: Iterable[Entry]) -> list[JournalEntry]:
    """The rows of sealed entries, the first of a journal or the next ones."""
    return [
        JournalEntry(
            campaign_id=campaign_id, seq=int(str(entry["seq"])), hash=str(entry["hash"]), line=journal.line(entry)
        )
        for entry in entries
    ]


def head(engine: Engine, campaign_id: str) -> tuple[int, str]:
    """How many entries the journal has, and the hash of the last one. Raises `NoJournalError`."""
    with reading(engine) as session:
        last = select(func.max(JournalEntry.seq)).where(JournalEntry.campaign_id == campaign_id).scalar_subquery()
        row = select(JournalEntry.seq, JournalEntry.hash).where(
            JournalEntry.campaign_id == campaign_id, JournalEntry.seq == last
        )
        found = session.exec(row).first()
    if found is None:
        raise NoJournalError(campaign_id)
    seq, digest = found
    return seq + 1, digest


def _locked(session: Session, campaign_id: str) -> Campaign:
    """The campaign, held until the transaction ends: on PostgreSQL by its row, on SQLite the whole file is held."""
    return session.exec(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()


def _lines(session: Session, campaign_id: str, since: int = 0) -> Sequence[bytes]:
    wanted = select(JournalEntry.line).where(JournalEntry.campaign_id == campaign_id, JournalEntry.seq >= since)
    return session.exec(wanted.order_by(JournalEntry.seq)).all()


def _entries(session: Session, campaign_id: str, since: int = 0) -> list[Entry]:
    return [json.loads(line) for line in _lines(session, campaign_id, since)]


@dataclass(slots=True)
class _Memory:
    moment: Moment | None = None


@lru_cache(maxsize=64)
def _memory(_engine: Engine, _campaign_id: str) -> _Memory:
    """What this process last knew of the campaign."""
    return _Memory()


def _moment(session: Session, engine: Engine, campaign_id: str) -> Moment:
    """The day as it stands in this transaction: what is remembered of it, and what was recorded since.

    The hash of an entry binds every line before it: where the last line that is remembered still stands, so do they.
    """
    known = _memory(engine, campaign_id).moment
    if known is not None:
        last, *since = _entries(session, campaign_id, known.entries - 1) or [{}]
        if last.get("hash") == known.head:
            return _after(known, journal.events(since), since) if since else known
    entries = _entries(session, campaign_id)
    if not entries:
        raise NoJournalError(campaign_id)
    opening = _parsed(session.get_one(OpeningDocument, campaign_id).content)
    return Moment(len(entries), str(entries[-1]["hash"]), journal.day(opening, entries))


def _after(moment: Moment, events: Sequence[Event], entries: Sequence[Entry]) -> Moment:
    day = moment.day.copy()
    for event, entry in zip(events, entries, strict=True):
        fold(day, event, str(entry["actor"]))
    return Moment(moment.entries + len(entries), str(entries[-1]["hash"]), day)


def _state_after(event: Event) -> State | None:
    """How far the event brings the campaign; None where it stays as far as it was."""
    if isinstance(event, Closed):
        return State.CLOSED
    return State.OPEN if isinstance(event, Resumed) and event.list == WHOLE else None


def _sealed(
    events: Sequence[Event], now: Moment, actor: str, clock: Callable[[], datetime], occurred_at: datetime | None
) -> tuple[Entry, ...]:
    added: list[Entry] = []
    prev = now.head
    for seq, event in enumerate(events, start=now.entries):
        added.append(journal.seal(event, seq, prev, actor, clock(), occurred_at=occurred_at, nonce=token_hex(16)))
        prev = str(added[-1]["hash"])
    return tuple(added)
