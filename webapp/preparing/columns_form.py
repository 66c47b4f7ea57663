"""What a human settles about sheets and columns, as a form shows it and gives it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, takewhile

from allocation.forms import Role
from imports.headers import ASIDE, FIELDS, label, wish_fields
from imports.mapping import ColumnRule, SheetRule, learn
from imports.mapping import Mapping as Columns
from imports.reading import Reading
from imports.tables import unsettled
from imports.words import normalise

WISHES_OFFERED = 40
IGNORED = "ignorer"
_LAST_ROW = 1000


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet: where it is, what was recognised in it ("" nothing), and what a human settled ("" nothing)."""

    name: str
    file: str
    understood: str
    header_row: int | None
    settled: str
    settled_row: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the lists of a role: its header, the field that it fills in words ("" none), what was settled."""

    role: Role
    header: str
    understood: str
    settled: str


def sheet_lines(reading: Reading, settled: Columns) -> list[SheetLine]:
    """Every sheet that has a row, in the order of the files."""
    tables = {(table.file, table.sheet): table for table in reading.tables if not table.summary}
    lines = []
    for book in reading.books:
        for sheet in book.sheets:
            table, rule = tables.get((book.name, sheet.name)), settled.sheet_rule(sheet.name)
            if sheet.rows:
                lines.append(
                    SheetLine(
                        name=sheet.name,
                        file=book.name,
                        understood=table.role.label if table else "",
                        header_row=table.header_row if table else None,
                        settled="" if rule is None else rule.role.value if rule.role else IGNORED,
                        settled_row="" if rule is None or rule.header_row is None else str(rule.header_row),
                    )
                )
    return lines


def column_lines(reading: Reading, settled: Columns) -> list[ColumnLine]:
    """Every header that was read, those that fill no field first; forty columns of wishes say nothing by themselves."""
    known = learn(reading.tables)
    left: dict[tuple[Role, str], None] = {}
    for book in reading.books:
        for role, headers in unsettled(book, settled).items():
            left |= dict.fromkeys((role, normalise(header)) for header in headers if normalise(header))
    lines = [ColumnLine(role, header, "", _settled(settled, role, header)) for role, header in left]
    lines += [
        ColumnLine(rule.role, rule.header, label(rule.role, rule.field), _settled(settled, rule.role, rule.header))
        for rule in known.columns
        if (rule.role, rule.header) not in left and not _is_plain_wish(rule, settled)
    ]
    return sorted(lines, key=lambda line: (list(Role).index(line.role), bool(line.understood)))


def _is_plain_wish(rule: ColumnRule, settled: Columns) -> bool:
    return bool(wish_fields([rule.field])) and not settled.field_of(rule.role, rule.header)


def _settled(settled: Columns, role: Role, header: str) -> str:
    field = settled.field_of(role, header)
    return IGNORED if field == ASIDE else field


def fields_of(role: Role) -> list[tuple[str, str]]:
    """The fields that a column of that role may fill, each with its words."""
    wishes = [f"voeu_{n}" for n in range(1, WISHES_OFFERED + 1)] if role is Role.WISHES else []
    named = sorted(((field, label(role, field)) for field in FIELDS[role]), key=lambda item: item[1].casefold())
    return [*named, *((field, label(role, field)) for field in wishes)]


def read(form: Mapping[str, str]) -> Columns:
    """What the form settles. What it does not know of is left out: it cannot have come from the page."""
    return Columns(tuple(_columns(form)), tuple(_sheets(form)))


def _sheets(form: Mapping[str, str]) -> Iterator[SheetRule]:
    for number in _numbers(form, "sheet"):
        name, content, row = (form.get(f"sheet-{number}-{part}", "") for part in ("name", "content", "row"))
        if name and content in {role.value for role in Role} | {IGNORED}:
            yield SheetRule(name, None if content == IGNORED else Role(content), _row(row))


def _columns(form: Mapping[str, str]) -> Iterator[ColumnRule]:
    for number in _numbers(form, "column"):
        role, header, field = (form.get(f"column-{number}-{part}", "") for part in ("role", "header", "field"))
        if header and role in {each.value for each in Role}:
            if field == IGNORED:
                yield ColumnRule(Role(role), normalise(header), ASIDE)
            elif field in dict(fields_of(Role(role))):
                yield ColumnRule(Role(role), normalise(header), field)


def _numbers(form: Mapping[str, str], kind: str) -> Iterable[int]:
    """The numbers of the lines that the form holds."""
    key = {"sheet": "name", "column": "header"}[kind]
    return takewhile(lambda number: f"{kind}-{number}-{key}" in form, count())


def _row(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) <= _LAST_ROW else None
