"""The minutes of the day hold every entry, and every reason that was given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from exports import day_minutes
from exports.day_minutes import write_day_minutes
from tests.exports.documents import FORMULA_NAME, HEAD, SOCLE, ouverture, resultat
from tests.exports.reading import pages


def entry(seq: int, kind: str, summary: str, **changes: Any) -> dict[str, Any]:
    moment = f"2027-04-06T07:{seq:02d}:05.000000Z"
    return {
        "seq": seq, "list": SOCLE, "at": moment, "occurred_at": moment, "actor": "bureau-1", "kind": kind, "data": {},
        "summary": summary, "hash": f"{seq:064x}",
    } | changes  # fmt: skip


ENTRIES = [
    entry(0, "Opened", "Ouverture de la campagne.", list=None),
    entry(1, "Chosen", "N° 1 : 42-URG-01."),
    entry(2, "Undone", "N° 1 : choix annulé.", data={"reason": "?b0b0"}),
    entry(3, "Chosen", "N° 1 : 42-NIV1-03.", occurred_at="2027-04-06T06:30:00.000000Z"),
    entry(4, "Closed", "Clôture : 5 affectés, 2 sans affectation.", list=None),
]
TYPED = {"?b0b0": "erreur de saisie, #panic()"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (made,) = write_day_minutes(resultat(), ouverture(), ENTRIES, TYPED, tmp_path_factory.mktemp("pv"))
    return made


@pytest.fixture(scope="module")
def text(path: Path) -> str:
    return " ".join(pages(path))


def test_every_entry_is_there_with_its_time_at_paris_and_its_hash(text: str) -> None:
    assert "1 06/04 09:01:05 Médecine générale – Socle N° 1 : 42-URG-01. bureau-1 000000000000" in text
    assert all(found["summary"] in text for found in ENTRIES)


def test_a_turn_entered_afterwards_says_when_it_happened(text: str) -> None:
    assert "saisi après coup" in text
    assert "06/04 08:30:00" in text


def test_corrections_come_first_with_their_reasons_as_they_were_typed(text: str) -> None:
    assert "2 06/04 09:02:05 N° 1 : choix annulé. erreur de saisie, #panic()" in text
    assert "?b0b0" not in text


def test_a_reason_whose_words_were_erased_is_shown_as_the_journal_has_it(tmp_path: Path) -> None:
    (made,) = write_day_minutes(resultat(), ouverture(), ENTRIES, {}, tmp_path)
    assert "?b0b0" in " ".join(pages(made))


def test_totals_rules_and_hashes_are_given(text: str) -> None:
    for words in ("Choix 2", "Choix annulés 1", "Entrées du journal 5", "ich.quota = 110", HEAD, "12" * 32):
        assert words in text


def test_nobody_is_named(text: str) -> None:
    assert not any(name in text for name in (FORMULA_NAME, "D'ALMÉIDA", "surnombre", "10100000"))


def test_the_minutes_of_the_day_are_accessible_and_titled(path: Path) -> None:
    reader = PdfReader(path)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("Procès-verbal de séance")


def test_a_long_day_goes_in_parts_that_hold_every_entry_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_minutes, "PART_ENTRIES", 2)
    written = write_day_minutes(resultat(), ouverture(), ENTRIES, TYPED, tmp_path)
    assert [path.name for path in written] == [f"proces-verbal-seance{end}.pdf" for end in ("", "-2", "-3")]
    texts = [" ".join(pages(path)) for path in written]
    assert ["partie 1 sur 3" in texts[0], "partie 3 sur 3" in texts[2]] == [True, True]
    assert ["Ouverture de la campagne." in text for text in texts] == [True, False, False]
