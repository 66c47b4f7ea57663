"""The form for the union: nothing of what only some may know, the same hashes, and an order that can be checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from allocation import journal
from allocation.canonical import canonical, digest
from allocation.commands import AddIntern, AmendIntern, Choose, Correct, MarkAbsent, Move, ServeFromList
from allocation.events import Chosen
from allocation.masked import UnmaskableError, masked_entries, masked_opening
from allocation.model import Category, Mode, Situation
from allocation.prepare import Prepared
from allocation.verify import Verdict, verify
from tests.allocation.factories import (
    APPRO,
    MORNING,
    campaign,
    dossier,
    intern,
    opened,
    past,
    post,
    senior,
    teaching,
    who,
)
from tests.allocation.live import Live

Masked = tuple[dict[str, Any], list[dict[str, Any]]]


@pytest.fixture
def live() -> Live:
    """A surnombre, wishes refused, an amendment, a correction and somebody added; SIX is being called."""
    people = [
        senior("UN", 1, Situation.SURNOMBRE_VALIDANT), senior("DEUX", 2), senior("TROIS", 3, Situation.CESP),
        senior("QUATRE", 4), senior("PARTI", 5), senior("SIX", 6), senior("SEPT", 7, Situation.DISPONIBILITE),
    ]  # fmt: skip
    posts = [teaching("MED", Category.MPOLY, 2), teaching("ENF", Category.COUPLE, 3)]
    prepared = opened(dossier(posts, people, history=[past("UN", "PASSE", Category.COUPLE)]))
    assert isinstance(prepared, Prepared)
    held = Live(prepared.opening, prepared.register)
    leaver = held.day.opening.person[who(held, "PARTI")]
    added: AddIntern = held.forgotten("NEUF", APPRO, 20, 2)
    return held.does(
        Choose(APPRO, who(held, "UN"), "MED"),
        ServeFromList(APPRO, who(held, "DEUX"), ("SECRET", "MED"), "v1"),
        MarkAbsent(APPRO, who(held, "TROIS")),
        added,
        AmendIntern(APPRO, replace(leaver, status="ne_choisit_pas"), Mode.NORMAL, "scellé"),
        Choose(APPRO, who(held, "QUATRE"), "ENF"),
        Correct(APPRO, (Move(APPRO, who(held, "TROIS"), "ENF"),)),
        Choose(APPRO, added.person.id, "ENF"),
    )


def masked(live: Live) -> Masked:
    opening, entries = masked_opening(live.document), masked_entries(live.entries)
    return json.loads(canonical(opening)), [json.loads(canonical(entry)) for entry in entries]


def proved(opening: dict[str, Any], entries: Sequence[dict[str, Any]]) -> Verdict:
    return verify(canonical(opening), b"".join(canonical(entry) + b"\n" for entry in entries))


def broken(verdict: Verdict) -> set[str]:
    return {found.property for found in verdict.checks if not found.holds}


def test_nothing_of_what_only_some_may_know_is_left(live: Live) -> None:
    opening, entries = masked(live)
    shown = json.dumps([opening["lists"], opening["people"], entries], ensure_ascii=False)
    secrets = (
        "surnombre CESP ne_choisit_pas SECRET PASSE SUV-03 ajoutee mode seat slot walked wish labels missing nonce"
    )
    assert [secret for secret in secrets.split() if secret in shown] == []
    assert "surnombre" in json.dumps(live.entries)


def test_the_calls_and_the_posts_are_told_under_the_hashes_of_the_whole_form(live: Live) -> None:
    _, entries = masked(live)
    assert [entry["hash"] for entry in entries] == [entry["hash"] for entry in live.entries]
    first = entries[1]
    assert first["masked"] is True
    assert first["data"] == {
        "order": 1, "person": who(live, "UN"), "post": "MED", "channel": "direct", "status": "affecte",
    }  # fmt: skip


def test_what_is_hidden_cannot_be_found_by_trying_it_against_the_hash(live: Live) -> None:
    _, entries = masked(live)
    whole, shown = live.entries[1], entries[1]
    tried = {key: value for key, value in whole.items() if key not in ("hash", "nonce")}
    assert digest(canonical(tried)) != shown["hash"]
    assert digest(canonical({**tried, "nonce": whole["nonce"]})) == shown["hash"]
    assert "nonce" in live.document


def test_the_masked_form_is_proved_as_far_as_it_goes_and_says_so(live: Live) -> None:
    verdict = proved(*masked(live))
    assert verdict.holds
    assert [found.property for found in verdict.checks] == ["P1", "P4", "P7", "P8"]
    assert (verdict.entries, verdict.head, verdict.under_way) == (9, live.entries[-1]["hash"], True)
    assert "P2, P3, P5, P6 et P9" in verdict.unproven
    assert "8 entrée(s)" in verdict.unproven


def test_a_choice_out_of_turn_is_found(live: Live) -> None:
    opening, entries = masked(live)
    entries[1]["data"], entries[2]["data"] = entries[2]["data"], entries[1]["data"]
    assert broken(proved(opening, entries)) == {"P7"}


def test_somebody_who_chooses_twice_is_found(live: Live) -> None:
    opening, entries = masked(live)
    entries[6]["data"]["person"] = entries[1]["data"]["person"]
    assert "P4" in broken(proved(opening, entries))


def test_an_entry_taken_out_or_one_that_hides_nothing_changed_is_found(live: Live) -> None:
    opening, entries = masked(live)
    assert "P8" in broken(proved(opening, [*entries[:3], *entries[4:]]))
    entries[0]["actor"] = "autre"
    assert broken(proved(opening, entries)) == {"P8"}


def test_more_choices_than_seats_are_told_and_not_held_against_the_day(live: Live) -> None:
    opening, entries = masked(live)
    for pool in opening["pools"]:
        pool["seats"] = 1 if pool["id"] == "MED" else pool["seats"]
    (told,) = (found for found in proved(opening, entries).checks if found.property == "P1")
    assert told.holds
    assert "1 stage(s) au-delà" in told.detail


def test_documents_of_another_shape_are_said_and_never_raise(live: Live) -> None:
    opening, entries = masked(live)
    assert not proved({"masked": True}, entries).holds
    assert not verify(canonical(opening), b"").holds
    assert not verify(canonical(opening), b"[]\n").holds
    assert not verify(canonical(opening), live.lines[:-1]).holds
    assert "pas de résultat" in verify(canonical(opening), live.lines, b"{}").problems[0]


def test_a_journal_without_random_texts_is_not_masked() -> None:
    day = campaign([post("URG")], [intern("UN", 1)], {"UN": "URG"})
    with pytest.raises(UnmaskableError):
        masked_entries(day.documents.entries)
    with pytest.raises(UnmaskableError):
        masked_opening({**day.documents.opening, "nonce": ""})


def test_only_entries_of_a_private_kind_bear_a_random_text() -> None:
    choice = Chosen(APPRO, 1, "p", "URG", Mode.NORMAL, "direct", "libre")
    assert journal.seal(choice, 1, journal.GENESIS, "a", MORNING, nonce="n")["nonce"] == "n"
    assert "nonce" not in journal.seal(choice, 1, journal.GENESIS, "a", MORNING)
