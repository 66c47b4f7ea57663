"""Whole numbers in every spelling that lists use; what could mean two things is refused, never guessed."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from allocation.issues import cut
from imports.parsed import Parsed, refused
from imports.wording import EXCEL_ERRORS, clean, fold

_SPACES = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
_LEADING = re.compile(
    r"(\d{1,15})(?:[.,]0+)?\s*(?:(?:e|er|ere|ème|eme|è|ère|o|º|°)\b\.?)?\s*(?P<rest>.*)", re.IGNORECASE
)
_HARMLESS = re.compile(
    r"(?:\*+|\(\d\)|postes?|places?|semestres?|sem\.?|jours?|j\.?|internes?|demi-journées?)?\s*\**", re.IGNORECASE
)
_BRACKETED = re.compile(r"(?:postes?|places?)?\s*\(.*\)\s*\**", re.IGNORECASE)
_DIGITS = re.compile("[0-9]{1,15}")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_AMBIGUOUS = re.compile(r"(\d{1,3})[.,](\d{3})")
_NEGATIVE = re.compile(r"[-–−]\s*\d+(?:[.,]\d+)?")
_DASHES = frozenset("-–—−")
_NOTHING = frozenset({"neant", "ferme", "fermee", "fermes", "stage ferme", "aucun", "aucune", "nul", "zero"})
_RATIO = re.compile(r"(\d{1,15})(?:ème|eme|e|er)?\s*(?:/|sur)\s*(\d{1,15})", re.IGNORECASE)
_RANGE_FIX = "Vérifiez le nombre."


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number may be, bounds included; above `large` it is accepted with a warning."""

    low: int = 0
    high: int = 1_000_000
    large: int = 1_000_000


ANY = Bounds()


def integer(value: object, what: str, bounds: Bounds = ANY) -> Parsed[int]:
    """A cell as a whole number; `what` names it in the sentence ("nombre de postes"). A blank is `E_INT_BLANK`."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return refused("E_INT_BLANK", f"{what[0].upper()}{what[1:]} vide.", "Indiquez un nombre entier.")
    found = _of_type(value)
    if found.value is None:
        return found
    return _within(found, what, bounds)


def is_nothing(value: object) -> bool:
    """Blank, a dash, 0, « néant », « fermé »: no post in a column that counts one phase."""
    text = clean(value)
    return text in ("", "0") or text in _DASHES or fold(text) in _NOTHING


def _of_type(value: object) -> Parsed[int]:
    if isinstance(value, bool):
        return refused("E_INT_BOOL", f"« {'VRAI' if value else 'FAUX'} » lu au lieu d'un nombre.", "Écrivez un nombre.")
    if isinstance(value, int):
        return _signed(value)
    if isinstance(value, float):
        return _of_float(value)
    if isinstance(value, date | datetime | time):
        return _of_date(value)
    return _of_text(str(value))


def _of_float(value: float) -> Parsed[int]:
    if not math.isfinite(value):
        return refused("E_INT_TEXT", "Ce n'est pas un nombre.", "Écrivez un nombre entier.")
    return _signed(int(value)) if value.is_integer() else _decimal(str(value).replace(".", ","))


def _of_date(value: date | datetime | time) -> Parsed[int]:
    shown = value.strftime("%H:%M") if isinstance(value, time) else value.strftime("%d/%m/%Y")
    written = "" if isinstance(value, time) else f" « {value.day}-{value.month} »"
    return refused(
        "E_INT_DATE",
        f"{shown} : le tableur a transformé le nombre{written} en date.",
        "Remettez la cellule au format nombre et réécrivez-le.",
    )


def _of_text(raw: str) -> Parsed[int]:
    text = " ".join(unicodedata.normalize("NFKC", clean(raw)).split())
    if text.upper() in EXCEL_ERRORS:
        return refused("E_EXCEL_ERROR", f"{text} : formule cassée.", "Corrigez la formule ou écrivez le nombre.")
    if text in _DASHES or fold(text) in _NOTHING:
        return Parsed(0, "W_INT_TEXT", f"« {cut(raw)} » lu 0.", "Écrivez 0 si c'est bien ce que vous voulez dire.")
    if _NEGATIVE.fullmatch(text):
        return _negative(text)
    joined = _SPACES.sub("", text)
    if _DIGITS.fullmatch(joined):
        return Parsed(int(joined)) if joined == raw.strip() else _read_as(raw, int(joined))
    return _of_phrase(raw, joined)


def _of_phrase(raw: str, text: str) -> Parsed[int]:
    if thousands := _AMBIGUOUS.fullmatch(text):
        return refused(
            "E_INT_DECIMAL",
            f"« {text} » peut se lire {thousands[1]}{thousands[2]} ou {thousands[1]},{thousands[2]}.",
            "Écrivez le nombre sans point ni virgule.",
        )
    match = _LEADING.fullmatch(text)
    if match and (_HARMLESS.fullmatch(match["rest"]) or _BRACKETED.fullmatch(match["rest"])):
        return _read_as(raw, int(match[1]))
    if _DECIMAL.match(text):
        return _decimal(text)
    return refused("E_INT_TEXT", f"« {cut(raw.strip())} » n'est pas un nombre entier.", "Écrivez-le en chiffres.")


def _read_as(raw: str, number: int) -> Parsed[int]:
    return Parsed(number, "W_INT_TEXT", f"« {cut(raw.strip())} » lu {number}.", "Vérifiez le nombre lu.")


def _signed(number: int) -> Parsed[int]:
    return _negative(str(number)) if number < 0 else Parsed(number)


def _negative(text: str) -> Parsed[int]:
    return refused("E_INT_NEG", f"{text} : un nombre négatif n'a pas de sens ici.", "Écrivez un nombre positif ou 0.")


def _decimal(text: str) -> Parsed[int]:
    return refused("E_INT_DECIMAL", f"{cut(text)} n'est pas un nombre entier.", "Écrivez un nombre entier.")


def _within(found: Parsed[int], what: str, bounds: Bounds) -> Parsed[int]:
    number = found.value or 0
    if not bounds.low <= number <= bounds.high:
        return refused("E_INT_RANGE", f"{what} : {number} est hors de {bounds.low} à {bounds.high}.", _RANGE_FIX)
    if number > bounds.large and not found.code:
        return Parsed(number, "W_INT_LARGE", f"{what} : {number} est inhabituel.", _RANGE_FIX)
    return found


def ratio(value: object) -> tuple[int, int] | None:
    """« 7911ème/10140 » as (rank, size of the promotion); None when the cell is not written so."""
    match = _RATIO.fullmatch(_SPACES.sub("", clean(value))) if isinstance(value, str) else None
    return (int(match[1]), int(match[2])) if match else None


def position(value: object) -> Parsed[Fraction]:
    """A place in the promotion as a share of 1: « 78,02 % », 78.02, 0.7802 or « 7911/10140 »."""
    pair = ratio(value)
    text = clean(value).replace(",", ".")
    if pair and 0 < pair[0] <= pair[1]:
        return Parsed(Fraction(*pair))
    match = re.fullmatch(r"(\d{1,15}(?:\.\d{1,15})?)\s*(%?)", text)
    if not match or isinstance(value, bool | date | time):
        return _no_position(text)
    number = Fraction(match[1])
    share = number / 100 if match[2] or number > 1 else number
    return Parsed(share) if 0 < share <= 1 else _no_position(text)


def _no_position(text: str) -> Parsed[Fraction]:
    return refused(
        "E_POSITION_INVALID", f"« {cut(text)} » n'est pas un pourcentage de 0 à 100.", "Écrivez par exemple 78,02 %."
    )
