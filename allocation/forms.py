"""The columns of our own templates: the doors that stay stable, one table a kind of list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from allocation.model import Category, Outcome, Phase, RequestType, Situation


class Role(StrEnum):
    """What a sheet holds."""

    POSTS = "posts"
    INTERNS = "interns"
    WISHES = "wishes"
    HISTORY = "history"
    REQUESTS = "requests"
    ABSENCES = "absences"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.POSTS: "Postes",
    Role.INTERNS: "Internes",
    Role.WISHES: "Vœux",
    Role.HISTORY: "Historique",
    Role.REQUESTS: "Demandes",
    Role.ABSENCES: "Absences",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template: its header, the field it fills, what to write there, an example, a closed list."""

    header: str
    field: str
    help: str
    example: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


EXAMPLE_SHEET = "Exemple"
EXAMPLE_TITLE = "Exemple – cette feuille explique les colonnes et n'est pas importée"
"""The sheet that explains a template, and the title in its first cell."""

CAUSES = (
    "Maladie",
    "Accident du travail",
    "CLM",
    "CLD",
    "Congé maternité",
    "Congé paternité",
    "Congé adoption",
    "Grossesse pathologique",
    "Congé parental",
    "Disponibilité",
    "Absence injustifiée",
    "Congés annuels",
    "Formation",
    "Congé exceptionnel",
    "Autre",
)
"""Causes of an absence (column `Motif`)."""

_PHASES = tuple(phase.label for phase in Phase)
_CATEGORIES = tuple(category.label for category in Category if category is not Category.OTHER)
_MODES = (
    "Normal",
    "Surnombre validant",
    "Surnombre non validant",
    "Hors-filière",
    "Inter-CHU",
    "DOM-TOM",
    "Hors liste",
)
_RPPS = Column(
    "RPPS", "rpps", "11 chiffres ; au format texte pour garder le premier zéro.", "10100000016", required=True
)

FORMS: dict[Role, tuple[Column, ...]] = {
    Role.POSTS: (
        Column("Code stage", "code", "Identifiant du stage, le même d'un semestre à l'autre.", "42-URG-01"),
        Column(
            "Établissement", "etablissement", "Nom complet de l'établissement.", "CHU de Saint-Étienne", required=True
        ),
        Column(
            "Service",
            "service",
            "Service, ou praticien(s) pour un stage ambulatoire.",
            "Urgences adultes",
            required=True,
        ),
        Column("Responsable", "responsable", "Responsable médical du terrain de stage.", "Dr EXEMPLE Camille"),
        Column("Commune", "commune", "Commune du terrain de stage.", "Saint-Étienne"),
        Column("DES", "des", "Libellé du DES, ou son code national.", "Médecine générale"),
        Column(
            "Phases",
            "phases",
            "Phase, ou plusieurs jointes par « / » quand elles partagent les places.",
            "Socle",
            _PHASES,
        ),
        Column("Catégorie", "categorie", "Case de maquette que le stage remplit.", "Urgences adultes", _CATEGORIES),
        Column("Nombre de postes", "postes", "Postes offerts au choix ; 0 si le stage est fermé.", "3", required=True),
        Column("Réservé à", "reserve", "CESP si tous les postes sont réservés, CESP:1 pour un seul ; vide sinon.", ""),
        Column("Agrément jusqu'au", "agrement_fin", "Dernier jour de l'agrément (jj/mm/aaaa).", "01/11/2028"),
        Column("Capacité maximale", "capacite", "Nombre maximal d'étudiants, surnombres exclus.", "4"),
        Column("Observations", "observations", "Remarque affichée avec le stage.", ""),
    ),
    Role.INTERNS: (
        Column("Ordre", "ordre", "Ordre d'appel dans sa liste ; vide, il est calculé.", "1"),
        _RPPS,
        Column("Nom", "nom", "Nom de naissance ou d'usage.", "EXEMPLE", required=True),
        Column("Prénom", "prenom", "Prénom.", "Camille", required=True),
        Column("DES", "des", "Libellé du DES, ou son code national.", "Médecine générale"),
        Column("Phase", "phase", "Phase en cours au début du semestre.", "Socle", _PHASES, required=True),
        Column("Ancienneté", "anciennete", "Semestres entiers validés dans la phase.", "1"),
        Column("Concours", "concours", "Année des épreuves nationales.", "2025"),
        Column("Rang", "rang", "Rang aux épreuves nationales.", "4512"),
        Column("Effectif", "effectif", "Nombre de classés de la promotion.", "9484"),
        Column(
            "Situation", "situation", "Ce qui est déjà décidé ; plusieurs séparées par « ; ».", "", tuple(Situation)
        ),
        Column("Mode", "mode", "Comment le stage en cours a été obtenu.", "Normal", _MODES),
        Column("Courriel", "courriel", "Adresse électronique.", "camille.exemple@example.org"),
    ),
    Role.WISHES: (
        _RPPS,
        *(
            Column(f"Vœu {n}", f"voeu_{n}", "Code stage, du préféré au dernier.", "42-URG-01" if n == 1 else "")
            for n in range(1, 41)
        ),
    ),
    Role.HISTORY: (
        _RPPS,
        Column(
            "Semestre", "semestre", "Par exemple 2026-hiver (commencé en novembre 2026).", "2026-hiver", required=True
        ),
        Column("Code stage", "code", "Code du stage effectué.", "42-NIV1-03"),
        Column("Catégorie", "categorie", "Case de maquette.", "Praticien niveau 1", _CATEGORIES),
        Column("Phase", "phase", "Phase pendant ce semestre.", "Socle", _PHASES),
        Column("Résultat", "resultat", "Validé ou Non validé.", "Validé", ("Validé", "Non validé")),
        Column("Jours d'absence", "jours_absence", "Jours décomptés.", "0"),
        Column("Motif", "motif", "Cause de l'absence ou de la non-validation.", "", CAUSES),
        Column("Mode", "mode", "Comment le stage avait été obtenu.", "Normal", _MODES),
        Column("Subdivision", "subdivision", "Subdivision du stage quand ce n'est pas la nôtre.", ""),
    ),
    Role.REQUESTS: (
        _RPPS,
        Column("Type", "type", "Ce qui est demandé.", "Surnombre validant", tuple(RequestType), required=True),
        Column("Déposée le", "deposee", "Date de réception (jj/mm/aaaa).", "15/01/2027"),
        Column("Décision", "decision", "Vide tant qu'elle n'est pas prise.", "Accordée", tuple(Outcome)),
        Column("DES demandé", "des", "Pour un hors-filière ou un remords.", ""),
        Column("Phase demandée", "phase", "Phase dans le DES demandé.", "", _PHASES),
        Column("Subdivision demandée", "subdivision", "Pour un inter-CHU ou un DOM-TOM.", ""),
        Column("Motif", "motif", "Cause de la demande ; n'entre jamais dans le journal.", ""),
        Column("Code stage", "code", "Stage concerné, pour refaire le même stage.", ""),
        Column("Pièces", "pieces", "Pièces reçues.", ""),
    ),
    Role.ABSENCES: (
        _RPPS,
        Column("Début", "debut", "Premier jour d'absence (jj/mm/aaaa).", "03/06/2027", required=True),
        Column("Fin", "fin", "Dernier jour d'absence, compris.", "14/06/2027", required=True),
        Column("Motif", "motif", "Cause de l'absence.", "Maladie", CAUSES, required=True),
        Column("Demi-journées", "demi_journees", "Vide pour des jours entiers, sinon leur nombre.", ""),
    ),
}

WISHES_LONG: tuple[Column, ...] = (
    _RPPS,
    Column("Rang du vœu", "rang_voeu", "1 pour le préféré.", "1", required=True),
    Column("Code stage", "code", "Code du stage souhaité.", "42-URG-01", required=True),
)
"""The other form of the wish lists: one wish a row."""
