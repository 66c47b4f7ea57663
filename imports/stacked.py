"""Several tables one under another on a sheet: each is read as a sheet of its own, its cells where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from allocation.forms import Role
from imports.grid import Sheet
from imports.header_row import is_text
from imports.headers import known_headers
from imports.words import normalise

_LONGEST_HEADER = 60
_SHORTEST_HEADER = 3
_TELLING = 2
Header = dict[int, frozenset[tuple[Role, str]]]
"""What the known headers of a row may mean, by column."""


def parts(sheet: Sheet) -> list[Sheet]:
    """The sheet itself, or a sheet for each table whose header is not that of the table above it.

    What stands above the first header, the titles of the sheet, is above each of them; the lone texts right above a
    header are titles of its own table.
    """
    headers = list(_headers(sheet))
    if len(headers) < _TELLING:
        return [sheet]
    titles = sheet.rows[: headers[0]]
    starts = [0, *(_with_titles(sheet, row) for row in headers[1:])]
    ends = [*starts[1:], len(sheet.rows)]
    return [replace(sheet, rows=_kept(sheet, start, end, titles)) for start, end in zip(starts, ends, strict=True)]


def _kept(sheet: Sheet, start: int, end: int, titles: list[list[object]]) -> list[list[object]]:
    """The rows from `start` to `end` at their places, under the titles; blank rows between."""
    blank: list[list[object]] = [[]] * (start - len(titles))
    return [*titles, *blank, *sheet.rows[start:end]] if start else sheet.rows[:end]


def _headers(sheet: Sheet) -> Iterator[int]:
    """The rows that begin a table: the first header, and each one that differs from the last, under rows of data."""
    current: Header = {}
    filled = 0
    for row, cells in enumerate(sheet.rows):
        found = _header(cells)
        if found and (not current or (filled and _differs(found, current))):
            yield row
            current, filled = found, 0
        elif not found and sum(value is not None for value in cells) >= _TELLING:
            filled += 1


def _differs(header: Header, current: Header) -> bool:
    """Whether some column of a header is not what it was; one printed again may be in other words."""
    return any(not meanings & current.get(column, frozenset()) for column, meanings in header.items())


def _header(cells: list[object]) -> Header:
    """The known headers of a row of texts, where they are most of it; nothing for any other row."""
    texts = [(column, value) for column, value in enumerate(cells) if value is not None]
    if len(texts) < _TELLING or not any(_known(value) for _, value in texts[:_TELLING]):
        return {}
    known = {column: meanings for column, value in texts if (meanings := _known(value))}
    told = len(known) >= _TELLING and 2 * len(known) > len(texts)
    return known if told and all(is_text(value) for _, value in texts) else {}


def _known(value: object) -> frozenset[tuple[Role, str]]:
    short = isinstance(value, str) and len(value) <= _LONGEST_HEADER
    return _meanings(str(value)) if short else frozenset()


@lru_cache(maxsize=20_000)
def _meanings(text: str) -> frozenset[tuple[Role, str]]:
    header = normalise(text)
    return _every_header().get(header, frozenset()) if len(header) >= _SHORTEST_HEADER else frozenset()


@lru_cache(maxsize=1)
def _every_header() -> dict[str, frozenset[tuple[Role, str]]]:
    every: dict[str, set[tuple[Role, str]]] = defaultdict(set)
    for role in Role:
        for header, field in known_headers(role).items():
            every[header].add((role, field))
    return {header: frozenset(meanings) for header, meanings in every.items()}


def _with_titles(sheet: Sheet, header: int) -> int:
    """The first of the blank rows and lone texts right above a header."""
    start = header
    while sum(value is not None for value in sheet.rows[start - 1]) < _TELLING:
        start -= 1
    return start
