"""What holds of every campaign: the properties, the replay, the round trips, the metamorphic laws."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from allocation import journal
from allocation.canonical import canonical
from allocation.documents import opening_document, opening_from
from allocation.events import Chosen
from allocation.model import Dossier, Mode
from allocation.opening import Opening
from allocation.prepare import Prepared
from allocation.run import Wishes, serve_all
from allocation.state import apply, replay, start
from allocation.verify import verify
from tests.allocation.factories import campaign, intern, opened, post, run
from tests.allocation.strategies import dossiers, secrets_of

Wanted = Mapping[str, Wishes]


@given(dossiers())
def test_every_property_holds_and_the_folder_is_proven(given: Dossier) -> None:
    day = run(given)
    assert [found.property for found in day.documents.checks] == [f"P{number}" for number in range(1, 10)]
    verdict = verify(*day.documents.folder)
    assert verdict.holds, verdict
    assert (verdict.entries, verdict.head) == (len(day.events) + 1, day.documents.entries[-1]["hash"])


@given(dossiers())
def test_the_replay_of_the_events_is_the_day(given: Dossier) -> None:
    prepared = opened(given)
    assert isinstance(prepared, Prepared)
    events, day = serve_all(prepared.opening, prepared.wishes)
    assert replay(prepared.opening, events) == day
    step = start(prepared.opening)
    for event in events:
        before = step.copy()
        after = apply(step, event)
        assert step == before
        step = after
    assert step == day


@given(dossiers())
def test_an_opening_written_and_read_again_is_the_same(given: Dossier) -> None:
    document = opening_document(run(given).opening)
    read = json.loads(canonical(document))
    assert canonical(opening_document(opening_from(read))) == canonical(document)


@given(dossiers())
def test_an_opening_read_again_serves_the_same_day(given: Dossier) -> None:
    prepared = opened(given)
    assert isinstance(prepared, Prepared)
    again = opening_from(json.loads(canonical(opening_document(prepared.opening))))
    assert serve_all(again, prepared.wishes)[0] == serve_all(prepared.opening, prepared.wishes)[0]


@given(dossiers())
def test_a_journal_written_and_parsed_again_is_the_same(given: Dossier) -> None:
    day = run(given)
    entries = journal.parse(day.documents.folder.journal)
    assert entries == day.documents.entries
    assert journal.events(entries)[1:] == day.events


@given(dossiers())
def test_neither_journal_nor_opening_says_who_or_why(given: Dossier) -> None:
    folder = run(given).documents.folder
    shown = (folder.opening + folder.journal).decode()
    assert [secret for secret in secrets_of(given) if secret in shown] == []


def test_the_secrets_looked_for_are_in_the_result() -> None:
    """Else the test above would find nothing in anything."""
    day = campaign([post("URG")], [intern("DUPONT", 1)], {"DUPONT": "URG"})
    shown = day.documents.folder.result.decode()
    assert all(text in shown for text in ("DUPONT", "Camille", day.row("DUPONT")["intern"]["rpps"]))


@given(dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(given: Dossier, chance: Any) -> None:
    def shuffled(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(rows, len(rows)))

    turned = replace(
        given,
        posts=shuffled(given.posts),
        candidates=shuffled(given.candidates),
        wishes=shuffled(given.wishes),
        requests=shuffled(given.requests),
        history=None if given.history is None else shuffled(given.history),
    )
    assert without_head(run(turned).documents.result) == without_head(run(given).documents.result)


def without_head(result: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in result.items() if key not in ("journal", "opening")}


def ranks(opening: Opening, wanted: Wanted) -> dict[str, tuple[bool, int]]:
    """By person, what they obtained, smaller is better; a hors-filière asked for the host list first."""
    events, _ = serve_all(opening, wanted)
    guests = {call.person for choices in opening.lists for call in choices.calls if call.mode is Mode.HORS_FILIERE}
    nothing = dict.fromkeys(wanted, (True, 10_000))
    return nothing | {
        event.person: (event.person in guests and event.mode is not Mode.HORS_FILIERE, event.wish or 0)
        for event in events
        if isinstance(event, Chosen)
    }


@given(dossiers(), st.data())
def test_one_seat_more_leaves_nobody_worse_off(given: Dossier, data: st.DataObject) -> None:
    prepared = opened(given)
    assert isinstance(prepared, Prepared)
    opening = prepared.opening
    grown = data.draw(st.sampled_from(opening.pools))
    more = replace(
        opening,
        pools=tuple(replace(pool, seats=pool.seats + 1) if pool == grown else pool for pool in opening.pools),
    )
    before, after = ranks(opening, prepared.wishes), ranks(more, prepared.wishes)
    assert {person: after[person] for person in before if after[person] > before[person]} == {}


@given(dossiers(), st.data())
def test_one_intern_less_leaves_nobody_worse_off(given: Dossier, data: st.DataObject) -> None:
    prepared = opened(given)
    assert isinstance(prepared, Prepared)
    assume(prepared.wishes)
    opening = prepared.opening
    gone = data.draw(st.sampled_from(sorted(prepared.wishes)))
    fewer = replace(
        opening,
        lists=tuple(
            replace(choices, calls=tuple(call for call in choices.calls if call.person != gone))
            for choices in opening.lists
        ),
    )
    before = ranks(opening, prepared.wishes)
    after = ranks(fewer, prepared.wishes)
    assert {person: after[person] for person in before.keys() - {gone} if after[person] > before[person]} == {}


def test_one_seat_more_does_serve_somebody_better() -> None:
    """The law above is not empty: a seat can be seen to matter."""
    people = [intern("PREMIER", 1), intern("SECOND", 2)]
    wanted = {"PREMIER": "URG", "SECOND": "URG"}
    assert campaign([post("URG", 1)], people, wanted).post_of("SECOND") is None
    assert campaign([post("URG", 2)], people, wanted).post_of("SECOND") == "URG"
