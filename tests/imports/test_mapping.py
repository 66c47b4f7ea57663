"""What a clerk settles is kept as a file, can be corrected, and wins over what would be recognised."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.forms import Role
from imports.headers import ASIDE, FIELDS
from imports.mapping import ColumnRule, Mapping, MappingError, SheetRule, dump_mapping, learn, load_mapping
from imports.words import normalise
from tests.imports import layouts
from tests.imports.layouts import POSTS, Page, book_of, understand


def settled(text: str) -> Mapping:
    return load_mapping(text)


def test_an_unknown_header_can_be_given_its_field() -> None:
    book = book_of(Page([["Établissement", "Service", "Bidules"], ["CHU", "Urgences", 3]]))
    assert understand(book, Role.POSTS).codes == ["E_COL_MISSING"]
    read = understand(book, Role.POSTS, mapping=settled('[colonnes.postes]\n"BIDULES" = "postes"'))
    assert (read.column("postes"), read.issues) == ([3], [])


def test_a_column_told_by_its_letter_settles_two_that_clash() -> None:
    book = book_of(Page([["Établissement", "Service", "Postes", "Service"], ["CHU", "Urgences", 3, "SAU"]]))
    read = understand(book, Role.POSTS, mapping=settled('[colonnes.postes]\n"colonne D" = "service"'))
    assert read.column("service") == ["SAU"]
    assert "E_COL_DUP" not in read.codes


def test_a_column_can_be_left_aside_without_a_word() -> None:
    book = book_of(Page([[*POSTS, "Couleur", "DES"], ["CHU", "Urgences", 3, "bleu", "MG"]]))
    read = understand(book, Role.POSTS, mapping=settled('[colonnes.postes]\n"Couleur" = "ignorer"\n"DES" = "ignorer"'))
    assert read.issues == []
    assert "des" not in read.table.columns


def test_a_sheet_can_be_left_aside() -> None:
    pages = [Page([POSTS, ["CHU", "Urgences", 3]], name="Été"), Page([POSTS, ["CHU", "Vieux", 9]], name="Hiver ")]
    read = understand(book_of(*pages), Role.POSTS, mapping=settled('[onglets."hiver"]\ncontenu = "ignorer"'))
    assert read.table.sheet == "Été"


def test_a_hidden_sheet_is_read_when_the_clerk_says_what_it_holds() -> None:
    pages = [Page([["x"]], name="Notes"), Page([POSTS, ["CHU", "Urgences", 3]], name="P", state="hidden")]
    read = understand(book_of(*pages), Role.POSTS, mapping=settled('[onglets.P]\ncontenu = "postes"'))
    assert (read.table.sheet, read.codes) == ("P", [])


def test_the_row_of_the_header_can_be_imposed() -> None:
    rows = [["Établissement", "Service", "Postes", "DES"], ["ancien", "ancien", 9, "MG"], POSTS, ["CHU", "Urgences", 3]]
    mapping = settled('[onglets.Postes]\ncontenu = "postes"\nentete = 3')
    read = understand(book_of(Page(rows)), Role.POSTS, mapping=mapping)
    assert (read.table.header_row, read.column("service")) == (3, ["Urgences"])


def test_a_list_without_any_header_is_read_by_letters() -> None:
    mapping = settled(
        '[onglets.Liste]\ncontenu = "Postes"\nentete = 0\n'
        '[colonnes.postes]\n"colonne A" = "etablissement"\n"colonne B" = "service"\n"colonne C" = "postes"'
    )
    book = book_of(Page([["CHU", "Urgences", 3], ["CHU", "Gériatrie", 2]], name="Liste"))
    read = understand(book, Role.POSTS, mapping=mapping)
    assert (read.table.header_row, read.column("postes"), read.issues) == (0, [3, 2], [])


@pytest.mark.parametrize(
    "page",
    [layouts.two_line_header(), layouts.banded(), layouts.call_list(), layouts.interregion(), layouts.grouped_header()],
)
def test_what_was_learnt_reads_the_same_book_in_the_same_way(page: Page) -> None:
    book = book_of(page)
    first = understand(book)
    kept = load_mapping(dump_mapping(learn(first.tables)))
    assert understand(book, mapping=kept) == first


def test_what_was_learnt_is_written_for_a_clerk() -> None:
    read = understand(book_of(Page([POSTS, ["CHU", "Urgences", 3]])))
    assert dump_mapping(learn(read.tables)).endswith(
        '[onglets."Postes"]\ncontenu = "postes"\nentete = 1\n\n'
        '[colonnes.postes]\n"etablissement" = "etablissement"\n"nombre de postes" = "postes"\n"service" = "service"\n'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[colonnes", "n'est pas un fichier TOML lisible"),
        ("[autre]", "Rubrique « autre » inconnue"),
        ("colonnes = 3", "« colonnes » doit être une rubrique"),
        ("[colonnes]\npostes = 1", "« postes » doit être une rubrique"),
        ('[colonnes.lits]\n"A" = "postes"', "Contenu « lits » inconnu : écrivez postes, internes, voeux"),
        ('[colonnes.postes]\n"A" = "prix"', "Colonne « A » : champ « prix » inconnu. Champs possibles : agrement_fin"),
        ('[colonnes.postes]\n"?" = "code"', "un en-tête est vide"),
        ('[onglets.X]\ncontenu = "lits"', "Contenu « lits » inconnu"),
        ("[onglets.X]\nentete = 3", "Contenu «  » inconnu"),
        ('[onglets.X]\ncontenu = "postes"\nentete = -1', "« entete » est un numéro de ligne"),
        ('[onglets.X]\ncontenu = "postes"\nligne = 1', "seuls « contenu » et « entete » sont attendus"),
        ("[onglets]\nX = 1", "seuls « contenu » et « entete » sont attendus"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_correct(text: str, said: str) -> None:
    with pytest.raises(MappingError, match=re.escape(said)):
        load_mapping(text)


HEADERS = st.text(min_size=1, max_size=20).map(normalise).filter(bool)
SHEETS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=31)


@st.composite
def column_rules(draw: st.DrawFn) -> ColumnRule:
    role = draw(st.sampled_from(Role))
    return ColumnRule(role, draw(HEADERS), draw(st.sampled_from([*sorted(FIELDS[role]), ASIDE])))


SHEET_RULES = st.builds(
    SheetRule, SHEETS, st.none() | st.sampled_from(Role), st.none() | st.integers(min_value=0, max_value=200_000)
)
MAPPINGS = st.builds(
    Mapping,
    st.lists(column_rules(), unique_by=lambda rule: (rule.role, rule.header)).map(
        lambda rules: tuple(sorted(rules, key=lambda rule: list(Role).index(rule.role)))
    ),
    st.lists(SHEET_RULES, unique_by=lambda rule: rule.sheet).map(tuple),
)


@given(MAPPINGS)
def test_a_mapping_written_and_read_again_is_the_same(mapping: Mapping) -> None:
    assert load_mapping(dump_mapping(mapping)) == mapping


@given(st.text())
def test_no_text_makes_the_reading_of_a_mapping_fail_otherwise(text: str) -> None:
    with suppress(MappingError):
        assert isinstance(load_mapping(text), Mapping)
