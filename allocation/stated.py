"""What the papers of a request state in set words (column `Pièces`). Nothing else in them is read.

`Dernier affecté : 3082` is the rank of the last candidate admitted to the new DES, CESP apart; `Spécialité non pourvue`
that it had posts left; `Semestres repris : 2025-hiver, 2026-ete` (or `aucun`) what the new DES takes over.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LAST = re.compile(r"\bdernier affecte *: *(\d{1,6})\b")
_UNFILLED = re.compile(r"\bspecialite non pourvue\b")
_SEMESTER = r"\d{4}-(?:ete|hiver)"
_TAKEN_OVER = re.compile(rf"\bsemestres? repris *: *(aucun\b|{_SEMESTER}(?: *(?:,|et) *{_SEMESTER})*)")


@dataclass(frozen=True, slots=True)
class Stated:
    """`last_admitted`: a rank ≥ 1; `unfilled`: no rank is asked; `taken_over`: semesters. None: not stated."""

    last_admitted: int | None = None
    unfilled: bool = False
    taken_over: tuple[str, ...] | None = None


def stated(papers: str) -> Stated:
    """The facts written in set words, whatever their accents and case."""
    text = unicodedata.normalize("NFKD", papers).encode("ascii", "ignore").decode().casefold()
    last, taken = _LAST.search(text), _TAKEN_OVER.search(text)
    return Stated(
        last_admitted=int(last[1]) if last else None,
        unfilled=bool(_UNFILLED.search(text)),
        taken_over=tuple(dict.fromkeys(re.findall(_SEMESTER, taken[1]))) if taken else None,
    )
