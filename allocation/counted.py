"""The seniority that places a person: what the call list gives, held against what the history says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocation import curriculum
from allocation.decisions import Decided
from allocation.model import Candidate, PastStage, Phase, Situation
from allocation.rulesets import RuleSet
from allocation.seniority import SenioritySheet, seniority

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
    candidate: Candidate, phase: Phase, history: Sequence[PastStage], decided: Decided, rules: RuleSet
) -> Counted:
    """The call list's own figure wins; without one, the history's. After a remords only the figure given counts, as
    the history does not say which semesters were taken over."""
    remords = Situation.REMORDS in decided.situations
    sheet = seniority(history, phase, rules) if history and not remords else None
    if candidate.seniority is None:
        if sheet is None:
            return Counted(0, known=False)
        return Counted(sheet.total + sheet.pending, known=True, sheet=sheet, doubts=(_computed(candidate, sheet),))
    value, doubt = _in_the_phase(candidate, candidate.seniority)
    differs = sheet is not None and not sheet.total <= value <= sheet.total + sheet.pending
    doubts = [doubt] if doubt else []
    if sheet is not None and differs and not decided.situations & _FROM_ELSEWHERE:
        doubts.append(_differing(candidate, value, sheet))
    return Counted(value, known=True, sheet=sheet, doubts=tuple(doubts))


_FROM_ELSEWHERE = frozenset({Situation.INTER_CHU_ENTRANT, Situation.DOM_TOM_ENTRANT})


def _in_the_phase(candidate: Candidate, given: int) -> tuple[int, str]:
    """What lies above the length of the phase is read as a total since the entry."""
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
