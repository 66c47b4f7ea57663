"""One record a person, by field: what a template of the ARS may ask for, whatever its order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from exports.documents import Opening, Result
from exports.labels import category_label, semester_words
from exports.offices import Contacts, Homes
from exports.rows import ASSIGNMENTS, Stages, assignment_rows, calls

FIELDS = {
    "Liste": "liste",
    "N° d'appel": "ordre",
    "RPPS": "rpps",
    "Nom": "nom",
    "Prénom": "prenom",
    "Statut": "statut",
    "Code stage": "code",
    "Établissement": "etablissement",
    "Service": "service",
    "Commune": "commune",
    "Responsable": "responsable",
    "Case de maquette": "case",
    "Mode": "mode",
    "Vœu obtenu": "voeu",
    "Canal": "canal",
    "Observations": "observations",
}
"""The field of each column of our own table."""


def records(result: Result, opening: Opening, contacts: Contacts) -> Iterator[Mapping[str, object]]:
    """Everyone in call order: the columns of `ASSIGNMENTS` by their fields, with DES, phase, dates and address."""
    stages, homes = Stages(opening), Homes(opening)
    campaign = opening["campaign"]
    same = {
        "debut": date.fromisoformat(campaign["start"]),
        "fin": date.fromisoformat(campaign["end"]),
        "semestre": semester_words(result["semester"]),
        "subdivision": result["subdivision"],
    }
    for (choices, call), row in zip(calls(result), assignment_rows(result, opening), strict=True):
        pool = stages.find(choices["name"], call["post"])
        des, phase = homes.of(choices, call)
        intern = call["intern"]
        yield (
            dict(zip((FIELDS[header] for header in ASSIGNMENTS), row, strict=True))
            | same
            | {
                "des": des,
                "phase": phase,
                "categorie": category_label(pool) if pool else None,
                "courriel": contacts.get(intern["id"]),
                "nom_prenom": f"{intern['last_name']} {intern['first_name']}".strip(),
            }
        )
