"""The printed rule book says all that the table says, and the one in the repository is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocation import rulebook, rulesets
from allocation.rulebook import Entry
from exports.rulebook import rulebook_markdown, shown

BOOK = rulebook_markdown()
PRINTED = Path(__file__).parents[2] / "docs" / "regles.md"


def page(id_: str) -> str:
    """What the book prints under the id of a rule."""
    _, found, rest = BOOK.partition(f"### {id_}\n")
    assert found
    return rest.partition("\n##")[0]


def test_the_book_in_the_repository_is_the_one_that_the_table_makes() -> None:
    assert PRINTED.read_text(encoding="utf-8") == BOOK, "rang rules --markdown > docs/regles.md"


@pytest.mark.parametrize("entry", rulebook.load().values(), ids=lambda entry: entry.id)
def test_a_rule_is_printed_with_all_that_a_jurist_asks(entry: Entry) -> None:
    printed = page(entry.id)
    assert entry.title in printed
    assert f"{entry.source} ({entry.grade}, " in printed
    assert (f"Fonction : `{entry.function}`" if entry.function else f"Pas encore : {entry.not_yet}") in printed
    assert entry.refusal in printed
    assert all(f"| `{key}` |" in printed for key in entry.keys)


def test_a_rule_shows_the_value_of_its_keys_in_each_set() -> None:
    line = next(line for line in page("ICH-01").splitlines() if "`ich.cap`" in line)
    assert line.endswith("| `3` | `2` |")


def test_the_sets_stand_side_by_side_at_the_end_with_their_sources_and_their_differences_in_bold() -> None:
    end = BOOK.partition("## Les jeux de règles côte à côte\n")[2]
    one, other = (rulesets.load(name) for name in rulesets.names())
    rows = {key: next(line for line in end.splitlines() if f"`{key}`" in line) for key in rulesets.titles()}
    for key, row in rows.items():
        assert row.startswith(f"| **`{key}`**") == (one[key] != other[key])
        assert f"{one.settings[key].source} ({one.settings[key].grade})" in row
        assert f"{other.settings[key].source} ({other.settings[key].grade})" in row


def test_the_groups_stand_in_the_order_of_the_catalogue() -> None:
    places = [BOOK.index(f"\n## {title}\n") for title in rulebook.book().groups.values()]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("value", "said"), [(True, "oui"), (False, "non"), (0, "0"), ("", "vide"), ((), "vide"), (("a", "b"), "a, b")]
)
def test_a_value_is_shown_in_words(value: rulesets.Value, said: str) -> None:
    assert shown(value) == said
