"""Names of files that every system accepts, made from words that people wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST = 60
_NAMELESS = "sans-nom"


def file_stem(words: str, taken: Collection[str] = ()) -> str:
    """`CHU de Saint-Étienne` → `chu-de-saint-etienne`, with a number after it where that name is taken."""
    plain = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].strip("-") or _NAMELESS
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate
