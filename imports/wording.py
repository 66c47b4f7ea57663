"""Words as spreadsheets hold them: cleaned for keeping, folded for comparing, and the nearest known label."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

EXCEL_ERRORS = frozenset(
    {
        *("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"),
        *("#VALEUR!", "#NOM?", "#NUL!", "#NOMBRE!"),
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_PUNCTUATION = re.compile(r"[\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def clean(value: object) -> str:
    """The text of a cell on one line: NFC, without invisible characters, blanks run together; "" for a blank cell."""
    if isinstance(value, str):
        return _one_line(value)
    if value is None or isinstance(value, bool):
        return {None: "", True: "VRAI", False: "FAUX"}[value]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@lru_cache(maxsize=200_000)
def _one_line(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """What two spellings of the same words share: lower case, no accent, punctuation and blanks as one space."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_LIGATURES)
    bare = "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))
    return _PUNCTUATION.sub(" ", bare).strip()


def did_you_mean(text: str, known: Iterable[str], otherwise: str) -> str:
    """« Vouliez-vous dire … ? » with the nearest label of `known`, or `otherwise` when none is near."""
    by_key = {fold(label): label for label in known}
    close = difflib.get_close_matches(fold(text), list(by_key), n=1, cutoff=0.6)
    return f"Vouliez-vous dire « {by_key[close[0]]} » ?" if close else otherwise


def counted(number: int, singular: str, plural: str = "") -> str:
    """« 1 poste », « 2 postes »."""
    return f"{number} {singular if number < 2 else plural or f'{singular}s'}"
