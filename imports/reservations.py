"""Whom seats are kept for, and how many of them, as a cell « Réservé à » writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from allocation.issues import cut
from imports.parsed import Parsed, refused
from imports.wording import clean, fold

ALLOWED_RESERVATIONS = ("CESP", "Militaire")

_EXACT = re.compile(r"(?P<label>[^:=]+?)\s*[:=]\s*(?P<seats>\d{1,6})")
_SEATS = r"(?P<seats>\d{1,6})(?:\s*(?:postes?|places?))?"
_BRACKETED = re.compile(rf"(?P<label>[^:=]+?)\s*\({_SEATS}\)", re.IGNORECASE)
_BESIDE = re.compile(rf"(?P<label>\D+?){_SEATS}", re.IGNORECASE)
_BEFORE = re.compile(rf"{_SEATS}\s*(?P<label>\D+)", re.IGNORECASE)
_NOT_RESERVED = frozenset({"", "non", "neant", "aucun", "aucune", "0", "tous"})


@dataclass(frozen=True, slots=True)
class Reservation:
    """Whom seats are kept for; `seats` None means all of them."""

    label: str
    seats: int | None


def reservation_of(written: str) -> Parsed[Reservation]:
    """« CESP » keeps all the seats, « CESP:1 » one of them; no value and no code when nothing is kept.

    A number beside a known label (« CESP 1 », « 1 CESP ») is read with a warning; what leaves the number in doubt is an
    error, for it would lock every seat. A label that nothing else is known of stays as written.
    """
    text = clean(written)
    if fold(text) in _NOT_RESERVED:
        return Parsed(None)
    if match := _EXACT.fullmatch(text):
        return Parsed(Reservation(_known(match["label"]) or match["label"], int(match["seats"])))
    if match := _BRACKETED.fullmatch(text):
        return _shown(text, _known(match["label"]) or match["label"], match["seats"])
    if (label := _known(text)) and not _has_sign(text):
        return Parsed(Reservation(label, None))
    return _near(text)


def _near(text: str) -> Parsed[Reservation]:
    for form in (_BESIDE, _BEFORE):
        match = form.fullmatch(text)
        if match and (label := _known(match["label"])):
            return _shown(text, label, match["seats"])
    named = next((label for word in fold(text).split() if (label := _known(word))), "")
    if named or _has_sign(text) or text.isdigit():
        return _unclear(text, named or ALLOWED_RESERVATIONS[0])
    return Parsed(Reservation(text, None))


def _shown(text: str, label: str, seats: str) -> Parsed[Reservation]:
    meant = f"{cut(label)}:{int(seats)}"
    message = f"« {cut(text)} » lu « {meant} »."
    return Parsed(Reservation(label, int(seats)), "W_RESERVED_READ", message, f"Écrivez {meant}.")


def _unclear(text: str, label: str) -> Parsed[Reservation]:
    message = f"« {cut(text)} » : rien ne dit combien de postes sont réservés, ou à qui."
    return refused("E_RESERVED_NUMBER", message, f"Écrivez {label}:1 pour un poste, {label} seul pour tous.")


def _has_sign(text: str) -> bool:
    return ":" in text or "=" in text


def _known(label: str) -> str:
    """The label as the rules name it, whatever its case or number; "" for another one."""
    key = fold(label).removesuffix("s")
    return next((known for known in ALLOWED_RESERVATIONS if fold(known) == key), "")
