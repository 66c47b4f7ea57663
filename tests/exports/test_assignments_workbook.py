"""`affectations.xlsx` tells the whole result to the staff."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from allocation.forms import FORMS, Role
from allocation.model import Mode
from exports import workbook as workbook_module
from exports.assignments import write_assignments
from exports.labels import MODES
from exports.workbook import Table, write_table
from tests.exports.documents import APPRO, COMPLETE, FORMULA_NAME, HEAD, OPENING_HASH, SOCLE, ouverture, resultat
from tests.exports.reading import table, values


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return load_workbook(_written(tmp_path_factory.mktemp("out"), resultat()))


def _written(folder: Path, document: dict[str, Any]) -> Path:
    path = folder / "affectations.xlsx"
    write_assignments(document, ouverture(), path)
    return path


def test_the_sheets_come_in_the_order_in_which_they_are_read(book: Workbook) -> None:
    assert book.sheetnames == ["Affectations", "Non affectés", "Postes restants", "Explications", "Contrôles"]


def test_everyone_appears_once_with_the_stage_obtained(book: Workbook) -> None:
    rows = table(book["Affectations"])
    assert len(rows) == len({row["RPPS"] for row in rows}) == 9
    assert rows[3] == {
        "Liste": SOCLE,
        "N° d'appel": 4,
        "RPPS": "10100000004",
        "Nom": "D'ALMÉIDA",
        "Prénom": "Inès",
        "Statut": "Affecté",
        "Code stage": "42-NIV1-03",
        "Établissement": None,
        "Service": "@MSU du Forez & associés",
        "Commune": "Montbrison",
        "Responsable": "Dr Łukasz WAŁĘSA",
        "Case de maquette": "Praticien niveau 1",
        "Mode": "Normal",
        "Vœu obtenu": 2,
        "Canal": "Liste de vœux",
        "Observations": None,
    }


def test_names_are_shown_as_they_were_typed(book: Workbook) -> None:
    names = [row["Nom"] for row in table(book["Affectations"])]
    assert names[:3] == [FORMULA_NAME, "ŁUKASIEWICZ", "TRẦN"]


def test_modes_channels_and_remarks_are_in_clerks_words(book: Workbook) -> None:
    rows = {row["Nom"]: row for row in table(book["Affectations"])}
    assert rows["ŁUKASIEWICZ"]["Observations"] == "Maquette non vérifiée"
    assert (rows["TRẦN"]["Mode"], rows["TRẦN"]["Canal"]) == ("Surnombre validant", "Administration")
    assert rows["PÉREZ"]["Observations"] == "Accueil : Lyon"
    assert (rows["GARCÍA"]["Observations"], rows["GARCÍA"]["Canal"]) == ("Servi au rattrapage", "Choix en séance")
    assert rows["NŒUD"]["N° d'appel"] is None
    assert rows["NŒUD"]["Mode"] is None


def test_the_words_for_the_modes_are_those_of_the_templates() -> None:
    column = next(column for column in FORMS[Role.INTERNS] if column.field == "mode")
    assert tuple(MODES[mode] for mode in Mode) == column.choices


def test_whoever_has_no_stage_is_told_why_in_one_sentence(book: Workbook) -> None:
    told = {row["Nom"]: (row["Statut"], row["Pourquoi"]) for row in table(book["Non affectés"])}
    assert told == {
        "MARTIN": ("Non affecté", f"Son seul vœu n'a pas pu être satisfait. {COMPLETE}"),
        "NŒUD": ("Ne choisit pas", "Ne choisit pas ce semestre, d'après sa situation enregistrée avant le choix."),
        "PÉREZ": ("Hors subdivision", "Effectue son semestre dans une autre subdivision : Lyon."),
        "ROUX": ("Non affecté", "Aucun vœu n'a été présenté à son tour."),
    }


def test_the_seats_left_are_listed_and_full_posts_are_not(book: Workbook) -> None:
    rows = table(book["Postes restants"])
    assert [row["Code stage"] for row in rows] == ["42-NIV1-03", "42-PED-02"]
    assert list(rows[1].values())[4:] == ["Santé de l'enfant (SE)", APPRO, "CESP:1", 4, 1, 0, 3]


def test_each_refused_wish_has_its_rule_and_its_reason(book: Workbook) -> None:
    rows = table(book["Explications"])
    assert list(rows[0].values()) == [
        SOCLE, 4, "D'ALMÉIDA", "Inès", 1, "42-URG-01", "CHU de Saint-Étienne – Urgences adultes", "ELI-01a", COMPLETE,
    ]  # fmt: skip
    assert len(rows) == 2


def test_the_controls_say_rules_totals_checks_and_proof(book: Workbook) -> None:
    lines = {row[0]: row[1:] for row in book["Contrôles"].iter_rows(values_only=True) if row[0]}
    assert lines["Semestre"][1] == "semestre d'été 2027, du 2 mai 2027 au 1er novembre 2027"
    assert lines["Jeu de règles"][1] == "ssipi-2025"
    assert "ich.quota = 110 (accord de la commission, par ARS)" in lines
    assert [lines[name][0] for name in ("Internes", "Affecté", "Postes offerts", "Postes restants", "Surnombres")] == [
        9, 5, 8, 4, 1,
    ]  # fmt: skip
    assert lines["P3"] == ("NON RESPECTÉE", "Le n° 5 préférait un poste resté libre.")
    assert lines["Avertissement"][1] == "Un surnombre validant est sans avis de la commission."
    assert lines[SOCLE] == ("N° 4, 5", "Même ancienneté et même rang.")
    assert lines["postes.xlsx"][1] == "12" * 32
    assert lines["Empreinte de l'ouverture"][1] == OPENING_HASH
    assert lines["Empreinte de la dernière entrée"][1] == HEAD


def test_every_table_is_ready_to_read_filter_and_print(book: Workbook) -> None:
    for sheet in book.worksheets[:4]:
        assert sheet.oddHeader.left.text.endswith(" – Saint-Étienne, semestre d'été 2027")
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.right.text == "Page &P / &N"


def test_columns_are_as_wide_as_what_they_hold(book: Workbook) -> None:
    sheet = book["Affectations"]
    for column in sheet.iter_cols(min_row=2):
        longest = max(len(str(cell.value or "")) for cell in column)
        assert min(longest, 24) <= sheet.column_dimensions[column[0].column_letter].width <= 60


def test_a_row_whose_text_is_wrapped_is_tall_enough_for_it(tmp_path: Path) -> None:
    streamed = Workbook(write_only=True)
    write_table(streamed, Table("Vœux", "Titre", ("Motif", "N°")), [("mot " * 60, 1), ("court", 2)])
    streamed.save(tmp_path / "tall.xlsx")
    sheet = load_workbook(tmp_path / "tall.xlsx")["Vœux"]
    assert sheet["A2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height >= 15 * len("mot " * 60) / sheet.column_dimensions["A"].width
    assert sheet.row_dimensions[3].height is None


def test_the_same_documents_give_the_same_cells(tmp_path: Path) -> None:
    first = values(_written(tmp_path, resultat()))
    assert first == values(_written(tmp_path, resultat()))


def test_rows_beyond_what_a_sheet_holds_continue_on_another(tmp_path: Path) -> None:
    streamed = Workbook(write_only=True)
    write_table(streamed, Table("Explications", "Titre", ("N°",)), ([n] for n in range(8)), limit=5)
    streamed.save(tmp_path / "long.xlsx")
    sheets = values(tmp_path / "long.xlsx")
    assert {name: [row[0] for row in rows[1:]] for name, rows in sheets.items()} == {
        "Explications": [0, 1, 2, 3],
        "Explications (2)": [4, 5, 6, 7],
    }
    assert sheets["Explications (2)"][0] == ("N°",)


def test_the_limit_is_that_of_excel() -> None:
    assert workbook_module.SHEET_ROWS == 2**20


def test_a_campaign_where_nobody_was_refused_has_empty_tables_and_says_so(tmp_path: Path) -> None:
    document = resultat() | {"lists": [], "posts": [], "ties": [], "warnings": []}
    sheets = values(_written(tmp_path, document))
    assert len(sheets["Explications"]) == 1
    assert ("Aucun.", None, None) in sheets["Contrôles"]
