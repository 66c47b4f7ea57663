"""The rule book: every rule of the trade with its French sentence, its source, and the function that applies it.

One table, `data/rulebook.toml`, from which come the refusals, the explanations, `rang rules` and the printed book.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

Status = Literal["in_force", "not_yet"]


class Kind(StrEnum):
    """What a rule does, as the table writes it and as it is read."""

    REFUSES = "refuse"
    ORDERS = "ordonne"
    COMPUTES = "calcule"
    INFORMS = "informe"


GRADES: Mapping[str, str] = {
    "T": "texte lu",
    "T°": "texte voisin ou ancien",
    "O": "page officielle",
    "U": "syndicat, presse ou éditeur",
    "S": "règle locale",
    "I": "déduction ou convention",
}
"""The grades of evidence and their French words, the strongest first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule: what it says, what it does, where it comes from, the keys of the rule sets that it reads.

    `refusal`: what the person refused reads, "" for a rule that refuses nobody. `function`: dotted path of what
    applies it, None while nothing does; `not_yet` then says why, "" otherwise.
    """

    id: str
    title: str
    kind: Kind
    source: str
    grade: str
    keys: tuple[str, ...] = ()
    refusal: str = ""
    function: str | None = None
    not_yet: str = ""

    @property
    def group(self) -> str:
        """The letters of the id."""
        return self.id.partition("-")[0]

    @property
    def status(self) -> Status:
        return "in_force" if self.function else "not_yet"


@dataclass(frozen=True, slots=True)
class Book:
    """The groups with their titles, and the rules, both in the order of the table."""

    groups: Mapping[str, str]
    rules: Mapping[str, Entry]


def parse(text: str) -> Book:
    """A book from the text of its TOML file. Raises KeyError, TypeError or ValueError where a row is not whole."""
    tables = tomllib.loads(text)
    groups: Mapping[str, Mapping[str, str]] = tables["groups"]
    rules = {name: _entry(name, table, groups[name.partition("-")[0]]) for name, table in tables["rules"].items()}
    return Book(
        MappingProxyType({name: group["title"] for name, group in groups.items()}),
        MappingProxyType(rules),
    )


_FIELDS = frozenset({"title", "kind", "source", "grade", "keys", "refusal", "function", "not_yet"})


def _entry(name: str, table: Mapping[str, object], group: Mapping[str, str]) -> Entry:
    if table.keys() - _FIELDS:
        raise ValueError(f"{name}: {sorted(table.keys() - _FIELDS)} are no fields of a rule")
    function = str(table["function"]) if "function" in table else None
    entry = Entry(
        id=name,
        title=str(table["title"]),
        kind=Kind(str(table["kind"])),
        source=str(table["source"]),
        grade=str(table["grade"]),
        keys=_words(name, table.get("keys", [])),
        refusal=str(table.get("refusal", "")),
        function=function,
        not_yet=str(table.get("not_yet", "" if function else group.get("not_yet", ""))),
    )
    if entry.grade not in GRADES:
        raise ValueError(f"{name}: {entry.grade!r} is no grade of evidence")
    if bool(entry.function) == bool(entry.not_yet):
        raise ValueError(f"{name}: either a function, or why there is none yet")
    return entry


def _words(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{name}: keys is no list")
    return tuple(str(word) for word in value)


@cache
def book() -> Book:
    """The book that the package ships."""
    return parse((resources.files("allocation") / "data" / "rulebook.toml").read_text(encoding="utf-8"))


def load() -> Mapping[str, Entry]:
    """Every rule by its id, in the order of the book."""
    return book().rules
