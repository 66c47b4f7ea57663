"""Whether the attendance of a stage allows its validation. The pedagogic decision stays with the faculty (VAL-11).

All counts are half-days, so that they are exact; `absences.in_days` shows them. Sources: code de la santé publique,
R6153-20; usage of Saint-Étienne (rule VAL-03).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allocation.absences import (
    COUNTED,
    HALVES,
    PATHOLOGICAL,
    UNJUSTIFIED,
    Kind,
    Share,
    Tally,
    days_of_absence,
    in_days,
    tally,
)
from allocation.model import Absence, Mode
from allocation.rulesets import RuleSet
from allocation.semester import Semester, add_months, before
from allocation.seniority import verdict

_SEMESTER_MONTHS = 6
_YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Measure:
    """One limit: the rule that sets it, the half-days of these kinds set against it and those it tolerates.

    `months` is the same limit as the text of the regulation writes it, from date to date.
    """

    rule: str
    kinds: tuple[Kind, ...]
    half_days: int
    tolerated: int
    months: int

    @property
    def margin(self) -> int:
        """Half-days still tolerated; negative above the limit."""
        return self.tolerated - self.half_days


@dataclass(frozen=True, slots=True)
class Attendance:
    """What the absences of a stage allow. Counts are half-days; sentences are French.

    `rule` decided, on `measured` half-days against `limit`. `by_cause` and its sum `half_days` are what counts,
    `presence` what does not. `margin`: ordinary half-days still tolerated, negative above the limit. `extra_semesters`
    are due where it cannot be validated. `shares` say what each absence takes of the stage.
    """

    eligible: bool
    rule: str
    half_days: int
    by_cause: tuple[tuple[str, int], ...]
    presence: tuple[tuple[str, int], ...]
    measured: int
    limit: int
    margin: int
    extra_semesters: int
    reason: str
    warnings: tuple[str, ...]
    shares: tuple[Share, ...] = ()

    @property
    def main_cause(self) -> str:
        """The counted cause with most half-days, "" when nothing is counted."""
        return max(self.by_cause, key=lambda item: item[1])[0] if self.by_cause else ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Half-days of absence as of a day: counted up to it, already recorded after it, and still possible after it."""

    taken: int
    planned: int
    left: int


def validate(
    absences: Sequence[Absence], semester: Semester, mode: Mode | None, rules: RuleSet, *, annual: bool = False
) -> Attendance:
    """Whether one person's attendance allows the validation of a stage.

    `mode` None is a normal stage; a surnombre validant is held to the rules of all. An `annual` stage lasts twelve
    months from the first day of `semester`.
    """
    first, last = stage_dates(semester, annual)
    counted = tally(absences, first, last, rules)
    measures = _measures(counted, semester, rules, annual)
    exceeded = [measure for measure in measures if _exceeded(measure, counted, rules)]
    decisive = min(exceeded or measures, key=lambda measure: measure.margin)
    never = mode is Mode.SURNOMBRE_NON_VALIDANT
    eligible = not exceeded and not never
    return Attendance(
        eligible=eligible,
        rule="SNV-02" if never else decisive.rule,
        half_days=counted.half_days(*COUNTED),
        by_cause=counted.by_cause(*COUNTED),
        presence=counted.by_cause(Kind.PRESENCE),
        measured=decisive.half_days,
        limit=decisive.tolerated,
        margin=min(measure.margin for measure in measures),
        extra_semesters=0 if eligible else _extra_semesters(counted, semester, rules, annual, never),
        reason=_NEVER if never else _reason(decisive, eligible),
        warnings=counted.warnings if never else (*counted.warnings, *_doubts(counted, measures, rules)),
        shares=counted.shares,
    )


_NEVER = "Un surnombre non validant n'est jamais validé, quelle que soit la présence."


def stage_dates(semester: Semester, annual: bool) -> tuple[date, date]:
    """First and last days of a stage that starts with the semester, both included."""
    return semester.start, before(add_months(semester.start, _YEAR_MONTHS)) if annual else semester.end


def days_of_last_months(first: date, last: date, months: int, length: int = _SEMESTER_MONTHS) -> int:
    """VAL-05: how many days the last `months` of a stage of `length` months have, from date to date."""
    return (last - add_months(first, length - months)).days + 1


def parental_limit_applies(semester: Semester, rules: RuleSet) -> bool:
    """Whether parental leave has a limit of its own: by the rule set, for what ends after its effective date."""
    policy = _word(rules, "absence.parental_limit", "same", "formula")
    return policy == "formula" and semester.end > date.fromisoformat(rules.text("rules.parental_effective"))


def _measures(counted: Tally, semester: Semester, rules: RuleSet, annual: bool) -> tuple[Measure, ...]:
    if annual:
        months = rules.number("absence.annual_semester_months")
        return (_annual_measure(counted, semester, rules, months),)
    ordinary, months = rules.number("absence.limit_days"), rules.number("absence.limit_months")
    if not parental_limit_applies(semester, rules):
        rule = "VAL-03" if rules.text("absence.parental_limit") == "same" else "VAL-02"
        return (_measure(rule, counted, COUNTED, ordinary, months, rules),)
    others = _measure("VAL-02", counted, (Kind.OTHER,), ordinary, months, rules)
    if not counted.half_days(Kind.PARENTAL):
        return (others,)
    _word(rules, "absence.mixed_policy", "total_and_other")
    parental_months = rules.number("absence.parental_months")
    parental = days_of_last_months(semester.start, semester.end, parental_months)
    return others, _measure("VAL-05", counted, COUNTED, parental, parental_months, rules)


def _annual_measure(counted: Tally, semester: Semester, rules: RuleSet, months: int) -> Measure:
    limit = days_of_last_months(*stage_dates(semester, annual=True), months, _YEAR_MONTHS)
    return _measure("VAL-08", counted, COUNTED, limit, months, rules)


def _measure(rule: str, counted: Tally, kinds: tuple[Kind, ...], limit: int, months: int, rules: RuleSet) -> Measure:
    return Measure(rule, kinds, counted.half_days(*kinds), _tolerated(limit, rules), months)


def _tolerated(days: int, rules: RuleSet) -> int:
    """A limit in half-days: itself where it validates, else the last half-day below it."""
    return HALVES * days - (0 if rules.flag("absence.inclusive") else 1)


def _word(rules: RuleSet, key: str, *known: str) -> str:
    value = rules.text(key)
    if value not in known:
        raise ValueError(f"{key} : « {value} » n'est pas une valeur connue ({', '.join(known)}).")
    return value


def _exceeded(measure: Measure, counted: Tally, rules: RuleSet) -> bool:
    if _word(rules, "absence.unit", "days", "calendar") == "calendar":
        return _exceeded_by_dates(measure, counted, rules)
    return measure.margin < 0


def _exceeded_by_dates(measure: Measure, counted: Tally, rules: RuleSet) -> bool:
    """From date to date each unbroken absence has its own limit; absences apart have no common one but the days."""
    runs = list(counted.runs(*measure.kinds))
    if len(runs) > 1 and measure.margin < 0:
        return True
    return any(half_days > _tolerated((add_months(day, measure.months) - day).days, rules) for day, half_days in runs)


def _extra_semesters(counted: Tally, semester: Semester, rules: RuleSet, annual: bool, never: bool) -> int:
    """VAL-08: a semester more, or a year for a long absence from an annual stage; one semester for any other stage."""
    if not annual:
        return 1
    year = _annual_measure(counted, semester, rules, rules.number("absence.annual_year_months"))
    return 2 if never or _exceeded(year, counted, rules) else 1


def _reason(decisive: Measure, eligible: bool) -> str:
    outcome = "permet" if eligible else "ne permet pas"
    counted = days_of_absence(decisive.half_days)
    return f"{counted}, {in_days(decisive.tolerated)} tolérés : l'assiduité {outcome} la validation."


def _doubts(counted: Tally, measures: Sequence[Measure], rules: RuleSet) -> list[str]:
    causes = dict(counted.by_cause(*COUNTED))
    found = [_readings(measure, counted, rules) for measure in measures]
    found += [_at_the_limit(measure) for measure in measures if not _exceeded(measure, counted, rules)]
    if len(measures) > 1 and counted.half_days(Kind.OTHER):
        found.append(_mixed(counted))
    if PATHOLOGICAL in causes:
        kind = "un congé parental" if rules.text("absence.pathological_as") == "parental" else "une maladie"
        found.append(f"Congé pathologique compté comme {kind} (clé absence.pathological_as) : à confirmer.")
    if UNJUSTIFIED in causes:
        found.append(f"{days_of_absence(causes[UNJUSTIFIED])} sans justification : à signaler à la faculté.")
    return [sentence for sentence in found if sentence]


def _readings(measure: Measure, counted: Tally, rules: RuleSet) -> str:
    """The warning where days and calendar months do not say the same (B2)."""
    by_days, by_dates = measure.margin < 0, _exceeded_by_dates(measure, counted, rules)
    if by_days == by_dates:
        return ""
    applied = "en jours" if rules.text("absence.unit") == "days" else "de date à date"
    return (
        f"{days_of_absence(measure.half_days)} : {_side(by_days)} la limite en jours "
        f"({in_days(measure.tolerated)}), {_side(by_dates)} celle de {measure.months} mois de date à date. "
        f"La lecture {applied} est appliquée (clé absence.unit)."
    )


def _side(exceeded: bool) -> str:
    return "au-delà de" if exceeded else "dans"


def _at_the_limit(measure: Measure) -> str:
    if measure.margin:
        return ""
    return f"{days_of_absence(measure.half_days)} : la limite est atteinte, sans être dépassée."


def _mixed(counted: Tally) -> str:
    parental, other = in_days(counted.half_days(Kind.PARENTAL)), in_days(counted.half_days(Kind.OTHER))
    return (
        f"Causes mêlées ({parental} j de congés parentaux, {other} j d'autres absences) : "
        "aucun texte ne règle ce cas, à soumettre à la faculté (clé absence.mixed_policy)."
    )


def disagreements(
    absences: Sequence[Absence],
    semester: Semester,
    mode: Mode | None,
    rules: RuleSet,
    other: RuleSet,
    *,
    annual: bool = False,
) -> tuple[str, ...]:
    """Where another rule set would validate otherwise, or count a lost semester otherwise, in French sentences."""
    ours = validate(absences, semester, mode, rules, annual=annual)
    theirs = validate(absences, semester, mode, other, annual=annual)
    if ours.eligible != theirs.eligible:
        return (f"Selon « {other.title} » (règle {theirs.rule}) : {_lowered(theirs.reason)}",)
    if ours.eligible:
        return ()
    kept, elsewhere = (verdict(False, mode or Mode.NORMAL, ours.main_cause, each) for each in (rules, other))
    if kept.counted == elsewhere.counted:
        return ()
    return (f"Ancienneté selon « {other.title} » (règle {elsewhere.rule}) : {_lowered(elsewhere.why)}",)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def days_left(
    absences: Sequence[Absence],
    semester: Semester,
    mode: Mode | None,
    rules: RuleSet,
    today: date,
    *,
    annual: bool = False,
) -> FollowUp:
    """How many half-days of ordinary absence are left before the limit in days, as of the evening of `today`."""
    first, last = stage_dates(semester, annual)
    away = [day for day in tally(absences, first, last, rules).days if day.kind in COUNTED]
    taken = sum(day.half_days for day in away if day.day <= today)
    planned = sum(day.half_days for day in away) - taken
    ahead = (last - max(today, before(first))).days
    free = max(0, HALVES * ahead - planned)
    attendance = validate(absences, semester, mode, rules, annual=annual)
    never = mode is Mode.SURNOMBRE_NON_VALIDANT
    return FollowUp(taken, planned, 0 if never else max(0, min(attendance.margin, free)))
