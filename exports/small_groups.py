"""Counts shown without telling of anybody: no group under five, nor what would give one away by subtraction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

SMALLEST = 5
"""The smallest group that is counted aloud (design, « who sees what »)."""

HIDDEN = "masqué"
HIDDEN_WHY = f"masqué : groupe de moins de {SMALLEST}, ou qui en révélerait un"

Cell = tuple[int, int]


def with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with the totals of its rows as a last column, and of its columns as a last row where it has several."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if len(rows) > 1 else rows


def protected(counts: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """`with_totals`, None for the counts from 1 to 4 and for those from which one of them could be deduced."""
    table = with_totals(counts)
    hidden = {(r, c) for r, row in enumerate(table) for c, count in enumerate(row) if 0 < count < SMALLEST}
    while more := next(_given_away(table, hidden), None):
        hidden.add(more)
    return [[None if (r, c) in hidden else count for c, count in enumerate(row)] for r, row in enumerate(table)]


def _given_away(table: Sequence[Sequence[int]], hidden: set[Cell]) -> Iterator[Cell]:
    """Where a row or a column hides one count alone, the next one to hide: the smallest, an empty one last."""
    height, width = len(table), len(table[0]) if table else 0
    lines = [[(r, c) for c in range(width)] for r in range(height)]
    if height > 1:
        lines += [[(r, c) for r in range(height)] for c in range(width)]
    for line in lines:
        shown = [cell for cell in line if cell not in hidden]
        if len(line) - len(shown) == 1:
            yield min(shown, key=lambda cell: (table[cell[0]][cell[1]] == 0, table[cell[0]][cell[1]]))
