"""`rang rules`: the list, one rule, what separates two sets, in words and in JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from allocation import rulebook, rulesets
from exports.rulebook import rulebook_markdown
from webapp.cli import app

SETS = ("ssipi-2025", "national-2026")


def rang_rules(*words: str) -> Result:
    return CliRunner().invoke(app, ["rules", *words])


def documents(*words: str) -> Any:
    result = rang_rules(*words, "--json")
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_the_list_shows_every_rule_by_group_with_its_state() -> None:
    result = rang_rules()
    assert result.exit_code == 0
    assert all(f"│ {id_} " in result.stdout for id_ in rulebook.load())
    assert all(title in result.stdout for title in rulebook.book().groups.values())
    assert "en vigueur" in result.stdout
    assert "pas encore" in result.stdout


def test_the_list_begins_with_the_rule_sets_the_default_first() -> None:
    first, second = rang_rules().stdout.splitlines()[:2]
    assert first.startswith("Jeu de règles ssipi-2025, par défaut : ")
    assert second.startswith("Jeu de règles national-2026 : ")


def test_json_gives_every_rule_in_the_shape_announced() -> None:
    found = documents()
    assert [rule["id"] for rule in found] == list(rulebook.load())
    fields = {"id", "title", "kind", "source", "grade", "status", "function", "sets"}
    assert all(rule.keys() == fields for rule in found)
    assert {rule["status"] for rule in found} == {"in_force", "not_yet"}
    assert all((rule["function"] is None) == (rule["status"] == "not_yet") for rule in found)


def test_json_gives_the_keys_of_a_rule_in_each_set_and_none_where_it_reads_none() -> None:
    rules = {rule["id"]: rule for rule in documents()}
    assert rules["HF-04"]["sets"] == {
        "ssipi-2025": {"hf.position": "last"},
        "national-2026": {"hf.position": "same_seniority"},
    }
    assert rules["ELI-01a"]["sets"] == {}


def test_a_rule_has_a_page_of_its_own() -> None:
    result = rang_rules("SUV-03")
    entry = rulebook.load()["SUV-03"]
    assert result.exit_code == 0
    assert "en vigueur" in result.stdout
    for text in (entry.title, entry.source, "S, règle locale", entry.refusal, str(entry.function), "refuse"):
        assert text in result.stdout


def test_a_rule_not_yet_in_force_says_why_and_shows_its_keys() -> None:
    result = rang_rules("FST-01")
    entry = rulebook.load()["FST-01"]
    assert "pas encore" in result.stdout
    assert entry.not_yet in " ".join(result.stdout.split())
    assert [key for key in entry.keys if result.stdout.count(key) < 1] == []
    assert all(result.stdout.count(name) >= len(entry.keys) for name in SETS)


def test_the_case_of_an_id_does_not_matter() -> None:
    assert rang_rules("eli-01A").stdout == rang_rules("ELI-01a").stdout
    assert documents("eli-01A")["id"] == "ELI-01a"


def test_the_difference_of_two_sets_is_every_key_whose_value_parts_with_its_sources() -> None:
    one, other = (rulesets.load(name) for name in SETS)
    parting = {key for key in rulesets.titles() if one[key] != other[key]}
    found = {row["key"]: row for row in documents("diff", *SETS)}
    assert found.keys() == parting
    assert found["ich.cap"]["sets"]["national-2026"] == {
        "value": 2, "source": "Arrêté du 12 avril 2017, art. 47 I", "grade": "T",
    }  # fmt: skip
    said = rang_rules("diff", *SETS)
    assert said.exit_code == 0
    for key in parting:
        assert f"{key}  {rulesets.titles()[key]}" in said.stdout
        assert one.settings[key].source in said.stdout
    assert f"{len(parting)} clés séparent ssipi-2025 de national-2026" in said.stdout


def test_a_set_does_not_differ_from_itself() -> None:
    assert documents("diff", "ssipi-2025", "ssipi-2025") == []


def test_the_printed_book_comes_out_as_it_is_kept() -> None:
    assert rang_rules("--markdown").stdout == rulebook_markdown()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["SUV-3"], "Vouliez-vous SUV-03"),
        (["XYZ"], "Groupes : ORD"),
        (["diff", "ssipi-2025", "national-2027"], "Connus : ssipi-2025, national-2026"),
        (["diff", "ssipi-2025"], "rang rules diff ssipi-2025 national-2026"),
        (["diff"], "rang rules diff"),
        (["SUV-03", "SUV-04"], "rang rules SUV-03"),
        (["SUV-03", "--markdown"], "rang rules SUV-03"),
    ],
)
def test_wrong_use_ends_on_2_and_proposes_what_to_write(words: list[str], said: str) -> None:
    result = rang_rules(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not result.stdout
