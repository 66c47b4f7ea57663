"""The journal: what an entry holds, how the chain is checked, and where it breaks."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from allocation import journal
from allocation.canonical import canonical, digest
from allocation.events import Opened
from allocation.journal import GENESIS, BrokenJournalError
from tests.allocation.factories import SOCLE, Campaign, campaign, intern, post, ticking


@pytest.fixture
def day() -> Campaign:
    return campaign([post("URG")], [intern("DUPONT", 1), intern("DURAND", 2)], {"DUPONT": "URG", "DURAND": "URG"})


def test_the_kinds_of_a_day_from_the_opening_to_the_close(day: Campaign) -> None:
    kinds = [entry["kind"] for entry in day.documents.entries]
    assert kinds == ["Opened", "Chosen", "MarkedAbsent", "CatchUpOpened", "MarkedAbsent", "Closed"]


def test_an_entry_holds_what_the_design_says_and_nothing_else(day: Campaign) -> None:
    entry = day.documents.entries[1]
    assert set(entry) == {
        "seq", "list", "at", "occurred_at", "actor", "on_behalf_of", "kind", "data", "summary", "prev", "hash",
    }  # fmt: skip
    assert (entry["seq"], entry["list"], entry["actor"]) == (1, SOCLE, "essai")
    assert entry["at"] == entry["occurred_at"] == "2027-04-06T07:00:01.000000Z"
    assert entry["on_behalf_of"] == day.person("DUPONT")
    assert entry["summary"] == "N° 1 : URG."


def test_each_entry_carries_the_hash_of_the_one_before(day: Campaign) -> None:
    entries = day.documents.entries
    assert entries[0]["prev"] == GENESIS == "0" * 64
    for before, entry in pairwise(entries):
        assert entry["prev"] == before["hash"]
    for entry in entries:
        assert entry["hash"] == digest(canonical({key: value for key, value in entry.items() if key != "hash"}))


def test_entry_0_binds_the_bytes_of_the_opening(day: Campaign) -> None:
    assert day.documents.entries[0]["data"] == {"opening": digest(day.documents.folder.opening)}


def test_the_receipt_of_a_list_is_salted_and_differs_between_two_people(day: Campaign) -> None:
    versions = {wishes.version for wishes in day.prepared.wishes.values()}
    assert len(versions) == 2


def written(*, seq: int = 0, prev: str = GENESIS) -> dict:
    return dict(journal.seal(Opened("00"), seq, prev, "essai", ticking()()))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "vide"),
        (b"pas du json\n", "pas lisible"),
        (b"[1]\n", "pas une entrée"),
        (json.dumps(written()).encode() + b"\n", "forme canonique"),
        (canonical(written() | {"actor": "autre"}) + b"\n", "a été modifiée"),
        (canonical(written(prev="1" * 64)) + b"\n", "chaîne est rompue"),
        (canonical(written(seq=4)) + b"\n", "numéro d'ordre"),
        (canonical(written()), "la fin du journal manque"),
        (b"[" * 100_000 + b"\n", "pas lisible"),
    ],
)
def test_a_journal_that_does_not_hold_says_which_line_and_why(data: bytes, reason: str) -> None:
    with pytest.raises(BrokenJournalError, match=reason) as error:
        journal.parse(data)
    assert error.value.line == 1


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("Inconnu", {}),
        ("Opened", {}),
        ("Closed", {"served": "1", "unserved": 0}),
        ("Closed", {"served": True, "unserved": 0}),
        ("Chosen", {"order": 1}),
        ("MarkedAbsent", {"order": 1, "person": "p", "why": "caprice", "walked": [], "version": ""}),
        ("MarkedAbsent", {"order": 1, "person": "p", "why": "sans_liste", "walked": 3, "version": ""}),
        ("Opened", None),
    ],
)
def test_an_entry_whose_data_is_not_of_its_kind_is_refused(kind: str, data: object) -> None:
    with pytest.raises(BrokenJournalError):
        journal.events([{"kind": kind, "list": None, "data": data}])  # type: ignore[dict-item]
