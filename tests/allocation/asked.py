"""Requests with the facts that their rules read, and whole campaigns with what is said of them at the opening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from allocation.admissibility import File, objections
from allocation.model import Candidate, Category, Dossier, Outcome, PastStage, Phase, Request, RequestType
from allocation.prepare import Prepared, prepare
from allocation.rulesets import RuleSet
from allocation.semester import Semester
from tests.allocation.factories import RULES, SUMMER, counted, intern, past, request
from tests.allocation.stays import NATIONAL

HOME = "Saint-Étienne"
WHO = "DUPONT"
SEMESTERS = ("2024-ete", "2024-hiver", "2025-ete", "2025-hiver", "2026-ete", "2026-hiver")


def done(semesters: int, **changes: Any) -> list[PastStage]:
    """The last semesters of DUPONT up to the running one, validated in the subdivision unless told otherwise."""
    assert semesters <= len(SEMESTERS)
    names = SEMESTERS[len(SEMESTERS) - semesters :]
    given: dict[str, Any] = {"subdivision": HOME, **changes}
    return [past(WHO, f"FAIT-{name}", Category.OTHER, semester=name, **given) for name in names]


def asked(
    kind: RequestType,
    history: Sequence[PastStage] | None = None,
    candidate: Candidate | None = None,
    semester: Semester = SUMMER,
    choice_date: date | None = None,
    subdivision: str = HOME,
    others: Sequence[Request] = (),
    **changes: Any,
) -> File:
    """A granted request of DUPONT, in the phase d'approfondissement, and what is known of them."""
    made = request(WHO, kind, Outcome.GRANTED, **changes)
    who = candidate or intern(WHO, 1, phase=Phase.APPROFONDISSEMENT)
    own = None if history is None else tuple(history)
    return File(made, who, own, semester, choice_date, subdivision, (made, *others))


def said(file: File, rules: RuleSet = RULES) -> dict[str, str]:
    """What each rule that disagrees says, by its id."""
    return {rule.id: sentence for rule, sentence in objections(file, rules).items()}


def told(given: Dossier, rules: RuleSet = RULES, choice_date: date | None = None) -> str:
    """All that a human should know at the opening, the national set's disagreements included."""
    ready = prepare(given, SUMMER, HOME, rules, counted("p"), counted("sel"), [NATIONAL], choice_date)
    assert isinstance(ready, Prepared), ready
    return "\n".join(ready.warnings)
