"""An absence as a form gives it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from allocation.forms import CAUSES
from allocation.model import Absence, Identity
from allocation.semester import Semester

_SOMEBODY = Identity("", "", "")


def absence_from(form: Mapping[str, str], semester: Semester) -> Absence | str:
    """The absence typed, or the sentence that says what to change. It must touch the semester."""
    try:
        start = date.fromisoformat(form.get("start", ""))
        end = date.fromisoformat(form.get("end", "") or form.get("start", ""))
    except ValueError:
        return _("Écrivez le premier et le dernier jour de l'absence.")
    if end < start:
        return _("Le dernier jour vient avant le premier : corrigez l'une des deux dates.")
    if end < semester.start or start > semester.end:
        return _("Cette absence est tout entière hors du semestre : vérifiez l'année.")
    if form.get("cause") not in CAUSES:
        return _("Choisissez le motif dans la liste.")
    half_days = _half_days(form.get("half_days", ""), 2 * ((end - start).days + 1))
    if half_days is None:
        return _("Le nombre de demi-journées va de 1 à deux par jour ; laissez vide pour des jours entiers.")
    return Absence(_SOMEBODY, start, end, form["cause"], half_days)


def _half_days(text: str, most: int) -> int | None:
    if not text.strip():
        return 0
    number = int(text) if text.strip().isascii() and text.strip().isdigit() else 0
    return number if 1 <= number <= most else None
