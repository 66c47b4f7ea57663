"""A forger at work on a finished day: events, opening or result changed, and every hash computed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from allocation import journal
from allocation.canonical import canonical, digest
from allocation.documents import opening_document
from allocation.events import Chosen, Closed, Event, Opened
from allocation.model import Identity
from allocation.opening import Opening, Register
from tests.allocation.factories import Campaign, Documents, documented, ticking


def with_events(day: Campaign, events: Sequence[Event]) -> Documents:
    """All three documents made again of other events, the chain and the result included."""
    return documented(day.opening, day.prepared.register, events)


def with_choice(day: Campaign, name: str, **changes: Any) -> Documents:
    """The choice of a person changed, everything computed again."""
    person = day.person(name)
    return with_events(
        day,
        [
            replace(event, **changes) if isinstance(event, Chosen) and event.person == person else event
            for event in day.events
        ],
    )


def with_opening(day: Campaign, change: Callable[[Opening], Opening]) -> Documents:
    """Another opening under the same events, everything computed again."""
    return documented(change(day.opening), day.prepared.register, day.events)


def with_identity(day: Campaign, name: str, other: Identity) -> Documents:
    """Somebody else's name on a person, in the result alone: the opening has sealed who it was."""
    register = day.prepared.register
    stolen = Register({**register.identities, day.person(name): other}, register.salts)
    return documented(day.opening, stolen, day.events)


def with_result(day: Campaign, change: Callable[[dict[str, Any]], None]) -> Documents:
    """The result changed by hand, opening and journal left as they were."""
    result = deepcopy(day.documents.result)
    change(result)
    return replace_documents(day.documents, result=result)


def with_entries(documents: Documents, entries: Sequence[Mapping[str, Any]]) -> Documents:
    """Other entries as they stand, and a result that agrees with their number and head."""
    head = {"entries": len(entries), "head": str(entries[-1]["hash"])}
    return replace_documents(documents, entries=list(entries), result=documents.result | {"journal": head})


def replace_documents(documents: Documents, **changes: Any) -> Documents:
    parts = {"opening": documents.opening, "entries": documents.entries, "result": documents.result} | changes
    return Documents(**parts)


def unopened_lists(day: Campaign, events: Sequence[Event]) -> Documents:
    """As `with_events`, for events that no day could fold: the result is left as it was, head apart."""
    opening_hash = digest(canonical(opening_document(day.opening)))
    entries = list(journal.write([Opened(opening_hash), *events], "essai", ticking()))
    return with_entries(day.documents, entries)


def closed_again(events: Sequence[Event]) -> list[Event]:
    """The events without their end, and a close that counts them."""
    kept = [event for event in events if not isinstance(event, Closed)]
    held = {event.person for event in kept if isinstance(event, Chosen)}
    return [*kept, Closed(len(held), 0)]
