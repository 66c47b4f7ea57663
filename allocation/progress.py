"""How far each person is in the curriculum: the slots still missing, and what the history says against the phase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from allocation.consequences import phase_limit
from allocation.counted import ORDER
from allocation.curriculum import Curriculum, Slot
from allocation.lists import Entrant
from allocation.model import Mode, PastStage, Phase, Situation
from allocation.rulesets import RuleSet
from allocation.seniority import Cause, cause_of

_LEAVES = frozenset({Cause.ANNEE_RECHERCHE, Cause.DISPO_ETUDES, Cause.DISPONIBILITE})


def is_stage(past: PastStage) -> bool:
    """Whether a semester of the history was a stage, and not a leave without one (REC-01, DIS-05)."""
    return cause_of(past.cause) not in _LEAVES


def counts(past: PastStage) -> bool:
    """Whether a past semester is a stage validated, or still running and presumed so.

    A surnombre non validant never is, whatever the file says (SNV-02).
    """
    return is_stage(past) and past.validated is not False and past.mode is not Mode.SURNOMBRE_NON_VALIDANT


def missing_slots(
    followed: Curriculum | None, phase: Phase, history: Iterable[PastStage] | None
) -> tuple[Slot, ...] | None:
    """The slots left in a phase; None where nothing tells: no history, or no curriculum of that phase."""
    if followed is None or history is None or phase not in followed.phases:
        return None
    return followed.missing(phase, (past.category for past in history if fills(past, followed, phase)))


def fills(past: PastStage, followed: Curriculum, phase: Phase) -> bool:
    """Whether a past stage counts in the curriculum of the phase."""
    same_phase = past.phase is phase if past.phase else followed.counts_in(phase, past.category)
    return same_phase and counts(past)


def progress_doubts(
    entrant: Entrant, followed: Curriculum | None, history: Sequence[PastStage] | None, rules: RuleSet
) -> list[str]:
    """One French sentence for each thing that a history says against the phase of somebody who chooses.

    Nothing is said of those without a history, nor of those whose past was in another DES.
    """
    changed = Situation.REMORDS in entrant.decided.situations
    if history is None or followed is None or entrant.status or changed:
        return []
    phase, shown = entrant.home.phase, entrant.candidate.identity.shown
    said = (
        *_earlier_phases(followed, phase, history),
        *_time_left(followed, phase, history, rules),
        *_nothing_missing(followed, phase, history),
    )
    return [f"{shown} : {sentence}" for sentence in said]


def _nothing_missing(followed: Curriculum, phase: Phase, own: Sequence[PastStage]) -> Iterator[str]:
    if missing_slots(followed, phase, own) == ():
        yield f"aucune case ne manque plus en phase {phase.label} d'après l'historique : vérifiez la phase (ELI-01c)."


def _earlier_phases(followed: Curriculum, phase: Phase, own: Sequence[PastStage]) -> Iterator[str]:
    """ELI-03: a phase that is not whole closes the next one; said, as the call list is what gives the phase."""
    for earlier in ORDER[: ORDER.index(phase)]:
        left = missing_slots(followed, earlier, own)
        if left:
            names = ", ".join(slot.name for slot in left)
            yield f"phase {earlier.label} incomplète d'après l'historique (manque : {names}), à vérifier (ELI-03)."


def _time_left(followed: Curriculum, phase: Phase, own: Sequence[PastStage], rules: RuleSet) -> Iterator[str]:
    """ELI-04: somebody who would go on in a phase beyond its longest duration."""
    if phase not in followed.phases:
        return
    time = phase_limit(own, phase, len(followed.phases[phase]), rules)
    if time.exhausted:
        yield (
            f"{time.spent} semestres déjà passés en phase {phase.label}, {time.limit} au plus sauf dérogation du "
            "président de l'université (ELI-04)."
        )
