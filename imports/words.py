"""How headers and labels are compared: the same words whatever the accents, abbreviations, signs and line breaks."""

from __future__ import annotations

import re
from functools import lru_cache

from imports.wording import fold

LONGEST = 200
"""Texts beyond this many characters are no header: only their beginning is looked at."""

_NUMBER_SIGN = re.compile(r"\bn\s?[°º]|№|\bno\.", re.IGNORECASE)
_ABBREVIATIONS = {"numero": "n", "num": "n", "nb": "nombre", "nbr": "nombre", "nbre": "nombre", "nbres": "nombre"}


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """`fold` with « n° », « numéro » and « nb » written one way, « % » and « & » as words."""
    signs = _NUMBER_SIGN.sub(" n ", text[:LONGEST]).replace("%", " pourcentage ").replace("&", " et ")
    return " ".join(_ABBREVIATIONS.get(word, word) for word in fold(signs).split())


def is_near(one: str, other: str, limit: int) -> bool:
    """True when at most `limit` letters added, dropped or replaced turn one text into the other."""
    if abs(len(one) - len(other)) > limit:
        return False
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, target in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != target)))
        if min(now) > limit:
            return False
        before = now
    return before[-1] <= limit
