"""A campaign's own values for keys of its rule set: each with an author and a reason, or none at all."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace

from allocation.rulesets import Override, RuleSet, value_of


class OverrideError(ValueError):
    """An override that cannot be taken; the message is a French sentence."""


def parse_overrides(text: str) -> tuple[Override, ...]:
    """Overrides from TOML: tables `[[override]]` with `key`, `value`, `author`, `reason`. Raises `OverrideError`."""
    try:
        tables = tomllib.loads(text).get("override", [])
    except tomllib.TOMLDecodeError as error:
        raise OverrideError("ce fichier n'est pas un TOML lisible.") from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables) or not tables:
        raise OverrideError("écrivez au moins une table [[override]] avec key, value, author et reason.")
    return tuple(_override(table) for table in tables)


def _override(table: Mapping[str, object]) -> Override:
    blank = [name for name in ("key", "author", "reason") if not str(table.get(name, "")).strip()]
    if blank or "value" not in table:
        raise OverrideError(f"il manque {', '.join(blank) or 'value'} à une valeur propre à la campagne.")
    try:
        value = value_of(str(table["key"]), table["value"])
    except TypeError as error:
        raise OverrideError(
            f"« {table['key']} » : cette valeur n'est ni un nombre, ni un texte, ni une liste."
        ) from error
    return Override(str(table["key"]), value, str(table["author"]), str(table["reason"]))


def with_overrides(rules: RuleSet, overrides: tuple[Override, ...]) -> RuleSet:
    """The rule set with the overrides on top. Raises `OverrideError` for an unknown key or a value of another kind."""
    for override in overrides:
        if override.key not in rules.settings:
            raise OverrideError(f"la clé « {override.key} » n'existe pas : voyez « rang rules ».")
        expected = type(rules.settings[override.key].value)
        if type(override.value) is not expected:
            raise OverrideError(f"« {override.key} » : {_KINDS[expected]} est attendu.")
    return replace(rules, overrides=(*rules.overrides, *overrides))


_KINDS: dict[type, str] = {
    bool: "true ou false",
    int: "un nombre entier",
    str: "un texte",
    tuple: "une liste de textes",
}
