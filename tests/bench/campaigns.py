"""The seeded campaigns that are measured."""

from __future__ import annotations

from itertools import count
from random import Random

from allocation import rulesets
from allocation.model import Dossier
from allocation.prepare import Prepared, prepare
from allocation.semester import semester
from sample_data.market import market

SEED = 1
WISHES = 40
SEMESTER = "2027-ete"
SUBDIVISION = "Banc d'essai"
FEW, SMALL, LARGE = 30, 1_500, 40_000
POSTS = {FEW: 20, SMALL: 1_100, LARGE: 8_000}
"""How many posts are offered to so many interns."""


def opened(interns: int) -> Prepared:
    """The campaign of so many interns, ready to be served."""
    posts, candidates, wishes = market(interns, POSTS[interns], WISHES, SEED)
    numbers, chance = count(), Random(SEED)  # noqa: S311 - salts that count
    prepared = prepare(
        Dossier(posts=posts, candidates=candidates, wishes=wishes),
        semester(SEMESTER),
        SUBDIVISION,
        rulesets.load(),
        new_id=lambda: f"p-{next(numbers):016x}",
        new_salt=lambda: f"{chance.getrandbits(128):032x}",
    )
    if not isinstance(prepared, Prepared):
        raise RuntimeError(f"the market does not open: {prepared[0].message}")  # noqa: TRY004 - a bug, never an input
    return prepared
