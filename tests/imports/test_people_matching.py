"""Whom a row speaks of: by RPPS, else by call order, else by name."""

from __future__ import annotations

from allocation.forms import Role
from allocation.issues import Issue
from allocation.model import Identity, Phase
from imports.people import Member, People
from imports.table import Record
from imports.values import Cells, Notes
from tests.imports.tables import codes, only, table

ANNE = Identity("10100000017", "D'HÉROUVELLE", "Anne")
BRUNO = Identity("", "FICTIF", "Bruno")
OTHER_BRUNO = Identity("10100000025", "MARTIN ép. DUPONT", "Léa")
PEOPLE = (
    Member(ANNE, None, order=1, phase=Phase.SOCLE),
    Member(BRUNO, None, order=2, phase=Phase.SOCLE),
    Member(OTHER_BRUNO, None, order=1, phase=Phase.CONSOLIDATION),
)


def find(row: dict[str, object], *, given: bool = True) -> tuple[Identity | None, list[Issue]]:
    found = table(Role.HISTORY, [row])
    notes = Notes(found.file, found.sheet)
    return People(PEOPLE if given else (), given=given).find(Cells(found, found.records[0], notes)), notes.issues


def test_the_rpps_tells_even_where_the_name_is_blank() -> None:
    assert find({"rpps": 810100000017, "nom": None}) == (ANNE, [])


def test_another_name_under_a_known_rpps_is_shown() -> None:
    who, issues = find({"rpps": ANNE.rpps, "nom": "TOUTAUTRE", "prenom": "Anne"})
    assert who == ANNE
    assert only(issues, "W_MATCH_NAME").cell == "B2"


def test_the_order_tells_where_only_one_list_has_it() -> None:
    assert find({"ordre": 2}) == (BRUNO, [])


def test_an_order_that_two_lists_have_needs_the_name() -> None:
    assert codes(find({"ordre": 1})[1]) == ["E_PERSON_AMBIGUOUS"]
    assert find({"ordre": 1, "nom": "Dupont", "prenom": "Léa"})[0] == OTHER_BRUNO


def test_an_order_and_a_name_that_disagree_are_an_error() -> None:
    who, issues = find({"ordre": 2, "nom": "D'HÉROUVELLE", "prenom": "Anne"})
    assert who is None
    assert only(issues, "E_PERSON_MISMATCH").cell == "A2"


def test_an_exact_name_tells_without_a_word_a_loose_one_is_shown() -> None:
    assert find({"nom": "Fictif", "prenom": "Bruno"}) == (BRUNO, [])
    who, issues = find({"nom": "D HEROUVELLE", "prenom": "anne"})
    assert who == ANNE
    assert only(issues, "W_MATCH_NAME").cell == "A2"


def test_a_name_in_one_cell_tells_in_either_order() -> None:
    assert find({"nom_prenom": "Bruno FICTIF"}) == (BRUNO, [])
    assert find({"nom_prenom": "FICTIF Bruno"}) == (BRUNO, [])


def test_a_homonym_with_another_rpps_is_somebody_else() -> None:
    who, issues = find({"rpps": "10100000041", "nom": "D'HÉROUVELLE", "prenom": "Anne"})
    assert who is None
    assert only(issues, "W_PERSON_UNKNOWN").level == "warning"


def test_somebody_who_is_on_no_list_is_told_once_for_all_the_rows() -> None:
    found = table(Role.HISTORY, [{"nom": "INCONNU", "prenom": "Zoé"}] * 3)
    notes = Notes()
    people = People(PEOPLE, given=True)
    assert [people.find(Cells(found, record, notes)) for record in found.records] == [None] * 3
    assert codes(notes.issues) == ["W_PERSON_UNKNOWN"]


def test_without_a_call_list_everybody_is_taken_at_their_word() -> None:
    assert find({"rpps": "10100000041", "nom": "Ailleurs"}, given=False) == (
        Identity("10100000041", "Ailleurs", ""),
        [],
    )
    assert codes(find({"rpps": None}, given=False)[1]) == ["E_NAME_MISSING"]


def test_a_broken_rpps_is_an_error_at_its_cell() -> None:
    who, issues = find({"rpps": "1,01E+10"})
    assert who is None
    assert only(issues, "E_RPPS_INVALID").cell == "A2"


def test_a_record_without_the_fields_of_a_person_is_nobody() -> None:
    found = table(Role.HISTORY, [{"rpps": None}])
    notes = Notes()
    assert People((), given=False).find(Cells(found, Record(2, {}), notes)) is None
    assert codes(notes.issues) == ["E_NAME_MISSING"]


def test_the_list_that_a_title_names_tells_the_order_apart() -> None:
    found = table(Role.WISHES, [{"ordre": 1}], context={"phase": "Consolidation"})
    notes = Notes()
    assert People(PEOPLE, given=True).find(Cells(found, found.records[0], notes)) == OTHER_BRUNO
    assert notes.issues == []
