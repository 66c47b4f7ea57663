"""Which stages of the list of posts are shown: what the fields of the page ask for."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from webapp.wishes.places import Place, kilometres, place_of
from webapp.wishes.stages import Stage

PAGE = 40
"""Stages shown at once."""

DISTANCES = ("10", "20", "30", "50", "80")
"""Kilometres."""


class Shown(StrEnum):
    """Open to me, not open to me, or both."""

    OPEN = "ouverts"
    OTHERS = "fermes"
    ALL = "tous"


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; "" asks for nothing."""

    texte: str = ""
    categorie: str = ""
    lieu: str = ""
    etablissement: str = ""
    exercice: str = ""
    parti: str = ""
    depuis: str = ""
    distance: str = ""
    montrer: str = Shown.OPEN

    def as_query(self) -> dict[str, str]:
        """What to put in an address to ask the same again."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in asked.items() if value and (name, value) != ("montrer", Shown.OPEN)}


@dataclass(frozen=True, slots=True)
class Options:
    """What the fields offer to choose from."""

    categories: Sequence[str]
    towns: Sequence[str]
    establishments: Sequence[str]


def read(query: Mapping[str, str]) -> Filters:
    """The filters that an address asks for; what it does not know is left out."""
    asked = {field.name: query.get(field.name, "").strip()[:100] for field in fields(Filters)}
    if asked["montrer"] not in set(Shown):
        asked["montrer"] = Shown.OPEN
    if asked["distance"] not in DISTANCES:
        asked["distance"] = ""
    return Filters(**asked)


def options(found: Iterable[Stage]) -> Options:
    """What there is to choose from among the stages of the person's own list."""
    own = [stage for stage in found if stage.on_list]
    return Options(
        categories=_values(stage.category for stage in own),
        towns=_values(stage.town for stage in own),
        establishments=_values(stage.establishment for stage in own),
    )


def measured(found: Collection[Stage], home: Place | None, subdivision: str) -> list[Stage]:
    """The stages, each with how far it is from there; as they are without a home."""
    if home is None:
        return list(found)
    known = {stage.town: place_of(stage.town, subdivision) for stage in found}
    away = {town: kilometres(home, place) for town, place in known.items() if place}
    return [replace(stage, away=away.get(stage.town)) for stage in found]


def chosen(found: Iterable[Stage], asked: Filters) -> list[Stage]:
    """The stages that answer to all that was asked; those of the person's own list come first, the nearest before.
    One whose distance is not known is not left out: nobody misses a stage for a spelling."""
    tests = [test for name, test in _TESTS.items() if getattr(asked, name)]
    kept = [stage for stage in found if all(test(stage, asked) for test in tests)]
    return sorted(kept, key=lambda stage: (not stage.on_list, math.inf if stage.away is None else stage.away))


def _values(given: Iterable[str]) -> list[str]:
    return sorted({value for value in given if value}, key=_plain)


def _plain(text: str) -> str:
    """The text without accents or capitals."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _says(stage: Stage, asked: Filters) -> bool:
    """Every word typed stands somewhere in what is shown of the stage."""
    written = _plain(f"{stage.code} {stage.title} {stage.detail} {stage.remarks}")
    return all(word in written for word in _plain(asked.texte).split())


_TESTS: dict[str, Callable[[Stage, Filters], bool]] = {
    "montrer": lambda stage, asked: asked.montrer == Shown.ALL or stage.is_open == (asked.montrer == Shown.OPEN),
    "categorie": lambda stage, asked: stage.category == asked.categorie,
    "lieu": lambda stage, asked: stage.town == asked.lieu,
    "etablissement": lambda stage, asked: stage.establishment == asked.etablissement,
    "exercice": lambda stage, asked: stage.ambulatory == (asked.exercice == "ambulatoire"),
    "parti": lambda stage, asked: stage.within_rank == (asked.parti == "apres"),
    "distance": lambda stage, asked: stage.away is None or stage.away <= int(asked.distance),
    "texte": _says,
}
