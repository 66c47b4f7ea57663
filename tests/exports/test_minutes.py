"""The public minutes show who obtained what, and nothing that tells of health or family."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from exports import minutes
from exports.minutes import write_minutes
from tests.exports.documents import (
    APPRO,
    FORMULA_NAME,
    HEAD,
    OPENING_HASH,
    SOCLE,
    call,
    intern,
    large_resultat,
    ouverture,
    resultat,
    without_post,
)
from tests.exports.reading import pages


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages(_written(tmp_path_factory.mktemp("out"), resultat())[0])


def _written(folder: Path, document: dict[str, Any]) -> list[Path]:
    return write_minutes(document, ouverture(), folder)


def test_the_first_page_says_which_choice_under_which_rules(read: list[str]) -> None:
    for words in (
        "Procès-verbal du choix de stage",
        "Subdivision : Saint-Étienne",
        "Semestre d'été 2027",
        "du 2 mai 2027 au 1er novembre 2027",
        "Jeu de règles : ssipi-2025.",
        "ich.quota = 110 (accord de la commission, par ARS)",
    ):
        assert words in read[0]


def test_the_totals_are_given_by_list_and_overall(read: list[str]) -> None:
    assert f"{SOCLE} 2 7 4 1 2" in read[0]
    assert f"{APPRO} 3 2 1 1 0" in read[0]
    assert "Ensemble 9 5 2 2" in read[0]


def test_each_list_starts_its_own_page_in_call_order(read: list[str]) -> None:
    assert [SOCLE in page for page in read[1:]] == [True, False, False]
    assert [APPRO in page for page in read[1:]] == [False, True, False]
    order = [read[1].index(name) for name in (FORMULA_NAME, "ŁUKASIEWICZ", "TRẦN", "D'ALMÉIDA", "MARTIN", "NŒUD")]
    assert order == sorted(order)
    assert "4 D'ALMÉIDA Inès 42-NIV1-03 @MSU du Forez & associés affecté" in read[1]


def test_people_are_in_the_order_in_which_they_are_called_whatever_their_numbers(tmp_path: Path) -> None:
    document = resultat()
    document["lists"][0]["calls"][0]["order"] = 99  # somebody without a number of their own, called first
    page = pages(_written(tmp_path, document)[0])[1]
    assert (
        page.index("=cmd") < page.index("ŁUKASIEWICZ") < page.index("TRẦN") < page.index("NŒUD") < page.index("PÉREZ")
    )


def test_the_last_page_has_the_hashes_and_room_for_signatures(read: list[str]) -> None:
    for words in ("12" * 32, "34" * 32, OPENING_HASH, HEAD, "154 entrées", "Signatures", "Pour les internes"):
        assert words in read[-1]


def test_pages_are_numbered_out_of_their_number(read: list[str]) -> None:
    assert [re.findall(r"Page (\d+/\d+)", page) for page in read] == [["1/4"], ["2/4"], ["3/4"], ["4/4"]]


def test_nothing_private_is_printed(read: list[str]) -> None:
    text = " ".join(read).casefold()
    for word in ("surnombre", "lyon", "hors subdivision", "inter-chu", "ne choisit pas", "rattrapage", "10100000"):
        assert word not in text
    assert "– NŒUD Anaïs sans tour" in read[1]
    assert "– PÉREZ Øyvind sans tour" in read[1]


def test_a_surnombre_changes_nothing_at_all_in_the_minutes(tmp_path: Path) -> None:
    """The strongest form: the bytes are those of the same choice with regular seats and other reasons."""
    plain = deepcopy(resultat())
    for call_made in plain["lists"][0]["calls"]:
        call_made.update(mode="normal", channel="voeux", curriculum="verifie", catch_up=False, skipped=[])
        if call_made["status"] == "hors_subdivision":
            call_made["status"] = "ne_choisit_pas"
    for post in plain["posts"]:
        post.update(supernumerary=0, taken=0)
    plain["warnings"] = []
    first = _written(tmp_path, resultat())[0].read_bytes()
    assert _written(tmp_path, plain)[0].read_bytes() == first


def test_every_mode_and_reason_reads_as_one_of_three_words() -> None:
    someone = intern(1, "A", "B")
    assert minutes.public_status(call(someone, mode="surnombre_non_validant")) == "affecté"
    assert minutes.public_status(without_post(someone, 1, "non_affecte")) == "non affecté"
    for status in ("ne_choisit_pas", "hors_subdivision"):
        assert minutes.public_status(without_post(someone, None, status)) == "sans tour"


def test_the_document_is_accessible_and_titled(tmp_path: Path) -> None:
    reader = PdfReader(_written(tmp_path, resultat())[0])
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_object().get_data()
    assert str(reader.root_object["/Lang"]).startswith("fr")
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Procès-verbal du choix de stage – Saint-Étienne, semestre d'été 2027"


def test_a_name_in_letters_that_no_font_has_does_not_stop_the_minutes(tmp_path: Path) -> None:
    document = resultat()
    document["lists"][0]["calls"][0]["intern"]["last_name"] = "名\x00前"
    assert "Zoé" in pages(_written(tmp_path, document)[0])[1]


@pytest.mark.parametrize(
    "name", ["#panic()", "$x$ *gras* _i_", "<etiquette> @ref", '"]#sys.inputs', "\\ // commentaire"]
)
def test_a_name_is_never_read_as_part_of_the_template(name: str, tmp_path: Path) -> None:
    document = resultat()
    document["lists"][0]["calls"][0]["intern"]["last_name"] = name
    assert name in pages(_written(tmp_path, document)[0])[1]


def test_long_minutes_go_in_parts_that_name_everyone_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minutes, "PART_PEOPLE", 10)
    written = _written(tmp_path, large_resultat(25, lists=2))
    assert [path.name for path in written] == ["proces-verbal.pdf", "proces-verbal-2.pdf", "proces-verbal-3.pdf"]
    texts = [" ".join(pages(path)) for path in written]
    assert all(f"Partie {number} sur 3" in text for number, text in enumerate(texts, 1))
    named = [int(number) for text in texts for number in re.findall(r"NOM (\d+)", text)]
    assert named == list(range(1, 26))
    assert all("Ensemble des parties 25 25 0 0" in text for text in texts)
    assert "Liste 1 (suite)" in texts[1]


def test_three_thousand_people_still_fit_in_one_part() -> None:
    assert minutes.PART_PEOPLE == 3_000


def test_parts_of_longer_earlier_minutes_do_not_stay(tmp_path: Path) -> None:
    for name in ("proces-verbal-2.pdf", "proces-verbal-signe.pdf"):
        (tmp_path / name).write_bytes(b"earlier")
    _written(tmp_path, resultat())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["proces-verbal-signe.pdf", "proces-verbal.pdf"]
