"""What is left, list by list and category by category, as the pages of the day show it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
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
class GroupLeft:
    """Posts shown together: those of a category that a list may choose among, or those of an establishment."""

    label: str
    posts: tuple[PostLeft, ...]

    @property
    def seats(self) -> int:
        return sum(post.seats for post in self.posts)

    @property
    def left(self) -> int:
        return sum(post.left for post in self.posts)


def board(day: Day) -> dict[str, tuple[GroupLeft, ...]]:
    """By list, its categories in the order of the opening."""
    pools = day.opening.pools
    return {
        choices.name: _groups(day, (pool for pool in pools if choices.name in pool.lists), _label)
        for choices in day.opening.lists
    }


def board_of(day: Day, establishments: Collection[str]) -> tuple[GroupLeft, ...]:
    """The posts of these establishments, whichever lists choose among them."""
    pools = (pool for pool in day.opening.pools if pool.establishment in establishments)
    return _groups(day, pools, lambda pool: pool.establishment)


def _groups(day: Day, pools: Iterable[Pool], label: Callable[[Pool], str]) -> tuple[GroupLeft, ...]:
    found: dict[str, list[PostLeft]] = {}
    for pool in pools:
        if not pool.closed:
            found.setdefault(label(pool), []).append(_post(day, pool))
    return tuple(GroupLeft(name, tuple(posts)) for name, posts in found.items())


def _label(pool: Pool) -> str:
    """The short name of the category; where we know none, what the post list says."""
    known = pool.category is not Category.OTHER
    return pool.category.label if known else pool.category_label or pool.category.label


def _post(day: Day, pool: Pool) -> PostLeft:
    return PostLeft(pool.id, pool.code, place(pool), pool.seats, day.seats_left(pool))
