"""What a stage that is not validated costs: seniority, the curriculum, the time that a phase may take.

Sources: code de la santé publique, R6153-20; code de l'éducation, R632-19 and R632-32; faculty of Reims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocation.model import Mode, PastStage, Phase
from allocation.rulesets import RuleSet
from allocation.semester import semester
from allocation.seniority import Cause, cause_of, verdict
from allocation.validation import Attendance


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows from the result of a stage; texts are French sentences.

    `seniority`: 0 or 1 for each semester of the stage, by `rule` and for the reason `why`. `semesters_due`: still to be
    done for the curriculum, `costs` says so. `decision`: what the faculty's decision changes or waits for; `doubts`:
    what it has to settle.
    """

    validated: bool
    seniority: int
    rule: str
    why: str
    semesters_due: int
    decision: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything that there is to say, in the order in which it is read."""
        return *self.decision, self.why, *self.costs, *self.doubts


def consequences(
    attendance: Attendance,
    mode: Mode | None,
    phase: Phase,
    rules: RuleSet,
    *,
    decision: bool | None = None,
    cause: str = "",
) -> Consequences:
    """What the stage brings, by the faculty's `decision` or, while it is awaited (None), by the attendance alone.

    `cause` of the non-validation, in words; "" takes the main cause of the absences where they are what fails.
    """
    never = mode is Mode.SURNOMBRE_NON_VALIDANT
    validated = not never and (attendance.eligible if decision is None else decision)
    reason = cause or ("" if attendance.eligible else attendance.main_cause)
    found = verdict(validated, mode or Mode.NORMAL, reason, rules)
    due = 0 if validated else max(1, attendance.extra_semesters)
    return Consequences(
        validated,
        int(found.counted),
        found.rule,
        found.why,
        due,
        decision=tuple(_about_the_decision(attendance, never, decision)),
        costs=() if validated else tuple(_costs(due, phase)),
        doubts=() if validated else tuple(_contradictory_causes(attendance, mode, rules, cause)),
    )


def _about_the_decision(attendance: Attendance, never: bool, decision: bool | None) -> Iterator[str]:
    if decision and never:
        yield f"Décision « validé » écartée : {attendance.reason}"
    elif decision and not attendance.eligible:
        yield f"Validé par décision, contre l'assiduité (règle {attendance.rule}) : {attendance.reason} À vérifier."
    elif decision is False and attendance.eligible:
        yield "Non validé par décision motivée, l'assiduité étant suffisante."
    elif decision is None and attendance.eligible:
        yield "Sous réserve de la décision de la faculté."


_DUE = {1: "Un semestre supplémentaire est dû", 2: "Une année supplémentaire est due"}


def _costs(due: int, phase: Phase) -> Iterator[str]:
    yield f"{_DUE[due]} pour la maquette ; le stage non validé compte dans la durée maximale des études."
    if phase is Phase.SOCLE:
        yield (
            "Tant que la phase socle n'est pas validée, l'approfondissement n'est pas accessible ; "
            "la commission prescrit un ou deux stages de socle supplémentaires."
        )


def _contradictory_causes(attendance: Attendance, mode: Mode | None, rules: RuleSet, cause: str) -> Iterator[str]:
    """Where no cause was given and those of the absences do not have the same effect, a human has to say which."""
    if cause:
        return
    outcomes = {verdict(False, mode or Mode.NORMAL, name, rules).counted for name, _ in attendance.by_cause}
    if len(outcomes) > 1:
        yield (
            f"Les causes d'absence n'ont pas le même effet sur l'ancienneté : « {attendance.main_cause} », la plus "
            "longue, est retenue. À confirmer par la faculté."
        )


@dataclass(frozen=True, slots=True)
class PhaseLimit:
    """The semesters that a phase not yet validated may take (ELI-04): `limit`, extensions included, `spent` so far.

    `extended_by`: the semesters that extend it, as written. `doubts`: what a human should look at, in French.
    """

    limit: int
    spent: int
    extended_by: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def left(self) -> int:
        return max(0, self.limit - self.spent)

    @property
    def exhausted(self) -> bool:
        """No time is left, but for a derogation of the president of the university."""
        return self.left == 0


_EXTENDING_LEAVES = frozenset({Cause.MATERNITE, Cause.PATERNITE, Cause.ADOPTION, Cause.GROSSESSE, Cause.CLM, Cause.CLD})


def phase_limit(history: Sequence[PastStage], phase: Phase, duration: int, rules: RuleSet) -> PhaseLimit:
    """How long one person may still take for a phase of `duration` semesters (≥ 1).

    Raises ValueError where a semester of the history is not written as one.
    """
    stages = sorted((s for s in history if s.phase in (None, phase)), key=lambda stage: stage.semester)
    spent = {stage.semester for stage in stages}
    extending = tuple(sorted({stage.semester for stage in stages if _extends(stage)}))
    doubts = tuple(dict.fromkeys(doubt for stage in stages for doubt in _phase_doubts(stage)))
    limit = rules.number("phase.duration_factor") * duration + len(extending)
    return PhaseLimit(limit, len(spent), extending, doubts)


def _extends(stage: PastStage) -> bool:
    """A research year, or a leave of the maternity or long-illness kind over the whole semester."""
    cause = cause_of(stage.cause)
    return cause is Cause.ANNEE_RECHERCHE or (cause in _EXTENDING_LEAVES and _whole_semester(stage))


def _whole_semester(stage: PastStage) -> bool:
    return stage.absence_days >= semester(stage.semester).days


def _phase_doubts(stage: PastStage) -> Iterator[str]:
    cause = cause_of(stage.cause)
    if stage.phase is None:
        yield f"Semestre {stage.semester} : phase non indiquée, compté dans la durée de la phase."
    if cause in _EXTENDING_LEAVES and not _whole_semester(stage):
        yield f"Semestre {stage.semester} : congé plus court que le semestre, prolongation à apprécier par la faculté."
    if cause is Cause.DISPO_ETUDES:
        yield f"Semestre {stage.semester} : la préparation d'un doctorat prolonge la durée maximale, à vérifier."
