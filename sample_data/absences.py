"""The absences of the semester once it is over: each row of the table shows one thing that the count must get right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allocation.model import Absence, Mode, Phase, Situation
from sample_data.trainees import MEDECINE_GENERALE, Trainee


@dataclass(frozen=True, slots=True)
class _Period:
    start: date
    end: date
    cause: str
    half_days: int = 0


@dataclass(frozen=True, slots=True)
class _Story:
    """The absences of one person, and the kind of person they happen to. `shows`: what the count must say of them."""

    shows: str
    periods: tuple[_Period, ...]
    phase: Phase
    woman: bool | None = None
    situation: Situation | None = None

    def suits(self, trainee: Trainee) -> bool:
        candidate = trainee.candidate
        return (
            candidate.des == MEDECINE_GENERALE
            and candidate.phase is self.phase
            and candidate.situations == ((self.situation,) if self.situation else ())
            and not trainee.away
            and not any(done.mode is not Mode.NORMAL for done in trainee.done)
            and self.woman in (None, trainee.woman)
        )


def _from(month: int, day: int, end_month: int, end_day: int, cause: str, half_days: int = 0) -> _Period:
    return _Period(date(2027, month, day), date(2027, end_month, end_day), cause, half_days)


_SICK, _MATERNITY = "Maladie", "Congé maternité"
STORIES: tuple[_Story, ...] = (
    _Story("61 jours de maladie, la limite même", (_from(5, 17, 7, 16, _SICK),), Phase.SOCLE),
    _Story("62 jours, un de trop", (_from(8, 2, 10, 2, _SICK),), Phase.APPROFONDISSEMENT),
    _Story("une maternité de 92 jours, où les deux jeux de règles se séparent",
           (_from(8, 2, 11, 1, _MATERNITY),), Phase.APPROFONDISSEMENT, woman=True),
    _Story("deux mois de date à date qui font 62 jours", (_from(7, 1, 8, 31, "Accident du travail"),), Phase.SOCLE),
    _Story("30 jours de congés annuels, qui ne comptent pas, et 61 de maladie",
           (_from(7, 5, 8, 3, "Congés annuels"), _from(8, 16, 10, 15, _SICK)), Phase.APPROFONDISSEMENT),
    _Story("des demi-journées : 13 en mai et juin", (_from(5, 10, 6, 25, _SICK, 13),), Phase.SOCLE, woman=True),
    _Story("un congé de paternité de 28 jours",
           (_from(6, 14, 7, 11, "Congé paternité"),), Phase.APPROFONDISSEMENT, woman=False),
    _Story("deux lignes qui se chevauchent",
           (_from(9, 6, 9, 26, _SICK), _from(9, 20, 10, 3, "Accident du travail")), Phase.APPROFONDISSEMENT),
    _Story("une journée sans justification", (_from(10, 8, 10, 8, "Absence injustifiée"),), Phase.SOCLE, woman=False),
    _Story("un surnombre validant que la maternité tient en deçà de la limite",
           (_from(5, 2, 6, 20, _MATERNITY),), Phase.SOCLE, situation=Situation.SURNOMBRE_VALIDANT),
    _Story("un surnombre non validant, jamais validé",
           (_from(5, 2, 8, 21, _MATERNITY),), Phase.APPROFONDISSEMENT, situation=Situation.SURNOMBRE_NON_VALIDANT),
    _Story("une absence commencée avant le semestre",
           (_from(4, 20, 5, 14, _SICK), _from(6, 9, 6, 11, "Formation")), Phase.APPROFONDISSEMENT),
)  # fmt: skip


def absences(trainees: Sequence[Trainee]) -> tuple[Absence, ...]:
    """The absences in the order of their dates; nobody has two stories."""
    away: dict[str, _Story] = {}
    found: list[Absence] = []
    for story in STORIES:
        suited = [each for each in trainees if story.suits(each) and each.candidate.identity.rpps not in away]
        who = suited[len(suited) // 3].candidate.identity
        away[who.rpps] = story
        found += [Absence(who, each.start, each.end, each.cause, each.half_days) for each in story.periods]
    return tuple(sorted(found, key=lambda absence: (absence.start, absence.identity.rpps)))
