"""Seniority: the whole semesters that place somebody in the call order, one line a semester with the reason why.

Sources: arrêté du 12 avril 2017, art. 44; code de l'éducation, R632-32 (ORD-02 to ORD-09, ORD-13, SNV-04).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from allocation.model import Mode, PastStage, Phase
from allocation.rulesets import RuleSet


class Cause(StrEnum):
    """Why a semester was not validated, or not done; the values are the words of the rule sets."""

    GROSSESSE = "grossesse"
    MATERNITE = "maternite"
    ADOPTION = "adoption"
    PATERNITE = "paternite"
    CLM = "CLM"
    CLD = "CLD"
    SYNDICAT = "activite_syndicale"
    HANDICAP = "handicap"
    MALADIE = "maladie"
    ANNEE_RECHERCHE = "annee_recherche"
    DISPO_ETUDES = "dispo_etudes"
    DISPONIBILITE = "disponibilite"
    AUTRE = "autre"
    NON_DITE = ""


_WORDS: tuple[tuple[Cause, str], ...] = (
    (Cause.ANNEE_RECHERCHE, r"\bannees?(?: de)? recherche"),
    (Cause.DISPONIBILITE, r"\bconvenances?\b"),
    (Cause.DISPO_ETUDES, r"(?=.*\bdispo).*\b(?:etude|recherche|these|doctorat)"),
    (Cause.DISPONIBILITE, r"\bdispo"),
    (Cause.HANDICAP, r"\bhandicap|\brqth\b"),
    (Cause.MATERNITE, r"\bmaternite"),
    (Cause.ADOPTION, r"\badoption"),
    (Cause.PATERNITE, r"\bpaternite|\baccueil de l enfant|\bnaissance"),
    (Cause.GROSSESSE, r"\bgrossesse|\benceinte|\bpathologique"),
    (Cause.CLM, r"\bclm\b|\blongues? maladie"),
    (Cause.CLD, r"\bcld\b|\blongues? duree"),
    (Cause.SYNDICAT, r"\bsyndica"),
    (Cause.MALADIE, r"\bmaladie|\barret\b|\baccident"),
)
"""Words of each cause, in folded text; the first that is found names it."""

_NEGATED = re.compile(
    r"\b(?:hors|non|ni|sauf|sans|pas)(?: (?:lien|rapport) avec)?(?: (?:de|en|d|un|une|le|la))*(?:(?: clm| cld)+| \w+)"
)
"""« hors CLM/CLD », « sans lien avec la grossesse »: what a cause is not says nothing of what it is."""


def cause_of(text: str) -> Cause:
    """The cause that a label or free text names, whatever its accents and case; AUTRE when no word of it is known."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode().casefold()
    words = " ".join(re.findall(r"[a-z0-9]+", folded))
    if not words:
        return Cause.NON_DITE
    said = _NEGATED.sub(" ", words)
    return next((cause for cause, pattern in _WORDS if re.search(pattern, said)), Cause.AUTRE)


class Verdict(NamedTuple):
    """Whether a semester counts, the rule that says so, and the French sentence of why. `pending`: no result yet."""

    counted: bool
    rule: str
    why: str
    pending: bool = False


def verdict(validated: bool | None, mode: Mode, cause: str, rules: RuleSet) -> Verdict:
    """Whether a semester of the phase counts in the seniority. `validated` None: its result is not known."""
    reason = cause_of(cause)
    if reason is Cause.ANNEE_RECHERCHE:
        return _flagged(rules, "seniority.annee_recherche", "ORD-06", "Année-recherche")
    if mode is not Mode.SURNOMBRE_NON_VALIDANT and validated:
        return Verdict(True, "ORD-02", "Semestre validé : compté.")
    if reason is Cause.DISPO_ETUDES:
        return _flagged(rules, "seniority.dispo_etudes", "ORD-06", "Disponibilité pour études ou recherches")
    if reason is Cause.DISPONIBILITE:
        return Verdict(False, "ORD-07", "Disponibilité autre que pour études ou recherches : non comptée.")
    if mode is not Mode.SURNOMBRE_NON_VALIDANT and validated is None:
        return Verdict(False, "ORD-02", "Résultat non donné : non compté tant qu'il n'est pas validé.", pending=True)
    return _not_validated(mode, reason, rules)


def _flagged(rules: RuleSet, key: str, rule: str, what: str) -> Verdict:
    counted = rules.flag(key)
    return Verdict(counted, rule, f"{what} : {'comptée' if counted else 'non comptée'} (clé {key}).")


def _not_validated(mode: Mode, reason: Cause, rules: RuleSet) -> Verdict:
    surnombre = mode in (Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT)
    if reason is Cause.HANDICAP and surnombre:
        return _flagged(rules, "seniority.handicap", "ORD-08", "Ancienneté d'un surnombre pour handicap non validé")
    if mode is Mode.SURNOMBRE_VALIDANT and rules.text("seniority.failed_surnombre") == "any":
        return Verdict(True, "ORD-09", "Surnombre validant non validé : compté, quelle que soit la cause.")
    rule = "SNV-04" if mode is Mode.SURNOMBRE_NON_VALIDANT else "ORD-05"
    what = "Surnombre non validant" if mode is Mode.SURNOMBRE_NON_VALIDANT else "Semestre non validé"
    if reason.value in rules.words("seniority.listed_causes"):
        return Verdict(True, rule, f"{what} pour une cause prévue à l'article R632-32 : compté.")
    if reason is Cause.NON_DITE:
        return Verdict(False, rule, f"{what}, cause non renseignée : non compté. Vérifiez la cause.")
    return Verdict(False, rule, f"{what} pour une cause que l'article R632-32 ne prévoit pas : non compté.")


@dataclass(frozen=True, slots=True)
class Remords:
    """A change of DES: the first semester in the new one (`2027-ete`), and the earlier semesters that it takes over,
    each with the phase of the new DES for which it is recognised."""

    since: str
    taken_over: Mapping[str, Phase]


@dataclass(frozen=True, slots=True)
class SeniorityLine:
    """One row of the history: its semester, whether it adds one, the rule and the French sentence of why."""

    semester: str
    counted: bool
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class SenioritySheet:
    """Whole semesters of seniority, the semesters whose result is still to come, and the reason of each line."""

    total: int
    pending: int
    lines: tuple[SeniorityLine, ...]


def seniority(
    history: Sequence[PastStage], phase: Phase, rules: RuleSet, remords: Remords | None = None
) -> SenioritySheet:
    """The seniority of one person in a phase, or since entry where the rule set says so; lines by semester."""
    counted: set[str] = set()
    pending: set[str] = set()
    lines: list[SeniorityLine] = []
    for stage in sorted(history, key=lambda stage: stage.semester):
        found = _of_stage(stage, phase, rules, remords)
        if found.counted and stage.semester in counted:
            found = Verdict(False, found.rule, "Semestre déjà compté à une autre ligne.")
        counted |= {stage.semester} if found.counted else set()
        pending |= {stage.semester} if found.pending else set()
        lines.append(SeniorityLine(stage.semester, found.counted, found.rule, found.why))
    return SenioritySheet(len(counted), len(pending - counted), tuple(lines))


def _of_stage(stage: PastStage, phase: Phase, rules: RuleSet, remords: Remords | None) -> Verdict:
    own = stage.phase
    if remords is not None and stage.semester < remords.since:
        if stage.semester not in remords.taken_over:
            return Verdict(False, "ORD-13", "Semestre d'avant le remords, non repris par le nouveau DES : non compté.")
        own = remords.taken_over[stage.semester]
    if rules.text("seniority.scope") == "phase" and own not in (None, phase):
        return Verdict(False, "ORD-02", f"Semestre d'une autre phase que la phase {phase.label} : non compté.")
    found = verdict(stage.validated, stage.mode, stage.cause, rules)
    if own is None and found.counted:
        return found._replace(why=f"{found.why} Phase non indiquée, tenue pour la phase {phase.label}.")
    return found
