"""Layouts that mislead a plain reader, each as a real workbook read as `rang check` reads it."""

from __future__ import annotations

import pytest

from allocation.issues import SHOWN, Issue
from allocation.model import Phase
from imports.grid import Sheet
from imports.reading import Input, Reading, read
from tests.imports.tables import codes, only
from tests.imports.workbooks import Rows, Source, as_ods, as_xls, as_xlsx

S, A = Phase.SOCLE, Phase.APPROFONDISSEMENT
TITLE = ["Postes offerts en médecine générale"]
LIST = ["Code stage", "Établissement", "Service", "Phases", "Nombre de postes"]
USUAL = {"W_AGREMENT_MISSING", "W_CATEGORY_MISSING", "W_CODE_MADE"}
"""What any list without those columns gives."""


def read_sheets(*sources: Source) -> Reading:
    return read([Input("liste.xlsx", as_xlsx(*sources))])


def told(reading: Reading) -> list[Issue]:
    return [issue for issue in reading.issues if issue.code not in USUAL]


def seats(reading: Reading) -> list[tuple[str, int]]:
    return [(post.service or post.establishment, post.seats) for post in reading.dossier.posts]


# Two tables on a sheet

STACKED: Rows = [
    TITLE, ["Phase socle"], LIST[:3] + LIST[4:], ["P01", "CHU A", "Médecine", 10], ["P02", "CHU A", "Urgences", 6], [],
    ["Phase approfondissement"], ["Service", "Hôpital", "Code stage", "Responsable", "Postes"],
    ["Pédiatrie", "CHU B", "P03", "Dr EXEMPLE", 2], ["Gériatrie", "CHU C", "P01", None, "deux"],
]  # fmt: skip


@pytest.mark.parametrize("writer", [as_xlsx, as_xls, as_ods])
def test_two_tables_of_other_headers_on_a_sheet_are_both_read(writer) -> None:
    reading = read([Input("liste", writer(STACKED))])
    assert [(post.code, post.phases, post.establishment, post.service) for post in reading.dossier.posts] == [
        ("P01", (S,), "CHU A", "Médecine"), ("P02", (S,), "CHU A", "Urgences"), ("P03", (A,), "CHU B", "Pédiatrie"),
    ]  # fmt: skip
    assert [(issue.code, issue.cell) for issue in told(reading)] == [("E_INT_TEXT", "E10")]


def test_what_shows_when_all_is_read_is_told_at_the_cells_of_the_right_table() -> None:
    rows = [*STACKED[:9], ["Gériatrie", "CHU C", "P03", None, 4]]
    issue = only(told(read_sheets(rows)), "E_CODE_DUP")
    assert (issue.cell, "ligne 9" in issue.message) == ("C10", True)


def test_a_header_printed_again_in_other_words_begins_no_table() -> None:
    rows = [LIST, ["P01", "CHU", "Urgences", "S", 3], ["Code", "Établissements", "Service", "Phase", "Nb postes"],
            ["P02", "CH", "Gériatrie", "S", 2]]  # fmt: skip
    reading = read_sheets([TITLE, *rows])
    assert (len(reading.tables), seats(reading), told(reading)) == (1, [("Urgences", 3), ("Gériatrie", 2)], [])


def test_a_second_table_that_lacks_its_numbers_is_an_error_not_a_silence() -> None:
    reading = read_sheets(
        [*STACKED[:6], ["Code stage", "Établissement", "Service", "Responsable"], ["P9", "CH", "x", "y"]]
    )
    assert "« Nombre de postes »" in only(told(reading), "E_COL_MISSING").message
    assert len(reading.dossier.posts) == 2


def test_a_call_list_under_a_post_list_is_read_too() -> None:
    people = [["Ordre", "Nom", "Prénom", "DES", "Phase", "Ancienneté"], [1, "FICTIVE", "Anne", "MG", "Socle", 1]]
    reading = read_sheets([TITLE, LIST, ["P01", "CHU", "Urgences", "S", 3], [], *people])
    assert (len(reading.dossier.posts), [each.where.row for each in reading.dossier.candidates]) == (1, [6])


# Breakdowns


def test_a_breakdown_that_makes_up_the_number_above_is_not_counted_again() -> None:
    rows = [["Établissement", "Nombre de postes"], ["CHU A", 10], ["Dont :", None], ["Site Nord", 6], ["Site Sud", 4],
            ["CHU B", 2], ["Total", 12]]  # fmt: skip
    reading = read_sheets([TITLE, ["Phase socle"], *rows])
    assert seats(reading) == [("CHU A", 10), ("CHU B", 2)]
    issue = only(told(reading), "W_BREAKDOWN")
    assert (issue.cell, codes(told(reading))) == ("A5:A7", ["W_BREAKDOWN"])


def test_rows_that_say_dont_themselves_are_parts_of_the_row_above() -> None:
    rows = [LIST, ["P01", "CHU A", "Médecine", "S", 10], [None, None, "dont site Nord", None, 6],
            [None, "dont CESP", None, None, 1], ["P02", "CHU B", "Dontamine", "S", 2]]  # fmt: skip
    reading = read_sheets([TITLE, *rows])
    assert seats(reading) == [("Médecine", 10), ("Dontamine", 2)]
    assert [(issue.code, issue.cell) for issue in told(reading)] == [("W_BREAKDOWN", "C4"), ("W_BREAKDOWN", "B5")]


@pytest.mark.parametrize("parts", [[6, 3], [6, 5], []])
def test_a_breakdown_that_does_not_make_up_its_number_is_an_error(parts: list[int]) -> None:
    rows = [["Établissement", "Nombre de postes"], ["CHU A", 10], ["Dont :", None], *[["Site", part] for part in parts]]
    issue = only(told(read_sheets([TITLE, ["Phase socle"], *rows])), "E_BREAKDOWN")
    assert issue.cell == "A5"


# Years of a phase, notes, summaries


def test_the_years_of_a_phase_in_columns_are_added_up_and_said_once() -> None:
    rows = [
        ["Code stage", "Établissement", "Service", "PS", "PA1", "PA2", "Total"],
        ["P1", "CHU", "Urgences", 2, 1, 0, 3],
        ["P2", "CHU", "Pédiatrie", None, None, 2, 2],
        ["P3", "CHU", "Gériatrie", None, 1, 2, 3],
    ]
    reading = read_sheets([TITLE, *rows])
    assert [(post.code, post.phases, post.seats) for post in reading.dossier.posts] == [
        ("P1", (S,), 2), ("P1", (A,), 1), ("P2", (A,), 2), ("P3", (A,), 3),
    ]  # fmt: skip
    issue = only(told(reading), "W_PHASE_YEARS")
    assert (issue.cell, codes(told(reading))) == ("E2", ["W_PHASE_YEARS"])
    assert "E « PA1 » et F « PA2 »" in issue.message


def test_a_note_under_the_total_needs_no_known_marker() -> None:
    rows = [LIST, ["P01", "CHU", "Urgences", "S", 3], ["Total", None, None, None, 3],
            ["Roanne", "Sous réserve de l'accord de la commission"], ["Postes arrêtés le 3 mars"]]  # fmt: skip
    reading = read_sheets([TITLE, *rows])
    assert (seats(reading), told(reading)) == ([("Urgences", 3)], [])
    assert reading.tables[0].footnotes == (
        "Roanne Sous réserve de l'accord de la commission",
        "Postes arrêtés le 3 mars",
    )


def test_a_row_under_the_total_with_a_code_is_a_post_whose_number_is_lacking() -> None:
    rows = [
        LIST,
        ["P01", "CHU", "Urgences", "S", 3],
        ["Total", None, None, None, 3],
        ["P02", "CHU", "Libre", "S", None],
    ]
    assert only(told(read_sheets([TITLE, *rows])), "E_INT_BLANK").cell == "E5"


def test_a_summary_beside_the_list_is_compared_with_it() -> None:
    posts = Sheet("Postes", [[*LIST[:3], "DES", *LIST[3:]], ["P01", "CHU", "Urgences", "MG", "Socle", 3]])
    summary = Sheet("Synthèse", [["DES", "Socle", "Appro", "Total"], ["Médecine générale", 4, None, 3],
                                 ["Rhumatologie", 2, None, 2], ["Total", 6, None, 5]])  # fmt: skip
    reading = read_sheets(posts, summary)
    found = [issue for issue in told(reading) if issue.code == "W_TOTAL_MISMATCH"]
    assert [(issue.sheet, issue.cell) for issue in found] == [("Synthèse", ""), ("Synthèse", "B2")]
    assert "Rhumatologie" in found[0].message
    assert "annonce 4 pour Médecine générale, socle, la somme lue dans les listes est 3" in found[1].message
    assert len(reading.dossier.posts) == 1


# People


def test_the_name_in_use_has_its_column_and_both_names_are_known() -> None:
    people = Sheet("Appel", [["Ordre", "Nom", "Nom d'usage", "Prénom", "DES", "Phase"],
                             [1, "DUPLÂTRE", "CHÂTEAU", "Zoë", "MG", "Socle"]])  # fmt: skip
    wishes = [["Nom", "Prénom", "Vœu 1"], ["DUPLÂTRE", "Zoë", "P01"]]
    for last, said in [("DUPLÂTRE", []), ("CHÂTEAU", ["W_MATCH_NAME"]), ("DUPLÂTRE (usage CHÂTEAU)", [])]:
        reading = read_sheets(people, Sheet("Vœux", [wishes[0], [last, "Zoë", "P01"]]))
        (candidate,), (wish_list,) = reading.dossier.candidates, reading.dossier.wishes
        assert candidate.identity.last_name == "DUPLÂTRE (usage CHÂTEAU)"
        assert (wish_list.identity, codes(told(reading))) == (candidate.identity, said)


# Messages


LONG = "x" * (SHOWN + 1)


def test_no_message_echoes_a_long_value_whatever_the_column() -> None:
    posts = ["Code stage", "Établissement", "Service", "DES", "Phases", "Catégorie", "Nombre de postes", "Réservé à",
             "Agrément jusqu'au", "Capacité maximale", "FINESS", "Département", LONG]  # fmt: skip
    people = ["Ordre", "RPPS", "Nom", "Prénom", "DES", "Phase", "Ancienneté", "Concours", "Rang", "Situation", "Mode",
              "Courriel", "% de positionnement"]  # fmt: skip
    history = ["RPPS", "Semestre", "Code stage", "Catégorie", "Phase", "Résultat", "Jours d'absence", "Motif", "Mode"]
    requests = ["RPPS", "Type", "Déposée le", "Décision", "DES demandé", "Phase demandée", "Subdivision demandée"]
    sheets = [[headers, [f"{LONG}{column}" for column in range(len(headers))]] for headers in (posts, people, requests)]
    rpps = "10100000016"
    named = [[history, [rpps, *[LONG] * 8]], [["Nom", "Début", "Fin", "Motif"], [LONG] * 4],
             [["Nom", "Prénom", "Vœu 1", "Vœu 2"], [LONG] * 4]]  # fmt: skip
    expect_short_messages(read_sheets(*sheets, *named), 12)


def test_no_message_echoes_a_long_name_or_code_that_is_sound() -> None:
    posts = [
        LIST,
        [LONG, LONG, "Urgences", "S", 3],
        [LONG, LONG + "y", "Urgences", "S", 2],
        [LONG + "b", LONG, "U", "S", 1],
    ]
    people = [["Ordre", "RPPS", "Nom", "Prénom", "DES", "Phase"], [1, "10100000016", LONG, "Anne", "MG", "S"],
              [1, "10100000024", LONG, "Anne", "MG", "S"], [3, "10100000024", LONG, "Léa", "MG", "S"]]  # fmt: skip
    wishes = [["RPPS", "Nom", "Prénom", "Vœu 1", "Vœu 2"], ["10100000016", "AUTRE", "x", LONG, LONG],
              ["10100000016", LONG, "Anne", LONG + "b", None], [None, LONG, "Zoé", "a", None]]  # fmt: skip
    expect_short_messages(read_sheets([TITLE, *posts], people, wishes), 8)


def expect_short_messages(reading: Reading, kinds: int) -> None:
    assert len({issue.code for issue in reading.issues}) >= kinds, sorted({issue.code for issue in reading.issues})
    for issue in reading.issues:
        assert LONG not in issue.message + issue.fix + issue.value, issue
