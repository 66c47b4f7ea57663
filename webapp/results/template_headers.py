"""The ARS's own workbook: whether it can be filled, and which field of an assignment each of its headers means, by the
headers that the imports know."""

from __future__ import annotations

from allocation.forms import Role
from exports.by_template import UnusableTemplateError
from exports.records import FIELDS
from imports.formats import read_book
from imports.headers import Strength, meanings
from imports.words import normalise

_OURS = {normalise(header): field for header, field in FIELDS.items()} | {
    normalise(header): field
    for header, field in {
        "N°": "ordre",
        "Rang de choix": "ordre",
        "Ville": "commune",
        "Stage": "service",
        "Affectation": "service",
        "Établissement d'affectation": "etablissement",
        "Lieu de stage": "etablissement",
        "Date de début": "debut",
        "Date de fin": "fin",
        "Début du stage": "debut",
        "Fin du stage": "fin",
        "Période": "semestre",
    }.items()
}
_ROLES = (Role.INTERNS, Role.POSTS, Role.HISTORY, Role.ABSENCES)
_WRITTEN = frozenset(
    {*FIELDS.values(), "debut", "fin", "semestre", "subdivision", "des", "phase", "categorie", "courriel", "nom_prenom"}
)


def recognise(header: str) -> str | None:
    """The field of `exports.records` that the header means; None where it means none, or nothing surely."""
    words = normalise(header)
    if words in _OURS:
        return _OURS[words]
    for role in _ROLES:
        for match in meanings(role, words):
            if match.field in _WRITTEN and match.strength > Strength.WEAK:
                return match.field
    return None


def readable(name: str, content: bytes) -> bytes:
    """The content of a workbook that may be filled. Raises `UnusableTemplateError` for anything else."""
    book, issues = read_book(name, content)
    if book is None:
        raise UnusableTemplateError(f"{name} : {issues[0].message} {issues[0].fix}".strip())
    if book.kind != "xlsx":
        raise UnusableTemplateError(f"{name} : le modèle doit être un classeur .xlsx. Enregistrez-le sous ce format.")
    return content
