"""Invented people: names as varied as on a real list, and identifiers that no register gives."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from allocation.model import Identity
from sample_data.chance import pick, shuffled

LAST_NAMES = (
    "ABADIE", "ACHARD", "AÏT OUFKIR", "ALLÈGRE", "AMBLARD", "ANDRÉOLI", "D'ARCISSAC", "ARNAUDON", "AUBERTIN",
    "BADIOU", "BALANDRAUD", "BARBIER-LACOMBE", "BARRALLON", "BASTIDE", "BELKACEMI", "BENOÎTON", "BERGERON",
    "BERTHÉAS", "BESSAT", "BLANCHONNET", "BOISSEROLLES", "BONNEFONT", "BOUCHAREB", "BOUDAREL", "BOURGIN", "BOUZIDI",
    "BRÉMOND", "BRUNEL", "CAILLÉ", "CELLIER", "CHAMBEFORT", "CHAPUIS", "CHARROIN", "CHAVANON", "CHOMIENNE",
    "CLÉMENÇON", "COGNET", "COIGNET-ROY", "COLOMBIER", "CORREIA DA SILVA", "CROZET", "DA COSTA", "DAMBREVILLE",
    "DECITRE", "DÉSORMEAUX", "DIALLO", "DOUARÉ", "DUCREUX", "DUMOULIN", "DUPLÂTRE", "EL HAMDAOUI", "ESCOFFIER",
    "EYRAUD", "FAVERJON", "FERRÉOL", "FONTVIEILLE", "FOURNEYRON", "FRAISSE", "GACHET", "GARNODIER", "GAUTHERON",
    "GEAY", "GIRAUDIER", "GOUNON", "GRANGETTE", "GUÉRINOT", "GUICHARD", "HACHANI", "HEURTIER", "HUBERDEAU",
    "IMBERTON", "JACQUEMOND", "JANIN", "JOUBERTON", "KACI", "KEÏTA", "KERVELLA", "KOWALCZYK", "LABOURÉ", "LAFAYE",
    "LARDERET", "LE GOUALLEC", "LEMOÎNE", "L'HERMITTE", "LIOGIER", "ŁAWNICZAK", "MAISONNIAL", "MALLÉCOURT",
    "MARCOUX", "de MAUVERNAY", "MAZENOD", "MEHDAOUI", "MÉJEAN", "MICHALON", "MONTAGNIER", "MOULINIER", "N'GUETTA",
    "NGUYỄN", "NOAILLY", "OLAGNIER", "O'DONOVAN", "ORIOL-VIAL", "OUDARD", "PALANDRE", "PÉRONNET", "PEYRACHE",
    "PITAVAL", "POMMEROL", "PONCETON", "PRAJOUX", "QUÉMÉNER", "RAMEL", "RANDRIANASOLO", "RAVACHOL", "REYMONDON",
    "RIVOIRE", "ROBINOT", "ROUSSON", "SABOT", "SAGNOL", "SALICHON", "SANTAMARIA", "SÉNÉCLAUZE", "SOLEILHAC",
    "SOUVIGNET", "TARDIEU", "TEYSSOT", "THÉVENON", "THIOLLIER", "TOURNEBIZE", "TRAN VAN", "TRESCARTES", "URBANIAK",
    "VACHERON", "VALLA", "VERNÉ", "VÉROT", "VEYRON-CHURLET", "VIALLARD", "VIGOUROUX", "VILLEMAGNE", "WEISSGERBER",
    "YILDIZ", "ZAÏDI",
)  # fmt: skip
WOMEN = (
    "Adèle", "Agathe", "Alizée", "Amina", "Anaïs", "Anne-Lise", "Apolline", "Aurélie", "Bérénice", "Camélia",
    "Capucine", "Célestine", "Chloé", "Clémence", "Diane", "Éléonore", "Élise", "Emma", "Fatoumata", "Garance",
    "Hélène", "Inès", "Jeanne", "Joséphine", "Julie", "Léa", "Léonie", "Louise", "Lucie", "Maëlle", "Marie-Anaëlle",
    "Margaux", "Marion", "Mathilde", "Nour", "Océane", "Ophélie", "Pauline", "Salomé", "Sarah", "Solène", "Thaïs",
    "Yasmine", "Zoé",
)  # fmt: skip
MEN = (
    "Adrien", "Alexis", "Antoine", "Bastien", "Benoît", "Clément", "Corentin", "Édouard", "Étienne", "Florian",
    "François-Xavier", "Gaël", "Guillaume", "Hugo", "Ismaël", "Jean-Baptiste", "Jérémy", "Joël", "Karim", "Loïc",
    "Lucas", "Mathéo", "Maxime", "Nathan", "Nicolas", "Noé", "Paul-Émile", "Quentin", "Raphaël", "Rémi", "Sacha",
    "Théo", "Thomas", "Tristan", "Valentin",
)  # fmt: skip

_UNDECOMPOSED = str.maketrans({"ł": "l", "đ": "d", "œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; `woman` so that a maternity leave falls on a likely first name."""

    identity: Identity
    woman: bool


def invented_rpps(serial: int) -> str:
    """An RPPS number with a right key, in a range kept for our examples. `serial` from 0 to 999,999."""
    body = f"1099{serial:06d}"
    return body + str(-luhn_sum(body + "0") % 10)


def luhn_sum(digits: str) -> int:
    """The sum that a multiple of ten makes right, for a number whose last digit is its key."""
    return sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits)))


def address(first: str, last: str) -> str:
    """An e-mail address without accents, at a domain that delivers nothing."""
    return f"{_letters(first)}.{_letters(last)}@example.org"


def people(rng: Random) -> Iterator[Person]:
    """Different people without end, no two with the same name; RPPS numbers start with 109999."""
    seen: set[tuple[str, str]] = set()
    serials = iter(shuffled(rng, range(990_000, 1_000_000)))
    while True:
        for last in shuffled(rng, LAST_NAMES):
            woman = rng.random() < 0.58
            first = pick(rng, WOMEN if woman else MEN)
            if (last, first) not in seen:
                seen.add((last, first))
                yield Person(Identity(invented_rpps(next(serials)), last, first, address(first, last)), woman)


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UNDECOMPOSED))
    return "".join(letter if letter.isalpha() else "-" for letter in plain if not unicodedata.combining(letter))
