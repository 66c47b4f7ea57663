"""Under the header: bands, totals, notes, rows that do not count, and cells that several rows share."""

from __future__ import annotations

import pytest

from allocation.forms import Role
from imports.grid import Book, Sheet
from imports.table import Total
from tests.imports import layouts
from tests.imports.layouts import POSTS, Page, book_of, read_interns, read_posts, understand


def test_bands_give_their_text_to_the_rows_until_the_next_band() -> None:
    read = understand(book_of(layouts.banded()), Role.POSTS)
    assert read.column("service") == ["Urgences", "Urgences", "Dr EXEMPLE Camille", "Gériatrie (1)"]
    assert read.context("phase") == ["PHASE SOCLE"] * 3 + ["PHASE APPROFONDISSEMENT"]
    assert read.context("category") == [
        "Urgences adultes", "Urgences adultes", "Stage praticien niveau 1 (ambulatoire)", None,
    ]  # fmt: skip
    assert read.issues == []


def test_subtotals_count_since_the_one_before_and_the_total_counts_all() -> None:
    read = understand(book_of(layouts.banded()), Role.POSTS)
    assert read.table.totals == [
        Total("C7", "postes", 5, 0, 2), Total("C10", "postes", 1, 2, 3), Total("C13", "postes", 10, 0, 4),
    ]  # fmt: skip


def test_notes_below_are_tied_to_the_rows_that_bear_their_marker() -> None:
    read = understand(book_of(layouts.banded()), Role.POSTS)
    assert [record.remarks for record in read.table.records] == [
        ("* sous réserve de l'agrément",), (), (), ("(1) logement sur place",),
    ]  # fmt: skip
    assert read.table.footnotes == ("Fait à Saint-Étienne, le 3 mars 2027",)


def test_blank_rows_never_stop_the_reading() -> None:
    rows = [
        POSTS,
        ["CHU", "Urgences", 3],
        *[[]] * 50,
        ["CHU", "Gériatrie", 2],
        [],
        ["  ", "\u200b"],
        ["CHU", "Libre", 1],
    ]
    read = read_posts(rows)
    assert [record.row for record in read.table.records] == [2, 53, 56]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Phase socle", "phase"), ("DOCTEUR JUNIOR", "phase"), ("Ancien régime", "phase"), ("2ème année", "phase"),
        ("Urgences adultes", "category"), ("UPL", "category"), ("SN1", "category"), ("Stage libre", "category"),
        ("Médecine adulte polyvalente (gériatrie, médecine interne)", "category"), ("SASPAS", "category"),
        ("Stage couplé pédiatrie/gynécologie : hospitalier ou ambulatoire", "category"), ("SN2", "category"),
        ("Santé de la femme", "category"), ("Santé de l'enfant", "category"),
        ("médecine générale niveau 3", "category"),
        ("Terrains de montagne", "category"), ("Rhumatologie", "des"), ("DES d'anesthésie-réanimation", "des"),
    ],
)  # fmt: skip
def test_a_band_is_filed_by_what_it_names(text: str, key: str) -> None:
    read = read_posts([POSTS, [text], ["CHU", "Service", 1]])
    assert read.table.records[0].context == {key: text}


def test_a_band_may_name_phase_and_category_at_once() -> None:
    read = read_posts([POSTS, ["Phase approfondissement – SASPAS"], ["Cabinet", "Dr EXEMPLE", 1]])
    assert read.table.records[0].context == {"phase": "Phase approfondissement", "category": "SASPAS"}


def test_where_the_specialty_is_known_the_name_of_another_is_a_category() -> None:
    read = read_posts([POSTS, ["Pédiatrie"], ["CHU", "Pédiatrie", 1]], name="MG")
    assert read.table.records[0].context == {"des": "MG", "category": "Pédiatrie"}


def test_the_letters_ar_mean_the_old_regime_in_general_medicine_only() -> None:
    rows = [POSTS, ["AR"], ["CHU", "Urgences", 1]]
    assert read_posts(rows, name="MG").context("phase") == ["AR"]
    assert read_posts(rows, name="Feuil1").context("des") == ["AR"]


def test_categories_above_phases_are_kept_when_the_phase_changes() -> None:
    rows = [
        POSTS,
        ["Urgences"],
        ["Socle"],
        ["CHU", "A", 1],
        ["Approfondissement"],
        ["CHU", "B", 1],
        ["Libre"],
        ["CHU", "C", 1],
    ]
    read = read_posts(rows)
    assert read.context("category") == ["Urgences", "Urgences", "Libre"]
    assert read.context("phase") == ["Socle", "Approfondissement", None]


def test_a_hospital_as_a_band_is_the_establishment_of_the_rows_under_it() -> None:
    rows = [
        POSTS,
        ["CHU Nord"],
        [None, "Urgences", 3],
        [None, "Gériatrie", 2],
        ["Clinique du Parc"],
        [None, "Chirurgie", 1],
    ]
    read = read_posts(rows)
    assert read.column("etablissement") == ["CHU Nord", "CHU Nord", "Clinique du Parc"]
    raw = read.table.records[1].fields["etablissement"]
    assert (raw.cell, raw.copied_from) == ("A4", "A2")
    assert read.context("category") == [None, None, None]


def test_bands_of_a_call_list_are_told_from_lone_names() -> None:
    rows = [["Nom", "Prénom", "Rang"], ["Phase socle"], ["EXEMPLE", "Camille", 1], ["FICTIF"], ["Docteurs juniors"],
            ["INVENTÉ", "Paul", 2]]  # fmt: skip
    read = read_interns(rows)
    assert read.column("nom") == ["EXEMPLE", "FICTIF", "INVENTÉ"]
    assert read.context("phase") == ["Phase socle", "Phase socle", "Docteurs juniors"]


def test_a_hospital_or_a_person_named_total_is_no_total() -> None:
    read = read_posts(
        [POSTS, ["Hôpital Total", "Urgences", 3], ["Total Santé", "Gériatrie", 2], ["Ensemble hospitalier", None, 1]]
    )
    assert len(read.table.records) == 3
    assert read.table.totals == []
    people = read_interns([["Nom", "Prénom", "Rang"], ["TOTAL", "Camille", 1], ["TOTAUX", "Paul", 2]])
    assert len(people.table.records) == 2


@pytest.mark.parametrize("word", ["TOTAL", "Totaux", "Sous-total", "sous total CHU", "S/TOTAL", "Ensemble", "Total : "])
def test_a_row_that_begins_with_a_word_of_total_is_no_record(word: str) -> None:
    read = read_posts([POSTS, ["CHU", "Urgences", 3], [word, None, 3]])
    assert len(read.table.records) == 1
    assert read.table.totals == [Total("C3", "postes", 3, 0, 1)]


def test_a_total_written_in_the_column_of_services_is_a_total() -> None:
    read = read_posts([POSTS, ["CHU", "Urgences", 3], ["CHU", "Total", 3], ["CH", "Libre", 2], ["CH", "Total", 2]])
    assert [(total.first, total.last) for total in read.table.totals] == [(0, 1), (1, 2)]
    assert len(read.table.records) == 2


def test_totals_after_each_part_close_their_part_and_the_general_one_counts_all() -> None:
    rows = [
        POSTS,
        ["A", "a", 1],
        ["Total", None, 1],
        ["B", "b", 2],
        ["C", "c", 3],
        ["Total", None, 5],
        ["Total", None, 6],
    ]
    assert [(total.first, total.last) for total in read_posts(rows).table.totals] == [(0, 1), (1, 3), (0, 3)]


def test_bold_numbers_equal_to_the_sum_are_a_total_that_does_not_say_so() -> None:
    rows = [POSTS, ["CHU", "Urgences", 3], ["CHU", "Gériatrie", 2], [None, None, 5]]
    assert read_posts(rows, bold=["C4"]).table.totals == [Total("C4", "postes", 5, 0, 2)]
    assert len(read_posts(rows).table.records) == 3
    assert len(read_posts([*rows[:3], [None, None, 6]], bold=["C4"]).table.records) == 3


def test_the_header_printed_again_on_each_page_is_skipped() -> None:
    rows = [POSTS, ["CHU", "Urgences", 3], POSTS, ["ÉTABLISSEMENT", "SERVICE", "NB POSTES"], ["CH", "Libre", 2]]
    assert read_posts(rows).column("postes") == [3, 2]


def test_both_lines_of_a_header_printed_again_are_skipped() -> None:
    page = layouts.two_line_header()
    rows = [*page.rows, *page.rows[3:5], ["CH", "Libre", 1, 0, 0, None]]
    read = understand(book_of(Page(rows, merges=page.merges)), Role.POSTS)
    assert read.column("postes_socle") == [3, None, 1]


def test_a_struck_row_is_not_read_and_is_told() -> None:
    rows = [POSTS, ["CHU", "Urgences", 3], ["CHU", "Gériatrie", 2]]
    read = read_posts(rows, struck=["A3", "B3", "C3"])
    assert read.column("service") == ["Urgences"]
    assert read.issue("W_STRIKE").message == "Ligne 3 barrée : elle n'est pas lue."


def test_a_struck_number_leaves_its_row_out_but_a_struck_remark_only_itself() -> None:
    rows = [[*POSTS, "Observations"], ["CHU", "Urgences", 3, "ancienne note"]]
    assert read_posts(rows, struck=["C2"]).table.records == []
    read = read_posts(rows, struck=["D2"])
    assert read.column("observations") == [None]
    assert read.issue("W_STRIKE").cell == "D2"


def test_hidden_rows_are_left_out_and_told_run_by_run() -> None:
    rows = [POSTS, *[["CHU", f"Service {number}", 1] for number in range(2, 9)]]
    read = read_posts(rows, hidden_rows=[3, 5, 6, 7])
    assert [record.row for record in read.table.records] == [2, 4, 8]
    assert [(issue.code, issue.cell) for issue in read.issues] == [("W_HIDDEN_ROW", "A3"), ("W_HIDDEN_ROW", "A5:A7")]


def test_a_merged_number_counts_on_the_first_row_that_is_read() -> None:
    rows = [POSTS, ["CHU", "Pédiatrie", 2], ["CHU", "Gynécologie", None], ["CHU", "Maternité", None]]
    read = read_posts(rows, merges=["C2:C4"], struck=["A2", "B2"])
    seats = [record.fields["postes"] for record in read.table.records]
    assert [(raw.value, raw.cell, raw.shared) for raw in seats] == [(2, "C2:C4", False), (None, "C2:C4", True)]


def test_a_merged_service_is_never_carried_down() -> None:
    rows = [
        ["Établissement", "Service", "Responsable", "Postes"],
        ["CHU", "Urgences", "Dr A", 1],
        ["CHU", None, None, 2],
    ]
    read = read_posts(rows, merges=["B2:B3", "C2:C3"])
    assert read.column("service") == ["Urgences", None]
    assert read.column("responsable") == ["Dr A", None]


def test_blanks_under_an_establishment_are_filled_where_bands_show_the_style() -> None:
    rows = [POSTS, ["Phase socle"], ["CHU", "A", 1], [None, "B", 1], [None, "C", 1], ["Phase 2"], [None, "D", 1]]
    read = read_posts(rows)
    assert read.column("etablissement") == ["CHU", "CHU", "CHU", None]
    assert [record.fields["etablissement"].copied_from for record in read.table.records] == ["", "A3", "A3", ""]


def test_blanks_stay_blank_without_that_style_or_in_a_column_mostly_filled() -> None:
    plain = read_posts([POSTS, ["CHU", "A", 1], [None, "B", 1], [None, "C", 1]])
    assert plain.column("etablissement") == ["CHU", None, None]
    filled = read_posts([POSTS, ["Phase socle"], ["CHU", "A", 1], ["CH", "B", 1], [None, "C", 1]])
    assert filled.column("etablissement") == ["CHU", "CH", None]


def test_a_number_merged_over_two_phases_is_an_error() -> None:
    read = read_posts([["Établissement", "Service", "PS", "PA"], ["CHU", "Urgences", 3, None]], merges=["C2:D2"])
    assert read.issue("E_SEATS_MERGED").cell == "C2:D2"


def test_formulas_are_flagged_for_the_reader_of_values() -> None:
    sheet = Sheet("Postes", [POSTS, ["CHU", "A", 3], ["CHU", "B", None]], formulas={(1, 2)}, unvalued={(2, 2)})
    read = understand(Book("liste.xlsx", "xlsx", "", [sheet]), Role.POSTS)
    seats = [record.fields["postes"] for record in read.table.records]
    assert [(raw.value, raw.formula, raw.unvalued) for raw in seats] == [(3, True, False), (None, False, True)]


def test_a_blank_cell_of_a_known_column_is_there_with_its_address() -> None:
    raw = read_posts([[*POSTS, "DES"], ["CHU", "Urgences", None, "MG"]]).table.records[0].fields["postes"]
    assert (raw.value, raw.cell) == (None, "C2")


def test_a_text_beside_the_table_is_kept_as_a_note() -> None:
    read = read_posts(
        [[*POSTS, None, None], ["CHU", "Urgences", 3], [None, None, None, None, "voir avec la scolarité"]]
    )
    assert len(read.table.records) == 1
    assert read.table.footnotes == ("voir avec la scolarité",)
