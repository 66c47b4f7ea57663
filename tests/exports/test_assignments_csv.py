"""`affectations.csv` is read by other software, and compared byte for byte by the verification."""

from __future__ import annotations

import csv
import io

from exports.tabular import assignments_csv
from tests.exports.documents import FORMULA_NAME, SOCLE, call, intern, ouverture, resultat


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_it_is_what_a_french_spreadsheet_opens_well() -> None:
    content = assignments_csv(resultat(), ouverture())
    assert content.startswith("\ufeffListe;N° d'appel;RPPS;".encode())
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 10


def test_call_numbers_are_whole_and_blank_for_those_without_a_turn() -> None:
    rows = _rows(assignments_csv(resultat(), ouverture()))
    assert [row[1] for row in rows[1:]] == ["1", "2", "3", "4", "5", "", "", "1", "2"]
    assert rows[2][:5] == [SOCLE, "2", "10100000002", "ŁUKASIEWICZ", "Jean-Noël"]


def test_a_formula_is_held_back_by_an_apostrophe() -> None:
    rows = _rows(assignments_csv(resultat(), ouverture()))
    assert rows[1][3] == f"'{FORMULA_NAME}"
    assert rows[5][4] == "'+Zélie"


def test_separators_quotes_and_line_ends_in_a_name_come_back_as_they_were() -> None:
    document = resultat()
    name = 'A;B "c"\nd'
    document["lists"] = [{"name": SOCLE, "des": "", "phase": "SOCLE", "calls": [call(intern(1, name, "NA"))]}]
    assert _rows(assignments_csv(document, ouverture()))[1][3:5] == [name, "NA"]


def test_the_same_documents_give_the_same_bytes() -> None:
    assert assignments_csv(resultat(), ouverture()) == assignments_csv(resultat(), ouverture())


def test_a_result_without_anybody_is_a_header() -> None:
    assert assignments_csv(resultat() | {"lists": []}, ouverture()).count(b"\r\n") == 1
