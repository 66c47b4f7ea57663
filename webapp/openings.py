"""The posts that a campaign opens, as anybody may read them: filtered, in order, grouped by list and category."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from allocation.opening import Opening, Pool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor looks for: words anywhere in the post, a list, a category; "" for any."""

    words: str = ""
    list: str = ""
    category: str = ""


def category(pool: Pool) -> str:
    """What the post teaches, as its list says it, else by the name of its category."""
    return pool.category_label or pool.category.label


def open_pools(opening: Opening, wanted: Wanted = Wanted()) -> list[Pool]:
    """The pools that hold a seat and are what is looked for, in the order of their lists, categories and codes."""
    order = {choices.name: number for number, choices in enumerate(opening.lists)}

    def place(pool: Pool) -> tuple[int, str, str]:
        # A post may be open to a list on which nobody stands: it comes last.
        return min((order.get(name, len(order)) for name in pool.lists), default=0), category(pool), pool.code

    return sorted((pool for pool in opening.pools if not pool.closed and _fits(pool, wanted)), key=place)


def categories(opening: Opening) -> list[str]:
    return sorted({category(pool) for pool in opening.pools if not pool.closed})


def by_list(pools: Sequence[Pool]) -> Iterator[tuple[str, list[Pool]]]:
    """The pools grouped by the lists to which they are open, in the order given."""
    return ((name, list(group)) for name, group in groupby(pools, key=lambda pool: ", ".join(pool.lists)))


def rows(pools: Iterable[Pool]) -> Iterator[tuple[object, ...]]:
    """A post a row, its cells as `exports.open_posts.HEADERS` names them."""
    for pool in pools:
        yield (
            pool.code, pool.establishment, pool.service, pool.town, ", ".join(pool.lists), category(pool), pool.seats,
            pool.reservation or "",
        )  # fmt: skip


def _fits(pool: Pool, wanted: Wanted) -> bool:
    text = _plain(f"{pool.code} {pool.establishment} {pool.service} {pool.town} {category(pool)} {pool.head}")
    return (
        all(word in text for word in _plain(wanted.words).split())
        and wanted.list in {"", *pool.lists}
        and wanted.category in {"", category(pool)}
    )


def _plain(text: str) -> str:
    """Without accents or capitals: what is typed on a phone finds what a list spells in full."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
