"""The whole campaign of summer 2027 as values, before any workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from allocation.model import Absence, PastStage, Request, WishList
from sample_data.absences import absences
from sample_data.chance import seeded
from sample_data.dossiers import decided, requests
from sample_data.histories import histories
from sample_data.stages import Stage, general_medicine, geriatrics
from sample_data.trainees import Trainee, everyone
from sample_data.wishes import wish_lists

SEED = 2027
SEMESTER = "2027-ete"
SUBDIVISION = "Saint-Étienne"


@dataclass(frozen=True, slots=True)
class Sample:
    """What the six workbooks say."""

    general_medicine: tuple[Stage, ...]
    geriatrics: tuple[Stage, ...]
    trainees: tuple[Trainee, ...]
    history: tuple[PastStage, ...]
    requests: tuple[Request, ...]
    wishes: tuple[WishList, ...]
    absences: tuple[Absence, ...]

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.general_medicine + self.geriatrics


@cache
def sample(seed: int = SEED) -> Sample:
    """The campaign; the same seed gives the same one."""
    rng = seeded(seed)
    medicine, guests = (_with_appeal(rng, stages) for stages in (general_medicine(), geriatrics()))
    people = everyone(rng)
    past = histories(rng, people, medicine)
    asked = requests(people, past)
    people = [decided(trainee, asked) for trainee in people]
    wishes = wish_lists(rng, people, medicine + guests, past, asked)
    return Sample(medicine, guests, tuple(people), past, asked, wishes, absences(people))


def _with_appeal(rng: Random, stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Each stage with its fame: the most wanted is sixty times as likely to come first as the least."""
    return tuple(replace(stage, appeal=60 ** rng.random()) for stage in stages)
