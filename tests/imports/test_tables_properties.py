"""Whatever the order of the columns, the spelling of the headers and the blank rows, the same records come out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.forms import Role
from imports.grid import Book, Merge, Sheet
from imports.headers import known_headers
from imports.mapping import Mapping
from imports.tables import find_tables

FIELDS = {
    Role.POSTS: ("code", "etablissement", "service", "des", "phase", "postes", "agrement_fin"),
    Role.INTERNS: ("ordre", "rpps", "nom", "prenom", "des", "phase", "anciennete", "concours"),
    Role.HISTORY: ("rpps", "semestre", "code", "categorie", "resultat"),
    Role.REQUESTS: ("rpps", "type", "deposee", "decision", "motif"),
    Role.ABSENCES: ("rpps", "debut", "fin", "motif"),
}
ALIKE = {"rpps", "nom", "prenom"}
"""Fields that stand in several lists: any spelling serves."""
WORDS = st.text("abcdefgh", min_size=3, max_size=8)


@st.composite
def lists(draw: st.DrawFn) -> tuple[Role, list[str], list[dict[str, str]], Sheet]:
    """A role, its headers in any order and spelling, the records, and the sheet with blank rows between them."""
    role = draw(st.sampled_from(sorted(FIELDS)))
    fields = draw(st.permutations(FIELDS[role]))
    spellings = {
        field: sorted(text for text, known in known_headers(role).items() if known == field) for field in fields
    }
    headers = [draw(st.sampled_from(spellings[field])) for field in fields]
    decorate = draw(st.sampled_from([str.upper, str.title, lambda text: f" {text}\n"]))
    records = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(fields, WORDS)), min_size=1, max_size=6))
    rows: list[list[object]] = [[]] * draw(st.integers(0, 5)) + [[decorate(header) for header in headers]]
    for record in records:
        rows += [[None] * draw(st.integers(0, 3))] * draw(st.integers(0, 2)) + [[record[field] for field in fields]]
    return role, headers, records, Sheet("Feuil1", rows)


@given(lists())
def test_order_spelling_and_blank_rows_change_nothing(
    made: tuple[Role, list[str], list[dict[str, str]], Sheet],
) -> None:
    role, headers, records, sheet = made
    tables, issues = find_tables(Book("liste.xlsx", "xlsx", "", [sheet]), frozenset({role}), Mapping())
    assert not [issue for issue in issues if issue.level == "error"], (headers, issues)
    (table,) = tables
    assert [{field: raw.value for field, raw in record.fields.items()} for record in table.records] == records


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.dates(),
    st.datetimes(), st.times(),
    st.sampled_from([
        "Établissement", "Service", "Postes", "PS", "PA", "Nom", "Prénom", "RPPS", "Vœu 1", "Rang du vœu", "Code stage",
        "Semestre", "Type", "Début", "Fin", "Total", "Sous-total", "Phase socle", "Urgences adultes", "* note",
        "CHU", "3",
    ]),
)  # fmt: skip
PLACES = st.tuples(st.integers(0, 12), st.integers(0, 8))
MERGES = st.builds(
    lambda place, height, width: Merge(place[0], place[1], place[0] + height, place[1] + width),
    PLACES, st.integers(0, 6), st.integers(0, 5),
)  # fmt: skip
SHEETS = st.builds(
    Sheet,
    st.text(max_size=10) | st.sampled_from(["Postes", "DES_AR", "Appel PA1"]),
    st.lists(st.lists(CELLS, max_size=8), max_size=12),
    st.booleans(),
    st.lists(MERGES, max_size=5),
    st.sets(st.integers(0, 12)),
    st.sets(st.integers(0, 8)),
    st.sets(PLACES),
    st.sets(PLACES),
    st.sets(PLACES),
    st.sets(PLACES),
)
WANTED = st.none() | st.frozensets(st.sampled_from(Role))


@given(st.lists(SHEETS, max_size=3), WANTED)
def test_nothing_in_a_book_makes_its_reading_fail(sheets: list[Sheet], wanted: frozenset[Role] | None) -> None:
    tables, issues = find_tables(Book("liste.xlsx", "xlsx", "", sheets), wanted, Mapping())
    assert {table.role for table in tables} <= (set(Role) if wanted is None else wanted)
    for role in wanted or ():
        assert any(table.role is role for table in tables) or any(issue.level == "error" for issue in issues)
    for table in tables:
        assert all(0 <= total.first <= total.last <= len(table.records) for total in table.totals)


@pytest.mark.parametrize("wanted", [None, frozenset(), frozenset(Role)])
def test_a_book_without_anything_is_not_a_failure(wanted: frozenset[Role] | None) -> None:
    tables, issues = find_tables(Book("vide.xlsx", "xlsx", "", [Sheet("Feuil1", [])]), wanted, Mapping())
    assert tables == []
    assert bool(issues) is (wanted != frozenset())
