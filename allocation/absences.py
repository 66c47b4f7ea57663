"""Days away from a stage: which causes count, and how many half-days of a period they take.

The unit is the half-day, two to a calendar day, so that sums are exact. Sources: VAL-06, VAL-07, VAL-13.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from allocation.forms import CAUSES
from allocation.issues import cut
from allocation.model import Absence
from allocation.rulesets import RuleSet

HALVES = 2
"""Half-days in a day."""


class Kind(StrEnum):
    """How the rules look at a cause: counted, counted with a limit of its own, or as good as presence."""

    OTHER = "other"
    PARENTAL = "parental"
    PRESENCE = "presence"


COUNTED = (Kind.OTHER, Kind.PARENTAL)

PARENTAL_CAUSES = frozenset({"Congé maternité", "Congé paternité", "Congé adoption"})
PRESENCE_CAUSES = frozenset({"Congés annuels", "Formation", "Congé exceptionnel"})
PATHOLOGICAL = "Grossesse pathologique"
UNJUSTIFIED = "Absence injustifiée"


def kind_of(cause: str, rules: RuleSet) -> Kind:
    """The kind of a cause of `forms.CAUSES`. One that is not in the list is counted: nobody said that it is presence.

    VAL-06: leaves, sickness and all other interruptions count. VAL-07: annual leave, training and exceptional leave do
    not.
    """
    if cause in PRESENCE_CAUSES:
        return Kind.PRESENCE
    if cause == PATHOLOGICAL:
        return Kind.PARENTAL if rules.text("absence.pathological_as") == "parental" else Kind.OTHER
    return Kind.PARENTAL if cause in PARENTAL_CAUSES else Kind.OTHER


class Away(NamedTuple):
    """What one cause takes of one day: 1 or 2 half-days."""

    day: date
    cause: str
    kind: Kind
    half_days: int


class Share(NamedTuple):
    """What one absence takes of the period, in half-days that no stricter or equal one has taken already."""

    absence: Absence
    kind: Kind
    half_days: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The absences of a period, each half-day counted once: by day, and by absence as given, from the earliest on.

    `warnings` are French sentences.
    """

    days: tuple[Away, ...]
    shares: tuple[Share, ...] = ()
    warnings: tuple[str, ...] = ()

    def half_days(self, *kinds: Kind) -> int:
        return sum(away.half_days for away in self.days if away.kind in kinds)

    def by_cause(self, *kinds: Kind) -> tuple[tuple[str, int], ...]:
        """Causes of these kinds with their half-days, in the order of the forms."""
        found: dict[str, int] = {}
        for away in self.days:
            if away.kind in kinds:
                found[away.cause] = found.get(away.cause, 0) + away.half_days
        return tuple(sorted(found.items(), key=lambda item: _position(item[0])))

    def runs(self, *kinds: Kind) -> Iterator[tuple[date, int]]:
        """First day and half-days of each unbroken series of days that absences of these kinds touch."""
        loads: dict[date, int] = {}
        for away in self.days:
            if away.kind in kinds:
                loads[away.day] = loads.get(away.day, 0) + away.half_days
        first, total = None, 0
        for day in sorted(loads):
            if first is not None and day - timedelta(days=1) not in loads:
                yield first, total
                first, total = None, 0
            first, total = first or day, total + loads[day]
        if first is not None:
            yield first, total


def tally(absences: Iterable[Absence], first: date, last: date, rules: RuleSet) -> Tally:
    """The absences of one person from `first` to `last`, both included; days outside are left out, and said.

    Where absences overlap, the strictest cause takes the day: what counts before parental leave, and that before
    presence. Raises ValueError for an absence that ends before it starts.
    """
    given = sorted(absences, key=lambda absence: (absence.start, absence.end, absence.cause, absence.half_days))
    loads: dict[date, dict[str, int]] = {}
    shares: dict[Absence, int] = {}
    for absence in sorted(dict.fromkeys(given), key=lambda absence: _strictness(absence.cause, rules)):
        spread = _spread(absence, first, last, rules)
        shares[absence] = sum(_taken(absence.cause, half_days, loads.setdefault(day, {})) for day, half_days in spread)
    return Tally(
        _by_day(loads, rules),
        tuple(Share(each, kind_of(each.cause, rules), shares.pop(each, 0)) for each in given),
        tuple(dict.fromkeys((*_doubtful(given, first, last), *_overlaps(given)))),
    )


def _taken(cause: str, half_days: int, load: dict[str, int]) -> int:
    """How many half-days of a day are still free for that cause, put on the day's load."""
    taken = min(half_days, HALVES - sum(load.values()))
    if taken:
        load[cause] = load.get(cause, 0) + taken
    return taken


def _by_day(loads: Mapping[date, Mapping[str, int]], rules: RuleSet) -> tuple[Away, ...]:
    """Day by day; the causes of a day come as they were put on it, the strictest first."""
    kinds = {cause: kind_of(cause, rules) for cause in {cause for load in loads.values() for cause in load}}
    return tuple(
        Away(day, cause, kinds[cause], half_days) for day in sorted(loads) for cause, half_days in loads[day].items()
    )


def _strictness(cause: str, rules: RuleSet) -> tuple[int, tuple[int, str]]:
    """What the strictest cause comes first by."""
    return list(Kind).index(kind_of(cause, rules)), _position(cause)


def _spread(absence: Absence, first: date, last: date, rules: RuleSet) -> list[tuple[date, int]]:
    """Half-days of each day within the period; a number of half-days is laid on the first days, one each, then two."""
    if absence.end < absence.start:
        raise ValueError(f"Une absence finit le {absence.end:%d/%m/%Y}, avant son début.")
    start, end = max(absence.start, first), min(absence.end, last)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    if not days:
        return []
    if not absence.half_days:
        return [(day, HALVES) for day in days]
    each, more = divmod(min(absence.half_days, HALVES * len(days)), len(days))
    loads = [(day, each + (position < more)) for position, day in enumerate(days)]
    whole = not rules.flag("absence.half_day")
    return [(day, HALVES if whole else half_days) for day, half_days in loads if half_days]


def _position(cause: str) -> tuple[int, str]:
    return (CAUSES.index(cause) if cause in CAUSES else len(CAUSES), cause)


def _doubtful(absences: Sequence[Absence], first: date, last: date) -> Iterator[str]:
    for absence in absences:
        shown = _shown(absence)
        if absence.cause not in CAUSES:
            yield f"{shown} : motif « {cut(absence.cause)} » inconnu, compté comme une absence."
        if absence.end < first or absence.start > last:
            yield f"{shown} : hors de la période du stage, non comptée."
        elif absence.start < first or absence.end > last:
            yield f"{shown} : seuls les jours du {first:%d/%m/%Y} au {last:%d/%m/%Y} sont comptés."
        most = HALVES * ((absence.end - absence.start).days + 1)
        if absence.half_days > most:
            yield f"{shown} : {absence.half_days} demi-journées annoncées, {most} au plus sont possibles."


def _overlaps(absences: Sequence[Absence]) -> Iterator[str]:
    """One sentence for each absence that starts before an earlier one is over."""
    longest: Absence | None = None
    for absence in absences:
        if longest is not None and absence.start <= longest.end:
            yield (
                f"{_shown(longest)} et {_shown(absence, small=True)} se chevauchent : chaque jour n'est compté "
                "qu'une fois, au motif le plus strict. Vérifiez les dates."
            )
        if longest is None or absence.end > longest.end:
            longest = absence


def _shown(absence: Absence, *, small: bool = False) -> str:
    article = "absence" if small else "Absence"
    return f"{article} du {absence.start:%d/%m/%Y} au {absence.end:%d/%m/%Y} ({cut(absence.cause)})"


def in_days(half_days: int) -> str:
    """Half-days as the trade reads them: 122 is « 61 », 123 is « 61,5 »."""
    sign, size = ("-", -half_days) if half_days < 0 else ("", half_days)
    return f"{sign}{size // HALVES}{',5' if size % HALVES else ''}"


def days_of_absence(half_days: int) -> str:
    """« 61,5 jours d'absence », in the singular below two days."""
    return f"{in_days(half_days)} jour{'s' if half_days >= 2 * HALVES else ''} d'absence"
