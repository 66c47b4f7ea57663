"""What is left, list by list and category by category, as the pages of the day show it."""

from __future__ import annotations

from dataclasses import dataclass

from allocation.model import Category
from allocation.opening import Pool
from allocation.state import Day
from webapp.live.lines import place


@dataclass(frozen=True, slots=True)
class PostLeft:
    """A pool: its id, code and place, seats offered and left."""

    id: str
    code: str
    place: str
    seats: int
    left: int


@dataclass(frozen=True, slots=True)
class CategoryLeft:
    """The posts of one category that a list may choose among."""

    label: str
    posts: tuple[PostLeft, ...]

    @property
    def seats(self) -> int:
        return sum(post.seats for post in self.posts)

    @property
    def left(self) -> int:
        return sum(post.left for post in self.posts)


def board(day: Day) -> dict[str, tuple[CategoryLeft, ...]]:
    """By list, its categories in the order of the opening."""
    return {choices.name: _categories(day, choices.name) for choices in day.opening.lists}


def _categories(day: Day, name: str) -> tuple[CategoryLeft, ...]:
    found: dict[str, list[PostLeft]] = {}
    for pool in day.opening.pools:
        if name in pool.lists and not pool.closed:
            found.setdefault(_label(pool), []).append(_post(day, pool))
    return tuple(CategoryLeft(label, tuple(posts)) for label, posts in found.items())


def _label(pool: Pool) -> str:
    """The short name of the category; where we know none, what the post list says."""
    known = pool.category is not Category.OTHER
    return pool.category.label if known else pool.category_label or pool.category.label


def _post(day: Day, pool: Pool) -> PostLeft:
    return PostLeft(pool.id, pool.code, place(pool), pool.seats, day.seats_left(pool))
