"""The seeded campaigns that are measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from random import Random

from allocation import rulesets
from allocation.model import Candidate, Dossier, PastStage, Post
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


def opened(interns: int, with_history: bool = False) -> Prepared:
    """The campaign of so many interns, ready to be served. `with_history`: up to three past stages each."""
    posts, candidates, wishes = market(interns, POSTS[interns], WISHES, SEED)
    numbers, chance = count(), Random(SEED)  # noqa: S311 - salts that count
    history = tuple(_history(chance, posts, candidates)) if with_history else None
    prepared = prepare(
        Dossier(posts=posts, candidates=candidates, wishes=wishes, history=history),
        semester(SEMESTER),
        SUBDIVISION,
        rulesets.load(),
        new_id=lambda: f"p-{next(numbers):016x}",
        new_salt=lambda: f"{chance.getrandbits(128):032x}",
    )
    if not isinstance(prepared, Prepared):
        raise RuntimeError(f"the market does not open: {prepared[0].message}")  # noqa: TRY004 - a bug, never an input
    return prepared


def _history(chance: Random, posts: Sequence[Post], candidates: Sequence[Candidate]) -> Iterator[PastStage]:
    """Stages of one's own list, done before: what makes people differ for the rules."""
    by_list: dict[tuple[str, str], list[Post]] = {}
    for post in posts:
        by_list.setdefault((post.des, post.phases[0]), []).append(post)
    for candidate in candidates:
        own = by_list[candidate.des, candidate.phase]
        for post in chance.sample(own, min(chance.randint(0, 3), len(own))):
            yield PastStage(candidate.identity, "2026-hiver", post.code, post.category, candidate.phase, validated=True)
