"""Tells the rows under a header apart: records, bands, totals, notes, the header printed again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from allocation.forms import Role
from imports.bands import is_recognised
from imports.grid import Sheet
from imports.header_row import Heading, is_number, is_text
from imports.headers import SEATS, Strength, meanings
from imports.wording import clean
from imports.words import normalise

NUMBERS = frozenset({*SEATS, "bloques", "capacite", "total_ignore"})
"""Fields whose cells are numbers of posts: summed by totals, never carried down."""

_BANDED = frozenset({Role.POSTS, Role.INTERNS})
_NOT_A_BAND = frozenset({"observations", "responsable", "code", "finess", "rpps", "courriel", *NUMBERS})
_PEOPLE = frozenset({"rpps", "nom", "prenom", "nom_prenom"})
_ANCHORS = frozenset({"service", "responsable", "code", *_PEOPLE})
"""Fields that a record has and a total has not."""
_TOTAL_HINT = re.compile(r"\W*(?:sous|s\s*/|s\.|total|totaux|ensemble)", re.IGNORECASE)
_TOTAL = re.compile(r"(?P<part>sous tot(?:al|aux)|s total)\b|(?:total|totaux|ensemble(?! hospitalier))\b(?P<rest>.*)")
_BREAKDOWN = re.compile(r"\W*dont\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"\s*(?:general|generaux|des postes|postes|offerts|de la subdivision|subdivision|region)?(?: \d+)?"
)
_NOTE = re.compile(
    r"\s*(?:\*|\(\d{1,2}\)|\(\*+\)|[¹²³⁴-⁹]|(?:nb|n\.b\.|fait [àa]|fait le|légende|source|nota|signé)(?!\w)|"
    r"pour le |le directeur|la directrice)",
    re.IGNORECASE,
)
_LONGEST_HEADER = 60
_MOST = 0.5


class Kind(Enum):
    RECORD = "record"
    BAND = "band"
    PART_TOTAL = "part"
    TOTAL = "total"
    GENERAL_TOTAL = "general"
    NOTE = "note"
    HEADER = "header"
    OUTSIDE = "outside"
    BREAKDOWN = "breakdown"
    BREAKDOWN_PART = "breakdown part"


TOTALS = frozenset({Kind.PART_TOTAL, Kind.TOTAL, Kind.GENERAL_TOTAL})


@dataclass(frozen=True, slots=True)
class RowReader:
    """What tells the rows of one sheet apart. `fields`: field by column; `spanned`: rows that one merge crosses;
    `joined`: rows that share a merged cell of the table with others.
    `probe` is the column to look at first for the header printed again.
    """

    sheet: Sheet
    heading: Heading
    fields: dict[int, str]
    spanned: frozenset[int]
    joined: frozenset[int]
    probe: int

    def kind(self, row: int, filled: list[int]) -> Kind:
        """What the row is, from its columns with a value (at least one)."""
        cells = self.sheet.rows[row]
        first = next((column for column in filled if is_text(cells[column])), None)
        if first is None:
            return Kind.RECORD if any(column in self.fields for column in filled) else Kind.OUTSIDE
        if told := self._total(cells, filled, first) or self._breakdown(cells, filled, first):
            return told
        if self._is_note(cells, filled, first):
            return Kind.NOTE
        if len(filled) == 1 and self._is_band(row, first):
            return Kind.BAND
        return self._record_or_header(cells, filled)

    def _record_or_header(self, cells: list[object], filled: list[int]) -> Kind:
        if not any(column in self.fields for column in filled):
            return Kind.OUTSIDE
        return Kind.HEADER if self._is_header_again(cells) else Kind.RECORD

    def _total(self, cells: list[object], filled: list[int], first: int) -> Kind | None:
        """A total begins with the word, and has nothing of a record; or it has the word alone as its service."""
        label = first if _TOTAL_HINT.match(str(cells[first])) else self._total_as_service(cells)
        found = _TOTAL.match(normalise(str(cells[label]))) if label is not None else None
        if found is None or any(self.fields.get(column) in _ANCHORS and column != label for column in filled):
            return None
        if found["part"]:
            return Kind.PART_TOTAL
        rest = found["rest"]
        if not _GENERAL.fullmatch(rest):
            return Kind.PART_TOTAL
        return Kind.GENERAL_TOTAL if "general" in rest or "generaux" in rest else Kind.TOTAL

    def _breakdown(self, cells: list[object], filled: list[int], first: int) -> Kind | None:
        """« Dont : » over parts, or a part that says « dont » itself, as the first text or as the service."""
        service = self.heading.columns.get("service", first)
        labels = [cells[column] for column in (first, service) if column < len(cells)]
        if self.heading.role is not Role.POSTS or not any(_BREAKDOWN.match(str(label)) for label in labels):
            return None
        numbered = any(self.fields.get(column) in NUMBERS for column in filled)
        return Kind.BREAKDOWN_PART if numbered else Kind.BREAKDOWN

    def _total_as_service(self, cells: list[object]) -> int | None:
        column = self.heading.columns.get("service", len(cells))
        value = cells[column] if column < len(cells) else None
        alone = isinstance(value, str) and _TOTAL_HINT.match(value) and _TOTAL.fullmatch(normalise(value))
        return column if alone and not alone["rest"] else None

    def _is_note(self, cells: list[object], filled: list[int], first: int) -> bool:
        return (
            len(filled) <= 2
            and bool(_NOTE.match(str(cells[first])))
            and not any(is_number(cells[column]) or self.fields.get(column) in NUMBERS for column in filled)
        )

    def _is_band(self, row: int, column: int) -> bool:
        if self.heading.role not in _BANDED or column >= self.heading.width:
            return False
        if row in self.spanned:
            return True
        field = self.fields.get(column, "")
        if field in _NOT_A_BAND or row in self.joined:
            return False
        if field not in _PEOPLE:
            return True
        return (row, column) in self.sheet.bold or is_recognised(clean(self.sheet.rows[row][column]))

    def _is_header_again(self, cells: list[object]) -> bool:
        """Two columns at least hold a header of their own field; the probe column makes the answer quick."""
        if self.probe >= len(cells) or not self._holds_header(cells, self.probe):
            return False
        return sum(self._holds_header(cells, column) for column in self.fields) >= min(2, len(self.fields))

    def _holds_header(self, cells: list[object], column: int) -> bool:
        value = cells[column] if column < len(cells) else None
        if not isinstance(value, str) or len(value) > _LONGEST_HEADER or value[:1].isdigit():
            return False
        if clean(value) and clean(value) in self.heading.texts.get(column, ""):
            return len(clean(value)) > 1 or clean(value) == self.heading.texts[column]
        known = meanings(self.heading.role, normalise(value))
        return any(match.field == self.fields[column] and match.strength is Strength.EXACT for match in known)


def row_reader(sheet: Sheet, heading: Heading) -> RowReader:
    fields = {column: field for field, column in heading.columns.items()}
    wide = max(2, int(_MOST * heading.width) + 1)
    spanned = frozenset(merge.top for merge in sheet.merges if merge.right - merge.left + 1 >= wide)
    tall = [merge for merge in sheet.merges if merge.bottom > merge.top and merge.left in fields]
    joined = frozenset(row for merge in tall for row in range(merge.top, min(merge.bottom + 1, len(sheet.rows))))
    return RowReader(sheet, heading, fields, spanned, joined, _probe(heading))


def _probe(heading: Heading) -> int:
    """The column where a text most surely means the header printed again: one of numbers if there is one."""
    usual = (*SEATS, "ordre", "rang", "rpps", "rang_voeu", "debut", "deposee", "semestre")
    fallback = min(heading.columns.values(), default=0)
    return next((heading.columns[field] for field in usual if field in heading.columns), fallback)
