"""Seeded draws that give the same result under every version of Python.

Only `Random.random()` is promised to keep its sequence, so that every draw here is built on it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - invented data must be the same at each run, not unpredictable


def shuffled(rng: Random, items: Iterable[T]) -> list[T]:
    """The items in a random order."""
    keyed = [(rng.random(), place, item) for place, item in enumerate(items)]
    return [item for *_, item in sorted(keyed, key=lambda entry: entry[:2])]


def pick(rng: Random, items: Sequence[T]) -> T:
    """One of the items, each as likely as the others; there must be one."""
    return items[int(rng.random() * len(items))]


def by_preference(rng: Random, items: Iterable[T], weight: Callable[[T], float]) -> list[T]:
    """The items drawn one after the other without replacement, each draw in proportion to the weights (> 0)."""
    return sorted(items, key=lambda item: rng.random() ** (1 / weight(item)), reverse=True)


def halves(rng: Random, size: int) -> list[bool]:
    """`size` random booleans of which one half, to within one, are True."""
    return shuffled(rng, [place % 2 == 0 for place in range(size)])
