"""The seniority that places a person: what the call list gives, held against what the history says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocation import curriculum
from allocation.decisions import Decided
from allocation.model import Candidate, PastStage, Phase, RequestType, Situation
from allocation.rulesets import RuleSet
from allocation.seniority import Remords, SenioritySheet, seniority
from allocation.stated import Stated, stated

ORDER = (Phase.SOCLE, Phase.APPROFONDISSEMENT, Phase.CONSOLIDATION, Phase.ANCIEN_REGIME)
"""The phases in the order in which they follow one another."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Whole semesters in the phase. `known`: somebody or something gives them. `sheet`: the history line by line, None
    without one. `doubts`: French sentences."""

    value: int
    known: bool
    sheet: SenioritySheet | None = None
    doubts: tuple[str, ...] = ()


def seniority_of(
    candidate: Candidate,
    phase: Phase,
    history: Sequence[PastStage],
    decided: Decided,
    semester: str,
    rules: RuleSet,
) -> Counted:
    """The call list's own figure wins; without one, the history's.

    After a remords, only what the new DES takes over counts from before `semester`: where the papers of the request do
    not say it, the figure given stands alone.
    """
    taken = _taken_over(decided)
    sheet = _sheet(history, phase, taken, semester, rules) if history else None
    if candidate.seniority is None:
        return _from_the_files(candidate, sheet, taken)
    value, doubt = in_the_phase(candidate, candidate.seniority)
    differs = sheet is not None and not sheet.total <= value <= sheet.total + sheet.pending
    doubts = [doubt] if doubt else []
    if sheet is not None and differs and not decided.situations & _FROM_ELSEWHERE:
        doubts.append(_differing(candidate, value, sheet))
    return Counted(value, known=True, sheet=sheet, doubts=tuple(doubts))


_FROM_ELSEWHERE = frozenset({Situation.INTER_CHU_ENTRANT, Situation.DOM_TOM_ENTRANT})
_NO_CHANGE = Stated()


def _taken_over(decided: Decided) -> Stated | None:
    """What the papers of a remords state; None where there is no remords."""
    if Situation.REMORDS not in decided.situations:
        return None
    request = decided.granted.get(RequestType.REMORDS)
    return stated(request.pieces) if request else _NO_CHANGE


def _sheet(
    history: Sequence[PastStage], phase: Phase, taken: Stated | None, semester: str, rules: RuleSet
) -> SenioritySheet | None:
    if taken is None:
        return seniority(history, phase, rules)
    if taken.taken_over is None:
        return None
    return seniority(history, phase, rules, Remords(semester, dict.fromkeys(taken.taken_over, phase)))


def _from_the_files(candidate: Candidate, sheet: SenioritySheet | None, taken: Stated | None) -> Counted:
    """Nothing in the call list: the history's figure, else the number of semesters taken over after a remords."""
    if sheet is not None:
        return Counted(sheet.total + sheet.pending, known=True, sheet=sheet, doubts=(_computed(candidate, sheet),))
    if taken is not None and taken.taken_over is not None:
        return Counted(len(taken.taken_over), known=True)
    return Counted(0, known=False)


def in_the_phase(candidate: Candidate, given: int) -> tuple[int, str]:
    """What lies above the length of the phase is read as a total since the entry; with the sentence that says so."""
    lengths = curriculum.lengths(candidate.des, candidate.contest)
    length = lengths.get(candidate.phase)
    if length is None or given <= length:
        return given, ""
    earlier = sum(n for phase, n in lengths.items() if ORDER.index(phase) < ORDER.index(candidate.phase))
    if given < earlier:
        return given, (
            f"{candidate.identity.shown} : ancienneté {given} pour une phase de {length} semestres, "
            "et trop peu pour un total depuis l'entrée ; gardée telle quelle."
        )
    return given - earlier, (
        f"{candidate.identity.shown} : ancienneté {given} pour une phase de {length} semestres ; "
        f"lue comme un total depuis l'entrée, soit {given - earlier} dans la phase."
    )


def _computed(candidate: Candidate, sheet: SenioritySheet) -> str:
    return f"{candidate.identity.shown} : ancienneté non donnée ; {sheet.total + sheet.pending} d'après l'historique."


def _differing(candidate: Candidate, given: int, sheet: SenioritySheet) -> str:
    return (
        f"{candidate.identity.shown} : ancienneté {given} à la liste d'appel, {sheet.total} d'après l'historique ; "
        "celle de la liste l'emporte."
    )
