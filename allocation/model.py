"""The values that a campaign is made of, as the spreadsheets give them and before any rule is applied.

Everything is frozen and hashable. Labels are the words of the trade, shown as they are; a person is told apart by
`Identity`, which never enters the journal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Phase(StrEnum):
    """Phase of the third cycle; `ANCIEN_REGIME` for those who entered before November 2017."""

    SOCLE = "SOCLE"
    APPROFONDISSEMENT = "APPROFONDISSEMENT"
    CONSOLIDATION = "CONSOLIDATION"
    ANCIEN_REGIME = "ANCIEN_REGIME"

    @property
    def label(self) -> str:
        return _PHASE_LABELS[self]


_PHASE_LABELS = {
    Phase.SOCLE: "Socle",
    Phase.APPROFONDISSEMENT: "Approfondissement",
    Phase.CONSOLIDATION: "Consolidation",
    Phase.ANCIEN_REGIME: "Ancien régime",
}


class Category(StrEnum):
    """What a post teaches, in the words of the general-medicine curriculum; `OTHER` elsewhere."""

    URG = "URG"
    NIV1 = "NIV1"
    MPOLY = "MPOLY"
    COUPLE = "COUPLE"
    ENFANT = "ENFANT"
    FEMME = "FEMME"
    LIBRE = "LIBRE"
    SASPAS = "SASPAS"
    MG3 = "MG3"
    OTHER = "AUTRE"

    @property
    def label(self) -> str:
        return _CATEGORY_LABELS[self]


_CATEGORY_LABELS = {
    Category.URG: "Urgences adultes",
    Category.NIV1: "Praticien niveau 1",
    Category.MPOLY: "Médecine polyvalente",
    Category.COUPLE: "Couplé santé de la femme et de l'enfant",
    Category.ENFANT: "Santé de l'enfant",
    Category.FEMME: "Santé de la femme",
    Category.LIBRE: "Stage libre",
    Category.SASPAS: "SASPAS",
    Category.MG3: "Médecine générale niveau 3",
    Category.OTHER: "Autre",
}

AMBULATORY = frozenset({Category.NIV1, Category.SASPAS, Category.MG3})
"""Categories whose posts are with an MSU (maître de stage des universités)."""


class Situation(StrEnum):
    """What was already decided on a person before the choice (column `Situation`)."""

    SURNOMBRE_VALIDANT = "Surnombre validant"
    SURNOMBRE_NON_VALIDANT = "Surnombre non validant"
    HORS_FILIERE = "Hors-filière"
    INTER_CHU_SORTANT = "Inter-CHU sortant"
    INTER_CHU_ENTRANT = "Inter-CHU entrant"
    DOM_TOM_SORTANT = "DOM-TOM sortant"
    DOM_TOM_ENTRANT = "DOM-TOM entrant"
    REMORDS = "Droit au remords"
    CESP = "CESP"
    MILITAIRE = "Militaire"
    DISPONIBILITE = "Disponibilité"
    ANNEE_RECHERCHE = "Année-recherche"
    NE_CHOISIT_PAS = "Ne choisit pas"


class RequestType(StrEnum):
    """What a person may ask for (column `Type` of the requests): the situations, and the same stage again."""

    SURNOMBRE_VALIDANT = "Surnombre validant"
    SURNOMBRE_NON_VALIDANT = "Surnombre non validant"
    HORS_FILIERE = "Hors-filière"
    INTER_CHU_SORTANT = "Inter-CHU sortant"
    INTER_CHU_ENTRANT = "Inter-CHU entrant"
    DOM_TOM_SORTANT = "DOM-TOM sortant"
    DOM_TOM_ENTRANT = "DOM-TOM entrant"
    REMORDS = "Droit au remords"
    MEME_STAGE = "Même stage"
    CESP = "CESP"
    MILITAIRE = "Militaire"
    DISPONIBILITE = "Disponibilité"
    ANNEE_RECHERCHE = "Année-recherche"
    NE_CHOISIT_PAS = "Ne choisit pas"

    @property
    def situation(self) -> Situation | None:
        """The situation that a granted request puts the person in; None for `MEME_STAGE`."""
        return None if self is RequestType.MEME_STAGE else Situation(self.value)


class Outcome(StrEnum):
    """Decision on a request (column `Décision`); a blank is pending."""

    GRANTED = "Accordée"
    REFUSED = "Refusée"
    PENDING = "En attente"


class Mode(StrEnum):
    """How a stage was obtained, as `resultat.json` and the history write it."""

    NORMAL = "normal"
    SURNOMBRE_VALIDANT = "surnombre_validant"
    SURNOMBRE_NON_VALIDANT = "surnombre_non_validant"
    HORS_FILIERE = "hors_filiere"
    INTER_CHU = "inter_chu"
    DOM_TOM = "dom_tom"
    HORS_LISTE = "hors_liste"


@dataclass(frozen=True, slots=True)
class Where:
    """Where a value was read: file name (no folder), sheet, and row counted from 1."""

    file: str = ""
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person is. `rpps` is 11 digits or "" when the list does not give it."""

    rpps: str
    last_name: str
    first_name: str
    email: str = ""

    @property
    def key(self) -> str:
        """What tells two people apart: the RPPS, else the name."""
        return self.rpps or f"{self.last_name.casefold()}\0{self.first_name.casefold()}"

    @property
    def shown(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()


def reservation(label: str, reserved: int, seats: int) -> str | None:
    """A reservation as a post list writes it: `CESP` (all seats), `CESP:1` (one of them), or None."""
    if not label:
        return None
    return label if reserved >= seats else f"{label}:{reserved}"


@dataclass(frozen=True, slots=True)
class Post:
    """One pool of seats: a stage and the phases of one DES that share its seats.

    `seats` ≥ 0 is what is offered (0: closed); `reserved_seats` of them are for holders of `reserved_for` ("CESP").
    `accredited_until` None: the list does not say. `capacity` None: not given. `code` is unique but for the rows of
    one stage that differ by phase, DES or reservation. `where` does not count when two posts are compared.
    """

    code: str
    des: str
    phases: tuple[Phase, ...]
    seats: int
    establishment: str
    service: str
    head: str = ""
    town: str = ""
    category: Category = Category.OTHER
    category_label: str = ""
    reserved_for: str = ""
    reserved_seats: int = 0
    accredited_until: date | None = None
    capacity: int | None = None
    remarks: str = ""
    where: Where = field(default=Where(), compare=False)

    @property
    def reservation(self) -> str | None:
        return reservation(self.reserved_for, self.reserved_seats, self.seats)

    @property
    def shown(self) -> str:
        """Establishment and service in one line."""
        return " – ".join(part for part in (self.establishment, self.service) if part)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of the call list.

    `seniority`: whole semesters (≥ 0), None when not given. `order`: explicit call order (≥ 1), None when not given.
    `rank` of the contest and `cohort_size` of its promotion (≥ 1) or `position` = rank ÷ size as printed; `contest`
    the year of the contest. `mode` is how the running stage was obtained (used by the validation). `settled`: the place
    that a human gave, with a reason, among those whom no criterion tells apart.
    """

    identity: Identity
    des: str
    phase: Phase
    seniority: int | None = None
    order: int | None = None
    contest: int | None = None
    rank: int | None = None
    cohort_size: int | None = None
    position: Fraction | None = None
    situations: tuple[Situation, ...] = ()
    mode: Mode | None = None
    settled: int | None = None
    where: Where = field(default=Where(), compare=False)

    @property
    def share(self) -> Fraction | None:
        """Rank ÷ promotion size, exactly: computed where both are given, else as printed."""
        if self.rank is not None and self.cohort_size:
            return Fraction(self.rank, self.cohort_size)
        return self.position


@dataclass(frozen=True, slots=True)
class WishList:
    """Ordered stage codes of one person, best first, as written; a code may be one that no post has."""

    identity: Identity
    codes: tuple[str, ...]
    where: Where = field(default=Where(), compare=False)


@dataclass(frozen=True, slots=True)
class PastStage:
    """One semester of a person's history. `semester` as `2026-hiver`; `validated` None when the result is not given."""

    identity: Identity
    semester: str
    code: str
    category: Category = Category.OTHER
    phase: Phase | None = None
    validated: bool | None = None
    absence_days: int = 0
    cause: str = ""
    mode: Mode = Mode.NORMAL
    subdivision: str = ""
    where: Where = field(default=Where(), compare=False)


@dataclass(frozen=True, slots=True)
class Request:
    """A dossier and its decision. `code` is the stage concerned (same stage again); blanks are ""."""

    identity: Identity
    type: RequestType
    decision: Outcome
    filed: date | None = None
    des: str = ""
    phase: Phase | None = None
    subdivision: str = ""
    cause: str = ""
    code: str = ""
    pieces: str = ""
    where: Where = field(default=Where(), compare=False)


@dataclass(frozen=True, slots=True)
class Absence:
    """Days away from a stage, both included; `half_days` 0 means whole days."""

    identity: Identity
    start: date
    end: date
    cause: str
    half_days: int = 0
    where: Where = field(default=Where(), compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its name (no folder) and the SHA-256 of its bytes, in hexadecimal."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that was read for one campaign. `history` None: no history was given at all.

    `semester` and `subdivision` are what the titles of the files say, "" when they say nothing.
    """

    posts: tuple[Post, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    wishes: tuple[WishList, ...] = ()
    history: tuple[PastStage, ...] | None = None
    requests: tuple[Request, ...] = ()
    requests_given: bool = False
    absences: tuple[Absence, ...] = ()
    semester: str = ""
    subdivision: str = ""
    sources: tuple[Source, ...] = ()
