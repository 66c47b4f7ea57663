"""Call lists: one candidate a row, ranks that mean one thing, situations, and each message at its cell."""

from __future__ import annotations

from fractions import Fraction

import pytest

from allocation.forms import Role
from allocation.issues import Issue
from allocation.model import Candidate, Mode, Phase, Situation
from imports import roster
from imports.interns import read_interns
from imports.places import Places
from imports.table import Table
from imports.values import Notes
from tests.imports.tables import ALONE, GENERAL, INTERN, codes, interns, only, table, without

RPPS = ["10100000017", "10100000025", "10100000033", "10100000041"]


def read(*tables: Table) -> tuple[list[Candidate], list[Issue]]:
    notes = [Notes(each.file, each.sheet) for each in tables]
    members = [member for each, note in zip(tables, notes, strict=True) for member in read_interns(each, ALONE, note)]
    found = roster.distinct(members, Places(tables))
    ignored = {"W_RPPS_KEY"}
    every = [issue for note in notes for issue in note.issues] + list(found.issues)
    return list(found.candidates), [issue for issue in every if issue.code not in ignored]


def four(*rows: dict[str, object]) -> Table:
    """Interns with an RPPS, a name and an order of their own."""
    names = ("ALPHA", "BRAVO", "CHARLIE", "DELTA")
    own = zip(RPPS, names, range(1, 5), strict=True)
    each = zip(own, rows, strict=False)
    return interns(*({"rpps": rpps, "nom": name, "ordre": order} | row for (rpps, name, order), row in each))


def test_a_plain_row_is_a_candidate_without_a_word() -> None:
    found, issues = read(interns({"courriel": "anne@example.org", "situation": None, "mode": "Normal"}))
    assert issues == []
    (candidate,) = found
    assert candidate.identity.shown == "FICTIVE Anne"
    assert (candidate.des, candidate.phase, candidate.seniority, candidate.order) == (GENERAL, Phase.SOCLE, 1, 1)
    assert (candidate.mode, candidate.situations) == (Mode.NORMAL, ())


def test_blank_numbers_in_the_column_of_the_rpps_are_said_once_with_their_cells() -> None:
    found, issues = read(four({"rpps": None}, {}, {"rpps": " "}))
    assert len(found) == 3
    issue = only(issues, "W_RPPS_BLANK")
    assert issue.cell == "B2"
    assert "2 internes sans numéro RPPS (B2, B4)" in issue.message
    assert "W_RPPS_BLANK" not in codes(read(table(Role.INTERNS, [without(INTERN, "rpps")]))[1])


def test_a_bare_rank_is_the_call_order() -> None:
    found, _ = read(table(Role.INTERNS, [without(INTERN, "ordre") | {"rang": 7}]))
    assert (found[0].order, found[0].rank) == (7, None)


@pytest.mark.parametrize("beside", [{"concours": 2025}, {"effectif": 9484}, {"ordre": 1}])
def test_a_rank_beside_order_contest_or_size_is_that_of_the_contest(beside: dict[str, object]) -> None:
    found, _ = read(table(Role.INTERNS, [without(INTERN, "ordre") | {"rang": 7} | beside]))
    assert (found[0].order, found[0].rank) == (beside.get("ordre"), 7)


def test_a_column_of_its_own_for_the_contest_leaves_the_rank_to_the_order() -> None:
    found, _ = read(
        table(Role.INTERNS, [without(INTERN, "ordre") | {"rang": 7, "classement": "4 512", "concours": "ECN 2023"}])
    )
    assert (found[0].order, found[0].rank, found[0].contest) == (7, 4512, 2023)


def test_a_rank_may_carry_the_size_of_its_promotion() -> None:
    found, issues = read(interns({"classement": "7911ème/10140", "pourcentage": "78,02 %"}))
    assert (found[0].rank, found[0].cohort_size, found[0].position) == (7911, 10140, Fraction(7802, 10_000))
    assert issues == []


@pytest.mark.parametrize("order", [0, -1, "premier", 1.5])
def test_an_order_that_is_no_rank_is_an_error_at_its_cell(order: object) -> None:
    found, issues = read(interns({"ordre": order}))
    assert found == []
    assert only(issues, "E_RANK_INVALID").cell == "A2"


def test_a_rank_beyond_its_promotion_is_an_error() -> None:
    _, issues = read(interns({"classement": 12, "effectif": 10}))
    assert only(issues, "E_RANK_INVALID").cell == "H2"


def test_a_year_of_contest_is_four_digits() -> None:
    _, issues = read(interns({"concours": "l'an dernier"}))
    assert only(issues, "E_CONTEST_INVALID").cell == "H2"


def test_a_name_in_one_cell_is_split_or_asked() -> None:
    rows = [without(INTERN, "nom", "prenom") | {"nom_prenom": name} for name in ("FICTIVE Bruno", "Fictive Bruno")]
    found, issues = read(table(Role.INTERNS, [rows[0], rows[1] | {"ordre": 2, "rpps": RPPS[1]}]))
    assert [candidate.identity.shown for candidate in found] == ["FICTIVE Bruno"]
    assert only(issues, "E_NAME_SPLIT").cell == "F3"


def test_names_missing_or_hostile_are_errors_at_their_cells() -> None:
    found, issues = read(four({"nom": None}, {"nom": "=HYPERLINK()"}, {"prenom": " "}, {"nom": "D3LTA"}))
    assert len(found) == 1
    assert [issue.cell for issue in issues if issue.code == "E_NAME_MISSING"] == ["C2", "D4"]
    assert only(issues, "E_FORMULA_INJECTION").cell == "C3"
    assert only(issues, "W_NAME_CHARS").cell == "C5"


def test_addresses_and_rpps_are_checked_at_their_cells() -> None:
    _, issues = read(four({"courriel": "x"}, {"rpps": "12"}))
    assert only(issues, "E_EMAIL_INVALID").cell == "H2"
    assert only(issues, "E_RPPS_INVALID").cell == "B3"


def test_an_address_given_to_two_people_warns_at_the_second() -> None:
    found, issues = read(
        four({"courriel": "anne@example.org"}, {"courriel": "Anne@Example.org"}, {"courriel": None}, {})
    )
    issue = only(issues, "W_EMAIL_DUP")
    assert issue.cell == "H3"
    assert "ALPHA Anne (ligne 2)" in issue.message
    assert len(found) == 4


def test_an_intern_is_in_one_phase() -> None:
    _, issues = read(interns({"phase": "S/A"}))
    assert only(issues, "E_PHASE_UNKNOWN").cell == "F2"


def test_situations_are_read_and_unknown_ones_are_errors_with_a_proposal() -> None:
    found, issues = read(four({"situation": "Surnombre validant ; CESP"}, {"situation": "Surnombre validan"}))
    assert [candidate.situations for candidate in found] == [(Situation.SURNOMBRE_VALIDANT, Situation.CESP)]
    issue = only(issues, "E_SITUATION_UNKNOWN")
    assert (issue.cell, issue.fix) == ("H3", "Vouliez-vous dire « Surnombre validant » ?")


@pytest.mark.parametrize(
    "written",
    [
        "Surnombre validant; Surnombre non validant",
        "Inter-CHU sortant; Inter-CHU entrant",
        "DOM-TOM sortant; DOM-TOM entrant",
        "Surnombre validant; Disponibilité",
    ],
)
def test_situations_that_contradict_each_other_are_an_error(written: str) -> None:
    found, issues = read(interns({"situation": written}))
    assert found == []
    assert only(issues, "E_SITUATION_CONFLICT").cell == "H2"


def test_a_situation_among_the_remarks_counts_and_is_shown_any_other_remark_stays_one() -> None:
    found, issues = read(four({"observations": "Ne choisit pas"}, {"observations": "rappeler lundi"}))
    assert [candidate.situations for candidate in found] == [(Situation.NE_CHOISIT_PAS,), ()]
    assert codes(issues) == ["W_SITUATION_REMARK"]


def test_an_unknown_mode_is_an_error() -> None:
    _, issues = read(interns({"mode": "par hasard"}))
    assert only(issues, "E_MODE_UNKNOWN").cell == "H2"


def test_the_same_rpps_twice_is_an_error_naming_the_first_row() -> None:
    found, issues = read(four({}, {"rpps": RPPS[0]}))
    assert len(found) == 1
    issue = only(issues, "E_PERSON_DUP")
    assert (issue.cell, issue.message) == ("B3", "Même RPPS que ALPHA Anne (ligne 2).")


def test_the_same_name_without_rpps_is_the_same_person_twice() -> None:
    _, issues = read(four({"rpps": None}, {"rpps": None, "nom": "Alpha"}))
    assert only(issues, "E_PERSON_DUP").cell == "C3"


def test_homonyms_with_other_rpps_are_two_people() -> None:
    found, issues = read(four({}, {"nom": "ALPHA"}))
    assert len(found) == 2
    assert only(issues, "W_HOMONYM").cell == "C3"


def test_the_same_order_twice_in_a_list_is_an_error_in_two_lists_it_is_not() -> None:
    found, issues = read(four({}, {"ordre": 1}, {"ordre": 1, "phase": "PA"}))
    assert len(found) == 2
    issue = only(issues, "E_RANK_DUP")
    assert (issue.cell, issue.message) == ("A3", "Rang 1 déjà donné à ALPHA Anne (ligne 2).")


def test_gaps_in_the_order_are_told_once_for_the_list() -> None:
    _, issues = read(four({}, {"ordre": 4}, {"ordre": 6}))
    issue = only(issues, "W_RANK_GAP")
    assert "2 à 3, 5" in issue.message
    assert issue.cell == "A3"


def test_the_order_of_a_row_in_error_is_no_gap() -> None:
    _, issues = read(four({}, {"rpps": "12"}, {}))
    assert codes(issues) == ["E_RPPS_INVALID"]


def test_a_list_ordered_in_part_is_told() -> None:
    _, issues = read(four({}, {"ordre": None}, {"ordre": 2}))
    assert "1 interne sans ordre d'appel" in only(issues, "W_RANK_GAP").message


def test_seniority_that_rises_down_the_order_warns_and_the_order_stays() -> None:
    found, issues = read(four({"anciennete": 1}, {"anciennete": 2}))
    assert [candidate.order for candidate in found] == [1, 2]
    assert only(issues, "W_SENIORITY_ORDER").cell == "G3"


def test_seniority_beyond_the_phase_warns() -> None:
    _, issues = read(interns({"anciennete": 5}))
    assert only(issues, "W_SENIORITY_PHASE").cell == "G2"
    assert read(interns({"anciennete": 2}))[1] == []
