"""A semester's absences joined to the interns: for everyone, the attendance and what follows from it.

The pedagogic decision is a fact of the history, where the faculty has entered it (VAL-11); it is never computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from allocation import curriculum
from allocation.absences import HALVES, days_of_absence
from allocation.consequences import Consequences, PhaseLimit, consequences, phase_limit
from allocation.decisions import NO_TURN
from allocation.model import Absence, Candidate, Dossier, Mode, PastStage, Phase, Situation
from allocation.rulesets import RuleSet
from allocation.semester import Semester
from allocation.validation import Attendance, disagreements, validate

AT_RISK_DAYS = 15
"""Whoever may still be away this many days, or fewer, is worth a look before the semester ends."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One intern at the end of a semester.

    `decision`: the faculty's, None while awaited. `phase_time`: what the phase has taken and may take, None where no
    history or no curriculum tells. `warnings` are French sentences, for a human to settle.
    """

    candidate: Candidate
    mode: Mode
    attendance: Attendance
    decision: bool | None
    consequences: Consequences
    phase_time: PhaseLimit | None
    warnings: tuple[str, ...]

    @property
    def left(self) -> int:
        """Half-days of ordinary absence still tolerated, none where the stage cannot be validated."""
        return max(0, self.attendance.margin) if self.attendance.eligible else 0

    @property
    def at_risk(self) -> bool:
        """Whether the stage can be validated, but with few days left to be away."""
        away = self.attendance.half_days > 0
        return away and self.attendance.eligible and self.left <= HALVES * AT_RISK_DAYS


def follow(
    dossier: Dossier, semester: Semester, rules: RuleSet, others: Sequence[RuleSet] = ()
) -> tuple[Followed, ...]:
    """Every intern of the dossier in its order, with the absences of that semester; `others` say where they disagree.

    Absences of people who are not among the interns are left out.
    """
    absences: dict[str, list[Absence]] = defaultdict(list)
    for absence in dossier.absences:
        absences[absence.identity.key].append(absence)
    history: dict[str, list[PastStage]] = defaultdict(list)
    for stage in dossier.history or ():
        history[stage.identity.key].append(stage)
    judge = _judge(semester, rules, others)
    return tuple(
        _Case(each, tuple(absences[each.identity.key]), history[each.identity.key], semester, rules, judge).followed()
        for each in dossier.candidates
    )


Judge = Callable[[Mode, tuple[Absence, ...]], tuple[Attendance, tuple[str, ...]]]
"""What the rules make of these absences in that mode, and what the other sets say of it."""


def _judge(semester: Semester, rules: RuleSet, others: Sequence[RuleSet]) -> Judge:
    """Most interns are never away: what is the same for all of them is worked out once."""

    @cache
    def judge(mode: Mode, absences: tuple[Absence, ...]) -> tuple[Attendance, tuple[str, ...]]:
        disagreed = (disagreements(absences, semester, mode, rules, other) for other in others)
        return validate(absences, semester, mode, rules), tuple(chain.from_iterable(disagreed))

    return judge


@dataclass(frozen=True, slots=True)
class _Case:
    """One intern with what the files say of them."""

    candidate: Candidate
    absences: tuple[Absence, ...]
    history: Sequence[PastStage]
    semester: Semester
    rules: RuleSet
    judge: Judge

    def followed(self) -> Followed:
        mode = self._mode()
        attendance, disagreed = self.judge(mode, self.absences)
        decision = self._running.validated if self._running else None
        cause = self._running.cause if self._running else ""
        follows = consequences(attendance, mode, self.candidate.phase, self.rules, decision=decision, cause=cause)
        phase_time = self._phase_time(attendance, mode)
        warnings = (
            *attendance.warnings,
            *disagreed,
            *self._about_the_mode(mode),
            *self._about_the_history(attendance),
            *(() if decision is None else follows.decision),
            *follows.doubts,
            *self._about_the_phase(attendance, follows, phase_time),
        )
        return Followed(self.candidate, mode, attendance, decision, follows, phase_time, warnings)

    @property
    def _running(self) -> PastStage | None:
        """The row of the history that speaks of this very semester."""
        return next((stage for stage in self.history if stage.semester == self.semester.name), None)

    def _mode(self) -> Mode:
        """How the stage was obtained: as written, else by the history, else by a surnombre granted for it."""
        return self.candidate.mode or self._mode_of_history() or self._mode_granted() or Mode.NORMAL

    def _mode_of_history(self) -> Mode | None:
        return self._running.mode if self._running and self._running.mode is not Mode.NORMAL else None

    def _mode_granted(self) -> Mode | None:
        return next((mode for held, mode in _SURNOMBRES.items() if held in self.candidate.situations), None)

    def _about_the_mode(self, mode: Mode) -> Iterator[str]:
        granted, told = self._mode_granted(), self._mode_of_history()
        if told and told is not mode:
            yield "Le mode de la liste n'est pas celui de l'historique pour ce semestre : la liste l'emporte."
        if granted and not self.candidate.mode and not told:
            held = next(situation for situation, known in _SURNOMBRES.items() if known is granted)
            yield f"Mode non écrit : « {held} », dans la colonne Situation, est pris pour ce stage. À confirmer."
        elif granted and granted is not mode:
            yield "La colonne Situation dit un surnombre que la colonne Mode ne dit pas : le mode l'emporte."
        for absent in sorted(NO_TURN.intersection(self.candidate.situations)):
            yield f"« {absent} » d'après la liste : vérifiez qu'un stage a bien été effectué ce semestre."

    def _about_the_history(self, attendance: Attendance) -> Iterator[str]:
        said = HALVES * self._running.absence_days if self._running else 0
        if said and said != attendance.half_days:
            counted = days_of_absence(attendance.half_days)
            yield f"L'historique dit {days_of_absence(said)} pour ce semestre, le décompte {counted}. À vérifier."

    def _phase_time(self, attendance: Attendance, mode: Mode) -> PhaseLimit | None:
        """ELI-04, this semester included."""
        phase = self.candidate.phase
        length = curriculum.lengths(self.candidate.des, self.candidate.contest).get(phase)
        if not self.history or not length:
            return None
        return phase_limit([*self._others(), self._this_stage(attendance, mode)], phase, length, self.rules)

    def _others(self) -> list[PastStage]:
        return [stage for stage in self.history if stage.semester < self.semester.name]

    def _this_stage(self, attendance: Attendance, mode: Mode) -> PastStage:
        return PastStage(
            self.candidate.identity,
            self.semester.name,
            "",
            phase=self.candidate.phase,
            absence_days=attendance.half_days // HALVES,
            cause=attendance.main_cause,
            mode=mode,
        )

    def _about_the_phase(
        self, attendance: Attendance, follows: Consequences, phase_time: PhaseLimit | None
    ) -> Iterator[str]:
        if self.candidate.phase is Phase.CONSOLIDATION and attendance.half_days:
            yield (
                "Phase de consolidation : le semestre seul est mesuré. Si le stage dure un an, "
                "la limite est celle de la règle VAL-08, sur l'année entière."
            )
        if phase_time and phase_time.exhausted and not follows.validated:
            yield (
                f"{phase_time.spent} semestres dans la phase, {phase_time.limit} au plus : sans dérogation du "
                "président d'université, la phase ne peut plus être prolongée (règle ELI-04)."
            )
        if phase_time and not follows.validated:
            yield from phase_time.doubts


_SURNOMBRES = {
    Situation.SURNOMBRE_NON_VALIDANT: Mode.SURNOMBRE_NON_VALIDANT,
    Situation.SURNOMBRE_VALIDANT: Mode.SURNOMBRE_VALIDANT,
}
