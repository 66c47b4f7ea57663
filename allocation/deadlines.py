"""Last days to file a request, from the campaign's own dates. A day is a day in Paris: its last minute still counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from allocation.model import RequestType
from allocation.rulesets import RuleSet
from allocation.semester import Semester, add_months


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to file a request, included; None when it hangs on a date not known yet. `sentence` is French."""

    type: RequestType
    last_day: date | None
    rule: str
    source: str
    grade: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Computed:
    """A last day, what it is counted from in French, and the key of the rule set that says so."""

    last_day: date | None
    basis: str
    key: str


def deadlines(semester: Semester, choice_date: date | None, rules: RuleSet) -> tuple[Deadline, ...]:
    """The last day of every kind of request for that semester; `choice_date` None: not fixed yet."""
    return tuple(_deadline(type_, semester, choice_date, rules) for type_ in _RULES)


def late(
    request: RequestType, filed: date, semester: Semester, choice_date: date | None, rules: RuleSet
) -> Deadline | None:
    """The deadline that a request filed that day has missed; None when it is on time or when none is known."""
    if request not in _RULES:
        return None
    found = _deadline(request, semester, choice_date, rules)
    return found if found.last_day is not None and filed > found.last_day else None


def _deadline(type_: RequestType, semester: Semester, choice_date: date | None, rules: RuleSet) -> Deadline:
    rule, compute = _RULES[type_]
    found = compute(semester, choice_date, rules)
    last_day, basis = found.last_day, found.basis
    if last_day is not None and rules.flag("deadline.shift") and next_working_day(last_day) != last_day:
        last_day, basis = next_working_day(last_day), f"{basis}, reporté au jour ouvré suivant"
    source, grade = _origin(found.key, rules)
    return Deadline(type_, last_day, rule, source, grade, _sentence(type_, last_day, basis))


def _sentence(type_: RequestType, last_day: date | None, basis: str) -> str:
    if last_day is None:
        return f"{type_.value} : date limite inconnue tant que la date du choix n'est pas fixée ({basis})."
    return f"{type_.value} : demande à déposer au plus tard le {last_day:%d/%m/%Y} inclus ({basis})."


def _origin(key: str, rules: RuleSet) -> tuple[str, str]:
    """Source and grade of the value in force: the campaign's own, where it set one."""
    for override in rules.overrides:
        if override.key == key:
            return f"Réglage de la campagne par {override.author} : {override.reason}", "S"
    setting = rules.settings[key]
    return setting.source, setting.grade


def _hors_filiere(semester: Semester, _choice: date | None, rules: RuleSet) -> _Computed:
    return _before_start("hf.deadline_months", semester, rules)


def _remords(semester: Semester, _choice: date | None, rules: RuleSet) -> _Computed:
    return _before_start("rem.deadline_months", semester, rules)


def _leave(semester: Semester, _choice: date | None, rules: RuleSet) -> _Computed:
    return _before_start("dispo.deadline_months", semester, rules)


def _before_start(key: str, semester: Semester, rules: RuleSet) -> _Computed:
    months = rules.number(key)
    return _Computed(add_months(semester.start, -months), f"{months} mois avant le début du stage", key)


def _elsewhere(semester: Semester, _choice: date | None, rules: RuleSet) -> _Computed:
    """A fixed day of the half-year before, where the rule set has one, else months before the start."""
    key = f"ich.deadline_{'summer' if semester.name.endswith('ete') else 'winter'}"
    fixed = rules.text(key)
    if not fixed:
        return _before_start("ich.deadline_months", semester, rules)
    day = date.fromisoformat(f"{semester.start.year}-{fixed}")
    if day >= semester.start:
        day = date.fromisoformat(f"{semester.start.year - 1}-{fixed}")
    return _Computed(day, "date fixée pour les stages hors subdivision", key)


def _same_stage(semester: Semester, choice: date | None, rules: RuleSet) -> _Computed:
    key = "same_stage.deadline_months"
    if rules.text("same_stage.anchor") == "start":
        return _before_start(key, semester, rules)
    months = rules.number(key)
    return _Computed(choice and add_months(choice, -months), f"{months} mois avant le choix", key)


def _surnombre(_semester: Semester, choice: date | None, rules: RuleSet) -> _Computed:
    key = "surnombre.deadline_days"
    days = rules.number(key)
    basis = f"{days} jour(s) avant le choix" if days else "le jour du choix"
    return _Computed(choice and choice - timedelta(days=days), basis, key)


_Compute = Callable[[Semester, date | None, RuleSet], _Computed]

_RULES: dict[RequestType, tuple[str, _Compute]] = {
    RequestType.SURNOMBRE_VALIDANT: ("SUV-07", _surnombre),
    RequestType.SURNOMBRE_NON_VALIDANT: ("SUV-07", _surnombre),
    RequestType.HORS_FILIERE: ("HF-02", _hors_filiere),
    RequestType.INTER_CHU_SORTANT: ("ICH-06", _elsewhere),
    RequestType.INTER_CHU_ENTRANT: ("ICH-06", _elsewhere),
    RequestType.DOM_TOM_SORTANT: ("DOM-01", _elsewhere),
    RequestType.DOM_TOM_ENTRANT: ("DOM-01", _elsewhere),
    RequestType.REMORDS: ("REM-06", _remords),
    RequestType.MEME_STAGE: ("SAM-02", _same_stage),
    RequestType.DISPONIBILITE: ("DIS-03", _leave),
}
"""The requests that have a last day, with the rule and the function of each."""


def next_working_day(day: date) -> date:
    """The day itself, or the first one after it that is neither a Saturday, a Sunday nor a public holiday."""
    while day.weekday() >= _SATURDAY or day in public_holidays(day.year):
        day += timedelta(days=1)
    return day


_SATURDAY = 5
_FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # lundi de Pâques, Ascension, lundi de Pentecôte


def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of metropolitan France (code du travail, L3133-1)."""
    easter = _easter(year)
    fixed = {date(year, month, day) for month, day in _FIXED_HOLIDAYS}
    return frozenset(fixed | {easter + timedelta(days=days) for days in _AFTER_EASTER})


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the arithmetic of Oudin."""
    century = year // 100
    golden = year % 19
    moon = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))
