"""A sheet understood: which column is what, and one record a row, before any value is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from allocation.forms import Role


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell as it stands: its value, its address ("E7"; "H15:H16" for a number that rows share).

    `copied_from` is "B6" where the value was carried down from there; `formula` is True for a cached result, `unvalued`
    for a formula without one. A number merged over several rows is counted once: the first record has its value, the
    next ones None and `shared` True, and all of them the address of the range.
    """

    value: object
    cell: str
    copied_from: str = ""
    formula: bool = False
    unvalued: bool = False
    shared: bool = False


@dataclass(slots=True)
class Record:
    """One data row. `row` counted from 1. `fields` by field name; `context` what bands, titles and sheet name say.

    Every column of the table has its field, blank cells included (value None). Wishes in wide form are millions: their
    values stand bare in `wishes`, in the order of `Table.wish_fields`; only a formula has its field `voeu_n` instead.
    `remarks` are the footnotes that a marker of the row (`*`, `(1)`) refers to.
    Context keys: `des`, `phase`, `category` (raw texts). Number columns given per phase are the fields
    `postes_socle`, `postes_approfondissement`, `postes_consolidation`.
    """

    row: int
    fields: dict[str, Raw]
    context: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    wishes: tuple[object, ...] = ()


@dataclass(slots=True)
class Table:
    """One sheet with its role. `columns` maps a field to its column letter, `headers` a field to the header as read.

    `header_row` is the first line of the header, from 1 (0: there is none). `titles` are the texts above it; `totals`
    the totals that the file announces; `footnotes` the notes under the last row that no marker ties to a record.
    `long_wishes` is True where the wishes come one a row; `wish_fields` are the columns `voeu_1`, `voeu_2`… in order.
    `summary` is True for numbers of posts by DES without any place: a check of the lists, and no list.
    """

    file: str
    sheet: str
    role: Role
    columns: dict[str, str]
    headers: dict[str, str]
    records: list[Record]
    header_row: int
    titles: tuple[str, ...] = ()
    long_wishes: bool = False
    totals: list[Total] = field(default_factory=list)
    footnotes: tuple[str, ...] = ()
    wish_fields: tuple[str, ...] = ()
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A total that the sheet announces for `field`, over the records `first` (included) to `last` (excluded)."""

    cell: str
    field: str
    value: int
    first: int
    last: int
