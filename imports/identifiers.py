"""Numbers that name: RPPS, FINESS, department, stage codes, addresses. Text stays text; what was lost is an error."""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache

from allocation.issues import cut
from imports.parsed import Parsed, refused
from imports.wording import EXCEL_ERRORS, clean

_LOST = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{1,2}")
_SEPARATORS = re.compile(r"[\s.\-]")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(?:\.[^@\s,;<>\".]+)+")
_NATIONAL_PREFIX = "8"


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the key of the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def rpps(value: object) -> Parsed[str]:
    """An RPPS as 11 digits; the national form of 12 digits loses its leading 8. A blank gives no value and no code."""
    text = clean(value)
    if not text:
        return Parsed(None)
    digits = _SEPARATORS.sub("", text)
    if len(digits) == 12 and digits.startswith(_NATIONAL_PREFIX):
        digits = digits[1:]
    if not (digits.isascii() and digits.isdigit() and len(digits) == 11):
        return _no_rpps(text)
    if luhn_holds(digits):
        return Parsed(digits)
    return Parsed(digits, "W_RPPS_KEY", f"{digits} : la clé du numéro RPPS ne correspond pas.", "Vérifiez le numéro.")


def _no_rpps(text: str) -> Parsed[str]:
    why = "chiffres perdus par le tableur" if _LOST.fullmatch(text) else "11 chiffres attendus"
    return refused("E_RPPS_INVALID", f"« {cut(text)} » : {why}.", "Recopiez le numéro RPPS au format texte.")


def finess(value: object) -> Parsed[str]:
    """A FINESS number on 9 characters, its lost zero put back."""
    text = _SEPARATORS.sub("", clean(value)).upper()
    if not text:
        return Parsed(None)
    if _LOST.fullmatch(clean(value)):
        return _lost(value)
    if len(text) == 8 and text.isdigit():
        return Parsed(f"0{text}", "W_FINESS_ZERO", f"{text} complété en 0{text}.", "Mettez la colonne au format texte.")
    if re.fullmatch(r"[A-Z0-9]{9}", text) and (not text.isdigit() or luhn_holds(text)):
        return Parsed(text)
    return Parsed(text, "W_FINESS_KEY", f"« {cut(text)} » n'est pas un numéro FINESS valable.", "Vérifiez le numéro.")


def department(value: object) -> Parsed[str]:
    """A department number on two characters, its lost zero put back; a name is kept."""
    text = clean(value)
    if len(text) == 1 and text.isdigit():
        return Parsed(f"0{text}", "W_DEPT_ZERO", f"{text} complété en 0{text}.", "Mettez la colonne au format texte.")
    return Parsed(text or None)


def stage_code(value: object) -> Parsed[str]:
    """A stage code as text, as written; a blank gives no value and no code."""
    if isinstance(value, str):
        return _code_in_text(value)
    return _lost(value) if isinstance(value, date | time) else Parsed(clean(value) or None)


@lru_cache(maxsize=100_000)
def _code_in_text(written: str) -> Parsed[str]:
    text = clean(written)
    if _LOST.fullmatch(text):
        return _lost(text)
    if text.upper() in EXCEL_ERRORS:
        return refused("E_EXCEL_ERROR", f"{text} : formule cassée.", "Corrigez la formule ou écrivez le code.")
    return Parsed(text or None)


def _lost(value: object) -> Parsed[str]:
    return refused(
        "E_CODE_LOST",
        f"« {cut(clean(value))} » : le tableur a transformé le code.",
        "Remettez la colonne au format texte et réécrivez le code.",
    )


def email(value: object) -> Parsed[str]:
    """An electronic address; a blank gives no value and no code."""
    text = clean(value)
    if not text or _EMAIL.fullmatch(text):
        return Parsed(text or None)
    return refused("E_EMAIL_INVALID", f"« {cut(text)} » : adresse invalide.", "Corrigez l'adresse ou videz la cellule.")
