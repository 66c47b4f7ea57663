"""The next call list, from what this semester gave each person: history, seniority and phase moved on by the rules.

Sources: arrêté du 12 avril 2017, art. 44 (seniority in the phase), art. 59 (a phase not validated bars the next).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from allocation import curriculum
from allocation.model import Candidate, Dossier, PastStage, Phase, Situation
from allocation.progress import is_stage, missing_slots
from allocation.rulesets import RuleSet
from allocation.seniority import seniority, verdict

_FOLLOWING = {Phase.SOCLE: Phase.APPROFONDISSEMENT, Phase.APPROFONDISSEMENT: Phase.CONSOLIDATION}
_LASTING = frozenset({Situation.CESP, Situation.MILITAIRE})
"""Situations that outlive a semester."""

_LEAVES = {
    Situation.DISPONIBILITE: Situation.DISPONIBILITE.value,
    Situation.ANNEE_RECHERCHE: Situation.ANNEE_RECHERCHE.value,
}


@dataclass(frozen=True, slots=True)
class Moved:
    """One person moved on by a semester. `candidate` None: their DES is over. `why`: French sentences, in order."""

    before: Candidate
    candidate: Candidate | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextList:
    """The dossier of the next semester, its people in the order of this one, and what moved each of them."""

    dossier: Dossier
    moved: tuple[Moved, ...]


def move_on(dossier: Dossier, semester: str, done: Mapping[str, PastStage], rules: RuleSet) -> NextList:
    """The people of `dossier` after `semester` (as `2027-ete`).

    `done`: by identity key, the stage of that semester with its result (None while the decision is awaited). Who did no
    stage keeps their place but for a leave that counts. Posts, wishes, requests and passing situations are not carried.
    """
    history = [*(dossier.history or ()), *_semester(dossier.candidates, semester, done)]
    own: dict[str, list[PastStage]] = {}
    for stage in history:
        own.setdefault(stage.identity.key, []).append(stage)
    known = {stage.identity.key for stage in dossier.history or ()}
    moved = tuple(
        _moved(each, own.get(each.identity.key, ()), semester, each.identity.key in known, rules)
        for each in dossier.candidates
    )
    going_on = tuple(each.candidate for each in moved if each.candidate)
    return NextList(Dossier(candidates=going_on, history=tuple(history), subdivision=dossier.subdivision), moved)


def _semester(candidates: Sequence[Candidate], semester: str, done: Mapping[str, PastStage]) -> list[PastStage]:
    """What each person did of the semester, a leave without a stage included."""
    found = [done[each.identity.key] for each in candidates if each.identity.key in done]
    for each in candidates:
        leave = next((cause for situation, cause in _LEAVES.items() if situation in each.situations), None)
        if leave and each.identity.key not in done:
            found.append(PastStage(each.identity, semester, "", phase=each.phase, cause=leave))
    return found


def _moved(candidate: Candidate, history: Sequence[PastStage], semester: str, known: bool, rules: RuleSet) -> Moved:
    this = next((stage for stage in history if stage.semester == semester), None)
    before = _seniority_before(candidate, history, semester, rules)
    told = verdict(this.validated, this.mode, this.cause, rules) if this else None
    after = before + (told is not None and told.counted)
    why = [f"Semestre {semester} : {told.why} (règle {told.rule})" if told else f"Semestre {semester} : aucun stage."]
    kept = tuple(situation for situation in candidate.situations if situation in _LASTING)
    fresh = replace(candidate, seniority=after, order=None, situations=kept, mode=None)
    validated = before + (this is not None and is_stage(this) and this.validated is True)
    if not _phase_is_over(candidate, history, validated, known):
        return Moved(candidate, fresh, tuple(why))
    following = _next_phase(candidate)
    if following is None:
        return Moved(candidate, None, (*why, f"Phase {candidate.phase.label} achevée : le DES est terminé."))
    why.append(f"Phase {candidate.phase.label} achevée : passe en {following.label}, ancienneté 0 dans la phase.")
    return Moved(candidate, replace(fresh, phase=following, seniority=0), tuple(why))


def _seniority_before(candidate: Candidate, history: Sequence[PastStage], semester: str, rules: RuleSet) -> int:
    """What the call list gave, else what the history before this semester gives."""
    if candidate.seniority is not None:
        return candidate.seniority
    return seniority([stage for stage in history if stage.semester < semester], candidate.phase, rules).total


def _phase_is_over(candidate: Candidate, history: Sequence[PastStage], validated: int, known: bool) -> bool:
    """Whether every slot of the phase is filled; without a history, whether as many semesters as it lasts are."""
    followed = curriculum.of(candidate.des, candidate.contest)
    missing = (
        missing_slots(followed, candidate.phase, [stage for stage in history if stage.validated]) if known else None
    )
    if missing is not None:
        return not missing
    length = curriculum.lengths(candidate.des, candidate.contest).get(candidate.phase)
    return length is not None and validated >= length


def _next_phase(candidate: Candidate) -> Phase | None:
    following = _FOLLOWING.get(candidate.phase)
    lasts = curriculum.lengths(candidate.des, candidate.contest)
    return following if following in lasts or (following and not lasts) else None
