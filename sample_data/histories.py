"""Where the past semesters were spent: stages with room, one a person and semester."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from allocation.model import Category, PastStage
from sample_data.chance import by_preference, pick, shuffled
from sample_data.stages import Stage
from sample_data.trainees import Done, Trainee

CLOSED_SINCE = {
    Category.NIV1: ("42-NIV1-31", "42-NIV1-34"),
    Category.SASPAS: ("42-SASPAS-22",),
    Category.MPOLY: ("42-MPOLY-17",),
}
"""Stages that are no longer on the list: a history may name them."""

_AWAY = {Category.URG: "63-URG-02", Category.NIV1: "63-SN1-11", Category.MPOLY: "63-POLY-04",
         Category.COUPLE: "63-FE-03", Category.SASPAS: "63-SN2-07", Category.LIBRE: "63-LIB-09"}  # fmt: skip


def histories(rng: Random, trainees: Sequence[Trainee], stages: Sequence[Stage]) -> tuple[PastStage, ...]:
    """The past of everyone, semester by semester, no stage fuller than its capacity and none done twice."""
    turns = [(done.semester, trainee, done) for trainee in trainees for done in trainee.done]
    present: Counter[tuple[str, str]] = Counter()
    past: list[PastStage] = []
    for _, trainee, done in shuffled(rng, turns):
        taken = {stage.code for stage in past if stage.identity == trainee.candidate.identity}
        code = _AWAY[done.category] if trainee.away else _a_place(rng, done, stages, present, taken)
        present[done.semester, code] += 1
        past.append(_record(trainee, done, code))
    return tuple(sorted(past, key=lambda stage: (stage.identity.rpps, semester_start(stage.semester))))


def semester_start(semester: str) -> tuple[int, bool]:
    """What puts semesters in order: the year, then summer before winter."""
    year, season = semester.split("-")
    return int(year), season == "hiver"


def _a_place(
    rng: Random, done: Done, stages: Sequence[Stage], present: Counter[tuple[str, str]], taken: set[str]
) -> str:
    closed = CLOSED_SINCE.get(done.category, ())
    if closed and rng.random() < 0.08:
        return pick(rng, closed)
    return next(
        stage.code
        for stage in by_preference(rng, stages, lambda stage: stage.appeal)
        if stage.category is done.category
        and stage.code not in taken
        and present[done.semester, stage.code] < stage.capacity
    )


def _record(trainee: Trainee, done: Done, code: str) -> PastStage:
    return PastStage(
        trainee.candidate.identity,
        done.semester,
        code,
        done.category,
        done.phase,
        done.validated,
        done.days,
        done.cause,
        done.mode,
        trainee.away,
    )
