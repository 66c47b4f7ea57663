"""Sheets that only count posts by DES: no list, but a check of the lists read beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from allocation.issues import Issue, cut
from allocation.model import Phase, Post, Where
from imports import integers
from imports.headers import PHASE_COLUMNS
from imports.places import whole
from imports.reference import des_of
from imports.table import Record, Table
from imports.wording import clean

_WHOLE = ("postes", "total_ignore")
_ELSEWHERE = frozenset({"subdivision", "region", "categorie", "phase"})
"""Columns that cut the numbers finer than the DES and its phases: such a sheet is not compared."""


@dataclass(frozen=True, slots=True)
class _Count:
    """What a summary announces for a DES, in one phase or (None) in all."""

    des: str
    phase: Phase | None
    number: int
    cell: str


def check_summaries(tables: Iterable[Table], posts: Iterable[Post]) -> list[Issue]:
    """A warning for each number of a summary that is not the sum read, and one for the DES without any post read."""
    by_des: dict[str, list[Post]] = {}
    for post in posts:
        by_des.setdefault(post.des, []).append(post)
    return [issue for table in tables if _is_comparable(table) for issue in _compared(table, by_des)]


def _is_comparable(table: Table) -> bool:
    return table.summary and "des" in table.columns and not _ELSEWHERE & table.columns.keys()


def _compared(table: Table, by_des: dict[str, list[Post]]) -> Iterator[Issue]:
    announced = [count for record in table.records for count in _counts(record)]
    for count in announced:
        read = _read(by_des.get(count.des, []), count.phase)
        if count.des in by_des and read is not None and read != count.number:
            yield _mismatch(table, count, read)
    unread = sorted({count.des for count in announced if count.number} - by_des.keys())
    if unread:
        message = f"Le récapitulatif annonce des postes dans des DES dont aucun n'a été lu : {cut(', '.join(unread))}."
        fix = "Donnez aussi leurs listes, si ces DES font partie du choix."
        yield whole("W_TOTAL_MISMATCH", Where(table.file, table.sheet), message, fix)


def _counts(record: Record) -> Iterator[_Count]:
    des = des_of(clean(record.fields["des"].value)).value or ""
    by_phase: dict[Phase | None, _Count] = {}
    for field, raw in record.fields.items():
        number = integers.integer(raw.value, "nombre").value
        if number is None or not (field in PHASE_COLUMNS or field in _WHOLE) or not des:
            continue
        phase = PHASE_COLUMNS.get(field)
        before = by_phase[phase].number if phase in by_phase and phase else 0
        by_phase[phase] = _Count(des, phase, before + number, raw.cell)
    yield from by_phase.values()


def _read(posts: list[Post], phase: Phase | None) -> int | None:
    """The seats read; None where phases share some, which nobody can count for one of them."""
    own = [post for post in posts if phase is None or phase in post.phases]
    if phase and any(len(post.phases) > 1 for post in own):
        return None
    return sum(post.seats for post in own)


def _mismatch(table: Table, count: _Count, read: int) -> Issue:
    where = f"{count.des}, {count.phase.label.lower()}" if count.phase else count.des
    message = f"Le récapitulatif annonce {count.number} pour {where}, la somme lue dans les listes est {read}."
    fix = "Vérifiez les lignes barrées, masquées ou en erreur, ou le récapitulatif lui-même."
    return Issue(table.file, table.sheet, count.cell, "W_TOTAL_MISMATCH", "warning", str(count.number), message, fix)
