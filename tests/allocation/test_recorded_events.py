"""Every kind of event in the journal: written, read back the same, told in one line without name or cause."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from allocation import journal
from allocation.canonical import canonical
from allocation.documents import person_document, pool_document
from allocation.events import (
    WHOLE,
    Called,
    CatchUpOpened,
    Change,
    Chosen,
    Closed,
    Corrected,
    Event,
    InternAdded,
    InternAmended,
    MarkedAbsent,
    OffListAssigned,
    Opened,
    Paused,
    PostAmended,
    ProxyAccepted,
    ProxyCancelled,
    ProxyGiven,
    ReservedReleased,
    Resumed,
    Returned,
    Skip,
    SlotChosen,
    TieResolved,
    Undone,
    Waited,
)
from allocation.model import Mode
from allocation.opening import Person
from allocation.recorded import as_data, read
from allocation.summaries import summary
from tests.allocation.factories import MORNING, SOCLE, campaign, intern, post

POOL = pool_document(campaign([post("PED", 2)], [intern("UN", 1)]).opening.pools[0])
INTERN = person_document(Person("p-9", "engagement", SOCLE, labels=frozenset({"CESP"})))
VALIDATING = Mode.SURNOMBRE_VALIDANT
CHANGE = Change(SOCLE, 4, "p-4", "URG", "", VALIDATING, "ajoutee", "")

EVENTS: tuple[Event, ...] = (
    Opened("0" * 64),
    Chosen(SOCLE, 1, "p-1", "URG", VALIDATING, "mandataire", "ajoutee", "NIV1", 2, (Skip("PED", "ELI-01a"),), "v1"),
    MarkedAbsent(SOCLE, 2, "p-2", "absent"),
    Waited(SOCLE, 3, "p-3", 7),
    Paused(WHOLE, "r"),
    Resumed(SOCLE),
    Called(SOCLE, 1, "p-1"),
    Returned(SOCLE, 2, "p-2"),
    Undone(SOCLE, 12, 3, "p-3", "r"),
    Corrected(SOCLE, (CHANGE,), "r", "c-2"),
    ProxyGiven(SOCLE, "p-1", "p-2", "direct"),
    ProxyAccepted(SOCLE, "p-1", "p-2"),
    ProxyCancelled(SOCLE, "p-1"),
    PostAmended(POOL, "r"),
    ReservedReleased("PED", "r"),
    InternAdded(SOCLE, 9, 3, VALIDATING, INTERN, "r"),
    InternAmended(SOCLE, 9, VALIDATING, INTERN, "r"),
    OffListAssigned(SOCLE, "p-5", "URG", "r"),
    TieResolved(SOCLE, (2, 1), "r"),
    SlotChosen(SOCLE, "p-1", "LIBRE"),
    CatchUpOpened(SOCLE, 3),
    Closed(5, 1),
)
each = pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)


def named(event: Event) -> str:
    return getattr(event, "list", "")


def test_every_kind_of_event_is_here() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(Event))


@each
def test_an_event_is_read_back_as_it_was_written(event: Event) -> None:
    data = json.loads(canonical(as_data(event)))
    assert read(type(event).__name__, named(event), data) == event


@each
def test_data_that_lacks_a_field_or_holds_another_kind_of_value_is_no_event(event: Event) -> None:
    for key in as_data(event):
        without = {name: value for name, value in as_data(event).items() if name != key}
        for data in (without, without | {key: 1.5}, without | {key: True}):
            with pytest.raises((KeyError, TypeError, ValueError)):
                read(type(event).__name__, named(event), data)


@each
def test_a_summary_is_a_sentence_that_tells_no_cause(event: Event) -> None:
    told = summary(event)
    assert told.endswith(".")
    assert told[0].isupper()
    assert not any(secret in told.casefold() for secret in ("surnombre", "cesp", "engagement", "p-"))


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (EVENTS[1], "N° 1 : URG."),
        (Waited(SOCLE, 3, "p-3"), "N° 3 : attend son rappel."),
        (EVENTS[9], "Correction. N° 4 : rappelé."),
        (replace(EVENTS[4], list=SOCLE), f"Pause : {SOCLE}."),
        (EVENTS[13], "PED : 2 place(s) désormais."),
        (EVENTS[16], "N° 9 : situation modifiée."),
    ],
)
def test_what_a_summary_says(event: Event, line: str) -> None:
    assert summary(event) == line


def test_a_kind_that_nobody_knows_is_no_event() -> None:
    with pytest.raises(ValueError, match="Assigned"):
        read("Assigned", SOCLE, {})


def test_a_paper_turn_is_entered_later_on_behalf_of_somebody() -> None:
    seal: Callable[..., journal.Entry] = journal.seal
    told, earlier = EVENTS[2], MORNING - timedelta(hours=1)
    at_once = seal(told, 1, journal.GENESIS, "a-1", MORNING)
    later = seal(told, 1, journal.GENESIS, "a-1", MORNING, occurred_at=earlier, on_behalf_of="p-7")
    assert (at_once["at"], at_once["occurred_at"], at_once["on_behalf_of"]) == (
        "2027-04-06T07:00:00.000000Z", "2027-04-06T07:00:00.000000Z", "p-2"
    )  # fmt: skip
    assert (later["at"], later["occurred_at"], later["on_behalf_of"]) == (
        "2027-04-06T07:00:00.000000Z", "2027-04-06T06:00:00.000000Z", "p-7"
    )  # fmt: skip
