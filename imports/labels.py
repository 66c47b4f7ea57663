"""The closed vocabularies of the lists: phases, categories, situations, modes, causes, decisions, reservations."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from allocation.forms import CAUSES
from allocation.issues import cut
from allocation.model import Category, Mode, Outcome, Phase, RequestType, Situation
from imports.parsed import Parsed, refused
from imports.wording import clean, did_you_mean, fold

Label = TypeVar("Label")


@lru_cache(maxsize=1)
def _vocabularies() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "data" / "labels.toml").read_text(encoding="utf-8"))


def _spelled(vocabulary: str, label: Callable[[str], Label]) -> dict[str, Label]:
    """Folded spelling → label; the value of a label is a spelling of it too."""
    table = _vocabularies()[vocabulary]
    return {fold(spelling): label(value) for value, spellings in table.items() for spelling in (value, *spellings)}


_PHASES = _spelled("phases", Phase)
_CLOSE_PHASES = {"1", "2", "3"}
_PHASE_JOINTS = re.compile(r"[/+,;&\n]|\bou\b|\bet\b| - ", re.IGNORECASE)
_ALIKE = 0.8
_PHASE_FIX = "Écrivez Socle, Approfondissement ou Consolidation."


@lru_cache(maxsize=10_000)
def phases_of(text: str) -> Parsed[tuple[Phase, ...]]:
    """The phases that a cell names, in the order of the studies; several (`S/A`) share the same seats."""
    one = _phase(text)
    if one:
        close = fold(text) in _CLOSE_PHASES
        return Parsed((one,), *(("W_PHASE_CLOSE", f"« {text} » lu {one.label}.", _PHASE_FIX) if close else ()))
    parts = [_phase(part) for part in _PHASE_JOINTS.split(text)]
    if len(parts) > 1 and all(parts):
        named = tuple(phase for phase in Phase if phase in parts)
        return _several(text, named) if len(named) > 1 else Parsed(named)
    return _close_phase(text)


def _phase(text: str) -> Phase | None:
    return _PHASES.get(fold(text))


def _several(text: str, phases: tuple[Phase, ...]) -> Parsed[tuple[Phase, ...]]:
    shown = " et ".join(phase.label for phase in phases)
    return Parsed(
        phases, "W_PHASE_MULTI", f"« {cut(text)} » : les postes ainsi notés sont ouverts en commun aux phases {shown}.",
        "Séparez les lignes si chaque phase a ses propres postes.",
    )  # fmt: skip


def _close_phase(text: str) -> Parsed[tuple[Phase, ...]]:
    """A phase misspelt by a letter or two is read and shown; anything else is refused."""
    key = fold(text)
    begun = {phase for spelling, phase in _PHASES.items() if len(key) >= 4 and _near(key, spelling)}
    if len(begun) != 1:
        return refused("E_PHASE_UNKNOWN", f"« {cut(text)} » n'est pas une phase.", _PHASE_FIX)
    phase = begun.pop()
    return Parsed((phase,), "W_PHASE_CLOSE", f"« {cut(text)} » lu {phase.label}.", _PHASE_FIX)


def _near(key: str, spelling: str) -> bool:
    """Words of letters only: « Phase 4 » is not a misspelt « Phase 1 »."""
    if any(letter.isdigit() for letter in key + spelling) or len(spelling) < 5:
        return False
    return difflib.SequenceMatcher(None, key, spelling).ratio() >= _ALIKE


_CATEGORIES = _spelled("categories", Category)
_ASIDE = re.compile(r"\([^()]*\)|:.*$")


@lru_cache(maxsize=10_000)
def category_of(text: str) -> Category | None:
    """The category that a label names, whatever stands in brackets or after a colon; None when it names none."""
    return _CATEGORIES.get(fold(text)) or _CATEGORIES.get(fold(_ASIDE.sub(" ", text)))


def unknown_category(text: str) -> Parsed[Category]:
    """What to say of a category that a general-medicine list writes and nobody knows."""
    known = [category.label for category in Category]
    return refused(
        "E_CATEGORY_UNKNOWN", f"« {cut(text)} » n'est pas une catégorie de stage connue.",
        did_you_mean(text, known, f"Écrivez l'une de : {', '.join(known)}."),
    )  # fmt: skip


_SITUATIONS = _spelled("situations", Situation)
_NO_SITUATION = frozenset(
    {"", "neant", "ras", "aucune", "aucun", "normale", "normal", "rien", "non", "sans objet", "en cours"}
)
_PIECES = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class Situations:
    """What a `Situation` cell says: the situations known, and the pieces that are none."""

    known: tuple[Situation, ...]
    unknown: tuple[str, ...]


@lru_cache(maxsize=10_000)
def situations_of(text: str) -> Situations:
    """The situations that a cell joins by « ; » (by a comma, « + » or « / » too, where every piece is then known)."""
    known: list[Situation] = []
    unknown: list[str] = []
    for piece in _PIECES.split(text):
        found = _situations_in(piece)
        if found is None:
            unknown.append(clean(piece))
        else:
            known += found
    return Situations(tuple(dict.fromkeys(known)), tuple(unknown))


def _situations_in(piece: str) -> list[Situation] | None:
    whole = fold(piece)
    if whole in _NO_SITUATION:
        return []
    if whole in _SITUATIONS:
        return [_SITUATIONS[whole]]
    parts = [_SITUATIONS.get(fold(part)) for part in re.split(r"[,+/]", piece)]
    found = [part for part in parts if part]
    return found if len(found) == len(parts) else None


_REQUESTS = {key: RequestType(situation.value) for key, situation in _SITUATIONS.items()} | _spelled(
    "requests", RequestType
)
_MODES = _spelled("modes", Mode)
_OUTCOMES = _spelled("outcomes", Outcome) | {"": Outcome.PENDING}
_CAUSES = {fold(cause): cause for cause in CAUSES} | _spelled("causes", str)
_RESULTS = {key: result == "Validé" for key, result in _spelled("results", str).items()}


def request_type(text: str) -> RequestType | None:
    return _REQUESTS.get(fold(text))


def mode_of(text: str) -> Mode | None:
    return _MODES.get(fold(text))


def outcome_of(text: str) -> Outcome | None:
    return _OUTCOMES.get(fold(text))


def cause_of(text: str) -> str | None:
    """The cause of an absence as the forms write it; None when it is not one of them."""
    return _CAUSES.get(fold(text))


def result_of(text: str) -> bool | None:
    """Whether a semester was validated; None when the word says neither."""
    return _RESULTS.get(fold(text))
