"""Contesting a rank: about what, and what may become of it."""

from __future__ import annotations

from enum import StrEnum

from webapp.wording import to_translate

LONGEST = 3000
"""Characters of what is contested, and of an answer."""


class About(StrEnum):
    """What is contested."""

    RANK = "rang"
    HISTORY = "historique"
    SITUATION = "situation"
    OTHER = "autre"


class Outcome(StrEnum):
    """What the staff decided."""

    PENDING = "en_attente"
    ACCEPTED = "acceptee"
    REFUSED = "refusee"


ABOUT_LABELS = {
    About.RANK: to_translate("ma place ou mon rang"),
    About.HISTORY: to_translate("mes stages passés"),
    About.SITUATION: to_translate("ma situation (surnombre, remords, disponibilité…)"),
    About.OTHER: to_translate("autre chose"),
}
OUTCOME_LABELS = {
    Outcome.PENDING: to_translate("en attente de réponse"),
    Outcome.ACCEPTED: to_translate("acceptée"),
    Outcome.REFUSED: to_translate("refusée"),
}


def tidy(text: str) -> str:
    """What somebody typed, without what surrounds it, cut where it is too long."""
    return text.strip()[:LONGEST]
