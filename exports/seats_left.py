"""`postes-restants.xlsx`: the posts left unfilled, which the ARS needs before anybody else is appointed there."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from exports.documents import Opening, Result
from exports.files import replacing
from exports.labels import campaign_words
from exports.rows import SEATS_LEFT, seats_left_rows
from exports.workbook import Table, write_table


def write_seats_left(result: Result, opening: Opening, path: Path) -> None:
    """Write every pool of which a regular seat is left, in the order of the post list."""
    book = Workbook(write_only=True)
    table = Table("Postes restants", f"Postes restants – {campaign_words(result)}", SEATS_LEFT)
    write_table(book, table, seats_left_rows(result, opening))
    with replacing(path) as temporary:
        book.save(temporary)
