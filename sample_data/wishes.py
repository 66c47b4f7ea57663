"""Wish lists that look like real ones: everyone wants the same stages first, nearer home a little more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from allocation.model import Category, PastStage, Phase, Request, RequestType, Situation, WishList
from sample_data.chance import by_preference, pick
from sample_data.stages import AREAS, Stage
from sample_data.trainees import GERIATRIE, MEDECINE_URGENCE, PAIRS, Trainee

SHORTEST, LONGEST = 8, 40
UNKNOWN_CODE = "42-LIB-99"

_SILENT = frozenset({Situation.INTER_CHU_SORTANT, Situation.DOM_TOM_SORTANT, Situation.DISPONIBILITE})
_NEAR_HOME = 2.5
_OWN_CATEGORY = 4.0
_FIRST_YEAR = frozenset(PAIRS[Phase.APPROFONDISSEMENT][0])
_CAUTIOUS = 0.25
"""Share of those due a stage of the first year of the phase who add free stages at the end, in case."""


def wish_lists(
    rng: Random,
    trainees: Sequence[Trainee],
    stages: Sequence[Stage],
    history: Sequence[PastStage],
    requests: Sequence[Request],
) -> tuple[WishList, ...]:
    """One list for whoever chooses, by RPPS, but for one person who sends none; two lists hold a mistake."""
    done = {(stage.identity.rpps, stage.code) for stage in history}
    again = {request.identity.rpps: request.code for request in requests if request.type is RequestType.MEME_STAGE}
    lists = {}
    for trainee in trainees:
        if not _SILENT.intersection(trainee.candidate.situations):
            identity = trainee.candidate.identity
            fresh = [stage for stage in stages if (identity.rpps, stage.code) not in done]
            first = [again[identity.rpps]] if identity.rpps in again else _kept_for(trainee, fresh)
            codes = dict.fromkeys((*first, *_codes(rng, trainee, fresh)))
            lists[identity.rpps] = WishList(identity, tuple(codes)[:LONGEST])
    _make_mistakes(lists, trainees, history, {request.identity.rpps for request in requests})
    return tuple(lists[rpps] for rpps in sorted(lists))


def _kept_for(trainee: Trainee, stages: Sequence[Stage]) -> list[str]:
    """The stages with a reserved seat, which who signed a public service contract puts first."""
    signed = Situation.CESP in trainee.candidate.situations
    return [stage.code for stage in stages if signed and stage.reserved and _may_fill(stage, trainee, trainee.due)]


def _codes(rng: Random, trainee: Trainee, stages: Sequence[Stage]) -> tuple[str, ...]:
    home = pick(rng, tuple(AREAS))
    due = _due(trainee)
    wanted = by_preference(
        rng,
        (stage for stage in stages if _may_fill(stage, trainee, due)),
        lambda stage: _weight(stage, home, due),
    )
    length = SHORTEST + int((LONGEST - SHORTEST) * rng.random() ** 2)
    cautious = not _FIRST_YEAR.isdisjoint(due) and rng.random() < _CAUTIOUS
    spare = _in_case(rng, stages, home) if cautious else []
    return tuple(stage.code for stage in (*wanted[:length], *spare))


def _due(trainee: Trainee) -> tuple[Category, ...]:
    """What the person looks for on this list; geriatrics has no categories, and is where the hors-filière goes."""
    if trainee.candidate.des == GERIATRIE or Situation.HORS_FILIERE in trainee.candidate.situations:
        return (Category.OTHER,)
    return (Category.NIV1,) if trainee.candidate.des == MEDECINE_URGENCE else trainee.due


def _may_fill(stage: Stage, trainee: Trainee, due: tuple[Category, ...]) -> bool:
    if not stage.open_to(trainee.candidate.phase):
        return False
    any_will_do = Category.LIBRE in due and stage.category is not Category.OTHER
    return stage.category in due or any_will_do


def _weight(stage: Stage, home: str, due: tuple[Category, ...]) -> float:
    near = _NEAR_HOME if stage.area == home else 1.0
    return stage.appeal * near * (_OWN_CATEGORY if stage.category in due else 1.0)


def _in_case(rng: Random, stages: Sequence[Stage], home: str) -> list[Stage]:
    free = [stage for stage in stages if stage.category is Category.LIBRE]
    return by_preference(rng, free, lambda stage: _weight(stage, home, ()))[:5]


def _make_mistakes(
    lists: dict[str, WishList], trainees: Sequence[Trainee], history: Sequence[PastStage], asking: set[str]
) -> None:
    """Nobody's list for one person, a code that no stage has in another, a stage already done first in a third."""
    plain = [
        trainee.candidate.identity.rpps
        for trainee in trainees
        if trainee.candidate.phase is Phase.APPROFONDISSEMENT
        and trainee.due == (Category.LIBRE,)
        and not trainee.away
        and trainee.candidate.identity.rpps not in asking
    ]
    silent, unknown, repeated = plain[2], plain[5], plain[8]
    done = next(stage.code for stage in history if stage.identity.rpps == repeated and stage.category is Category.MPOLY)
    del lists[silent]
    lists[unknown] = _with(lists[unknown], 2, UNKNOWN_CODE)
    lists[repeated] = _with(lists[repeated], 0, done)


def _with(wishes: WishList, place: int, code: str) -> WishList:
    codes = (*wishes.codes[:place], code, *wishes.codes[place:])
    return replace(wishes, codes=codes[:LONGEST])
