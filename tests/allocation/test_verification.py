"""A folder is proven from its three documents alone; whoever touches one of them is found out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allocation.events import Chosen, Skip
from allocation.model import Situation
from allocation.verify import Verdict, verify
from tests.allocation.factories import Campaign, Folder, campaign, intern, past, post, someone
from tests.allocation.forgery import (
    closed_again,
    with_choice,
    with_entries,
    with_events,
    with_identity,
    with_opening,
    with_result,
)


@cache
def day() -> Campaign:
    """A small day with something of everything: refusals, a surnombre, a catch-up, somebody away."""
    return campaign(
        [post("URG"), post("PED", 2), post("ZONE", 2, reserved="CESP:1")],
        [
            intern("PREMIER", 1),
            intern("SECOND", 2),
            intern("ENCEINTE", 3, Situation.SURNOMBRE_VALIDANT),
            intern("ÉPUISÉE", 4),
            intern("AILLEURS", 5, Situation.INTER_CHU_SORTANT),
            intern("DERNIÈRE", 6),
        ],
        {"PREMIER": "URG", "SECOND": "URG PED", "ENCEINTE": "PED", "ÉPUISÉE": "URG", "DERNIÈRE": "PED"},
        history=[past("SECOND", "ANCIEN")],
    )


def proven(folder: Folder) -> Verdict:
    return verify(*folder)


def caught(verdict: Verdict) -> bool:
    """Refused, and said why: a problem in words, or a property that does not hold."""
    return not verdict.holds and bool(verdict.problems or any(not found.holds for found in verdict.checks))


@cache
def honest() -> Folder:
    return day().documents.folder


POSITIONS = st.integers(0, 10**6)
"""Taken modulo the length of the document, so that nothing is served before the tests run."""


def test_an_honest_folder_is_proven() -> None:
    verdict = proven(honest())
    assert verdict.holds
    assert verdict.problems == ()
    assert len(verdict.checks) == 9
    assert verdict.entries == honest().journal.count(b"\n")


def flipped(data: bytes, position: int, byte: int) -> bytes:
    position %= len(data)
    return data[:position] + bytes([data[position] ^ byte]) + data[position + 1 :]


BYTES = st.integers(1, 255)


@settings(max_examples=150)
@given(POSITIONS, BYTES)
def test_any_byte_changed_in_the_opening_is_found(position: int, byte: int) -> None:
    assert caught(proven(honest()._replace(opening=flipped(honest().opening, position, byte))))


@settings(max_examples=150)
@given(POSITIONS, BYTES)
@example(-1, ord("\n") ^ ord("\r"))
def test_any_byte_changed_in_the_journal_is_found(position: int, byte: int) -> None:
    assert caught(proven(honest()._replace(journal=flipped(honest().journal, position, byte))))


@settings(max_examples=150)
@given(POSITIONS, BYTES)
def test_any_byte_changed_in_what_the_result_says_is_found(position: int, byte: int) -> None:
    """Blanks between the values say nothing, and another blank there is no forgery."""
    forged = flipped(honest().result, position, byte)
    assert caught(proven(honest()._replace(result=forged))) or same_json(forged, honest().result)


def same_json(one: bytes, other: bytes) -> bool:
    return json.loads(one) == json.loads(other)


@given(POSITIONS)
@example(-1)
def test_a_cut_tail_is_found(length: int) -> None:
    journal = honest().journal
    assert caught(proven(honest()._replace(journal=journal[: length % len(journal)])))


def test_a_tail_of_whole_entries_is_found_even_where_the_result_agrees() -> None:
    for kept in range(1, len(day().documents.entries)):
        forged = with_entries(day().documents, day().documents.entries[:kept])
        assert "P8" in forged.broken
        assert caught(proven(forged.folder))


def test_two_lines_swapped_are_found() -> None:
    lines = honest().journal.splitlines(keepends=True)
    for number in range(len(lines) - 1):
        swapped = [*lines[:number], lines[number + 1], lines[number], *lines[number + 2 :]]
        verdict = proven(honest()._replace(journal=b"".join(swapped)))
        assert f"ligne {number + 1}" in verdict.problems[0]


def test_a_line_left_out_or_repeated_is_found() -> None:
    lines = honest().journal.splitlines(keepends=True)
    for number in range(len(lines)):
        assert caught(proven(honest()._replace(journal=b"".join(lines[:number] + lines[number + 1 :]))))
        assert caught(proven(honest()._replace(journal=b"".join(lines[: number + 1] + lines[number:]))))


Forger = Callable[[], tuple[Folder, str]]


def a_post_out_of_turn() -> tuple[Folder, str]:
    first, second, *others = day().events
    return with_events(day(), [second, first, *others]).folder, "P7"


def a_full_post() -> tuple[Folder, str]:
    return with_choice(day(), "SECOND", pool="URG", walked=(), wish=1).folder, "P2"


def a_better_wish_denied() -> tuple[Folder, str]:
    return with_choice(day(), "DERNIÈRE", pool="ZONE", walked=(Skip("PED", "ELI-01a"),), wish=2).folder, "P3"


def a_seat_kept_for_somebody_else() -> tuple[Folder, str]:
    return with_choice(day(), "DERNIÈRE", pool="ZONE", seat="reserve").folder, "P2"


def a_turn_that_vanished() -> tuple[Folder, str]:
    kept = [event for event in day().events if getattr(event, "person", "") != day().person("PREMIER")]
    return with_events(day(), closed_again(kept)).folder, "P7"


def a_friend_with_two_posts() -> tuple[Folder, str]:
    events = list(day().events)
    won = next(event for event in events if isinstance(event, Chosen))
    return with_events(day(), [events[0], replace(won, pool="PED"), *events[1:]]).folder, "P4"


@pytest.mark.parametrize(
    "forge",
    [
        a_post_out_of_turn,
        a_full_post,
        a_better_wish_denied,
        a_seat_kept_for_somebody_else,
        a_turn_that_vanished,
        a_friend_with_two_posts,
    ],
)
def test_a_forger_who_computes_every_hash_again_is_caught_by_the_property(forge: Forger) -> None:
    folder, broken = forge()
    verdict = proven(folder)
    assert not verdict.holds
    assert broken in {found.property for found in verdict.checks if not found.holds}


def test_a_stolen_name_is_found_and_named() -> None:
    forged = with_identity(day(), "PREMIER", someone("USURPATEUR"))
    verdict = proven(forged.folder)
    assert not verdict.holds
    assert any("USURPATEUR" in problem for problem in verdict.problems)


def test_two_people_who_swap_names_are_found() -> None:
    stolen = with_identity(day(), "PREMIER", someone("SECOND"))
    verdict = proven(stolen.folder)
    assert any("l'ouverture a scellée" in problem for problem in verdict.problems)


def test_an_opening_changed_under_an_untouched_journal_is_found() -> None:
    more = with_opening(
        day(), lambda opening: replace(opening, pools=tuple(replace(p, seats=p.seats + 1) for p in opening.pools))
    )
    verdict = proven(honest()._replace(opening=more.folder.opening))
    assert any("ouverture.json n'est pas celle" in problem for problem in verdict.problems)


def test_an_opening_journal_and_result_of_different_days_do_not_go_together() -> None:
    other = campaign([post("URG")], [intern("PREMIER", 1)], {"PREMIER": "URG"}).documents.folder
    for mixed in (
        honest()._replace(opening=other.opening),
        honest()._replace(journal=other.journal),
        honest()._replace(result=other.result),
    ):
        assert caught(proven(mixed))


def test_a_result_that_shows_another_post_names_the_person() -> None:
    def change(result: dict[str, Any]) -> None:
        result["lists"][0]["calls"][0]["post"] = "PED"

    verdict = proven(with_result(day(), change).folder)
    assert any("PREMIER Camille" in problem and "le journal donne URG" in problem for problem in verdict.problems)


@pytest.mark.parametrize("field", ["status", "mode", "wish", "order", "slot", "catch_up", "curriculum", "channel"])
def test_any_field_of_a_row_is_held_against_the_journal(field: str) -> None:
    def change(result: dict[str, Any]) -> None:
        result["lists"][0]["calls"][0][field] = "autre"

    assert caught(proven(with_result(day(), change).folder))


NESTED = b"[" * 100_000
DEEP = b'{"lists":' + b"[" * 600 + b"]" * 600 + b"}"


@pytest.mark.parametrize(
    "junk", [b"", b"\n", b"[]", b"null", b"\xff\xfe", b'{"a": 1e999}', NESTED, DEEP, b'"\xed\xa0\x80"']
)
@pytest.mark.parametrize("part", Folder._fields)
def test_junk_is_refused_in_words_and_never_raises(part: str, junk: bytes) -> None:
    verdict = proven(honest()._replace(**{part: junk}))
    assert caught(verdict)
    assert verdict.problems


@given(st.binary(max_size=60), st.binary(max_size=60), st.binary(max_size=60))
def test_any_bytes_are_refused_and_never_raise(opening: bytes, journal: bytes, result: bytes) -> None:
    assert caught(verify(opening, journal, result))
