"""`rapport-import.xlsx` shows a clerk each problem, and where to mend it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from allocation.issues import Issue
from exports.import_report import BIG_SHEET, MarkedSheet, write_import_report
from exports.sheet_names import free_name
from tests.exports.reading import table

FILE = "postes.xlsx"
HEADER_ROW = 4


def _issue(cell: str = "B2", level: str = "error", sheet: str = "Médecine d'urgence", **changes: str) -> Issue:
    said = {"file": FILE, "code": "POS-07", "value": "troi", "message": "Nombre illisible.", "fix": "Écrivez 3."}
    return Issue(sheet=sheet, cell=cell, level=level, **(said | changes))  # type: ignore[arg-type]


def _sheet(rows: int = 4, name: str = "Médecine d'urgence", file: str = FILE) -> MarkedSheet:
    body = [[f"42-{n}", n, date(2027, 5, 2), None] for n in range(2, rows + 1)]
    return MarkedSheet(file, name, [["Code stage", "Postes", "Agrément", "Remarque"], *body])


def _report(
    folder: Path, issues: list[Issue], sheets: list[MarkedSheet], counts: dict[str, int] | None = None
) -> Workbook:
    path = folder / "rapport-import.xlsx"
    write_import_report(issues, sheets, path, counts)
    return load_workbook(path)


def test_errors_come_first_each_with_place_message_and_fix(tmp_path: Path) -> None:
    book = _report(tmp_path, [_issue("C3", "warning", code="POS-09"), _issue()], [_sheet()])
    rows = table(book["Problèmes"], HEADER_ROW)
    assert list(rows[0].values()) == [
        "Erreur", FILE, "Médecine d'urgence", "B2", "POS-07", "troi", "Nombre illisible.", "Écrivez 3.",
    ]  # fmt: skip
    assert (rows[1]["Niveau"], rows[1]["Code"]) == ("Avertissement", "POS-09")


def test_the_top_counts_what_is_wrong_and_what_was_read(tmp_path: Path) -> None:
    counts = {"posts": 12, "seats": 30, "interns": 28, "wishes": 0}
    sheet = _report(tmp_path, [_issue()], [], counts)["Problèmes"]
    assert sheet["A1"].value == "Rapport d'import – erreurs : 1 ; avertissements : 0"
    assert sheet["A2"].value == "Lus sans erreur – stages : 12 ; postes : 30 ; internes : 28 ; listes de vœux : 0."


def test_a_link_leads_to_the_cell_in_the_copy(tmp_path: Path) -> None:
    book = _report(tmp_path, [_issue("B2:B3")], [_sheet()])
    link = book["Problèmes"]["D5"].hyperlink
    assert link is not None
    assert link.location == "'Médecine d''urgence'!B2"
    assert link.target is None


def test_the_copy_keeps_values_and_addresses(tmp_path: Path) -> None:
    copy = _report(tmp_path, [_issue()], [_sheet()])["Médecine d'urgence"]
    assert [cell.value for cell in copy[1]] == ["Code stage", "Postes", "Agrément", "Remarque"]
    assert copy["B3"].value == 3
    assert copy["C3"].value.date() == date(2027, 5, 2)


def test_a_cell_to_mend_is_coloured_edged_and_commented(tmp_path: Path) -> None:
    issues = [_issue("B2"), _issue("A3", "warning", message="Code en double.", fix="")]
    copy = _report(tmp_path, issues, [_sheet()])["Médecine d'urgence"]
    assert (copy["B2"].fill.fgColor.rgb, copy["B2"].border.left.style) == ("00FFC7CE", "thick")
    assert (copy["A3"].fill.fgColor.rgb, copy["A3"].border.left.style) == ("00FFD9A0", "dashed")
    assert copy["B2"].comment.text == "Erreur : Nombre illisible. Écrivez 3."
    assert copy["A3"].comment.text == "Avertissement : Code en double."
    assert copy["A2"].fill.fill_type is None
    assert copy["A2"].comment is None


def test_a_range_is_coloured_whole_and_commented_once(tmp_path: Path) -> None:
    copy = _report(tmp_path, [_issue("B2:C3")], [_sheet()])["Médecine d'urgence"]
    assert all(copy[cell].fill.fill_type == "solid" for cell in ("B2", "B3", "C2", "C3"))
    assert [cell.coordinate for row in copy for cell in row if cell.comment] == ["B2"]


def test_on_one_cell_the_error_shows_over_the_warning_and_both_are_told(tmp_path: Path) -> None:
    copy = _report(tmp_path, [_issue(), _issue(level="warning", message="Douteux.")], [_sheet()])["Médecine d'urgence"]
    assert copy["B2"].fill.fgColor.rgb == "00FFC7CE"
    assert copy["B2"].comment.text.index("Erreur") < copy["B2"].comment.text.index("Avertissement")


def test_a_blank_cell_can_be_marked(tmp_path: Path) -> None:
    assert _report(tmp_path, [_issue("D2")], [_sheet()])["Médecine d'urgence"]["D2"].comment is not None


@pytest.mark.parametrize("cell", ["", "colonne E", "E0", "A99", "ZZZ2", "E1048577"])
def test_an_issue_that_names_no_cell_of_the_sheet_leads_to_its_top(cell: str, tmp_path: Path) -> None:
    book = _report(tmp_path, [_issue(cell)], [_sheet()])
    assert book["Problèmes"]["D5"].hyperlink.location.endswith("!A1")
    assert not any(found.comment for row in book["Médecine d'urgence"] for found in row)


def test_sheets_without_a_problem_are_not_copied(tmp_path: Path) -> None:
    book = _report(tmp_path, [_issue(), _issue("", sheet="")], [_sheet(), _sheet(name="Pédiatrie")])
    assert book.sheetnames == ["Problèmes", "Médecine d'urgence"]
    assert book["Problèmes"]["D6"].hyperlink is None


def test_of_a_big_sheet_only_the_header_and_the_rows_concerned_are_copied(tmp_path: Path) -> None:
    book = _report(tmp_path, [_issue("B4321"), _issue("C17:C18", "warning")], [_sheet(BIG_SHEET + 1)])
    copy = book["Médecine d'urgence"]
    assert [row[:3] for row in copy.iter_rows(values_only=True)] == [
        ("Ligne du fichier", "Code stage", "Postes"),
        (17, "42-17", 17),
        (18, "42-18", 18),
        (4321, "42-4321", 4321),
    ]
    assert book["Problèmes"]["D5"].hyperlink.location.endswith("!C4")
    assert copy["C4"].comment is not None
    assert copy["D3"].fill.fill_type == "solid"


def test_the_biggest_sheet_that_is_copied_whole(tmp_path: Path) -> None:
    assert _report(tmp_path, [_issue()], [_sheet(BIG_SHEET)])["Médecine d'urgence"].max_row == BIG_SHEET


def test_no_problem_at_all_is_said_plainly(tmp_path: Path) -> None:
    book = _report(tmp_path, [], [_sheet()], {"posts": 3})
    assert book.sheetnames == ["Problèmes"]
    assert book["Problèmes"]["A1"].value == "Aucun problème : les fichiers ont été lus sans erreur ni avertissement."
    assert book["Problèmes"]["A2"].value == "Lus sans erreur – stages : 3."


def test_sheets_of_the_same_name_in_two_files_are_both_copied_and_linked(tmp_path: Path) -> None:
    issues = [_issue(file="a.xlsx"), _issue(file="b.xlsx")]
    book = _report(tmp_path, issues, [_sheet(file="a.xlsx"), _sheet(file="b.xlsx")])
    assert book.sheetnames == ["Problèmes", "Médecine d'urgence", "Médecine d'urgence (2)"]
    assert [book["Problèmes"][cell].hyperlink.location for cell in ("D5", "D6")] == [
        "'Médecine d''urgence'!B2",
        "'Médecine d''urgence (2)'!B2",
    ]


def test_a_csv_without_sheet_name_takes_that_of_its_file(tmp_path: Path) -> None:
    book = _report(tmp_path, [_issue(sheet="", file="vœux.csv")], [_sheet(name="", file="vœux.csv")])
    assert book.sheetnames == ["Problèmes", "vœux"]


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("Socle", ["Problèmes"], "Socle"),
        ("problèmes", ["Problèmes"], "problèmes (2)"),
        ("a/b\\c:d*e?f[g]", [], "a_b_c_d_e_f_g_"),
        ("x" * 40, [], "x" * 31),
        ("x" * 40, ["x" * 31], "x" * 27 + " (2)"),
        ("'quoted'", [], "quoted"),
        ("  ", [], "Feuille"),
        ("History", [], "History (2)"),
    ],
)
def test_a_sheet_gets_a_name_that_spreadsheets_accept(wanted: str, taken: list[str], name: str) -> None:
    assert free_name(wanted, taken) == name
