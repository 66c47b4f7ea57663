"""Semesters, absences, past stages and rule sets for the tests on time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from allocation.model import Absence, Identity, Mode, PastStage, Phase
from allocation.rulesets import Override, RuleSet, Value, load
from allocation.semester import semester

SEED = load("ssipi-2025")
NATIONAL = load("national-2026")

E27 = semester("2027-ete")
H27 = semester("2027-hiver")
H25 = semester("2025-hiver")
H24 = semester("2024-hiver")

CAMILLE = Identity("10100000018", "EXEMPLE", "Camille")


def with_value(rules: RuleSet, key: str, value: Value) -> RuleSet:
    return replace(rules, overrides=(*rules.overrides, Override(key, value, "ARS", "essai")))


def away(cause: str, start: date, end: date, half_days: int = 0) -> Absence:
    return Absence(CAMILLE, start, end, cause, half_days)


def away_for(days: int, cause: str = "Maladie", start: date = E27.start) -> Absence:
    """An unbroken absence of that many days."""
    return away(cause, start, start + timedelta(days=days - 1))


def done(
    name: str,
    validated: bool | None = True,
    cause: str = "",
    mode: Mode = Mode.NORMAL,
    phase: Phase | None = Phase.SOCLE,
    absence_days: int = 0,
) -> PastStage:
    return PastStage(
        CAMILLE,
        name,
        "42-URG-01",
        phase=phase,
        validated=validated,
        absence_days=absence_days,
        cause=cause,
        mode=mode,
    )
