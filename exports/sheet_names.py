"""Names that a spreadsheet accepts for a sheet."""

from __future__ import annotations

import re
from collections.abc import Collection

from exports.safety import printable

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\t\n]")
_RESERVED = "history"  # Excel keeps this name for itself
_NAMELESS = "Feuille"


def free_name(wanted: str, taken: Collection[str]) -> str:
    """The name wanted, made acceptable (31 characters, none forbidden) and different from those taken, in any case."""
    name = _FORBIDDEN.sub("_", printable(wanted)).strip(" '")[:LONGEST].rstrip(" '") or _NAMELESS
    used = {other.casefold() for other in taken} | {_RESERVED}
    candidate, number = name, 1
    while candidate.casefold() in used:
        number += 1
        suffix = f" ({number})"
        candidate = name[: LONGEST - len(suffix)] + suffix
    return candidate
