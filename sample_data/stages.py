"""The stages opened for summer 2027: real hospitals and towns of the Loire without Roanne, invented doctors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from allocation.model import Category, Phase

CHU_NORD = "CHU de Saint-Étienne – Hôpital Nord"
CHU_BELLEVUE = "CHU de Saint-Étienne – Hôpital Bellevue"
FIRMINY = "Centre hospitalier Le Corbusier"
GIER = "Hôpital du Gier"
FOREZ_M = "Centre hospitalier du Forez – site de Montbrison"
FOREZ_F = "Centre hospitalier du Forez – site de Feurs"
HPL = "Hôpital privé de la Loire"
MUTUALISTE = "Clinique mutualiste chirurgicale"
CHAMBON = "Centre hospitalier Georges Claudinon"
GALMIER = "Centre hospitalier Maurice André"
BONNET = "Centre hospitalier de Saint-Bonnet-le-Château"
PMI = "Département de la Loire – Protection maternelle et infantile"

TOWN_OF = {
    CHU_NORD: "Saint-Priest-en-Jarez", CHU_BELLEVUE: "Saint-Étienne", FIRMINY: "Firminy", GIER: "Saint-Chamond",
    FOREZ_M: "Montbrison", FOREZ_F: "Feurs", HPL: "Saint-Étienne", MUTUALISTE: "Saint-Étienne",
    CHAMBON: "Le Chambon-Feugerolles", GALMIER: "Saint-Galmier", BONNET: "Saint-Bonnet-le-Château",
    PMI: "Saint-Étienne",
}  # fmt: skip

AREAS = {
    "stéphanois": ("Saint-Étienne", "Saint-Priest-en-Jarez", "Villars", "La Talaudière", "Sorbiers",
                   "Saint-Jean-Bonnefonds", "Saint-Genest-Lerpt", "Saint-Héand"),
    "ondaine": ("Firminy", "Le Chambon-Feugerolles", "La Ricamarie", "Unieux", "Roche-la-Molière", "Fraisses"),
    "gier": ("Saint-Chamond", "Rive-de-Gier", "Lorette", "La Grand-Croix", "L'Horme", "Saint-Paul-en-Jarez"),
    "plaine": ("Andrézieux-Bouthéon", "Saint-Just-Saint-Rambert", "Bonson", "Veauche", "Saint-Galmier",
               "Montrond-les-Bains", "Sury-le-Comtal", "Chazelles-sur-Lyon"),
    "forez": ("Montbrison", "Feurs", "Boën-sur-Lignon", "Saint-Marcellin-en-Forez", "Saint-Bonnet-le-Château",
              "Noirétable", "Usson-en-Forez", "Panissières"),
    "pilat": ("Bourg-Argental", "Pélussin", "Saint-Genest-Malifaux"),
}  # fmt: skip
AREA_OF = {town: area for area, towns in AREAS.items() for town in towns}


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the post list. `seats` by phase; `appeal` (> 0) is how much it is asked for, next to the others."""

    code: str
    category: Category
    establishment: str
    service: str
    head: str
    town: str
    seats: dict[Phase, int]
    reserved: str = ""
    remarks: str = ""
    accredited_until: date = date(2029, 11, 1)
    spare: int = 0
    appeal: float = 1.0

    @property
    def capacity(self) -> int:
        return sum(self.seats.values()) + self.spare

    @property
    def area(self) -> str:
        return AREA_OF[self.town]

    def open_to(self, phase: Phase) -> bool:
        return self.seats.get(phase, 0) > 0


_S, _A, _C = Phase.SOCLE, Phase.APPROFONDISSEMENT, Phase.CONSOLIDATION
_Hospital = tuple[str, str, str, int]
_Practice = tuple[str, str, int]

_URGENCES: tuple[_Hospital, ...] = (
    (CHU_NORD, "Urgences adultes", "Pr MARCONNET", 5),
    (CHU_NORD, "Unité d'hospitalisation de courte durée", "Dr BRUYAS", 2),
    (CHU_NORD, "SAMU – SMUR", "Dr GIRINON", 2),
    (FIRMINY, "Urgences adultes", "Dr FERRAND-PUY", 4),
    (GIER, "Urgences adultes", "Dr OUAHABI", 3),
    (FOREZ_M, "Urgences adultes", "Dr SEYVE", 3),
    (FOREZ_F, "Urgences adultes", "Dr MASSARDIER", 2),
    (HPL, "Urgences", "Dr DELOLME", 3),
    (MUTUALISTE, "Urgences", "Dr TISSOT-REY", 3),
)
_URGENCES_AS_LIBRE = {"Unité d'hospitalisation de courte durée": 1, "SAMU – SMUR": 1}

_POLYVALENTE: tuple[_Hospital, ...] = (
    (CHU_NORD, "Médecine interne", "Pr VAUGELADE", 3),
    (CHU_NORD, "Aval des urgences", "Dr PERRACHON", 3),
    (CHU_NORD, "Maladies infectieuses", "Pr SERRANO-VIDAL", 2),
    (CHU_NORD, "Endocrinologie – diabétologie", "Pr DELORMEAU", 2),
    (CHU_BELLEVUE, "Gériatrie aiguë", "Pr ROCHEBLAVE", 2),
    (CHU_BELLEVUE, "Soins médicaux et de réadaptation gériatriques", "Dr BENSALAH-REY", 2),
    (FIRMINY, "Médecine polyvalente", "Dr RABATEL", 2),
    (FIRMINY, "Court séjour gériatrique", "Dr VINCENDON", 1),
    (GIER, "Médecine polyvalente", "Dr PAYEN DE LAGARDE", 2),
    (GIER, "Court séjour gériatrique", "Dr CHIROUZE", 2),
    (FOREZ_M, "Médecine polyvalente", "Dr TRÉMOLIN", 2),
    (FOREZ_F, "Médecine polyvalente", "Dr JUBAN", 2),
    (HPL, "Médecine interne et polyvalente", "Dr PERREL", 2),
    (GALMIER, "Médecine polyvalente et soins palliatifs", "Dr OLLAGNON", 1),
)

_COUPLE: tuple[_Hospital, ...] = (
    (CHU_NORD, "Pédiatrie générale / Gynécologie-obstétrique", "Pr ALBARET, Pr CHANTELOUVE", 4),
    (CHU_NORD, "Urgences pédiatriques / Gynécologie-obstétrique", "Dr BELLECOSTE, Pr CHANTELOUVE", 3),
    (CHU_NORD, "Urgences pédiatriques / Orthogénie et planification", "Dr BELLECOSTE, Dr BADIN", 2),
    (FIRMINY, "Pédiatrie / Gynécologie-obstétrique", "Dr GAY-CROSIER, Dr SANIAL", 2),
    (GIER, "Consultations de pédiatrie / Centre périnatal de proximité", "Dr MANGOT, Dr BARTOLI", 2),
    (FOREZ_M, "Pédiatrie / Gynécologie-obstétrique", "Dr BEAL-RIVAT, Dr COTTIER", 3),
    (HPL, "Pédiatrie – néonatologie / Gynécologie-obstétrique", "Dr ROCHETTE, Dr LAMANDE", 3),
    (PMI, "PMI / Centre de santé sexuelle", "Dr FAYARD-BOST, Dr NAÏMI", 2),
)
_COUPLE_PRACTICES: tuple[_Practice, ...] = (
    ("Saint-Étienne", "Dr CHAZELLE (pédiatre) / Dr MAURIN (gynécologue)", 1),
    ("Saint-Étienne", "Dr BOUNIOL (pédiatre) / Dr LACHAUX (MSU, santé de la femme)", 1),
    ("Andrézieux-Bouthéon", "Dr PERBET (MSU, santé de l'enfant) / Dr VIALLON-ROC (sage-femme et MSU)", 2),
    ("Montbrison", "Dr GRANJON (pédiatre) / Dr DUPUY-MONTEL (gynécologue)", 1),
    ("Saint-Chamond", "Dr THOLLOT (MSU, santé de l'enfant) / Dr RICHARD-COLAS (MSU, santé de la femme)", 1),
)

_LIBRE: tuple[_Hospital, ...] = (
    (CHU_NORD, "Unité mobile de soins palliatifs", "Dr MORVILLIERS", 2),
    (CHU_NORD, "Addictologie", "Dr SCOTTI", 2),
    (CHU_NORD, "Rhumatologie", "Pr QUERCY", 2),
    (CHU_NORD, "Dermatologie", "Pr LUSSAC", 1),
    (CHU_NORD, "Médecine vasculaire", "Pr MONTCHAL", 1),
    (CHU_NORD, "Psychiatrie d'urgence", "Dr CROIZET", 2),
    (CHU_BELLEVUE, "Médecine du sport – myologie", "Pr ESTIVAL", 2),
    (CHU_BELLEVUE, "Pédopsychiatrie", "Dr BONNARDEL", 1),
    (CHU_BELLEVUE, "Médecine physique et de réadaptation", "Pr HAUTECLAIRE", 1),
    (FIRMINY, "Cardiologie", "Dr SERVOZ", 2),
    (GIER, "Équipe mobile de gériatrie", "Dr TEYSSIER-MOND", 2),
    (FOREZ_M, "Psychiatrie adulte", "Dr KHELIFI", 2),
    (FOREZ_M, "Pneumologie", "Dr ARNOLD-MEY", 1),
    (CHAMBON, "Soins médicaux et de réadaptation", "Dr DECHAUD", 2),
    (BONNET, "Médecine et soins de suite", "Dr VRAY", 1),
    (HPL, "Oncologie", "Dr PLASSE", 2),
)

_NIV1: tuple[_Practice, ...] = (
    ("Saint-Étienne", "Dr AULAGNIER / Dr BESSON-LYS", 2),
    ("Saint-Étienne", "Dr CHARBONNIER / Dr DUTEL / Dr FAVIER-RANC", 2),
    ("Saint-Étienne", "Dr GAGNAIRE / Dr HERNANDO", 2),
    ("Saint-Priest-en-Jarez", "Dr JAMET-BRUN / Dr KUHN", 1),
    ("Villars", "Dr LARGERON / Dr MONTEUX", 1),
    ("La Talaudière", "Dr NICOLAÏ / Dr PAULET", 1),
    ("Saint-Jean-Bonnefonds", "Dr RASCLE / Dr SIGAUD", 1),
    ("Roche-la-Molière", "Dr TEIL / Dr UZAN-VERDIER", 2),
    ("Firminy", "Dr VALETTE / Dr WURTZ", 2),
    ("Unieux", "Dr ALIROL / Dr BADOIL", 1),
    ("Saint-Chamond", "Dr CHENAVIER / Dr DREVET", 2),
    ("Rive-de-Gier", "Dr ÉPALLE / Dr FONLUPT", 2),
    ("Saint-Paul-en-Jarez", "Dr GOUTTEFANGEAS / Dr HATIER", 1),
    ("Andrézieux-Bouthéon", "Dr JACOUD / Dr LYONNET", 2),
    ("Saint-Just-Saint-Rambert", "Dr MAGAND / Dr NIGAY", 1),
    ("Veauche", "Dr OLLIER / Dr PINATEL", 1),
    ("Montbrison", "Dr REBOUX / Dr SAPEY-TRIOMPHE", 2),
    ("Feurs", "Dr TAMAIN / Dr VERCHÈRE", 1),
    ("Saint-Genest-Malifaux", "Dr BARLET-ROI / Dr COURBON", 1),
    ("Boën-sur-Lignon", "Dr DAURELLE / Dr EPINAT", 1),
)

_SASPAS: tuple[_Practice, ...] = (
    ("Saint-Étienne", "Dr ALBERTIN / Dr BUISSON-GUY / Dr CHALAYE", 2),
    ("Saint-Étienne", "Dr DARNE / Dr EYMARD", 2),
    ("Saint-Étienne", "Dr FULCHIRON / Dr GUINAND", 2),
    ("Saint-Genest-Lerpt", "Dr HÉRITIER / Dr JURINE", 2),
    ("Sorbiers", "Dr LACROIX-BAYLE / Dr MATRICON", 1),
    ("Saint-Héand", "Dr NAUDIN / Dr PORTAFAIX", 1),
    ("Le Chambon-Feugerolles", "Dr RAYNAUD-SOL / Dr SABY", 2),
    ("Fraisses", "Dr TAVERNIER-LOU / Dr VÉRICEL", 1),
    ("La Grand-Croix", "Dr ZIMMER / Dr ALLIROT", 2),
    ("Lorette", "Dr BOUCHUT / Dr CROS-MAYREL", 1),
    ("Bonson", "Dr DUMAS-PRIMBAULT / Dr ESPARCIEUX", 2),
    ("Sury-le-Comtal", "Dr FERTON / Dr GAUMONT", 2),
    ("Saint-Galmier", "Dr HUGUENOT / Dr LAURENSON", 2),
    ("Chazelles-sur-Lyon", "Dr MURIGNEUX / Dr NOTIN", 1),
    ("Saint-Marcellin-en-Forez", "Dr PALLE / Dr RONDEL", 1),
    ("Pélussin", "Dr SERVANTON / Dr TRACOL", 2),
    ("Usson-en-Forez", "Dr VACHEZ / Dr BARTHÉLEMY-SUC", 1),
)

_MG3: tuple[_Practice, ...] = (
    ("Saint-Étienne", "Dr BATTIE / Dr CHASSAGNEUX", 2),
    ("Saint-Étienne", "Dr DEGRAIX", 2),
    ("La Ricamarie", "Dr FRÉCON / Dr GIDON", 2),
    ("Saint-Chamond", "Dr HERVIER / Dr JULLIEN-PEY", 2),
    ("L'Horme", "Dr LASHERMES", 1),
    ("Rive-de-Gier", "Dr MOLLE / Dr NOWAK", 2),
    ("Firminy", "Dr OUILLON / Dr PEURIÈRE", 2),
    ("Andrézieux-Bouthéon", "Dr RICOU", 1),
    ("Veauche", "Dr SOUCHON", 1),
    ("Montrond-les-Bains", "Dr THÉOLEYRE / Dr VIANNÈS", 2),
    ("Feurs", "Dr ARSAC / Dr BERGER-VOLLE", 2),
    ("Montbrison", "Dr CHAUX / Dr DOITRAND", 2),
    ("Saint-Bonnet-le-Château", "Dr FOUGEROUSE", 1),
    ("Noirétable", "Dr GENEBRIER", 1),
    ("Panissières", "Dr GARDETTE", 1),
    ("Bourg-Argental", "Dr LINOSSIER", 1),
)

_GERIATRIE: tuple[_Hospital, ...] = (
    (CHU_NORD, "Équipe mobile de gériatrie", "Dr BRUNELLI", 1),
    (CHU_BELLEVUE, "Gériatrie aiguë", "Pr ROCHEBLAVE", 1),
    (CHU_BELLEVUE, "Soins médicaux et de réadaptation gériatriques", "Dr BENSALAH-REY", 1),
    (CHU_BELLEVUE, "Consultation mémoire", "Dr SAINTIGNY", 1),
    (FIRMINY, "Court séjour gériatrique", "Dr VINCENDON", 1),
    (GIER, "Court séjour gériatrique", "Dr CHIROUZE", 1),
    (FOREZ_M, "Court séjour gériatrique", "Dr MEYNIER-BEC", 1),
    (CHAMBON, "Gériatrie et soins de suite", "Dr DECHAUD", 1),
)

_REMARKS = {
    "42-URG-03": "Gardes postées, véhicule nécessaire.",
    "42-NIV1-19": "(1)",
    "42-NIV1-20": "Logement possible à l'internat de Feurs.",
    "42-MPOLY-08": "Astreintes mutualisées avec la médecine polyvalente.",
    "42-COUPLE-05": "Trois mois sur chaque lieu.",
    "42-COUPLE-08": "Stage sur les territoires de Saint-Étienne et du Gier.",
    "42-LIB-07": "Une demi-journée par semaine au plateau d'exploration.",
    "42-SASPAS-16": "Véhicule indispensable, visites à domicile.",
}
_ENDS = (date(2029, 11, 1), date(2028, 11, 1), date(2031, 11, 1), date(2027, 11, 1), date(2030, 5, 1))


def general_medicine() -> tuple[Stage, ...]:
    """The stages of general medicine, in the order of the list, categories together."""
    urgences = (
        replace(stage, seats=stage.seats | _extra(stage.service))
        for stage in _hospitals("URG", Category.URG, _S, _URGENCES)
    )
    niv1 = (_reserving(stage) for stage in _practices("NIV1", Category.NIV1, _S, _NIV1))
    return tuple(
        _finished(place, stage)
        for place, stage in enumerate(
            (
                *urgences,
                *niv1,
                *_hospitals("MPOLY", Category.MPOLY, _A, _POLYVALENTE),
                *_hospitals("COUPLE", Category.COUPLE, _A, _COUPLE),
                *_practices("COUPLE", Category.COUPLE, _A, _COUPLE_PRACTICES, len(_COUPLE) + 1),
                *_hospitals("LIB", Category.LIBRE, _A, _LIBRE),
                *_practices("SASPAS", Category.SASPAS, _A, _SASPAS),
                *_practices("NIV3", Category.MG3, _C, _MG3),
            )
        )
    )


def geriatrics() -> tuple[Stage, ...]:
    """The stages of the DES of geriatrics, host of a hors-filière."""
    stages = _hospitals("GER", Category.OTHER, _A, _GERIATRIE)
    return tuple(_finished(place, stage) for place, stage in enumerate(stages))


def _hospitals(letters: str, category: Category, phase: Phase, rows: tuple[_Hospital, ...]) -> Iterator[Stage]:
    for number, (establishment, service, head, seats) in enumerate(rows, 1):
        code = f"42-{letters}-{number:02d}"
        yield Stage(code, category, establishment, service, head, TOWN_OF[establishment], {phase: seats})


def _practices(
    letters: str, category: Category, phase: Phase, rows: tuple[_Practice, ...], first: int = 1
) -> Iterator[Stage]:
    for number, (town, doctors, seats) in zip(count(first), rows, strict=False):
        place = "Cabinet médical" if number % 3 else "Maison de santé"
        head = doctors.split(" / ")[0].split(" (")[0]
        yield Stage(f"42-{letters}-{number:02d}", category, f"{place} {of(town)}", doctors, head, town, {phase: seats})


def of(town: str) -> str:
    """The town after its preposition: « de Feurs », « d'Andrézieux-Bouthéon », « du Chambon-Feugerolles »."""
    if town.startswith("Le "):
        return f"du {town[3:]}"
    return f"d'{town}" if town[0] in "AEIOUÉ" else f"de {town}"


def _extra(service: str) -> dict[Phase, int]:
    seats = _URGENCES_AS_LIBRE.get(service)
    return {_A: seats} if seats else {}


def _reserving(stage: Stage) -> Stage:
    """One seat of a practice in the Pilat is kept for a holder of a public service contract."""
    if stage.town != "Saint-Genest-Malifaux":
        return stage
    return replace(stage, seats={_S: 2}, reserved="CESP:1")


def _finished(place: int, stage: Stage) -> Stage:
    """Accreditation, capacity and remarks, spread in a way that looks like years of separate decisions."""
    return replace(
        stage,
        accredited_until=_ENDS[place * place % len(_ENDS)],
        spare=(1, 0, 2, 1)[place % 4],
        remarks=_REMARKS.get(stage.code, ""),
    )
