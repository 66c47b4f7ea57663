"""The agency's own words for its documents, from a TOML file."""

from __future__ import annotations

import tomllib

from exports.agency import Agency

KEYS = {
    "agence": "name",
    "ville": "city",
    "adresse": "address",
    "contact": "contact",
    "tribunal": "court",
    "signataire": "signatory",
    "date": "dated",
    "arrete": "decree",
}
"""What the file calls each field of an `Agency`."""


class AgencyFileError(ValueError):
    """The file cannot be used; the French sentence says why."""


def parse_agency(text: str) -> Agency:
    """The agency that the file describes. Raises `AgencyFileError`."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AgencyFileError(f"ce n'est pas un fichier TOML lisible ({error}).") from error
    unknown = [key for key in given if key not in KEYS]
    if unknown:
        raise AgencyFileError(f"clé inconnue : {', '.join(unknown)}. Clés connues : {', '.join(KEYS)}.")
    if not all(isinstance(value, str) for value in given.values()):
        raise AgencyFileError("chaque valeur est un texte entre guillemets.")
    return Agency(**{KEYS[key]: value for key, value in given.items()})
