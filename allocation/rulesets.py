"""Dated rule sets: every number of the trade under a key, with where it comes from. No number stands in the code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

Value = int | str | bool | tuple[str, ...]

DEFAULT = "ssipi-2025"
_KEYS = "keys.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """The value of a key, what it means in French, its source and the grade of evidence (T, T°, O, U, S or I)."""

    value: Value
    title: str
    source: str
    grade: str


@dataclass(frozen=True, slots=True)
class Override:
    """A campaign's own value for a key, with who set it and why."""

    key: str
    value: Value
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A rule set in force in a campaign: its settings, and the overrides of the campaign on top."""

    name: str
    title: str
    settings: Mapping[str, Setting]
    overrides: tuple[Override, ...] = ()

    def __getitem__(self, key: str) -> Value:
        for override in self.overrides:
            if override.key == key:
                return override.value
        return self.settings[key].value

    def number(self, key: str) -> int:
        value = self[key]
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{key} is not a number: {value!r}")
        return value

    def text(self, key: str) -> str:
        value = self[key]
        if not isinstance(value, str):
            raise TypeError(f"{key} is not a text: {value!r}")
        return value

    def flag(self, key: str) -> bool:
        value = self[key]
        if not isinstance(value, bool):
            raise TypeError(f"{key} is not true or false: {value!r}")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        value = self[key]
        if not isinstance(value, tuple):
            raise TypeError(f"{key} is not a list of words: {value!r}")
        return value

    def values(self) -> dict[str, Value]:
        """All keys with the value in force, sorted by key."""
        return {key: self[key] for key in sorted(self.settings)}


def parse(text: str, titles: Mapping[str, str]) -> RuleSet:
    """A rule set from the text of its TOML file and what each key means. Raises ValueError where the keys differ."""
    data = tomllib.loads(text)
    if titles.keys() != data["keys"].keys():
        raise ValueError(f"{data['name']}: keys {sorted(titles.keys() ^ data['keys'].keys())} stand on one side only")
    settings = {key: _setting(key, data["keys"][key], title) for key, title in titles.items()}
    return RuleSet(data["name"], data["title"], settings)


def _setting(key: str, table: Mapping[str, object], title: str) -> Setting:
    return Setting(value_of(key, table["value"]), title, str(table["source"]), str(table["grade"]))


def value_of(key: str, value: object) -> Value:
    """A value as read from TOML, as a rule set holds it. Raises TypeError for one of no kind that a key may have."""
    if isinstance(value, list):
        return tuple(str(word) for word in value)
    if not isinstance(value, int | str):
        raise TypeError(f"{key}: {value!r} is no value of a rule set")
    return value


def names() -> tuple[str, ...]:
    """The rule sets that the package ships, the default first."""
    files = (path.name for path in _folder().iterdir() if path.name.endswith(".toml") and path.name != _KEYS)
    return tuple(sorted((file.removesuffix(".toml") for file in files), key=lambda name: (name != DEFAULT, name)))


@cache
def titles() -> Mapping[str, str]:
    """What each key means, in French, in the order in which they are shown."""
    groups = tomllib.loads((_folder() / _KEYS).read_text(encoding="utf-8"))
    return {key: str(title) for group in groups.values() for key, title in group.items()}


@cache
def load(name: str = DEFAULT) -> RuleSet:
    """The shipped rule set of that name. Raises KeyError when there is none: a rule set is never assumed."""
    if name not in names():
        raise KeyError(name)
    return parse((_folder() / f"{name}.toml").read_text(encoding="utf-8"), titles())


def others(name: str) -> tuple[RuleSet, ...]:
    """The shipped rule sets but the one of that name: those whose disagreement is said."""
    return tuple(load(other) for other in names() if other != name)


def _folder() -> resources.abc.Traversable:
    return resources.files("allocation") / "data" / "rules"
