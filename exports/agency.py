"""What an ARS says of itself in the documents that it signs, and the text of its decision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLACEHOLDERS = frozenset(
    {"agence", "ville", "date", "signataire", "subdivision", "semestre", "debut", "fin", "affectes", "regles"}
)
"""What the text of a decision may name between braces."""


class UnknownPlaceholderError(ValueError):
    """The text names between braces what nothing fills; the French sentence says which and what may be named."""

    def __init__(self, unknown: set[str]) -> None:
        asked, known = (", ".join(f"{{{name}}}" for name in sorted(names)) for names in (unknown, PLACEHOLDERS))
        super().__init__(
            f"Le texte de l'arrêté demande {asked}, que rien ne remplit. Ce qui peut être demandé : {known}."
        )


@cache
def default_decree() -> str:
    """The text of the decision where the ARS has not set its own."""
    return resources.files("exports").joinpath("templates/arrete.txt").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Agency:
    """Everything may stay as it is: blanks are shown as lines to fill in, or left out.

    `address`: where to write to. `court`: after « tribunal administratif ». `decree` "": the default text.
    """

    name: str = "Agence régionale de santé"
    city: str = ""
    address: str = ""
    contact: str = ""
    court: str = ""
    signatory: str = ""
    dated: str = ""
    decree: str = ""

    @property
    def decree_text(self) -> str:
        return self.decree.strip() or default_decree()


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text, each `{name}` replaced. Raises `UnknownPlaceholderError` where one is not among `PLACEHOLDERS`."""
    unknown = set(_PLACEHOLDER.findall(text)) - PLACEHOLDERS
    if unknown:
        raise UnknownPlaceholderError(unknown)
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)
