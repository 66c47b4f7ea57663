"""Finds the header of a sheet for a role, joins its two lines where there are two, and settles which column is what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from allocation.forms import Role
from imports.grid import Sheet
from imports.headers import ASIDE, SEATS, Match, Strength, meanings
from imports.mapping import Mapping
from imports.wording import clean
from imports.words import normalise

LAST_ROW = 30
"""A header is looked for in that many rows with a value."""

_REPEATABLE = frozenset({"total_ignore"})
_NOT_OFFERED = frozenset({"bloques", "capacite", "total_ignore"})
_LONGEST = 200
_WIDE = 0.8


@dataclass(frozen=True, slots=True)
class Clash:
    """Columns (counted from 0) that mean the same field."""

    field: str
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The header of a sheet read for a role: rows `top` to `bottom` (from 0; `top` -1: the sheet has none).

    `texts`: header as read, by column; `columns`: column by field; `outdone`: columns that mean a field which another
    column fills better; `aside`: columns that the mapping says to leave.
    """

    role: Role
    top: int
    bottom: int
    texts: dict[int, str]
    columns: dict[str, int]
    clashes: tuple[Clash, ...] = ()
    outdone: dict[int, str] = field(default_factory=dict)
    aside: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """One more than the last column with a header."""
        return max((*self.texts, *self.columns.values()), default=-1) + 1


def find_heading(sheet: Sheet, role: Role, mapping: Mapping) -> Heading | None:
    """The header of the sheet for that role; None where no row tells two fields and no mapping says where."""
    rule = mapping.sheet_rule(sheet.name)
    forced = rule.header_row if rule else None
    if forced == 0:
        return _settled(role, -1, -1, {}, mapping)
    best = _best_row(sheet, role, mapping) if forced is None else min(forced - 1, len(sheet.rows) - 1)
    if best is None or best < 0:
        return None
    top, bottom = _lines(sheet, role, best) if forced is None else _lines_below(sheet, role, best)
    return _settled(role, top, bottom, _candidates(sheet, top, bottom), mapping)


def header_meanings(role: Role, header: str, mapping: Mapping) -> tuple[Match, ...]:
    """What a header as read may mean, the clerk's mapping first."""
    key = normalise(header)
    settled = mapping.field_of(role, key)
    return (Match(settled, Strength.MAPPED),) if settled else meanings(role, key)


def is_text(value: object) -> bool:
    """True for a text that could be a header or a band; a number typed as text is none."""
    return isinstance(value, str) and not value.strip().isdigit() and bool(value.strip())


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _best_row(sheet: Sheet, role: Role, mapping: Mapping) -> int | None:
    filled = islice((row for row, cells in enumerate(sheet.rows) if cells), LAST_ROW)
    scores = {row: _score(sheet.rows[row], role, mapping) for row in filled if not _is_among_its_like(sheet, row)}
    best = max(scores, key=lambda row: scores[row], default=-1)
    return best if scores.get(best, (0, 0)) > (0, 0) else None


def _is_count(value: object) -> bool:
    """A number, whether typed as such or as the digits of a text file."""
    return is_number(value) or (isinstance(value, str) and value.strip().isdigit())


def _is_among_its_like(sheet: Sheet, row: int) -> bool:
    """A row with a number, over or under another that has one too and repeats a text of it: a list without a header."""
    own = _cells(sheet, row)
    if not any(map(_is_count, own.values())):
        return False
    near = (_cells(sheet, other) for other in (row - 1, row + 1) if other >= 0)
    return any(_repeats_text(own, cells) and any(map(_is_count, cells.values())) for cells in near)


def _repeats_text(own: dict[int, object], other: dict[int, object]) -> bool:
    return any(is_text(value) and other.get(column) == value for column, value in own.items())


def _score(row: list[object], role: Role, mapping: Mapping) -> tuple[int, int]:
    """Fields told exactly, then fields told at all; nothing for a row of data that happens to look like a header."""
    sure: set[str] = set()
    told: set[str] = set()
    texts = [value for value in row if is_text(value) and len(str(value)) <= _LONGEST]
    for text in texts:
        for match in header_meanings(role, str(text), mapping)[:1]:
            told.add(match.field)
            sure |= {match.field} if match.strength >= Strength.EXACT else set()
    numbers = sum(map(_is_count, row))
    enough = len(told) >= 2 and (sure or len(told) > 2) and numbers < len(told)
    return (len(sure), len(told)) if enough and (len(sure) > 2 or not numbers) else (0, 0)


def _lines(sheet: Sheet, role: Role, best: int) -> tuple[int, int]:
    """First and last row of the header whose row `best` tells most."""
    if best > 0 and _is_upper_line(sheet, role, best - 1, best):
        return best - 1, best
    return _lines_below(sheet, role, best)


def _lines_below(sheet: Sheet, role: Role, top: int) -> tuple[int, int]:
    return (top, top + 1) if _is_lower_line(sheet, role, top) else (top, top)


def _is_lower_line(sheet: Sheet, role: Role, top: int) -> bool:
    """Under « Postes offerts » (merged, or followed by blanks) a row « PS », « PA » only."""
    upper, lower, spans = _cells(sheet, top), _cells(sheet, top + 1), _spans(sheet, top)
    groups = {column: clean(upper.get(spans.get(column, column))) for column in lower}
    known = {column for column, value in lower.items() if _is_exact(role, value, groups[column])}
    if not known or not all(is_text(value) or column in known for column, value in lower.items()):
        return False
    divided = any(column in spans or column not in upper for column in known)
    return divided and 2 * len(known) >= len(lower) and not _repeats(upper, lower)


def _is_upper_line(sheet: Sheet, role: Role, top: int, best: int) -> bool:
    """Over the row that tells most, groups that each cover several of its columns; a title covers nearly all."""
    upper, lower = _cells(sheet, top), _cells(sheet, best)
    if not upper or not all(is_text(value) for value in upper.values()) or _repeats(upper, lower):
        return False
    spans = _spans(sheet, top)
    if spans:
        widest = max(list(spans.values()).count(left) for left in spans.values())
        return widest < _WIDE * len(lower) or len(set(spans.values())) > 1
    return len(upper) > 1 and all(_is_exact(role, value) for value in upper.values())


def _repeats(upper: dict[int, object], lower: dict[int, object]) -> bool:
    return any(upper.get(column) == value for column, value in lower.items())


def _is_exact(role: Role, value: object, group: str = "") -> bool:
    """True when a cell, alone if it is a text or after the name of its group, is a known header."""
    texts = [f"{group} {clean(value)}", *([str(value)] if is_text(value) else [])]
    return any(match.strength >= Strength.EXACT for text in texts for match in meanings(role, normalise(text)))


def _cells(sheet: Sheet, row: int) -> dict[int, object]:
    """The cells with a value of a row, by column; none beyond the last row."""
    if row >= len(sheet.rows):
        return {}
    return {column: value for column, value in enumerate(sheet.rows[row]) if clean(value)}


def _spans(sheet: Sheet, row: int) -> dict[int, int]:
    """For each column under a horizontal merge of that row, the column where the merge begins."""
    merges = [merge for merge in sheet.merges if merge.top == row and merge.right > merge.left]
    return {column: merge.left for merge in merges for column in range(merge.left, merge.right + 1)}


def _candidates(sheet: Sheet, top: int, bottom: int) -> dict[int, tuple[str, str]]:
    """By column, the texts of its upper and lower line; a header of one line has no lower text."""
    upper = {column: clean(value) for column, value in _cells(sheet, top).items()}
    if top == bottom:
        return {column: (text, "") for column, text in upper.items()}
    lower = {column: clean(value) for column, value in _cells(sheet, bottom).items()}
    parents = _parents(sheet, top, upper, lower)
    return {column: (parents.get(column, ""), lower.get(column, "")) for column in sorted({*parents, *lower})}


def _parents(sheet: Sheet, top: int, upper: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    """The group over each column; where nothing is merged, a group goes on over the blanks at its right."""
    spans = _spans(sheet, top)
    parents = upper | {
        column: upper.get(left, "") for column, left in spans.items() if column in lower or left == column
    }
    if spans:
        return parents
    for column in sorted(set(lower) - set(upper)):
        parents[column] = next((upper[left] for left in range(column - 1, -1, -1) if left in upper), "")
    return parents


def _settled(role: Role, top: int, bottom: int, candidates: dict[int, tuple[str, str]], mapping: Mapping) -> Heading:
    found = {column: _column_meanings(role, *texts, mapping) for column, texts in candidates.items()}
    found |= {column: (Match(field, Strength.MAPPED),) for column, field in mapping.lettered(role).items()}
    columns, clashes, outdone = _assigned(found)
    aside = frozenset(column for column, matches in found.items() if any(match.field == ASIDE for match in matches))
    texts = {column: " ".join(dict.fromkeys(filter(None, pair))) for column, pair in candidates.items()}
    ordered = dict(sorted(_adjusted(role, columns).items(), key=lambda item: item[1]))
    return Heading(role, top, bottom, texts, ordered, clashes, outdone, aside)


def _column_meanings(role: Role, upper: str, lower: str, mapping: Mapping) -> tuple[Match, ...]:
    """Both lines read as one where that is a known header, else the lower line, which is the nearer to the data."""
    if not (upper and lower):
        return header_meanings(role, upper or lower, mapping)
    joined = header_meanings(role, f"{upper} {lower}", mapping)
    if joined and joined[0].strength >= Strength.EXACT:
        return joined
    over = {match.field for match in meanings(role, normalise(upper))}
    below = header_meanings(role, lower, mapping)
    return tuple(match for match in below if not (match.field in SEATS and over & _NOT_OFFERED))


def _assigned(found: dict[int, tuple[Match, ...]]) -> tuple[dict[str, int], tuple[Clash, ...], dict[int, str]]:
    """Each field to its surest column. Two columns as sure as each other clash, and the first one is kept."""
    columns: dict[str, int] = {}
    clashes: list[Clash] = []
    outdone: dict[int, str] = {}
    for strength in sorted(Strength, reverse=True):
        claims: dict[str, list[int]] = {}
        for column, matches in sorted(found.items()):
            _claim(column, [match.field for match in matches if match.strength is strength], columns, claims, outdone)
        for name, claimed in claims.items():
            columns[name] = claimed[0]
            if len(claimed) > 1 and name not in _REPEATABLE:
                clashes.append(Clash(name, tuple(claimed)))
    return columns, tuple(clashes), outdone


def _claim(
    column: int, fields: list[str], taken: Iterable[str], claims: dict[str, list[int]], outdone: dict[int, str]
) -> None:
    wanted = [field for field in fields if field != ASIDE]
    free = [field for field in wanted if field not in taken]
    if free:
        claims.setdefault(free[0], []).append(column)
    elif wanted and wanted[0] not in _REPEATABLE:
        outdone[column] = wanted[0]


def _adjusted(role: Role, columns: dict[str, int]) -> dict[str, int]:
    """What a header means by the company it keeps."""
    if role is Role.WISHES:
        return _adjusted_wishes(columns)
    lone_doctor = role is Role.POSTS and "responsable" in columns and not {"service", "etablissement"} & set(columns)
    return _renamed(columns, "responsable", "service") if lone_doctor else columns


def _adjusted_wishes(columns: dict[str, int]) -> dict[str, int]:
    """Beside « Vœu 1 », a rank is that of the person; beside a code alone, an order is that of the wish."""
    wide = any(field.startswith("voeu_") for field in columns)
    if wide and "rang_voeu" in columns:
        kept = (
            columns if "ordre" not in columns else {field: at for field, at in columns.items() if field != "rang_voeu"}
        )
        return _renamed(kept, "rang_voeu", "ordre")
    if not wide and "rang_voeu" not in columns and {"rpps", "nom", "nom_prenom"} & set(columns):
        return _renamed(columns, "ordre", "rang_voeu")
    return columns


def _renamed(columns: dict[str, int], old: str, new: str) -> dict[str, int]:
    return {new if field == old else field: column for field, column in columns.items()}
