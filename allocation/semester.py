"""Semesters and their dates: `2027-ete` runs from 2 May to 1 November 2027, `2027-hiver` from 2 November to 1 May."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(\d{4})-(ete|hiver)")
_FIRST = 1900


@dataclass(frozen=True, slots=True)
class Semester:
    """A semester by the year in which it starts. `start` and `end` are its first and last days, both included."""

    name: str
    start: date
    end: date

    @property
    def label(self) -> str:
        year = self.name[:4]
        return f"été {year}" if self.name.endswith("ete") else f"hiver {year}-{int(year) + 1}"

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def semester(name: str, start: date | None = None, end: date | None = None) -> Semester:
    """The semester written `2027-ete` or `2027-hiver`; a campaign may set its own dates.

    Raises ValueError, with a French sentence, when the name is not of that form or the dates are reversed.
    """
    match = _WRITTEN.fullmatch(name)
    if not match or int(match[1]) < _FIRST:
        raise ValueError(f"« {name} » n'est pas un semestre : écrivez par exemple 2027-ete ou 2027-hiver.")
    year = int(match[1])
    summer = match[2] == "ete"
    first = start or (date(year, 5, 2) if summer else date(year, 11, 2))
    last = end or (date(year, 11, 1) if summer else date(year + 1, 5, 1))
    if last <= first:
        raise ValueError("Le dernier jour du semestre doit suivre le premier.")
    return Semester(name, first, last)


def following(name: str) -> str:
    """The name of the semester after: `2027-ete` is followed by `2027-hiver`, that one by `2028-ete`."""
    year, half = name.split("-")
    return f"{year}-hiver" if half == "ete" else f"{int(year) + 1}-ete"


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier when negative), or that month's last day if it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def before(day: date) -> date:
    return day - timedelta(days=1)


def semesters(number: int) -> str:
    """« 1 semestre », « 3 semestres »."""
    return f"{number} semestre{'s' if number > 1 else ''}"
