"""The decision, the papers to sign and the post list: who goes where, and nothing of how it was obtained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from exports.agency import Agency, UnknownPlaceholderError, default_decree
from exports.decree import write_decree
from exports.post_list import write_post_list
from exports.slips import write_attendance_sheet, write_slips
from tests.exports.documents import APPRO, FORMULA_NAME, SOCLE, large_resultat, ouverture, resultat
from tests.exports.reading import pages

Writer = Callable[[dict[str, Any], Path], None]
BEFORE = {"42-URG-01": "parti au tour 37 sur 148 à l'été 2026"}

WRITERS: dict[str, Writer] = {
    "arrete": lambda document, path: write_decree(document, ouverture(), Agency(), path),
    "bulletins": lambda document, path: write_slips(document, ouverture(), path),
    "emargement": lambda document, path: write_attendance_sheet(document, ouverture(), path),
    "liste-postes": lambda document, path: write_post_list(document, ouverture(), BEFORE, path),
}
every_paper = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


def written(folder: Path, write: Writer, document: dict[str, Any] | None = None) -> Path:
    path = folder / "papier.pdf"
    write(document or resultat(), path)
    return path


def text_of(path: Path) -> str:
    return " ".join(pages(path))


@every_paper
def test_a_paper_is_accessible_titled_and_in_french(write: Writer, tmp_path: Path) -> None:
    reader = PdfReader(written(tmp_path, write))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_object().get_data()
    assert str(reader.root_object["/Lang"]).startswith("fr")
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert "semestre d'été 2027" in str(reader.metadata.title)


@every_paper
def test_a_surnombre_changes_nothing_in_a_paper(write: Writer, tmp_path: Path) -> None:
    plain = resultat()
    for row in plain["lists"][0]["calls"]:
        row.update(mode="normal", channel="voeux", catch_up=False)
        row["status"] = "ne_choisit_pas" if row["status"] == "hors_subdivision" else row["status"]
    for post in plain["posts"]:
        post["supernumerary"] = 0
    first = written(tmp_path, write).read_bytes()
    assert written(tmp_path, write, plain).read_bytes() == first


@every_paper
@pytest.mark.parametrize("name", ["#panic()", "$x$ *gras*", '"]#sys.inputs', "名\x00前"])
def test_a_name_is_never_read_as_part_of_the_template(write: Writer, name: str, tmp_path: Path) -> None:
    document = resultat()
    document["lists"][0]["calls"][0]["intern"]["last_name"] = name
    assert text_of(written(tmp_path, write, document))


@every_paper
def test_a_list_of_nobody_is_still_a_paper(write: Writer, tmp_path: Path) -> None:
    document = resultat() | {"lists": [], "posts": []}
    assert written(tmp_path, write, document).stat().st_size > 1000


def test_the_decision_says_its_articles_and_names_those_assigned(tmp_path: Path) -> None:
    path = tmp_path / "arrete.pdf"
    agency = Agency(name="ARS Auvergne-Rhône-Alpes", city="Lyon", signatory="La directrice", dated="3 avril 2027")
    write_decree(resultat(), ouverture(), agency, path)
    first, *annex = pages(path)
    for words in ("ARS Auvergne-Rhône-Alpes", "Les 5 internes", "du 2 mai 2027 au 1er novembre 2027", "Article 1er"):
        assert words in first
    assert "Fait à Lyon, le 3 avril 2027" in first
    assert all(name in " ".join(annex) for name in ("Annexe", FORMULA_NAME, "GARCÍA", "42-PED-02"))
    assert not any(name in " ".join([first, *annex]) for name in ("MARTIN", "NŒUD", "PÉREZ"))


def test_the_agency_s_own_text_takes_the_place_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "arrete.pdf"
    text = "# Décision n° 12\n\nPour {affectes} internes, selon {regles}.\n\nArticle 2\nC'est {subdivision}. #panic()"
    write_decree(resultat(), ouverture(), Agency(decree=text), path)
    for words in ("Décision n° 12", "Pour 5 internes, selon ssipi-2025.", "C'est Saint-Étienne. #panic()"):
        assert words in text_of(path)


def test_a_text_that_asks_for_the_unknown_is_refused_with_what_may_be_asked(tmp_path: Path) -> None:
    with pytest.raises(UnknownPlaceholderError, match=r"\{hopital\}.*\{agence\}"):
        write_decree(resultat(), ouverture(), Agency(decree="# T\n\nVu {hopital}"), tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_text_is_the_default_one_and_a_title_alone_is_a_text(tmp_path: Path) -> None:
    assert Agency(decree=" \n").decree_text == default_decree()
    write_decree(resultat(), ouverture(), Agency(decree="Décision"), tmp_path / "a.pdf")
    assert "Décision" in pages(tmp_path / "a.pdf")[0]


def test_there_is_a_slip_for_each_turn_two_a_page(tmp_path: Path) -> None:
    read = pages(written(tmp_path, WRITERS["bulletins"]))
    assert len(read) == 4
    text = " ".join(read)
    assert text.count("Bulletin de choix") == 7
    assert "NŒUD" not in text
    assert "4 Nom, prénom D'ALMÉIDA Inès" in text
    assert "42-NIV1-03" in text


def test_a_slip_is_blank_where_nothing_is_chosen_yet(tmp_path: Path) -> None:
    document = resultat()
    document["lists"] = document["lists"][:1]
    document["lists"][0]["calls"] = document["lists"][0]["calls"][4:5]
    text = text_of(written(tmp_path, WRITERS["bulletins"], document))
    assert "MARTIN +Zélie" in text
    assert "Stage choisi (code) :" in text


def test_the_attendance_sheet_has_a_line_for_each_turn(tmp_path: Path) -> None:
    first, second = pages(written(tmp_path, WRITERS["emargement"]))
    assert SOCLE in first
    assert APPRO in second
    assert all(name in first for name in (FORMULA_NAME, "MARTIN"))
    assert "NŒUD" not in first + second


def test_the_post_list_shows_free_and_taken_seats_by_list_and_category(tmp_path: Path) -> None:
    socle, appro = pages(written(tmp_path, WRITERS["liste-postes"]))
    assert "8 postes offerts, 4 pris, 4 restants." in socle
    assert "Urgences adultes" in socle
    assert (
        "42-URG-01 CHU de Saint-Étienne – Urgences adultes Saint-Étienne ■■ parti au tour 37 sur 148 à l'été 2026"
        in socle
    )
    assert "□■" in socle
    assert "Santé de l'enfant (SE)" in appro
    assert "réservé à : CESP, 1" in appro
    assert not any(name in socle + appro for name in ("D'ALMÉIDA", "GARCÍA"))


def test_many_seats_are_counted_instead_of_drawn(tmp_path: Path) -> None:
    document = resultat()
    document["posts"][0].update(seats=40, taken=13)
    assert "27 sur 40" in text_of(written(tmp_path, WRITERS["liste-postes"], document))


def test_a_long_list_keeps_everybody(tmp_path: Path) -> None:
    text = text_of(written(tmp_path, WRITERS["arrete"], large_resultat(300)))
    assert all(f"NOM {number} " in text for number in range(1, 301))
