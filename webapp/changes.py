"""What changed in a campaign since its publication, told to those whom it concerns and to nobody else.

A change of posts concerns those who may choose them; one of the call order, those of the list; one of a person, that
person and the staff alone. Dates and policies concern everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Engine

from allocation import journal
from allocation.events import (
    Corrected,
    Event,
    InternAdded,
    InternAmended,
    OffListAssigned,
    PostAmended,
    ReservedReleased,
    TieResolved,
)
from allocation.opening import Opening, Pool
from webapp.accounts.actors import names_of_actors
from webapp.plan import Plan
from webapp.preparing import plan_form
from webapp.store import plans, sealed
from webapp.store.journal import Moment, read_entries


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads. `person` and `lists`: who they are in the campaign and where they are called, "" and () for nobody
    there; `wishes`: the codes of their list; `staff`: they may know of everybody's situation."""

    person: str = ""
    lists: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is told: when, by whom, what, why. `entry`: how many entries the journal had with it, 0 for a
    change of the plan; `wished`: it is about a stage of the reader's list."""

    at: datetime
    entry: int
    author: str
    text: str
    reason: str
    wished: bool = False


_Amendment = PostAmended | ReservedReleased | InternAdded | InternAmended | TieResolved | OffListAssigned | Corrected
_OF_A_PERSON = (InternAmended, OffListAssigned, Corrected)


@dataclass(frozen=True, slots=True)
class _Line:
    """An amendment of the journal, and the list of its entry."""

    entry: int
    at: datetime
    actor: str
    summary: str
    event: _Amendment


def reader_of(opening: Opening, person: str, wishes: Iterable[str], *, staff: bool) -> Reader:
    """The reader behind a person of the campaign, "" for somebody who is none of its people."""
    lists = {choices.name for choices in opening.lists for call in choices.calls if call.person == person}
    return Reader(person, frozenset(lists), frozenset(wishes), staff)


def told(engine: Engine, campaign_id: str, now: Moment, reader: Reader) -> list[Change]:
    """What concerns the reader, the latest first."""
    opening = now.day.opening
    every = _lines(engine, campaign_id, now.entries, now.head)
    lines = [line for line in every if _concerns(line.event, opening, reader)]
    authors = names_of_actors(engine, {line.actor for line in lines})
    reasons = sealed.texts(engine, campaign_id, {line.event.reason for line in lines})
    found = [
        Change(
            line.at, line.entry, authors.get(line.actor, ""), line.summary, reasons.get(line.event.reason, ""),
            bool(_codes(line.event, opening) & reader.wishes),
        )
        for line in lines
    ]  # fmt: skip
    plan = _of_the_plan(engine, campaign_id, reader)
    return sorted([*found, *plan], key=lambda change: change.at, reverse=True)


def since(changes: Iterable[Change], entries: int, at: datetime | None) -> list[Change]:
    """Those that somebody who read `entries` entries, and was there at that moment, has not seen."""
    return [change for change in changes if (change.entry > entries if change.entry else at is None or change.at > at)]


@lru_cache(maxsize=16)
def _lines(engine: Engine, campaign_id: str, entries: int, head: str) -> tuple[_Line, ...]:  # noqa: ARG001 (the key)
    # The head binds every line before it: the journal is read once for all who ask.
    read = read_entries(engine, campaign_id)[:entries]
    return tuple(
        _Line(number, datetime.fromisoformat(str(entry["at"])), str(entry["actor"]), str(entry["summary"]), event)
        for number, (entry, event) in enumerate(zip(read, journal.events(read), strict=True), start=1)
        if isinstance(event, _Amendment)
    )


def _concerns(event: _Amendment, opening: Opening, reader: Reader) -> bool:
    if reader.staff:
        return True
    if isinstance(event, _OF_A_PERSON):
        return bool(reader.person) and reader.person in _people(event)
    if not reader.person or _codes(event, opening) & reader.wishes:
        return True
    return bool(reader.lists.intersection(_lists(event, opening)))


def _people(event: Event) -> Iterator[str]:
    if isinstance(event, Corrected):
        yield from (change.person for change in event.changes)
    elif isinstance(event, InternAmended):
        yield str(event.intern["id"])
    elif isinstance(event, OffListAssigned):
        yield event.person


def _lists(event: Event, opening: Opening) -> Iterable[str]:
    """The lists that a change of posts or of the call order concerns."""
    pool = _pool(event, opening)
    if pool:
        return pool.lists
    return [event.list] if isinstance(event, InternAdded | TieResolved) else []


def _codes(event: Event, opening: Opening) -> set[str]:
    pool = _pool(event, opening)
    return {pool.code} if pool else set()


def _pool(event: Event, opening: Opening) -> Pool | None:
    """The pool of a change of posts; `opening` is the one of now, where every pool of the journal stands."""
    if isinstance(event, PostAmended):
        return opening.pool.get(str(event.pool["id"]))
    return opening.pool.get(event.pool) if isinstance(event, ReservedReleased) else None


@lru_cache(maxsize=64)
def _published(engine: Engine, campaign_id: str) -> datetime:
    """When the journal was opened."""
    return datetime.fromisoformat(str(read_entries(engine, campaign_id)[0]["at"]))


def _of_the_plan(engine: Engine, campaign_id: str, reader: Reader) -> Iterator[Change]:
    """What changed of the dates and policies after the publication."""
    versions = plans.versions(engine, campaign_id)
    published = _published(engine, campaign_id)
    earlier = [version.plan for version in versions if version.at <= published]
    before = earlier[-1] if earlier else Plan()
    for version in versions[len(earlier) :]:
        for text in plan_form.changes(_shown(before, reader), _shown(version.plan, reader)):
            yield Change(version.at, 0, version.author, text, "")
        before = version.plan


def _shown(plan: Plan, reader: Reader) -> Plan:
    """The plan without what is the staff's alone."""
    return plan if reader.staff else replace(plan, copies=())
