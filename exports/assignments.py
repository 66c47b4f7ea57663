"""`affectations.xlsx`: who obtained what, what is left, why each wish was refused, and how all this was checked."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from exports.controls import write_controls
from exports.documents import Opening, Result
from exports.files import replacing
from exports.labels import campaign_words
from exports.rows import (
    ASSIGNMENTS,
    EXPLANATIONS,
    SEATS_LEFT,
    UNASSIGNED,
    assignment_rows,
    explanation_rows,
    seats_left_rows,
    unassigned_rows,
)
from exports.workbook import Table, write_table


def write_assignments(resultat: Result, ouverture: Opening, path: Path) -> None:
    """Write the workbook of the result at `path`, for the staff alone: it names surnombres.

    The same documents give the same cells; `path` is replaced only by a whole workbook.
    """
    book = Workbook(write_only=True)
    campaign = campaign_words(resultat)
    tables = (
        ("Affectations", "Affectations", ASSIGNMENTS, assignment_rows(resultat, ouverture)),
        ("Non affectés", "Internes sans affectation", UNASSIGNED, unassigned_rows(resultat)),
        ("Postes restants", "Postes restants", SEATS_LEFT, seats_left_rows(resultat, ouverture)),
        ("Explications", "Vœux examinés et refusés", EXPLANATIONS, explanation_rows(resultat, ouverture)),
    )
    for name, title, headers, rows in tables:
        write_table(book, Table(name, f"{title} – {campaign}", headers), rows)
    write_controls(book, f"Contrôles – {campaign}", resultat, ouverture)
    with replacing(path) as temporary:
        book.save(temporary)
