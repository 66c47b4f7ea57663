"""Post lists: pools, seats, reservations, codes, and each message at its cell."""

from __future__ import annotations

from datetime import date

import pytest

from allocation.forms import Role
from allocation.issues import Issue
from allocation.model import Category, Phase, Post
from imports import pools
from imports.context import Assumed, only_ones
from imports.places import Places
from imports.posts import read_posts
from imports.table import Raw, Table
from imports.values import Notes
from tests.imports.tables import ALONE, GENERAL, POST, codes, only, posts, table, without

S, A, C = Phase.SOCLE, Phase.APPROFONDISSEMENT, Phase.CONSOLIDATION
PER_PHASE = without(POST, "phase", "postes") | {"postes_socle": None, "postes_approfondissement": None}


def read(*tables: Table, assumed: Assumed = ALONE) -> tuple[list[Post], list[Issue]]:
    notes = [Notes(each.file, each.sheet) for each in tables]
    every = [post for each, note in zip(tables, notes, strict=True) for post in read_posts(each, assumed, note)]
    found = pools.distinct(every, Places(tables))
    return list(found.posts), [issue for note in notes for issue in note.issues] + list(found.issues)


def by_phase(*rows: dict[str, object]) -> Table:
    return table(Role.POSTS, [PER_PHASE | row for row in rows])


def test_a_plain_row_is_one_pool_without_a_word() -> None:
    found, issues = read(posts({}))
    assert issues == []
    (post,) = found
    assert (post.code, post.des, post.phases, post.seats) == ("P01", GENERAL, (S,), 3)
    assert (post.category, post.category_label) == (Category.URG, "Urgences adultes")
    assert post.accredited_until == date(2028, 11, 1)
    assert (post.where.file, post.where.sheet, post.where.row) == ("liste.xlsx", "Postes", 2)


def test_phases_that_share_their_seats_are_one_pool() -> None:
    found, issues = read(posts({"phase": "S/A"}))
    assert [(post.phases, post.seats) for post in found] == [((S, A), 3)]
    assert only(issues, "W_PHASE_MULTI").cell == "E2"


def test_a_column_for_each_phase_gives_a_pool_for_each_number() -> None:
    found, issues = read(
        by_phase(
            {"code": "P01", "postes_socle": 2, "postes_approfondissement": "3"},
            {"code": "P02", "postes_socle": "-", "postes_approfondissement": 1},
            {"code": "P03", "postes_socle": 0},
        )
    )
    assert [(post.code, post.phases, post.seats) for post in found] == [
        ("P01", (S,), 2),
        ("P01", (A,), 3),
        ("P02", (A,), 1),
    ]
    assert issues == []


def test_a_closed_post_is_kept_with_no_seat() -> None:
    found, issues = read(posts({"postes": "fermé"}, {"code": "P02", "postes": 0}))
    assert [post.seats for post in found] == [0, 0]
    assert codes(issues) == ["W_INT_TEXT"]


def test_a_blank_number_of_posts_is_an_error_at_its_cell() -> None:
    found, issues = read(posts({"postes": None}))
    assert found == []
    issue = only(issues, "E_INT_BLANK")
    assert (issue.file, issue.sheet, issue.cell, issue.level) == ("liste.xlsx", "Postes", "G2", "error")
    assert "0" in issue.fix


def test_a_number_merged_over_two_rows_is_one_post_of_two_services() -> None:
    shared = Raw(None, "G2:G3", shared=True)
    found, issues = read(
        posts(
            {"service": "Pédiatrie", "categorie": "Couplé", "postes": Raw(2, "G2:G3")},
            {"code": "P02", "service": "Gynécologie", "categorie": "Couplé", "postes": shared},
            {"code": "P03", "service": "Autre service", "categorie": "Libre", "postes": 1},
        )
    )
    assert [(post.code, post.service, post.seats) for post in found] == [
        ("P01", "Pédiatrie + Gynécologie", 2),
        ("P03", "Autre service", 1),
    ]
    assert issues == []


def test_several_doctors_in_a_cell_are_one_service_not_several_posts() -> None:
    found, _ = read(posts({"service": "Dr A\n/ Dr B", "categorie": "SASPAS", "postes": 1}))
    assert [(post.service, post.seats) for post in found] == [("Dr A / Dr B", 1)]


def test_doctors_one_a_line_in_a_cell_stay_apart() -> None:
    found, _ = read(posts({"service": "Dr FICTIF\nDr EXEMPLE", "responsable": "Urgences\net SMUR"}))
    assert [(post.service, post.head, post.seats) for post in found] == [
        ("Dr FICTIF / Dr EXEMPLE", "Urgences et SMUR", 3)
    ]


@pytest.mark.parametrize(("written", "seats"), [("CESP", 3), ("CESP:1", 1), ("", 0), ("non", 0)])
def test_a_reservation_keeps_all_the_seats_or_some(written: str, seats: int) -> None:
    found, issues = read(posts({"reserve": written}))
    assert [(post.reserved_for, post.reserved_seats) for post in found] == [("CESP" if seats else "", seats)]
    assert issues == []


def test_more_reserved_seats_than_seats_is_an_error() -> None:
    found, issues = read(posts({"reserve": "CESP:4"}))
    assert found == []
    assert only(issues, "E_RESERVED_RANGE").cell == "I2"


def test_reserved_seats_that_may_go_to_two_phases_are_asked() -> None:
    _, issues = read(by_phase({"postes_socle": 2, "postes_approfondissement": 3, "reserve": "CESP:1"}))
    assert only(issues, "E_RESERVED_PHASE").value == "CESP:1"


def test_a_reservation_to_others_than_cesp_warns() -> None:
    found, issues = read(posts({"reserve": "Handicap"}, {"code": "P02", "reserve": "Militaire"}))
    assert [post.reserved_for for post in found] == ["Handicap", "Militaire"]
    assert only(issues, "W_LABEL_RESERVED").cell == "I2"


def test_a_reservation_in_doubt_is_an_error_at_its_cell_and_a_near_one_is_shown() -> None:
    found, issues = read(posts({"reserve": "CESP 1"}, {"code": "P02", "reserve": "CESP:x"}))
    assert [(post.code, post.reservation) for post in found] == [("P01", "CESP:1")]
    assert [(issue.code, issue.cell) for issue in issues] == [("W_RESERVED_READ", "I2"), ("E_RESERVED_NUMBER", "I3")]


def test_a_row_for_reserved_seats_is_a_pool_of_its_own() -> None:
    found, issues = read(posts({"reserve": ""}, {"reserve": "CESP", "postes": 1}))
    assert [(post.code, post.seats, post.reserved_for) for post in found] == [("P01", 3, ""), ("P01", 1, "CESP")]
    assert issues == []


def test_the_same_code_for_another_phase_or_des_is_another_pool() -> None:
    found, issues = read(posts({}, {"phase": "PA"}, {"des": "Pédiatrie"}))
    assert len(found) == 3
    assert issues == []


def test_the_same_code_with_other_contents_is_an_error() -> None:
    found, issues = read(posts({}, {"postes": 4}))
    assert [post.seats for post in found] == [3]
    issue = only(issues, "E_CODE_DUP")
    assert (issue.cell, issue.message) == ("A3", "P01 déjà ligne 2, avec 3 postes au lieu de 4.")


def test_a_pool_that_overlaps_another_of_its_code_is_an_error() -> None:
    _, issues = read(posts({"phase": "S/A"}, {"phase": "S"}))
    assert only(issues, "E_CODE_DUP").cell == "A3"


def test_a_row_repeated_as_it_is_counts_once_and_warns() -> None:
    found, issues = read(posts({}, {}))
    assert len(found) == 1
    assert only(issues, "W_CODE_DUP").level == "warning"


def test_stages_without_codes_get_one_that_the_order_of_rows_does_not_change() -> None:
    rows = [without(POST, "code") | {"service": service} for service in ("Urgences", "Gériatrie", "Pédiatrie")]
    found, issues = read(table(Role.POSTS, rows))
    backwards, _ = read(table(Role.POSTS, rows[::-1]))
    assert {post.service: post.code for post in found} == {post.service: post.code for post in backwards}
    assert len({post.code for post in found}) == 3
    assert all(post.code for post in found)
    assert only(issues, "W_CODE_MADE").cell == ""


def test_one_row_for_two_phases_is_one_stage_under_one_made_code() -> None:
    row = {"code": None, "postes_socle": 2, "postes_approfondissement": 1}
    found, _ = read(by_phase(row, row | {"service": "Gériatrie"}, row | {"service": "SSR", "postes_socle": None}))
    assert [post.phases for post in found] == [(S,), (A,), (S,), (A,), (A,)]
    assert [post.code for post in found].count(found[0].code) == 2
    assert found[0].code == found[1].code
    assert found[2].code == found[3].code
    assert len({post.code for post in found}) == 3


def test_missing_establishment_and_service_are_errors_at_their_cells() -> None:
    found, issues = read(posts({"etablissement": None}, {"code": "P02", "service": " "}))
    assert found == []
    assert only(issues, "E_ETAB_MISSING").cell == "B2"
    assert only(issues, "E_SERVICE_MISSING").cell == "C3"


def test_the_practitioner_stands_for_the_service() -> None:
    found, issues = read(posts({"service": None, "responsable": "Dr EXEMPLE"}))
    assert [post.service for post in found] == ["Dr EXEMPLE"]
    assert issues == []


def test_an_unknown_category_matters_only_in_general_medicine() -> None:
    found, issues = read(posts({"categorie": "Vacances"}, {"code": "P02", "categorie": "Vacances", "des": "Pédiatrie"}))
    assert [(post.code, post.category, post.category_label) for post in found] == [("P02", Category.OTHER, "Vacances")]
    assert only(issues, "E_CATEGORY_UNKNOWN").cell == "F2"


def test_stages_of_general_medicine_without_category_are_said_once() -> None:
    found, issues = read(posts({"categorie": None}, {"code": "P02", "categorie": None}))
    assert len(found) == 2
    assert only(issues, "W_CATEGORY_MISSING").message.startswith("2 stages")


def test_the_des_comes_from_the_title_where_the_row_has_none() -> None:
    rows = table(Role.POSTS, [without(POST, "des", "categorie")], context={"des": "Rhumato ", "phase": "PA"})
    found, issues = read(rows)
    assert [(post.des, post.phases) for post in found] == [("Rhumatologie", (S,))]
    assert only(issues, "W_DES_CLOSE").cell == ""


def test_the_letters_ar_mean_the_old_regime_above_a_general_medicine_list() -> None:
    rows = without(POST, "des", "phase")
    found, _ = read(table(Role.POSTS, [rows], context={"des": "AR"}, titles=("Postes de médecine générale",)))
    assert [(post.des, post.phases) for post in found] == [(GENERAL, (Phase.ANCIEN_REGIME,))]
    elsewhere, _ = read(table(Role.POSTS, [rows | {"phase": "S"}], context={"des": "AR"}, titles=("Postes",)))
    assert [post.des for post in elsewhere] == ["Anesthésie-réanimation"]


def test_the_only_des_and_phase_of_the_dossier_stand_with_a_warning() -> None:
    bare = table(Role.POSTS, [without(POST, "des", "phase")], sheet="Sans DES")
    assumed = only_ones([bare, posts({})])
    found, issues = read(bare, assumed=assumed)
    assert [(post.des, post.phases) for post in found] == [(GENERAL, (S,))]
    assert sorted(codes(issues)) == ["W_DES_ASSUMED", "W_PHASE_ASSUMED"]


def test_two_des_in_the_dossier_leave_nothing_to_assume() -> None:
    bare = table(Role.POSTS, [without(POST, "des"), without(POST, "des")], sheet="Sans DES")
    found, issues = read(bare, assumed=only_ones([bare, posts({}, {"des": "Pédiatrie"})]))
    assert found == []
    assert only(issues, "E_DES_MISSING").cell == ""


def test_a_blank_phase_under_a_header_is_an_error_at_its_cell() -> None:
    _, issues = read(posts({"phase": None}))
    assert only(issues, "E_PHASE_MISSING").cell == "E2"


def test_an_unknown_phase_or_des_is_an_error_at_its_cell() -> None:
    found, issues = read(posts({"phase": "Phase 4"}, {"code": "P02", "des": "Médecine spatiale"}))
    assert found == []
    assert only(issues, "E_PHASE_UNKNOWN").cell == "E2"
    assert only(issues, "E_DES_UNKNOWN").cell == "D3"


def test_formulas_are_said_and_never_computed() -> None:
    found, issues = read(
        posts({"postes": Raw(4, "G2", formula=True)}, {"code": "P02", "postes": Raw(None, "G3", unvalued=True)})
    )
    assert [post.seats for post in found] == [4]
    assert only(issues, "W_FORMULA_VALUE").cell == "G2"
    assert only(issues, "E_FORMULA_NO_VALUE").cell == "G3"


def test_a_long_text_is_refused_and_never_echoed_whole() -> None:
    found, issues = read(posts({"service": "x" * 200_000}, {"code": "P02", "service": "y" * 200}))
    assert [post.code for post in found] == ["P02"]
    issue = only(issues, "E_TEXT_TOO_LONG")
    assert issue.cell == "C2"
    assert max(len(issue.value), len(issue.message)) <= 60


def test_an_error_of_the_spreadsheet_is_refused_in_a_text() -> None:
    _, issues = read(posts({"service": "#N/A"}))
    assert only(issues, "E_EXCEL_ERROR").cell == "C2"


def test_numbers_that_the_spreadsheet_damaged_are_told() -> None:
    _, issues = read(posts({"finess": 79990149, "departement": 1}, {"code": date(2025, 3, 2)}, {"code": "9,97003E+10"}))
    assert only(issues, "W_FINESS_ZERO").cell == "I2"
    assert only(issues, "W_DEPT_ZERO").cell == "J2"
    assert [issue.cell for issue in issues if issue.code == "E_CODE_LOST"] == ["A3", "A4"]


def test_a_total_beside_the_phases_is_compared_and_never_counted() -> None:
    row = {"postes_socle": 2, "postes_approfondissement": 3}
    assert read(by_phase(row | {"total_ignore": 5}))[1] == []
    found, issues = read(by_phase(row | {"total_ignore": 6}))
    assert sum(post.seats for post in found) == 5
    assert only(issues, "W_TOTAL_MISMATCH").cell == "I2"


def test_a_band_gives_the_category_and_one_that_names_none_is_no_error() -> None:
    rows = [without(POST, "categorie")]
    found, issues = read(table(Role.POSTS, rows, context={"category": "Stage libre"}))
    assert ([post.category for post in found], issues) == ([Category.LIBRE], [])
    found, issues = read(table(Role.POSTS, rows, context={"category": "Secteur nord"}))
    assert ([post.category for post in found], codes(issues)) == ([Category.OTHER], ["W_CATEGORY_MISSING"])
