"""`postes-ouverts.xlsx`: the posts open to the choice, as everybody may read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook

from exports.workbook import Table, write_table

HEADERS = ("Code stage", "Établissement", "Service", "Commune", "Liste", "Catégorie", "Places", "Réservé à")


def open_posts(title: str, rows: Iterable[Sequence[object]]) -> bytes:
    """The workbook of these rows, whose cells are those of `HEADERS`; `title` is printed on each page."""
    book = Workbook(write_only=True)
    write_table(book, Table("Postes ouverts", title, HEADERS), rows)
    written = BytesIO()
    book.save(written)
    return written.getvalue()
