"""Dates and semesters in every form that lists use."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from allocation.issues import cut
from imports.parsed import Parsed, refused
from imports.wording import clean, fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("janvier janv jan", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil", "aout",
         "septembre sept sep", "octobre oct", "novembre nov", "decembre dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:\s+0?0[:h]00(?::00)?)?")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
_SPELLED = re.compile(
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|le) )*(\d{1,2})(?:er)? ([a-z]+) (\d{4})"
)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000
_YEARS = range(1900, 2101)
_FORM = "Écrivez-la jj/mm/aaaa."


def day(value: object) -> Parsed[date]:
    """A cell as a date; a blank gives no value and no code."""
    if isinstance(value, datetime):
        return _dated(value.year, value.month, value.day, str(value))
    if isinstance(value, date):
        return _dated(value.year, value.month, value.day, str(value))
    if isinstance(value, bool | time):
        return _invalid(clean(value))
    if isinstance(value, int | float):
        return _serial(value)
    text = clean(value)
    return _of_text(text) if text else Parsed(None)


def _of_text(text: str) -> Parsed[date]:
    if match := _ISO.fullmatch(text):
        return _dated(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _NUMERIC.fullmatch(text):
        return _french(match, text)
    if match := _SPELLED.fullmatch(fold(text)):
        return _spelled(match, text)
    return _serial(int(text)) if re.fullmatch("[0-9]{5}", text) else _invalid(text)


def _french(match: re.Match[str], text: str) -> Parsed[date]:
    short = len(match[3]) == 2
    found = _dated(int(match[3]) + (2000 if short else 0), int(match[2]), int(match[1]), text)
    if not short or found.value is None:
        return found
    return Parsed(
        found.value, "W_DATE_AMBIGUOUS", f"« {text} » lu {found.value:%d/%m/%Y}.", "Écrivez l'année en entier."
    )


def _spelled(match: re.Match[str], text: str) -> Parsed[date]:
    month = _MONTHS.get(match[2])
    found = _dated(int(match[3]), month, int(match[1]), text) if month else _invalid(text)
    if found.value is None:
        return found
    return Parsed(found.value, "W_DATE_TEXT", f"« {cut(text)} » lu {found.value:%d/%m/%Y}.", _FORM)


def _dated(year: int, month: int, number: int, text: str) -> Parsed[date]:
    try:
        found = date(year, month, number)
    except ValueError:
        return refused("E_DATE_INVALID", f"« {cut(text)} » n'existe pas au calendrier.", _FORM)
    return Parsed(found) if year in _YEARS else _invalid(text)


def _serial(value: float) -> Parsed[date]:
    if not _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return _invalid(clean(value))
    found = date(1899, 12, 30) + timedelta(days=int(value))
    return Parsed(found, "W_DATE_SERIAL", f"{clean(value)} lu {found:%d/%m/%Y}.", "Mettez la cellule au format date.")


def _invalid(text: str) -> Parsed[date]:
    return refused("E_DATE_INVALID", f"« {cut(text)} » n'est pas une date.", _FORM)


_SEASON_FIRST = re.compile(r"\b(ete|hiver)\b (?:semestre )?(?:de |d )?(\d{4})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4}) (?:\d{4} )?(?:semestre )?(?:d |de )?(ete|hiver)\b")
_NUMBERED = re.compile(r"(\d{4}) (?:s|semestre )?([12])|(?:s|semestre )([12]) (\d{4})")
_START = re.compile(
    r"\b(mai|novembre|nov)\b(?: (\d{4}))?(?: (?:a |au |et )?(avril|mai|octobre|oct)\b)?(?: (\d{4}))?(?: (\d{4}))?"
)

_FROM_TO = re.compile(
    r"\bdu \d{1,2}(?:er)? (mai|novembre)(?: (\d{4}))? au \d{1,2}(?:er)? (?:mai|avril|octobre|novembre) (\d{4})\b"
)


def semester_of(text: object) -> str:
    """The semester that a cell or a title names, as `2027-ete` or `2026-hiver`; "" when it names none for certain.

    A semester bears the year in which it starts: January 2027 is in `2026-hiver`, and `2025-1` is the first to start
    in 2025. A month other than the first of a semester counts only in a full date.
    """
    if isinstance(text, date):
        return semester_on(text)
    found = _found(clean(text))
    return found if found and int(found[:4]) in _YEARS else ""


def _found(text: str) -> str:
    words = fold(text)
    named = _season_first(words) | _year_first(words)
    if named:
        return named.pop() if len(named) == 1 else ""
    return _numbered(words) or _on_full_date(text) or _from_to(words) or _by_month(words)


def semesters_named_in(title: str) -> frozenset[str]:
    """Every semester that a title names; a number such as `2025-1` is too little there."""
    if is_numbered_semester(title):
        return frozenset()
    words, one = fold(clean(title)), semester_of(title)
    several = _season_first(words) or _year_first(words)
    return frozenset({one} if one else {name for name in several if int(name[:4]) in _YEARS})


def _season_first(words: str) -> set[str]:
    return {_named(match[1], match[2]) for match in _SEASON_FIRST.finditer(words)}


def _year_first(words: str) -> set[str]:
    return {_named(match[2], match[1]) for match in _YEAR_FIRST.finditer(words)}


def is_numbered_semester(text: object) -> bool:
    """Whether the semester is only numbered (`2025-1`), a form that is read but must be shown."""
    return bool(_NUMBERED.fullmatch(fold(clean(text))))


def semester_on(on: date) -> str:
    """The semester that holds a day."""
    if date(on.year, 5, 2) <= on <= date(on.year, 11, 1):
        return f"{on.year}-ete"
    return f"{on.year if on.month >= 11 else on.year - 1}-hiver"


def _named(season: str, year: str) -> str:
    return f"{year}-{season}"


def _numbered(words: str) -> str:
    match = _NUMBERED.fullmatch(words)
    if not match:
        return ""
    year, number = (match[1], match[2]) if match[1] else (match[4], match[3])
    return _named("ete" if number == "1" else "hiver", year)


def _on_full_date(text: str) -> str:
    """A cell that is a date and nothing else; other dates in a title (the day of the choice) say nothing."""
    if not (_ISO.fullmatch(text) or _NUMERIC.fullmatch(text) or _SPELLED.fullmatch(fold(text))):
        return ""
    found = _of_text(text).value
    return semester_on(found) if found else ""


def _from_to(words: str) -> str:
    """« du 2 novembre 2026 au 1er mai 2027 »: the first day tells; its year is that of the end where it is not said."""
    match = _FROM_TO.search(words)
    if not match:
        return ""
    if match[1] == "mai":
        return _named("ete", match[2] or match[3])
    return _named("hiver", match[2] or str(int(match[3]) - 1))


def _by_month(words: str) -> str:
    found = {name for match in _START.finditer(words) if (name := _of_start(match))}
    return found.pop() if len(found) == 1 else ""


def _of_start(match: re.Match[str]) -> str:
    month, own_year, end_month, *others = match.groups()
    years = [int(year) for year in (own_year, *others) if year]
    if not years:
        return ""
    if month == "mai":
        return _named("ete", str(years[0]))
    # « novembre-avril 2027 »: the only year given is that of the end.
    started_before = own_year is None and end_month and len(years) == 1
    return _named("hiver", str(years[0] - 1 if started_before else years[0]))
