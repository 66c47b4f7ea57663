"""What a band, a title or the name of a sheet says of the rows under it: DES, phase, category."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from allocation.des import all_des
from imports.labels import category_of, phases_of
from imports.parsed import BLANK
from imports.reference import GENERAL_MEDICINE, des_of
from imports.wording import clean, fold

_LABELS = Path(__file__).parent / "data" / "labels.toml"
_WORD = re.compile(r"[^\W_]+")
_PIECES = re.compile(r"\s[–—:|-]\s|\s*:\s+|_")
_DES_OF = re.compile(r"^d\.?e\.?s\.?[\s_]+(?:d['’]\s*|de\s+|en\s+)?(.+)$", re.IGNORECASE)
_PHASE_CODES = frozenset({"", "W_PHASE_MULTI"})
_SHARED_WORDS = frozenset({"s", "a", "c", "ar", "ancien", "pc"})
"""Spellings of a phase that mean it in a column of phases, but too many other things in a sentence."""
_LONGEST_NAME = 8
_LONGEST_LABEL = 100
_SHORTEST_DES = 5
_HOSPITALS = re.compile(
    r"(?:chu|chru|ch|chi|ghu|ght|hopital|hopitaux|clinique|centre hospitalier|hospices|polyclinique)\b"
)


def band_context(text: str, known: dict[str, str]) -> dict[str, str]:
    """What a band says: texts by context key, `category` where nothing else is recognised.

    `known` is what the sheet says already: where the DES is known, the name of a DES is that of a category.
    """
    if whole := _whole(text, known):
        return whole
    said = _mentions(text, long_names_only=True)
    if "des" in known and not _same_des(said.get("des", ""), known["des"]):
        said.pop("des", None)
    for piece in _pieces(text):
        if category_of(piece) is not None and phase_in(piece) != piece:
            said["category"] = piece
    return said or {"category": clean(text)}


def sheet_context(name: str, titles: tuple[str, ...]) -> dict[str, str]:
    """What the name of a sheet and the titles above its header say; the titles win. Two phases or DES say nothing."""
    said = _sheet_category(name) | _mentions(name, long_names_only=False)
    for title in titles:
        for key, text in _mentions(title, long_names_only=True).items():
            if key != "phase" or phases_of(text).code == "":
                said[key] = text
    return said


def is_recognised(text: str) -> bool:
    """True when the text names a phase, a category or a DES."""
    return bool(_whole(text, {}) or _mentions(text, long_names_only=True))


def is_hospital(text: str) -> bool:
    """True when the text begins as the name of an establishment does."""
    return bool(_HOSPITALS.match(fold(text)))


def phase_in(text: str) -> str:
    """The part of the text that names phases, as written; "" when none does."""
    for part in _parts(text):
        key = fold(part)
        if key not in _SHARED_WORDS and not key.split()[0].isdigit() and _is_phase(part):
            return part
    return ""


@lru_cache(maxsize=1)
def _phase_words() -> frozenset[str]:
    """Every word of a spelling of a phase, and those that join two phases."""
    spellings = tomllib.loads(_LABELS.read_text(encoding="utf-8"))["phases"]
    texts = (*spellings, *(text for texts in spellings.values() for text in texts), "et", "ou")
    return frozenset(word for text in texts for word in fold(text).split())


@lru_cache(maxsize=20_000)
def _is_phase(text: str) -> bool:
    """Every word must be one that phases are written with, which is quick to see."""
    if not _phase_words().issuperset(fold(text).split()):
        return False
    read = phases_of(text)
    return bool(read.value) and read.code in _PHASE_CODES


def des_in(text: str, *, long_names_only: bool) -> str:
    """The part of the text that names one DES, as written; "" when none does, or two.

    Initials are read only where `long_names_only` is False: in a sentence they would be found everywhere.
    """
    found: dict[str, str] = {}
    for part in _parts(text):
        name = _trusted_des(part, long_names_only=long_names_only)
        if name and not any(part in longer for longer in found.values()):
            found.setdefault(name, part)
    return next(iter(found.values())) if len(found) == 1 else ""


def _begins_as_des(text: str) -> bool:
    return fold(text).split()[0] in _first_words()


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The first word of every name of a DES, and its beginnings."""
    words = {fold(name).split()[0] for des in all_des().values() for name in des.names}
    return frozenset(word[:length] for word in words for length in (len(word), *range(_SHORTEST_DES, len(word))))


def _trusted_des(part: str, *, long_names_only: bool) -> str:
    """The DES that a run of words names, "" when it names none, or too vaguely for the text it is in."""
    read = des_of(part) if _begins_as_des(part) else BLANK
    if not isinstance(read.value, str):
        return ""
    if long_names_only:
        return "" if read.code or len(part) < _SHORTEST_DES else read.value
    return read.value if len(part) >= _SHORTEST_DES or (not read.code and part.isupper()) else ""


def _whole(text: str, known: dict[str, str]) -> dict[str, str]:
    """The one key that the whole text fills, when it is a known label from end to end."""
    label = clean(text)
    read_as_phase = known.get("des") and _same_des(known["des"], GENERAL_MEDICINE) if fold(label) == "ar" else True
    if read_as_phase and _is_phase(label):
        return {"phase": label}
    if ("des" not in known or _DES_OF.match(label)) and _names_des(label):
        return {"des": label}
    return {"category": label} if category_of(label) is not None else {}


def _mentions(text: str, *, long_names_only: bool) -> dict[str, str]:
    label = clean(text)
    phase = phase_in(label)
    rest = label.replace(phase, " ", 1) if phase else label
    titled = "" if long_names_only else _after_des(rest)
    des = titled or des_in(rest, long_names_only=long_names_only)
    return {key: value for key, value in (("des", des), ("phase", phase)) if value}


def _after_des(name: str) -> str:
    """« DES_AR » and « DES de Rhumato » are about what follows, known or not."""
    found = _DES_OF.match(_PIECES.split(name.strip(), maxsplit=1)[0] if "_" not in name else name.strip())
    return clean(found[1]).strip(" -–—:|") if found else ""


def _sheet_category(name: str) -> dict[str, str]:
    label = clean(name)
    return {"category": label} if category_of(label) is not None and not _names_des(label) else {}


def _same_des(one: str, other: str) -> bool:
    return bool(one) and des_of(one).value == des_of(other).value is not None


def _names_des(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and bool(des_of(text).value)


def _pieces(text: str) -> list[str]:
    return [piece for piece in map(clean, _PIECES.split(text)) if piece]


def _parts(text: str) -> Iterator[str]:
    """The runs of whole words of a text, the longest first; underscores part words."""
    label = unicodedata.normalize("NFC", text)
    spans = [found.span() for found in _WORD.finditer(label)][:40]
    for length in range(min(_LONGEST_NAME, len(spans)), 0, -1):
        for first in range(len(spans) - length + 1):
            yield label[spans[first][0] : spans[first + length - 1][1]]
