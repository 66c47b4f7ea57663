"""Whether what was granted could be granted: each decision held against the rules of its kind.

A granted decision is a fact and is applied whatever these rules say; what disagrees becomes a warning. Semesters are
counted at the first day of the stage asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from allocation import curriculum
from allocation.deadlines import late
from allocation.model import Candidate, Mode, Outcome, PastStage, Phase, Request, RequestType
from allocation.rulesets import RuleSet
from allocation.semester import Semester
from allocation.seniority import Cause, cause_of

_ELSEWHERE = frozenset({Mode.INTER_CHU, Mode.DOM_TOM})
_SURNOMBRES = frozenset({Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT})


@dataclass(frozen=True, slots=True)
class File:
    """A request with the facts that its rules read.

    `history`: past stages in the order of their semesters, None when not given. `validated`: semesters validated at
    the first day of the stage, running ones presumed so; `here` of them in the subdivision. `choice_date` None: not
    fixed yet.
    """

    request: Request
    candidate: Candidate
    history: tuple[PastStage, ...] | None
    semester: Semester
    choice_date: date | None = None
    subdivision: str = ""

    @property
    def validated(self) -> int:
        if self.history is not None:
            return sum(stage.validated is not False for stage in self.history)
        lengths = curriculum.lengths(self.candidate.des, self.candidate.contest)
        return (self.candidate.seniority or 0) + sum(
            length for phase, length in lengths.items() if _comes_before(phase, self.candidate.phase)
        )

    @property
    def here(self) -> int:
        return self.validated - sum(stage.validated is not False for stage in self._away())

    @property
    def elsewhere(self) -> int:
        """Semesters done outside the subdivision, validated or not."""
        return len(self._away())

    def elsewhere_as(self, mode: Mode) -> int:
        return sum(stage.mode is mode for stage in self._away())

    @property
    def surnombres_in_a_row(self) -> int:
        """Surnombres of the semesters just before this one."""
        stages = reversed(self.history or ())
        count = 0
        for stage in stages:
            if stage.mode not in _SURNOMBRES:
                break
            count += 1
        return count

    def _away(self) -> list[PastStage]:
        own = self.subdivision.casefold()
        return [
            stage
            for stage in self.history or ()
            if stage.mode in _ELSEWHERE or (stage.subdivision and own and stage.subdivision.casefold() != own)
        ]


_ORDER = (Phase.SOCLE, Phase.APPROFONDISSEMENT, Phase.CONSOLIDATION)


def _comes_before(phase: Phase, other: Phase) -> bool:
    return phase in _ORDER and other in _ORDER and _ORDER.index(phase) < _ORDER.index(other)


Test = Callable[[File, RuleSet], str]
"""A rule on a request: "" where it holds, else what does not, in French."""


def enough_semesters_for_hors_filiere(file: File, rules: RuleSet) -> str:
    """HF-01: from the second semester on."""
    needed = rules.number("hf.min_validated")
    return "" if file.validated >= needed else f"{_semesters(file.validated)} validé(s), {needed} demandé(s)"


def enough_semesters_here(file: File, rules: RuleSet) -> str:
    """ICH-01: validated semesters in the subdivision before an inter-CHU."""
    needed = rules.number("ich.min_validated")
    return "" if file.here >= needed else f"{_semesters(file.here)} validé(s) ici, {needed} demandé(s)"


def enough_semesters_for_overseas(file: File, rules: RuleSet) -> str:
    """DOM-01: as an inter-CHU, but from the first validated semester."""
    needed = rules.number("dom.min_validated")
    return "" if file.validated >= needed else f"{_semesters(file.validated)} validé(s), {needed} demandé(s)"


def phase_allows_leaving(file: File, rules: RuleSet) -> str:
    """ICH-02: only in the phases that the rule set names."""
    phases = rules.words("ich.phases")
    return "" if not phases or file.candidate.phase.value in phases else f"phase {file.candidate.phase.label}"


def under_the_cap_elsewhere(file: File, rules: RuleSet) -> str:
    """ICH-01, DOM-03: semesters outside the subdivision, both kinds together where the cap is shared."""
    mode = Mode.INTER_CHU if file.request.type is RequestType.INTER_CHU_SORTANT else Mode.DOM_TOM
    done = file.elsewhere if rules.flag("ich.shared_cap") else file.elsewhere_as(mode)
    cap = _cap(file, rules)
    return "" if done < cap else f"{_semesters(done)} déjà fait(s) ailleurs, {cap} au plus"


def _cap(file: File, rules: RuleSet) -> int:
    """ICH-04: interns of overseas subdivisions may do a share of their whole curriculum elsewhere."""
    if file.subdivision.casefold() not in _OVERSEAS:
        return rules.number("ich.cap")
    whole = sum(curriculum.lengths(file.candidate.des, file.candidate.contest).values())
    return whole * rules.number("ich.overseas_share") // 100 if whole else rules.number("ich.cap")


_OVERSEAS = frozenset({"océan indien", "antilles-guyane"})


def cause_is_one_of_the_text(file: File, rules: RuleSet) -> str:
    """SUV-02, SNV-01: a surnombre has one of the causes of the text; a blank cause is not judged."""
    if not file.request.cause:
        return ""
    cause = cause_of(file.request.cause)
    return "" if cause.value in rules.words("surnombre.causes") else "cause hors de celles du texte"


def not_one_surnombre_too_many(file: File, rules: RuleSet) -> str:
    """SUV-06: a second surnombre just after the first, for pregnancy and parental leaves only; never a third."""
    before = file.surnombres_in_a_row
    if before == 0:
        return ""
    decided = file.choice_date or file.request.filed or file.semester.start
    cause: Cause = cause_of(file.request.cause)
    second_allowed = cause.value in rules.words("surnombre.second_causes")
    in_force = decided.isoformat() >= rules.text("rules.parental_effective")
    return "" if before == 1 and second_allowed and in_force else f"{before + 1}e surnombre consécutif"


def remords_still_in_time(file: File, rules: RuleSet) -> str:
    """REM-02: before the end of the fourth semester, or anchored on the phase, as the rule set says."""
    last = rules.number("rem.deadline_semester")
    if rules.text("rem.deadline_mode") == "fourth_semester":
        return "" if file.validated <= last else f"{_semesters(file.validated)} fait(s), {last} au plus"
    if file.candidate.des in rules.words("rem.last_socle_des"):
        return "" if file.candidate.phase is Phase.SOCLE else "la phase socle est finie"
    if file.candidate.phase is Phase.SOCLE:
        return ""
    within = file.candidate.seniority or 0
    late_phase = file.candidate.phase is not Phase.APPROFONDISSEMENT or within > last
    return "" if not late_phase else f"au-delà du {last}e semestre d'approfondissement"


def rank_allows_remords(own_rank: int, last_admitted: int | None) -> bool:
    """REM-04, REM-05: a rank at least as good as that of the last candidate admitted, CESP apart; equal is enough.

    `last_admitted` None: the specialty was not filled that year, and no rank is asked.
    """
    return last_admitted is None or own_rank <= last_admitted


def fst_may_be_asked(holds_option: bool, applications_in_a_row: int, rules: RuleSet) -> bool:
    """FST-01: an option or a FST, not both; at most so many applications in a row for the same one."""
    return not (holds_option and rules.flag("fst.or_option")) and applications_in_a_row < rules.number(
        "fst.max_applications"
    )


def filed_in_time(file: File, rules: RuleSet) -> str:
    """The deadline of the request, from the campaign's own dates; not judged without a date of filing."""
    if file.request.filed is None:
        return ""
    missed = late(file.request.type, file.request.filed, file.semester, file.choice_date, rules)
    return f"déposée le {file.request.filed:%d/%m/%Y}. {missed.sentence}" if missed else ""


@dataclass(frozen=True, slots=True)
class AdmissionRule:
    """A rule of the catalogue on a kind of request."""

    id: str
    holds: Test


_SURNOMBRE = (
    AdmissionRule("SUV-02", cause_is_one_of_the_text),
    AdmissionRule("SUV-06", not_one_surnombre_too_many),
    AdmissionRule("SUV-07", filed_in_time),
)

BY_TYPE: dict[RequestType, tuple[AdmissionRule, ...]] = {
    RequestType.SURNOMBRE_VALIDANT: _SURNOMBRE,
    RequestType.SURNOMBRE_NON_VALIDANT: _SURNOMBRE,
    RequestType.HORS_FILIERE: (
        AdmissionRule("HF-01", enough_semesters_for_hors_filiere),
        AdmissionRule("HF-02", filed_in_time),
    ),
    RequestType.INTER_CHU_SORTANT: (
        AdmissionRule("ICH-01", enough_semesters_here),
        AdmissionRule("ICH-02", phase_allows_leaving),
        AdmissionRule("ICH-01", under_the_cap_elsewhere),
        AdmissionRule("ICH-06", filed_in_time),
    ),
    RequestType.DOM_TOM_SORTANT: (
        AdmissionRule("DOM-01", enough_semesters_for_overseas),
        AdmissionRule("ICH-02", phase_allows_leaving),
        AdmissionRule("DOM-03", under_the_cap_elsewhere),
        AdmissionRule("ICH-06", filed_in_time),
    ),
    RequestType.REMORDS: (
        AdmissionRule("REM-02", remords_still_in_time),
        AdmissionRule("REM-06", filed_in_time),
    ),
    RequestType.MEME_STAGE: (AdmissionRule("SAM-02", filed_in_time),),
    RequestType.DISPONIBILITE: (AdmissionRule("DIS-03", filed_in_time),),
}
"""The rules asked of each kind of request; the others are asked nothing here."""


def objections(file: File, rules: RuleSet) -> tuple[tuple[str, str], ...]:
    """The rules that disagree with granting the request: (rule id, what does not hold)."""
    asked = BY_TYPE.get(file.request.type, ())
    return tuple((rule.id, said) for rule in asked if (said := rule.holds(file, rules)))


def admission_warnings(files: Iterable[File], rules: RuleSet, others: Sequence[RuleSet]) -> list[str]:
    """One French sentence for each rule that a granted request leaves aside, in the set in force and in the others."""
    found: list[str] = []
    for file in files:
        if file.request.decision is not Outcome.GRANTED:
            continue
        here = objections(file, rules)
        found += [f"{_of(file)}, accordée et appliquée, contre {rule} : {said}." for rule, said in here]
        known = {rule for rule, _ in here}
        for other in others:
            found += [
                f"{_of(file)} : {other.name} s'y opposerait ({rule} : {said})."
                for rule, said in objections(file, other)
                if rule not in known
            ]
    return found


def _of(file: File) -> str:
    return f"{file.candidate.identity.shown} : demande « {file.request.type.value} »"


def _semesters(number: int) -> str:
    return f"{number} semestre{'s' if number > 1 else ''}"
