"""Walks down the rows under a header: one record a row, with the context of its bands; totals and notes beside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from allocation.forms import Role
from allocation.issues import Issue, cut
from imports.bands import band_context, is_hospital
from imports.breakdowns import Breakdowns
from imports.grid import Sheet, address
from imports.header_row import Heading
from imports.headers import wish_fields
from imports.merges import apply_merges, carry_down
from imports.row_kinds import NUMBERS, TOTALS, Kind, RowReader, row_reader
from imports.table import Raw, Record, Total
from imports.wording import clean

_MARKER = re.compile(r"\*+|\(\d{1,2}\)|[¹²³⁴-⁹]")
_LONGEST_NOTE = 2
_WHOLE = re.compile(r"\d[\d\s]*")
_KEYS = frozenset({"service", "etablissement", "code", "nom", "nom_prenom", "rpps", *NUMBERS})
"""Fields whose cell stands for the whole row: struck, the row is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that stands under one header."""

    records: list[Record]
    totals: list[Total]
    footnotes: tuple[str, ...]
    issues: list[Issue]


@dataclass(frozen=True, slots=True)
class _Announced:
    """A total as met, after `before` records."""

    kind: Kind
    row: int
    before: int


class _Column(NamedTuple):
    """What is needed of a column for each of its cells."""

    field: str
    at: int
    letter: str


@dataclass(slots=True)
class _Walk:
    """The state of a walk.

    `sections` numbers, for each record, the stretch between two bands or totals that it is in; `nesting` the kinds of
    bands, the outermost first; `pending` the bands met since the last record; `base` what holds for the whole sheet.
    """

    file: str
    sheet: Sheet
    heading: Heading
    reader: RowReader
    layout: tuple[_Column, ...]
    wishes: tuple[_Column, ...]
    base: dict[str, str]
    context: dict[str, str] = field(default_factory=dict)
    nesting: list[str] = field(default_factory=list)
    hospital: Raw | None = None
    pending: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)
    section: int = 0
    announced: list[_Announced] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    sums: dict[str, int] = field(default_factory=dict)
    section_sums: dict[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    breakdowns: Breakdowns = field(init=False)

    def __post_init__(self) -> None:
        self.breakdowns = Breakdowns(self.file, self.sheet.name)


def read_rows(file: str, sheet: Sheet, heading: Heading, base: dict[str, str]) -> Reading:
    """The records under the header. `base` is what the sheet's name and titles say of every row."""
    wishes = wish_fields(heading.columns)
    others = [name for name in heading.columns if name not in wishes]
    reader = row_reader(sheet, heading)
    walk = _Walk(file, sheet, heading, reader, _layout(heading, others), _layout(heading, wishes), base, dict(base))
    struck = _struck_columns(sheet)
    for row in range(heading.bottom + 1, len(sheet.rows)):
        filled = _filled(sheet, row)
        if filled and row in sheet.hidden_rows:
            walk.left_out.append(row)
        elif filled:
            _read_row(walk, row, filled, struck.get(row, set()))
    walk.breakdowns.close()
    _take_closing_notes(walk)
    notes = (*walk.notes, *(text for _, text in walk.pending))
    banded = bool(walk.nesting) or walk.hospital is not None
    walk.issues += walk.breakdowns.issues + _hidden_issues(walk) + apply_merges(file, sheet, heading, walk.records)
    carry_down(sheet, heading, walk.records, walk.sections, banded=banded)
    return Reading(walk.records, _totals(walk), _link_notes(walk.records, notes), walk.issues)


def _take_closing_notes(walk: _Walk) -> None:
    """Under the last total, rows of one or two texts without a number are notes, not posts whose number is lacking."""
    end = walk.announced[-1].before if walk.announced else len(walk.records)
    texts = [[clean(raw.value) for raw in record.fields.values()] for record in walk.records[end:]]
    notes = [" ".join(filter(None, cells)) for cells in texts if sum(map(bool, cells)) <= _LONGEST_NOTE]
    numbered = any(any(_numbers(record.fields).values()) for record in walk.records[end:])
    if walk.heading.role is Role.POSTS and len(notes) == len(texts) and not numbered:
        walk.notes += notes
        del walk.records[end:], walk.sections[end:]


def whole_number(value: object) -> int | None:
    """The number of a cell that holds a plain whole one; None for all else, which the value reader judges."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    plain = isinstance(value, str) and _WHOLE.fullmatch(value.strip()) and value.isascii()
    return int("".join(str(value).split())) if plain and len(str(value)) < 20 else None


def _filled(sheet: Sheet, row: int) -> list[int]:
    """Columns of the row with something in them; a formula without a result is something."""
    cells = sheet.rows[row]
    filled = [
        column
        for column, value in enumerate(cells)
        if value is not None and (not isinstance(value, str) or value.strip())
    ]
    if sheet.unvalued:
        filled = sorted({*filled, *(column for column in range(len(cells)) if (row, column) in sheet.unvalued)})
    return filled


def _struck_columns(sheet: Sheet) -> dict[int, set[int]]:
    columns: dict[int, set[int]] = {}
    for row, column in sheet.struck:
        columns.setdefault(row, set()).add(column)
    return columns


def _read_row(walk: _Walk, row: int, filled: list[int], struck: set[int]) -> None:
    kind = walk.reader.kind(row, filled)
    if kind is Kind.RECORD and (total := _unlabelled_total(walk, row, filled)):
        kind = total
    if kind is Kind.BAND:
        walk.breakdowns.close()
        walk.pending.append((row, clean(walk.sheet.rows[row][filled[0]])))
    elif kind in TOTALS:
        walk.breakdowns.close()
        _close_section(walk, _Announced(kind, row, len(walk.records)))
    elif kind in (Kind.NOTE, Kind.OUTSIDE):
        walk.notes.append(" ".join(clean(walk.sheet.rows[row][column]) for column in filled))
    elif kind is Kind.BREAKDOWN:
        walk.breakdowns.open(row, filled[0], _numbers(walk.records[-1].fields) if walk.records else {})
    elif kind is Kind.BREAKDOWN_PART:
        walk.breakdowns.part(row, filled[0])
    elif kind is Kind.RECORD:
        _read_record(walk, row, filled, struck)


def _numbers(fields: dict[str, Raw]) -> dict[str, int]:
    return {name: whole_number(fields[name].value) or 0 for name in NUMBERS & fields.keys()}


def _close_section(walk: _Walk, total: _Announced) -> None:
    walk.announced.append(total)
    walk.section += 1
    walk.section_sums = {}


def _read_record(walk: _Walk, row: int, filled: list[int], struck: set[int]) -> None:
    gone = [column for column in filled if column in struck]
    if gone:
        walk.issues.append(_struck_issue(walk, row, gone[0], whole=_is_struck(walk, filled, gone)))
        if _is_struck(walk, filled, gone):
            return
    fields = _fields(walk, row, struck)
    numbers = _numbers(fields)
    if walk.breakdowns.takes(row, numbers):
        return
    _apply_bands(walk)
    own = fields.get("etablissement")
    if walk.hospital and (own is None or not clean(own.value)):
        fields["etablissement"] = replace(walk.hospital, cell=own.cell) if own else walk.hospital
    walk.records.append(Record(row + 1, fields, dict(walk.context), wishes=_wishes(walk, row, struck)))
    walk.sections.append(walk.section)
    for name, number in numbers.items():
        walk.sums[name] = walk.sums.get(name, 0) + number
        walk.section_sums[name] = walk.section_sums.get(name, 0) + number


def _fields(walk: _Walk, row: int, struck: set[int]) -> dict[str, Raw]:
    """A `Raw` for every column, blank cells included; of the wishes, only for formulas."""
    cells, sheet = walk.sheet.rows[row], walk.sheet
    width, number = len(cells), str(row + 1)
    fields = {
        name: Raw(cells[column] if column < width and column not in struck else None, letter + number)
        for name, column, letter in walk.layout
    }
    for name, column, letter in (*walk.layout, *walk.wishes) if sheet.formulas or sheet.unvalued else ():
        at = (row, column)
        if at in sheet.formulas or at in sheet.unvalued:
            value = None if column in struck else cells[column]
            fields[name] = Raw(value, letter + number, "", at in sheet.formulas, at in sheet.unvalued)
    return fields


def _wishes(walk: _Walk, row: int, struck: set[int]) -> tuple[object, ...]:
    """The bare values of the wishes, None where there is none, or a formula."""
    cells, formulas = walk.sheet.rows[row], walk.sheet.formulas
    width = len(cells)
    return tuple(
        [
            cells[column] if column < width and column not in struck and (row, column) not in formulas else None
            for _, column, _ in walk.wishes
        ]
    )


def _layout(heading: Heading, fields: Iterable[str]) -> tuple[_Column, ...]:
    columns = heading.columns
    return tuple(_Column(name, columns[name], get_column_letter(columns[name] + 1)) for name in fields)


def _apply_bands(walk: _Walk) -> None:
    """The bands met since the last record. A band ends those of the kinds that were first met under its own kind."""
    for row, text in walk.pending:
        walk.section += 1
        if is_hospital(text):
            cell = address(row, _filled(walk.sheet, row)[0])
            walk.hospital = Raw(text, cell, cell)
            continue
        said = band_context(text, walk.base)
        walk.nesting += [key for key in said if key not in walk.nesting]
        outermost = min(walk.nesting.index(key) for key in said)
        kept = {key: value for key, value in walk.context.items() if key not in walk.nesting[outermost:]}
        ended = {key: value for key, value in walk.base.items() if key in walk.nesting[outermost:]}
        walk.context = kept | ended | said
    walk.pending.clear()


def _unlabelled_total(walk: _Walk, row: int, filled: list[int]) -> Kind | None:
    """Bold or computed numbers, nothing else, equal to what was read so far: a total that does not say so."""
    cells, fields = walk.sheet.rows[row], walk.reader.fields
    if not walk.records or not all(fields.get(column) in NUMBERS for column in filled):
        return None
    if not all((row, column) in walk.sheet.bold or (row, column) in walk.sheet.formulas for column in filled):
        return None
    numbers = {fields[column]: whole_number(cells[column]) for column in filled}
    if all(number == walk.sums.get(name) for name, number in numbers.items()):
        return Kind.TOTAL
    return Kind.PART_TOTAL if all(number == walk.section_sums.get(name) for name, number in numbers.items()) else None


def _totals(walk: _Walk) -> list[Total]:
    """The totals announced, each over its records: all of them, or those since the last subtotal.

    A « Total » that more records follow, or that comes again at the end of each part, closes a part too.
    """
    totals: list[Total] = []
    boundary, repeated = 0, False
    for announced in walk.announced:
        followed = announced.before < len(walk.records)
        closes = announced.kind is Kind.PART_TOTAL or (announced.kind is Kind.TOTAL and (followed or repeated))
        partial = closes and boundary < announced.before
        totals += _announced_numbers(walk, announced, boundary if partial else 0)
        repeated = repeated or (closes and announced.kind is Kind.TOTAL)
        boundary = announced.before if closes else boundary
    return totals


def _announced_numbers(walk: _Walk, announced: _Announced, first: int) -> list[Total]:
    cells = walk.sheet.rows[announced.row]
    columns = [
        (name, column) for name, column in walk.heading.columns.items() if name in NUMBERS and column < len(cells)
    ]
    numbers = [(name, column, whole_number(cells[column])) for name, column in columns]
    return [
        Total(address(announced.row, column), name, number, first, announced.before)
        for name, column, number in numbers
        if number is not None
    ]


def _is_struck(walk: _Walk, filled: list[int], gone: list[int]) -> bool:
    """A row is struck when most of it is, or one of the cells that stand for it."""
    return 2 * len(gone) > len(filled) or any(walk.reader.fields.get(column) in _KEYS for column in gone)


def _struck_issue(walk: _Walk, row: int, column: int, *, whole: bool) -> Issue:
    value = clean(walk.sheet.rows[row][column])
    message = f"Ligne {row + 1} barrée : elle n'est pas lue." if whole else "Cellule barrée : elle n'est pas lue."
    fix = "Supprimez-la, ou retirez le trait si elle compte encore."
    return Issue(walk.file, walk.sheet.name, address(row, column), "W_STRIKE", "warning", cut(value), message, fix)


def _hidden_issues(walk: _Walk) -> list[Issue]:
    """One warning for each run of hidden rows."""
    runs: list[list[int]] = []
    for row in walk.left_out:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [_hidden_issue(walk, run) for run in runs]


def _hidden_issue(walk: _Walk, run: list[int]) -> Issue:
    column = _filled(walk.sheet, run[0])[0]
    first, last = address(run[0], column), address(run[-1], column)
    if len(run) == 1:
        message = f"Ligne {run[0] + 1} masquée ou filtrée : elle n'est pas lue."
    else:
        message = f"Lignes {run[0] + 1} à {run[-1] + 1} masquées ou filtrées : elles ne sont pas lues."
    cell = first if len(run) == 1 else f"{first}:{last}"
    value = cut(clean(walk.sheet.rows[run[0]][column]))
    fix = "Affichez les lignes qui comptent, supprimez les autres."
    return Issue(walk.file, walk.sheet.name, cell, "W_HIDDEN_ROW", "warning", value, message, fix)


def _link_notes(records: list[Record], notes: tuple[str, ...]) -> tuple[str, ...]:
    """Give each note to the records that bear its marker; what is left belongs to the whole sheet."""
    marked = {found[0]: note for note in notes if (found := _MARKER.match(note.strip()))}
    used: set[str] = set()
    for record in records if marked else ():
        markers = {
            mark for raw in record.fields.values() if isinstance(raw.value, str) for mark in _MARKER.findall(raw.value)
        }
        record.remarks = tuple(note for mark, note in marked.items() if mark in markers)
        used.update(record.remarks)
    return tuple(note for note in notes if note not in used)
