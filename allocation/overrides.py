"""A campaign's own values for keys of its rule set: each with an author and a reason, or none at all."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib import resources

from allocation import rulebook
from allocation.rulesets import Override, RuleSet, Value, value_of


class OverrideError(ValueError):
    """An override that cannot be taken; the message is a French sentence."""


_FIELDS = frozenset({"key", "value", "author", "reason"})


def parse_overrides(text: str) -> tuple[Override, ...]:
    """Overrides from TOML: tables `[[override]]` with `key`, `value`, `author`, `reason`. Raises `OverrideError`."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OverrideError(f"ce fichier n'est pas un TOML lisible ({error}).") from error
    tables = document.get("override", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables) or not tables:
        raise OverrideError("écrivez au moins une table [[override]] avec key, value, author et reason.")
    others = _quoted(document.keys() - {"override"})
    if others:
        raise OverrideError(f"« {others} » n'est pas attendu : seules des tables [[override]] sont lues.")
    return tuple(_override(table) for table in tables)


def dump_overrides(overrides: Iterable[Override]) -> str:
    """The overrides as the TOML text that `parse_overrides` reads back; "" for none."""
    return "\n".join(
        f"[[override]]\nkey = {_toml(each.key)}\nvalue = {_toml(each.value)}\n"
        f"author = {_toml(each.author)}\nreason = {_toml(each.reason)}\n"
        for each in overrides
    )


def _toml(value: Value) -> str:
    """A JSON value is a TOML value too, but for the one control character that only TOML forbids."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def may_be_set(rules: RuleSet) -> tuple[str, ...]:
    """The keys that an override may set: those that a rule in force reads, in the order in which they are shown."""
    return tuple(key for key in rules.settings if key in _read_by_rules())


def _override(table: Mapping[str, object]) -> Override:
    strangers = table.keys() - _FIELDS
    if strangers:
        raise OverrideError(f"« {_quoted(strangers)} » n'est pas attendu : écrivez key, value, author et reason.")
    words = {name: str(table.get(name, "")).strip() for name in ("key", "author", "reason")}
    blank = [name for name, word in words.items() if not word]
    if "value" not in table:
        blank.append("value")
    if blank:
        raise OverrideError(f"{_named(words['key'])}il manque {', '.join(blank)}.")
    try:
        value = value_of(words["key"], table["value"])
    except TypeError as error:
        raise OverrideError(
            f"{_named(words['key'])}cette valeur n'est ni un nombre entier, ni un texte, ni une liste de textes."
        ) from error
    return Override(words["key"], value, words["author"], words["reason"])


def _named(key: str) -> str:
    return f"« {key} » : " if key else ""


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def with_overrides(rules: RuleSet, overrides: tuple[Override, ...]) -> RuleSet:
    """The rule set with the overrides on top. Raises `OverrideError` for an unknown key, one that no rule in force
    reads, one given twice, or a value that the key may not have."""
    given: set[str] = {override.key for override in rules.overrides}
    for override in overrides:
        if override.key not in rules.settings:
            raise OverrideError(f"la clé « {override.key} » n'existe pas{_near(override.key, rules)}.")
        if override.key not in _read_by_rules():
            raise OverrideError(f"« {override.key} » : aucune règle en vigueur ne la lit encore, rien ne changerait.")
        if override.key in given:
            raise OverrideError(f"« {override.key} » est donnée deux fois : n'en gardez qu'une.")
        given.add(override.key)
        expected = _expected(override, rules)
        if expected:
            raise OverrideError(f"« {override.key} » : {expected}.")
    return replace(rules, overrides=(*rules.overrides, *overrides))


@cache
def _read_by_rules() -> frozenset[str]:
    return frozenset(key for entry in rulebook.load().values() if entry.function for key in entry.keys)


def _near(key: str, rules: RuleSet) -> str:
    close = get_close_matches(key, rules.settings, n=3)
    return f" : vouliez-vous {' ou '.join(close)} ?" if close else ", voyez « rang rules diff »"


def _expected(override: Override, rules: RuleSet) -> str:
    """What should have been written, in French, "" where the value may stand."""
    kind = type(rules.settings[override.key].value)
    if type(override.value) is not kind:
        return f"{_KINDS[kind]} est attendu"
    if isinstance(override.value, int) and override.value < 0:
        return "un nombre négatif n'a pas de sens ici"
    return expected_words(override.key, override.value)


_KINDS: dict[type, str] = {
    bool: "true ou false",
    int: "un nombre entier",
    str: "un texte",
    tuple: "une liste de textes",
}


def expected_words(key: str, value: Value) -> str:
    """What a key that holds words or dates should hold, in French; "" where `value` is that, or anything goes."""
    words = value if isinstance(value, tuple) else (str(value),)
    for how, accepts, said in _CHECKS:
        wanted = _allowed()[how].get(key)
        if wanted is not None and not accepts(words, wanted):
            return f"{said} : {', '.join(wanted)}"
    return ""


@cache
def _allowed() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((resources.files("allocation") / "data" / "allowed.toml").read_text(encoding="utf-8"))


def _is_date(words: Sequence[str], forms: Sequence[str]) -> bool:
    return all(any(_FORMS[form](word) for form in forms) for word in words)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_COMMON_YEAR = 2023
"""A yearly deadline cannot fall on a 29 February."""

_FORMS: Mapping[str, Callable[[str], bool]] = {
    "vide": lambda text: not text,
    "mois-jour": lambda text: _is_day(f"{_COMMON_YEAR}-{text}"),
    "année-mois-jour": _is_day,
}

_CHECKS: tuple[tuple[str, Callable[[Sequence[str], Sequence[str]], bool], str], ...] = (
    ("one_of", lambda words, wanted: set(words) <= set(wanted), "écrivez l'un de ces mots"),
    ("some_of", lambda words, wanted: set(words) <= set(wanted), "ne prenez que parmi ces mots"),
    ("all_of", lambda words, wanted: sorted(words) == sorted(wanted), "donnez une fois chacun de ces mots"),
    ("dates", _is_date, "écrivez une date sous une de ces formes"),
)
