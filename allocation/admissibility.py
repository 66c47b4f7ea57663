"""Whether what was granted could be granted: each decision held against the rules of its kind.

A granted decision is a fact and is applied whatever these rules say; what disagrees becomes a warning. Semesters are
counted at the first day of the stage asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from allocation import curriculum
from allocation.counted import ORDER, in_the_phase
from allocation.deadlines import Deadline, deadlines, late
from allocation.model import Candidate, Mode, Outcome, PastStage, Phase, Request, RequestType, Situation
from allocation.progress import counts, is_stage
from allocation.rulesets import RuleSet
from allocation.semester import Semester, semesters
from allocation.seniority import cause_of
from allocation.stated import Stated, stated

_ELSEWHERE = frozenset({Mode.INTER_CHU, Mode.DOM_TOM})
_SURNOMBRES = frozenset({Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT})


@dataclass(frozen=True, slots=True)
class File:
    """A request with the facts that its rules read.

    `history`: past stages in the order of their semesters, None when not given. `choice_date` None: not fixed yet.
    `requests`: all those of the person, this one included.
    """

    request: Request
    candidate: Candidate
    history: tuple[PastStage, ...] | None
    semester: Semester
    choice_date: date | None = None
    subdivision: str = ""
    requests: tuple[Request, ...] = ()

    @property
    def validated(self) -> int | None:
        """Semesters validated at the first day of the stage, running ones presumed so; None: nothing tells."""
        if self.history is not None:
            return sum(counts(stage) for stage in self.history)
        if self.candidate.seniority is None:
            return None
        own, _ = in_the_phase(self.candidate, self.candidate.seniority)
        lengths = curriculum.lengths(self.candidate.des, self.candidate.contest)
        return own + sum(length for phase, length in lengths.items() if _before(phase, self.candidate.phase))

    @property
    def here(self) -> int | None:
        """Those of them that were validated in the subdivision."""
        return None if self.validated is None else self.validated - sum(counts(stage) for stage in self.away)

    @property
    def away(self) -> tuple[PastStage, ...]:
        """Stages done outside the subdivision, validated or not."""
        own = self.subdivision.casefold()
        return tuple(
            stage
            for stage in self.history or ()
            if stage.mode in _ELSEWHERE or (stage.subdivision and own and stage.subdivision.casefold() != own)
        )

    def semesters_done(self, phase: Phase | None = None) -> int | None:
        """Semesters of stage done, validated or not, in one phase or since the entry; None: nothing tells."""
        if self.history is None:
            return self.validated if phase is None else self.candidate.seniority
        return len({s.semester for s in self.history if is_stage(s) and phase in (None, s.phase)})

    @property
    def surnombres_in_a_row(self) -> int:
        """Surnombres of the semesters just before this one, without a gap."""
        held = {stage.semester for stage in self.history or () if stage.mode in _SURNOMBRES}
        count, name = 0, _previous(self.semester.name)
        while name in held:
            count, name = count + 1, _previous(name)
        return count

    @property
    def stated(self) -> Stated:
        return stated(self.request.pieces)


def _before(phase: Phase, other: Phase) -> bool:
    return ORDER.index(phase) < ORDER.index(other)


def _previous(name: str) -> str:
    """The semester before: `2026-hiver` before `2027-ete`."""
    year, season = name.split("-")
    return f"{int(year) - 1}-hiver" if season == "ete" else f"{year}-ete"


Test = Callable[[File, RuleSet], str]
"""A rule on a request: "" where it holds, else what does not, in French."""


def enough_semesters_for_hors_filiere(file: File, rules: RuleSet) -> str:
    """HF-01: from the second semester on."""
    return _fewer(file.validated, rules.number("hf.min_validated"))


def enough_semesters_here(file: File, rules: RuleSet) -> str:
    """ICH-01: validated semesters in the subdivision before an inter-CHU."""
    return _fewer(file.here, rules.number("ich.min_validated"))


def enough_semesters_for_overseas(file: File, rules: RuleSet) -> str:
    """DOM-01: as an inter-CHU, but from the first validated semester."""
    return _fewer(file.validated, rules.number("dom.min_validated"))


def _fewer(had: int | None, needed: int) -> str:
    """What is missing to the validated semesters; nothing where nobody knows them."""
    return "" if had is None or had >= needed else f"{semesters(had)} validé(s), {needed} demandé(s)"


def phase_allows_leaving(file: File, rules: RuleSet) -> str:
    """ICH-02: only in the phases that the rule set names."""
    phases = rules.words("ich.phases")
    return "" if not phases or file.candidate.phase.value in phases else f"phase {file.candidate.phase.label}"


def under_the_cap_elsewhere(file: File, rules: RuleSet) -> str:
    """ICH-01, ICH-02, DOM-03: semesters outside the subdivision, of both kinds where the cap is shared, in the phases
    that the rule set names."""
    phases = rules.words("ich.phases")
    other = Mode.DOM_TOM if file.request.type is RequestType.INTER_CHU_SORTANT else Mode.INTER_CHU
    done = sum(
        (rules.flag("ich.shared_cap") or stage.mode is not other)
        and (not phases or stage.phase is None or stage.phase.value in phases)
        for stage in file.away
    )
    cap = _cap(file, rules)
    return "" if done < cap else f"{semesters(done)} déjà fait(s) ailleurs, {cap} au plus"


def _cap(file: File, rules: RuleSet) -> int:
    """ICH-04: interns of overseas subdivisions may do a share of their whole curriculum elsewhere."""
    if file.subdivision.casefold() not in _OVERSEAS:
        return rules.number("ich.cap")
    whole = curriculum.whole_length(file.candidate.des, file.candidate.contest)
    return rules.number("ich.cap") if whole is None else whole * rules.number("ich.overseas_share") // 100


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
    second_allowed = cause_of(file.request.cause).value in rules.words("surnombre.second_causes")
    in_force = decided > date.fromisoformat(rules.text("rules.parental_effective"))
    return "" if before == 1 and second_allowed and in_force else f"{before + 1}e surnombre consécutif"


def remords_only_once(file: File, _rules: RuleSet) -> str:
    """REM-01: no earlier remords, in the causes of the history or among the granted requests."""
    for stage in file.history or ():
        if "remords" in stage.cause.casefold():
            return f"un remords est déjà à l'historique, au semestre {stage.semester}"
    others = (each for each in file.requests if each.type is RequestType.REMORDS and each.decision is Outcome.GRANTED)
    earlier = next((each for each in others if each.filed != file.request.filed), None)
    return "un autre remords est accordé, déposé à une autre date" if earlier else ""


def remords_still_in_time(file: File, rules: RuleSet) -> str:
    """REM-02: before the end of the fourth semester, or anchored on the phase, as the rule set says."""
    last = rules.number("rem.deadline_semester")
    if rules.text("rem.deadline_mode") == "fourth_semester":
        done = file.semesters_done()
        return "" if done is None or done <= last else f"{semesters(done)} fait(s), {last} au plus"
    if file.candidate.phase is Phase.SOCLE:
        return ""
    if file.candidate.des in rules.words("rem.last_socle_des"):
        return "la phase socle est finie"
    within = file.semesters_done(Phase.APPROFONDISSEMENT) or 0
    on_time = file.candidate.phase is Phase.APPROFONDISSEMENT and within <= last
    return "" if on_time else f"au-delà du {last}e semestre d'approfondissement"


def rank_allows_remords(file: File, _rules: RuleSet) -> str:
    """REM-04, REM-05: a rank at least as good as that of the last candidate admitted; none asked where posts were left.

    Not judged where the papers do not state it. A signatory of a CESP is judged by REM-07.
    """
    own, last = file.candidate.rank, file.stated.last_admitted
    if own is None or last is None or file.stated.unfilled or own <= last or _signed_a_cesp(file):
        return ""
    return f"rang {own}, dernier affecté {last}"


def posts_left_for_a_cesp(file: File, _rules: RuleSet) -> str:
    """REM-07: a signatory of a CESP only where posts were left; not judged where the papers do not state it."""
    filled = file.stated.last_admitted is not None and not file.stated.unfilled
    return "signataire de CESP, et la spécialité était pourvue" if filled and _signed_a_cesp(file) else ""


def _signed_a_cesp(file: File) -> bool:
    return Situation.CESP in file.candidate.situations


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
    return f"déposée le {file.request.filed:%d/%m/%Y}. {missed.sentence.rstrip('.')}" if missed else ""


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
        AdmissionRule("REM-01", remords_only_once),
        AdmissionRule("REM-02", remords_still_in_time),
        AdmissionRule("REM-04", rank_allows_remords),
        AdmissionRule("REM-06", filed_in_time),
        AdmissionRule("REM-07", posts_left_for_a_cesp),
    ),
    RequestType.MEME_STAGE: (AdmissionRule("SAM-02", filed_in_time),),
    RequestType.DISPONIBILITE: (AdmissionRule("DIS-03", filed_in_time),),
}
"""The rules asked of each kind of request; the others are asked nothing here."""


def objections(file: File, rules: RuleSet) -> dict[AdmissionRule, str]:
    """The rules that disagree with granting the request, each with what does not hold, in French."""
    said = {rule: rule.holds(file, rules) for rule in BY_TYPE.get(file.request.type, ())}
    return {rule: sentence for rule, sentence in said.items() if sentence}


def admission_warnings(files: Iterable[File], rules: RuleSet, others: Sequence[RuleSet]) -> list[str]:
    """One French sentence for each rule that a granted request leaves aside, in the set in force and in the others, and
    for what could not be held against it."""
    found: list[str] = []
    undated: list[str] = []
    for file in files:
        if file.request.decision is not Outcome.GRANTED:
            continue
        here = objections(file, rules)
        found += [f"{_of(file)}, accordée et appliquée, contre {rule.id} : {said}." for rule, said in here.items()]
        for other in others:
            found += [
                f"{_of(file)} : {other.name} s'y opposerait ({rule.id} : {said})."
                for rule, said in objections(file, other).items()
                if rule not in here
            ]
        found += [f"{_of(file)} : {sentence}" for sentence in _not_judged(file)]
        undated += [due.rule for due in _without_a_date(file, rules)]
    if undated:
        shown = ", ".join(sorted(set(undated)))
        found.append(f"Délai non vérifié pour {len(undated)} demande(s) ({shown}) : la date du choix n'est pas donnée.")
    return found


def _not_judged(file: File) -> Iterator[str]:
    """The rules of a remords that want a fact which no file gives, and how to give it."""
    if file.request.type is not RequestType.REMORDS:
        return
    if file.stated.last_admitted is None and not file.stated.unfilled:
        yield "rang non vérifié (REM-04). Écrivez aux pièces « Dernier affecté : 3082 » ou « Spécialité non pourvue »."
    if file.stated.taken_over is None and file.candidate.seniority is None:
        yield "ancienneté non donnée (ORD-13). Écrivez aux pièces « Semestres repris : 2025-hiver », ou « aucun »."


def _without_a_date(file: File, rules: RuleSet) -> Iterator[Deadline]:
    """The deadline of a dated request that hangs on a choice date which is not known."""
    if file.request.filed is not None:
        due = deadlines(file.semester, file.choice_date, rules)
        yield from (each for each in due if each.type is file.request.type and each.last_day is None)


def _of(file: File) -> str:
    return f"{file.candidate.identity.shown} : demande « {file.request.type.value} »"
