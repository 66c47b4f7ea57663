"""The headers that are known: which field a header means for each role, and how surely."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from allocation.forms import FORMS, WISHES_LONG, Column, Role
from allocation.model import Phase
from imports.words import is_near, normalise

_FILE = Path(__file__).parent / "data" / "headers.toml"
ASIDE = "aside"
"""Stands for a field where a known header is of no use."""

PHASE_COLUMNS = MappingProxyType({
    "postes_socle": Phase.SOCLE,
    "postes_approfondissement": Phase.APPROFONDISSEMENT,
    "postes_approfondissement_2": Phase.APPROFONDISSEMENT,
    "postes_approfondissement_3": Phase.APPROFONDISSEMENT,
    "postes_approfondissement_4": Phase.APPROFONDISSEMENT,
    "postes_consolidation": Phase.CONSOLIDATION,
    "postes_consolidation_2": Phase.CONSOLIDATION,
    "postes_ancien": Phase.ANCIEN_REGIME,
})  # fmt: skip
"""Columns that count the posts of one phase; those that end on a number, of one year of it."""
SEATS = ("postes", *PHASE_COLUMNS)
PERSON = ("rpps", "ordre", "nom", "prenom", "nom_prenom")

FIELDS: MappingProxyType[Role, frozenset[str]] = MappingProxyType({
    Role.POSTS: frozenset({
        "code", "finess", "etablissement", "service", "responsable", "commune", "departement", "subdivision", "region",
        "pole", "des", "phase", "categorie", *SEATS, "bloques", "reserve", "agrement_fin", "capacite", "observations",
        "total_ignore",
    }),
    Role.INTERNS: frozenset({
        *PERSON, "rang", "classement", "nom_usage", "civilite", "des", "phase", "anciennete", "concours", "effectif",
        "pourcentage", "situation", "mode", "courriel", "telephone", "naissance", "observations",
    }),
    Role.WISHES: frozenset({*PERSON, "rang_voeu", "code", "service", "etablissement"}),
    Role.HISTORY: frozenset({
        *PERSON, "semestre", "code", "service", "etablissement", "categorie", "phase", "resultat", "jours_absence",
        "motif", "mode", "subdivision",
    }),
    Role.REQUESTS: frozenset({
        *PERSON, "type", "deposee", "decision", "des", "phase", "subdivision", "motif", "code", "pieces",
    }),
    Role.ABSENCES: frozenset({*PERSON, "debut", "fin", "motif", "demi_journees"}),
})  # fmt: skip
"""The fields of each role; wishes in wide form have `voeu_1`, `voeu_2`… besides."""

_RENAMED = {"phases": "phase"}
_WISH = re.compile(r"(?:voeux?|choix|souhaits?|v) ?(?:n )?0*([1-9]\d?)(?: code(?: stage)?)?")
_NTH_WISH = re.compile(r"0*([1-9]\d?) ?(?:er|ere|e|eme|nd|nde|ieme)? (?:voeu|choix|souhait)")
_WISH_FIELD = re.compile(r"voeu_[1-9]\d?")
_SHORTEST_BEGINNING = 3
_SHORTEST_ABBREVIATION = 4
_LINKS = frozenset({"en", "de", "d", "la", "le", "pour", "l"})


class Strength(IntEnum):
    """How surely a header means a field."""

    WEAK = 1
    PREFIX = 2
    EXACT = 3
    MAPPED = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A field that a header may mean; `ASIDE` where the clerk's mapping says to leave the column."""

    field: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class _Known:
    """Normalised header → field (`strong`), or the fields it may fill, in order (`weak`); field → header shown."""

    strong: dict[str, str]
    weak: dict[str, tuple[str, ...]]
    labels: dict[str, str]


def field_of(column: Column) -> str:
    """The field of a record that a column of our templates fills."""
    return _RENAMED.get(column.field, column.field)


def wish_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """Those of the fields that are wishes in wide form, the preferred wish first."""
    wishes = (field for field in fields if _WISH_FIELD.fullmatch(field))
    return tuple(sorted(wishes, key=lambda field: int(field.removeprefix("voeu_"))))


def is_field(role: Role, field: str) -> bool:
    """True when records of that role have such a field."""
    return field in FIELDS[role] or (role is Role.WISHES and bool(_WISH_FIELD.fullmatch(field)))


def label(role: Role, field: str) -> str:
    """The header to show a clerk for a field: that of our template, else the first known one."""
    if _WISH_FIELD.fullmatch(field):
        return f"Vœu {field.removeprefix('voeu_')}"
    return _known(role).labels.get(field, field)


@lru_cache(maxsize=20_000)
def meanings(role: Role, header: str) -> tuple[Match, ...]:
    """The fields that a normalised header may mean, the preferred one first; empty when it is unknown or of no use."""
    known = _known(role)
    exact = known.strong.get(header) or (_wish_field(header) if role is Role.WISHES else "")
    if exact:
        return _sure(exact, Strength.EXACT)
    if header in known.weak:
        return tuple(Match(field, Strength.WEAK) for field in known.weak[header])
    return _by_beginning(known, header)


def known_headers(role: Role) -> dict[str, str]:
    """Every normalised header that surely means a field of the role, and that field."""
    return {header: field for header, field in _known(role).strong.items() if field != ASIDE}


def proposal(role: Role, header: str) -> str:
    """The field of a known header that differs by a letter or two from this normalised one; "" when there is none."""
    limit = 2 if len(header) > 5 else 1
    if len(header) < _SHORTEST_ABBREVIATION:
        return ""
    near = (
        field
        for known, field in known_headers(role).items()
        if len(known) > limit + 1 and is_near(header, known, limit)
    )
    return next(near, "")


def _sure(field: str, strength: Strength) -> tuple[Match, ...]:
    return () if field == ASIDE else (Match(field, strength),)


def _wish_field(header: str) -> str:
    found = _WISH.fullmatch(header) or _NTH_WISH.fullmatch(header)
    return f"voeu_{int(found[1])}" if found else ""


def _by_beginning(known: _Known, header: str) -> tuple[Match, ...]:
    """« Établissement d'accueil du stage », by its first words; « Spécial. », by the word it shortens."""
    words = header.split()
    for count in range(len(words) - 1, 0, -1):
        start = " ".join(words[:count])
        field = known.strong.get(start, "")
        if field and len(start) >= _SHORTEST_BEGINNING:
            return _narrowed(known, field, words[count:])
    return _abbreviated(known, header)


def _narrowed(known: _Known, field: str, rest: list[str]) -> tuple[Match, ...]:
    """« Postes offerts PS » are the posts of one phase; other words after a known header change nothing."""
    while rest and rest[0] in _LINKS:
        rest = rest[1:]
    narrower = known.strong.get(" ".join(rest), "")
    if field == "postes" and (narrower in SEATS or narrower in ("total_ignore", "bloques")):
        return _sure(narrower, Strength.EXACT)
    return _sure(field, Strength.PREFIX)


def _abbreviated(known: _Known, header: str) -> tuple[Match, ...]:
    if len(header) < _SHORTEST_ABBREVIATION or " " in header:
        return ()
    fields = {field for word, field in known.strong.items() if " " not in word and word.startswith(header)}
    return _sure(fields.pop(), Strength.PREFIX) if len(fields) == 1 else ()


@lru_cache(maxsize=len(Role))
def _known(role: Role) -> _Known:
    file = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    sections = [file[role.value]] if role is Role.POSTS else [file["person"], file[role.value]]
    columns = (*FORMS[role], *(WISHES_LONG if role is Role.WISHES else ()))
    ours = {normalise(column.header): field_of(column) for column in columns}
    strong = {header: field for section in sections for header, field in _spelled(section)}
    labels = {field: spellings[0] for section in sections for field, spellings in section.items() if field != "weak"}
    labels |= {field_of(column): column.header for column in columns}
    return _Known(strong | ours, _weak(sections), labels)


def _spelled(section: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(normalise(header), field) for field, headers in section.items() if field != "weak" for header in headers]


def _weak(sections: list[dict[str, dict[str, list[str]]]]) -> dict[str, tuple[str, ...]]:
    """Fields by weak header; in the role's own section they come before those that all the roles share."""
    fields: dict[str, tuple[str, ...]] = {}
    for section in reversed(sections):
        for header, field in _spelled(section.get("weak", {})):
            fields[header] = (*fields.get(header, ()), field)
    return fields
