"""Each intern's notice tells that person all, and nobody else anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from allocation.ranksheet import Line, RankSheet
from exports.agency import Agency
from exports.notices import Notified, notice_of, write_each_notice, write_notices
from tests.exports.documents import HEAD, OPENING_HASH, SOCLE, ouverture, resultat
from tests.exports.reading import pages

RECEIPT, ENTRY = "ef" * 32, "01" * 32


def entry(person: str, **changes: Any) -> dict[str, Any]:
    return {
        "seq": 7,
        "at": "2027-04-06T07:12:30.000000Z",
        "kind": "Chosen",
        "data": {"person": person, "version": RECEIPT},
        "hash": ENTRY,
    } | changes


ENTRIES = [
    {"seq": 0, "at": "2027-04-06T07:00:00.000000Z", "kind": "Opened", "data": {"opening": ""}, "hash": "00"},
    entry("p-0004", seq=6, hash="02" * 32),
    entry("p-0004"),
    entry("p-0008", seq=9, kind="Corrected", data={"changes": [{"person": "p-0008"}]}),
]
SHEETS = {"p-0004": (RankSheet(SOCLE, 4, 5, (Line("ORD-03", "Rang aux épreuves de 2024 : 812."),)),)}
AGENCY = Agency(name="ARS d'ici", address="1 rue des Lilas, Lyon", contact="cada@ars.fr", court="de Lyon")


@pytest.fixture(scope="module")
def made_from() -> Notified:
    return Notified(resultat(), ouverture(), ENTRIES, AGENCY, SHEETS)


@pytest.fixture(scope="module")
def each(made_from: Notified, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    written = write_each_notice(made_from, tmp_path_factory.mktemp("notices"))
    return {path.name: " ".join(pages(path)) for path in written}


def of(each: dict[str, str], name: str) -> str:
    (text,) = (text for file, text in each.items() if name in file)
    return text


def test_there_is_a_file_a_person_named_by_list_number_and_name(each: dict[str, str]) -> None:
    assert len(each) == 9
    assert "medecine-generale-socle-0004-d-almeida-ines.pdf" in each
    assert "medecine-generale-socle-sans-tour-noeud-anais.pdf" in each


def test_a_notice_says_the_stage_its_dates_and_how_it_was_obtained(each: dict[str, str]) -> None:
    text = of(each, "almeida")
    for words in (
        "D'ALMÉIDA Inès", "10100000004", "42-NIV1-03", "@MSU du Forez & associés", "Montbrison",
        "du 2 mai 2027 au 1er novembre 2027", "Ce stage était votre 2e vœu.", "Praticien niveau 1",
        "Complet : 2 places prises par les nos 1 et 2.", "ELI-01a",
    ):  # fmt: skip
        assert words in text, words


def test_a_notice_tells_the_rank_line_by_line(each: dict[str, str]) -> None:
    assert "N° d'appel 4, sur une liste de 5 internes" in of(each, "almeida")
    assert "Rang aux épreuves de 2024 : 812. (ORD-03)" in of(each, "almeida")


def test_a_notice_carries_its_proof(each: dict[str, str]) -> None:
    text = of(each, "almeida").replace(" ", "")
    assert all(mark in text for mark in (RECEIPT, ENTRY, HEAD, OPENING_HASH))
    assert "02" * 32 not in text, "an entry that another one replaced"
    assert "n°9," in of(each, "garcia").replace(" ", ""), "the correction decided last"


def test_a_notice_has_the_legal_mentions(each: dict[str, str]) -> None:
    for text in each.values():
        for words in (
            "L. 311-3-1", "R. 311-3-1-2", "Degré et mode de contribution", "Données traitées et sources",
            "Paramètres appliqués", "Opérations effectuées", "CADA", "cada@ars.fr", "deux mois",
            "tribunal administratif de Lyon", "1 rue des Lilas, Lyon", "ich.quota = 110",
        ):  # fmt: skip
            assert words in text, words


def test_the_person_alone_reads_of_their_surnombre(each: dict[str, str]) -> None:
    with_it = [file for file, text in each.items() if "surnombre" in text.casefold()]
    assert with_it == ["medecine-generale-socle-0003-tran-thi.pdf"]


def test_nobody_reads_of_anybody_else(each: dict[str, str]) -> None:
    for mine in ("martin", "noeud", "perez", "roux"):
        for name in {"D'ALMÉIDA", "MARTIN", "NŒUD", "PÉREZ", "ROUX", "GARCÍA"}:
            is_own = name.casefold().replace("œ", "oe").replace("é", "e") == mine
            assert (name in of(each, mine)) == is_own, (mine, name)


def test_who_obtained_nothing_reads_why(each: dict[str, str]) -> None:
    assert "Son seul vœu n'a pas pu être satisfait." in of(each, "martin")
    assert "autre subdivision : Lyon" in of(each, "perez")
    assert "pas de tour à ce choix." in of(each, "noeud")


def test_all_stand_in_one_document_each_from_a_page_of_its_own(made_from: Notified, tmp_path: Path) -> None:
    path = tmp_path / "notifications.pdf"
    write_notices(made_from, path)
    starts = [page for page in pages(path) if "Page 1" in page]
    assert len(starts) == 9
    reader = PdfReader(path)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_object().get_data()
    assert str(reader.root_object["/Lang"]).startswith("fr")


def test_progress_is_told(made_from: Notified, tmp_path: Path) -> None:
    done: list[int] = []
    write_each_notice(made_from, tmp_path, done.append)
    assert done == list(range(1, 10))


def test_one_person_s_notice_is_found_by_id(made_from: Notified, tmp_path: Path) -> None:
    found = notice_of(made_from, "p-0004")
    assert found is not None
    (tmp_path / "un.pdf").write_bytes(found)
    assert "D'ALMÉIDA" in pages(tmp_path / "un.pdf")[0]
    assert notice_of(made_from, "p-rien") is None


def test_blanks_of_the_agency_stay_readable(tmp_path: Path) -> None:
    write_notices(Notified(resultat(), ouverture(), []), tmp_path / "n.pdf")
    assert "tribunal administratif compétent" in pages(tmp_path / "n.pdf")[0]
