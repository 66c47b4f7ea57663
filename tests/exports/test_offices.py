"""Each hospital receives its own interns, the faculty all of its own, and nobody what is another's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exports.file_names import file_stem
from exports.offices import NO_HOSPITAL, hospitals, write_faculty, write_hospital, write_hospitals
from exports.seats_left import write_seats_left
from tests.exports.documents import FORMULA_NAME, ouverture, resultat
from tests.exports.reading import every_cell, table

MAIL = "zoe@exemple.fr"
CONTACTS = {"p-0001": MAIL}
CHU = "CHU de Saint-Étienne"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hopitaux")
    return {path.name: path for path in write_hospitals(resultat(), ouverture(), CONTACTS, folder)}


def test_there_is_one_workbook_a_hospital_named_after_it(written: dict[str, Path]) -> None:
    assert list(written) == ["chu-de-saint-etienne.xlsx", "hors-etablissement-msu.xlsx"]
    assert hospitals(ouverture()) == [CHU, NO_HOSPITAL]


def test_a_hospital_reads_who_comes_where_and_when(written: dict[str, Path]) -> None:
    rows = table(load_workbook(written["chu-de-saint-etienne.xlsx"])["Internes accueillis"])
    assert [row["Nom"] for row in rows] == ["GARCÍA", FORMULA_NAME, "TRẦN", "ŁUKASIEWICZ"]
    assert rows[1] == {
        "Service": "Urgences adultes",
        "Code stage": "42-URG-01",
        "Commune": "Saint-Étienne",
        "Responsable": "Dr Łukasz WAŁĘSA",
        "Nom": FORMULA_NAME,
        "Prénom": "Zoé",
        "RPPS": "10100000001",
        "DES": "Médecine générale",
        "Phase": "Socle",
        "Début": rows[1]["Début"],
        "Fin": rows[1]["Fin"],
        "Statut": "Affecté",
        "Courriel": MAIL,
    }
    assert [rows[1][name].date() for name in ("Début", "Fin")] == [date(2027, 5, 2), date(2027, 11, 1)]


def test_the_receiving_hospital_knows_of_a_surnombre_and_of_the_phase_that_people_come_from(
    written: dict[str, Path],
) -> None:
    rows = {row["Nom"]: row for row in table(load_workbook(written["chu-de-saint-etienne.xlsx"]).worksheets[0])}
    assert rows["TRẦN"]["Statut"] == "Affecté, surnombre validant"
    assert rows["ŁUKASIEWICZ"]["Phase"] == "Approfondissement"


def test_a_hospital_sees_nothing_of_another(written: dict[str, Path]) -> None:
    chu, msu = ({str(cell.value) for cell in every_cell(path)} for path in written.values())
    assert "D'ALMÉIDA" in msu - chu
    assert not {"TRẦN", "42-URG-01", "MARTIN", MAIL} & msu
    assert not {"MARTIN", "NŒUD", "PÉREZ", "42-NIV1-03"} & chu


def test_its_posts_left_unfilled_stand_on_a_sheet_of_their_own(written: dict[str, Path]) -> None:
    left = table(load_workbook(written["chu-de-saint-etienne.xlsx"])["Postes non pourvus"])
    assert [(row["Code stage"], row["Restants"]) for row in left] == [("42-PED-02", 3)]
    other = table(load_workbook(written["hors-etablissement-msu.xlsx"])["Postes non pourvus"])
    assert [(row["Code stage"], row["Restants"]) for row in other] == [("42-NIV1-03", 1)]


def test_one_hospital_alone_is_the_same_workbook(written: dict[str, Path], tmp_path: Path) -> None:
    write_hospital(resultat(), ouverture(), CONTACTS, CHU, tmp_path / "un.xlsx")
    alone, among = (load_workbook(path) for path in (tmp_path / "un.xlsx", written["chu-de-saint-etienne.xlsx"]))
    for sheet in among:
        assert table(alone[sheet.title]) == table(sheet)


def test_the_faculty_reads_everybody_by_des(tmp_path: Path) -> None:
    write_faculty(resultat(), ouverture(), CONTACTS, tmp_path / "f.xlsx")
    (sheet,) = load_workbook(tmp_path / "f.xlsx").worksheets
    rows = {row["Nom"]: row for row in table(sheet)}
    assert sheet.title == "Médecine générale"
    assert len(rows) == 9
    assert rows["TRẦN"]["Mode"] == "Surnombre validant"
    assert (rows["MARTIN"]["Statut"], rows["MARTIN"]["Début"]) == ("Non affecté", None)
    assert rows["PÉREZ"]["Observations"] == "Accueil : Lyon"
    assert rows["ŁUKASIEWICZ"]["Phase"] == "Approfondissement"


def test_the_posts_left_unfilled_are_listed_alone(tmp_path: Path) -> None:
    write_seats_left(resultat(), ouverture(), tmp_path / "r.xlsx")
    (sheet,) = load_workbook(tmp_path / "r.xlsx").worksheets
    assert [(row["Code stage"], row["Restants"]) for row in table(sheet)] == [("42-NIV1-03", 1), ("42-PED-02", 3)]


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("CHU de Saint-Étienne – Hôpital Nord", "chu-de-saint-etienne-hopital-nord"),
        ("Sacré-Cœur", "sacre-coeur"),
        ("../../etc/passwd", "etc-passwd"),
        ("名前", "sans-nom"),
        ("a" * 80, "a" * 60),
    ],
)
def test_a_file_is_named_in_plain_letters(words: str, stem: str) -> None:
    assert file_stem(words) == stem
    assert file_stem(words, {stem}) == f"{stem}-2"
