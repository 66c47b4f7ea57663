"""The rule book is whole and true: each rule of the catalogue is there, and says which code applies it or why none."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from allocation import rulebook, rules, rulesets
from allocation.rulebook import GRADES, Entry, Kind
from allocation.seniority import Cause

ROOT = Path(rulebook.__file__).parents[1]
PACKAGES = ("allocation", "imports", "exports", "webapp")


def numbered(group: str, *numbers: int, but: tuple[str, ...] = ()) -> list[str]:
    return [f"{group}-{number:02}" for number in numbers] + list(but)


def up_to(group: str, last: int) -> list[str]:
    return numbered(group, *range(1, last + 1))


CATALOGUE = {
    "ORD": up_to("ORD", 17),
    "ELI": numbered("ELI", *range(2, 7), *range(10, 14), but=("ELI-01a", "ELI-01b", "ELI-01c", "ELI-01d")),
    "PRO": up_to("PRO", 6),
    "SUV": up_to("SUV", 10),
    "SNV": up_to("SNV", 6),
    "HF": up_to("HF", 10),
    "ICH": up_to("ICH", 14),
    "DOM": up_to("DOM", 5),
    "SAM": up_to("SAM", 5),
    "REM": up_to("REM", 9),
    "DIS": up_to("DIS", 6),
    "MAT": up_to("MAT", 4),
    "REC": up_to("REC", 1),
    "CESP": up_to("CESP", 3),
    "MIL": up_to("MIL", 2),
    "FST": up_to("FST", 3),
    "VAL": up_to("VAL", 14),
    "CON": up_to("CON", 9),
    "POS": up_to("POS", 10),
    "AGR": up_to("AGR", 8),
    "MSU": up_to("MSU", 8),
    "CONV": up_to("CONV", 19),
    "TOUR": up_to("TOUR", 14),
}
"""The catalogue of the trade, and the guards of the day itself."""

KEYS_WITHOUT_RULE = {
    "curriculum.general_practice": "A line of the curriculum, which the catalogue gives no id; a notice tells it.",
}
"""Keys that no rule of the catalogue names, and why they are there."""

KEYS_TRUE_AS_THEY_STAND = {
    "cesp.release": "One word only: reserved seats are released by a recorded act, never by themselves.",
    "hf.fallback": "One word only: who is not served always catches up on their own list.",
    "proxy.exhausted": "One word only: nobody is ever given a post at random.",
    "proxy.absent": "One word only: nobody is ever given a post at random.",
    "same_stage.key": "One word only: stages are told apart by their code.",
    "rem.duration": "A remords granted for this choice is a first choice in the new list.",
}
"""Keys of rules in force that the code does not read, because it does what both rule sets say."""

ENTRIES = list(rulebook.load().values())
IN_FORCE = [entry for entry in ENTRIES if entry.function]
by_id = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)


def resolve(path: str) -> object:
    """What a dotted path names: a function of a module, or of a class of one."""
    module, _, rest = path.rpartition(".")
    try:
        found: object = importlib.import_module(module)
    except ModuleNotFoundError:
        found = resolve(module)
    return getattr(found, rest)


def sources(*packages: str) -> Iterator[ast.AST]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("group", CATALOGUE)
def test_every_rule_of_the_catalogue_is_in_the_book_once(group: str) -> None:
    assert sorted(entry.id for entry in ENTRIES if entry.group == group) == sorted(CATALOGUE[group])


def test_the_book_has_no_other_group_and_gives_each_a_title() -> None:
    assert list(rulebook.book().groups) == list(dict.fromkeys(entry.group for entry in ENTRIES))
    assert set(rulebook.book().groups) == set(CATALOGUE)
    assert all(rulebook.book().groups.values())


@by_id
def test_a_rule_is_in_force_or_says_in_words_why_it_is_not_yet(entry: Entry) -> None:
    assert entry.status == ("in_force" if entry.function else "not_yet")
    assert bool(entry.function) != bool(entry.not_yet)
    assert entry.function or len(entry.not_yet.split()) >= 5


@by_id
def test_a_rule_is_written_for_people(entry: Entry) -> None:
    for text in (entry.title, entry.refusal, entry.not_yet):
        assert not text or (text[0].isupper() and text.endswith("."))
    assert entry.source
    assert not re.search(r"\[\w", entry.source), "a source is a citation, not a tag"
    assert entry.grade in GRADES


@pytest.mark.parametrize("entry", IN_FORCE, ids=lambda entry: entry.id)
def test_the_function_of_a_rule_in_force_exists_and_is_public(entry: Entry) -> None:
    assert entry.function
    assert callable(resolve(entry.function))
    assert not any(part.startswith("_") for part in entry.function.split("."))


def called() -> set[str]:
    """Every name that the product's code uses, the tests of a turn included, which their decorator registers."""
    used = {
        node.id if isinstance(node, ast.Name) else node.attr
        for tree in sources(*PACKAGES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    return used | {rule.allows.__name__ for rule in rules.RULES.values()}


def test_a_rule_is_in_force_when_something_calls_its_function_and_only_then() -> None:
    used = called()
    assert {e.id: e.function for e in IN_FORCE if str(e.function).rpartition(".")[2] not in used} == {}
    written = {e.id: path for e in ENTRIES for path in re.findall(r"\((allocation\.[\w.]+)\)", e.not_yet)}
    assert written
    assert {id_: path for id_, path in written.items() if path.rpartition(".")[2] in used} == {}


def test_the_keys_of_the_rules_are_those_of_the_rule_sets() -> None:
    named = set(chain.from_iterable(entry.keys for entry in ENTRIES))
    assert named | KEYS_WITHOUT_RULE.keys() == rulesets.titles().keys()
    assert not named & KEYS_WITHOUT_RULE.keys()


def test_the_keys_of_a_rule_in_force_are_read_by_the_code() -> None:
    texts = [path.read_text(encoding="utf-8") for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    keys = set(chain.from_iterable(entry.keys for entry in IN_FORCE))
    # A key may be built: f"ich.deadline_{season}".
    unread = {key for key in keys if not any(f'"{key}"' in text for text in texts) and "ich.deadline_" not in key}
    assert unread <= KEYS_TRUE_AS_THEY_STAND.keys()


@pytest.mark.parametrize("key", KEYS_TRUE_AS_THEY_STAND)
def test_the_rule_sets_agree_on_what_the_code_does_not_read(key: str) -> None:
    assert len({rulesets.load(name)[key] for name in rulesets.names()}) == 1


@pytest.mark.parametrize("name", rulesets.names())
def test_a_rule_set_gives_every_key_a_value_a_source_and_a_grade(name: str) -> None:
    settings = rulesets.load(name).settings
    assert settings.keys() == rulesets.titles().keys()
    assert all(setting.source and setting.grade in GRADES for setting in settings.values())


def test_a_refusing_rule_in_force_has_its_sentence_and_no_other_rule_has_one() -> None:
    refusing = {entry.id for entry in IN_FORCE if entry.kind is Kind.REFUSES}
    assert refusing
    assert refusing == {entry.id for entry in ENTRIES if entry.refusal}


def test_the_rules_of_a_turn_are_the_refusing_ones_that_the_book_says_are_in_force() -> None:
    told = {entry.id: entry.function for entry in IN_FORCE if entry.kind is Kind.REFUSES and entry.group != "TOUR"}
    assert told == {id_: f"{rules.__name__}.{rule.allows.__name__}" for id_, rule in rules.RULES.items()}


@pytest.mark.parametrize("id_", rules.RULES)
def test_a_rule_of_a_turn_says_what_the_book_says(id_: str) -> None:
    rule, entry = rules.RULES[id_], rulebook.load()[id_]
    assert (rule.title, rule.refusal, rule.source, rule.grade) == (
        entry.title, entry.refusal, entry.source, entry.grade
    )  # fmt: skip


def test_the_guards_of_the_day_are_in_the_book() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "allocation").glob("*.py")]
    assert set(re.findall(r'"(TOUR-\d\d)"', "".join(texts))) == set(CATALOGUE["TOUR"])


def test_every_rule_that_the_code_names_is_in_the_book() -> None:
    form = re.compile(rf"(?:{'|'.join(CATALOGUE)})-\d\d[a-z]?")
    named = {
        node.value
        for tree in sources(*PACKAGES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and form.fullmatch(node.value)
    }
    assert "ELI-01a" in named
    assert named <= rulebook.load().keys()


def test_the_book_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        rulebook.load()["ORD-01"] = ENTRIES[0]  # type: ignore[index]


SMALL = """
[groups]
ORD = { title = "Ordre", not_yet = "Une autre partie du produit." }
[rules.ORD-01]
title = "Chacun à son tour."
kind = "ordonne"
source = "Convention"
grade = "I"
"""


def test_a_rule_without_a_function_takes_the_reason_of_its_group() -> None:
    assert rulebook.parse(SMALL).rules["ORD-01"].not_yet == "Une autre partie du produit."


def test_a_function_makes_the_reason_of_the_group_moot() -> None:
    entry = rulebook.parse(SMALL + 'function = "allocation.ranking.order"\n').rules["ORD-01"]
    assert (entry.status, entry.not_yet) == ("in_force", "")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (SMALL.replace('kind = "ordonne"', 'kind = "punit"'), "punit"),
        (SMALL.replace('grade = "I"', 'grade = "Z"'), "grade"),
        (SMALL + "keyz = []\n", "keyz"),
        (SMALL.replace(', not_yet = "Une autre partie du produit."', ""), "function"),
        (SMALL + 'function = "a.b"\nnot_yet = "Les deux à la fois."\n', "either"),
    ],
)
def test_a_row_that_is_not_whole_is_refused(wrong: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rulebook.parse(wrong)


def test_the_words_that_a_campaign_may_write_are_those_that_the_keys_explain_and_the_code_knows() -> None:
    allowed = tomllib.loads((ROOT / "allocation" / "data" / "allowed.toml").read_text(encoding="utf-8"))
    assert allowed["one_of"]
    for key, words in allowed["one_of"].items():
        assert all(re.search(rf"\b{word}\b", rulesets.titles()[key]) for word in words), key
    causes = {word for key, words in allowed["some_of"].items() if key.endswith("causes") for word in words}
    assert causes <= set(Cause)
