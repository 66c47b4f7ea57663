"""The lines of a campaign, kept up to its journal by each process for all who follow it there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Engine

from allocation.journal import Entry
from webapp.live import lines
from webapp.live.lines import Line, Story, Turn
from webapp.live.pace import Clock
from webapp.live.standing import Standing, standings
from webapp.store import journal


@dataclass(frozen=True, slots=True)
class Told:
    """What was told so far: `lines` and `frames` (the same as they are streamed), one a sequence number from 0.

    Both only grow, and may hold more than `entries` by the time they are read. `begun`: the first turn was called.
    """

    entries: int
    head: str
    lines: list[Line]
    frames: list[bytes]
    standings: dict[str, Standing]
    turns: dict[str, Turn]
    begun: bool
    clock: Clock

    def since(self, seen: int) -> list[Line]:
        """The lines after sequence number `seen`."""
        return self.lines[max(seen, -1) + 1 : self.entries]

    def frames_since(self, seen: int) -> bytes:
        """The same, as they are streamed."""
        return b"".join(self.frames[max(seen, -1) + 1 : self.entries])


@dataclass(slots=True)
class _Book:
    """A campaign's story as this process tells it; `lock` is held by who goes on with it."""

    lock: Lock = field(default_factory=Lock)
    story: Story | None = None
    told: Told | None = None


class Library:
    """The campaigns told by this process. Its methods read the database: never call them in the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._books: dict[str, _Book] = {}

    def read(self, campaign_id: str) -> Told:
        """All that may be told of the campaign by now. Raises KeyError for one without a journal."""
        book = self._books.setdefault(campaign_id, _Book())
        with book.lock:
            if book.told is None or not self._go_on(campaign_id, book):
                self._begin(campaign_id, book)
            assert book.told is not None  # noqa: S101 (made by one of the two)
            return book.told

    def _go_on(self, campaign_id: str, book: _Book) -> bool:
        """Tell what came since; False when the journal is not the one that was told (a copy put back)."""
        told = book.told
        assert told is not None and book.story is not None  # noqa: S101, PT018 (asked by the caller)
        last, *added = journal.read_entries(self._engine, campaign_id, since=told.entries - 1) or [{}]
        if last.get("hash") != told.head:
            return False
        if added:
            book.told = _told(book.story, added, told.lines, told.frames)
        return True

    def _begin(self, campaign_id: str, book: _Book) -> None:
        opening = journal.read_opening(self._engine, campaign_id)
        book.story = lines.begin(opening)
        book.told = _told(book.story, journal.read_entries(self._engine, campaign_id), [], [])


def _told(story: Story, added: list[Entry], known: list[Line], frames: list[bytes]) -> Told:
    for entry in added:
        known.append(lines.tell(story, entry))
        frames.append(frame(known[-1]))
    return Told(
        entries=len(known),
        head=str(added[-1]["hash"]),
        lines=known,
        frames=frames,
        standings=standings(story.day),
        turns=dict(story.turns),
        begun=lines.begun(story.day),
        clock=story.clock.copy(),
    )


def frame(line: Line) -> bytes:
    """A line as a server-sent event, numbered by its place in the journal."""
    data = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return f"id: {line['seq']}\nevent: line\ndata: {data}\n\n".encode()
