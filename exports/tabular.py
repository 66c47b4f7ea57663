"""`affectations.csv`: the assignments for other software, byte for byte the same for the same documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exports.documents import Opening, Result
from exports.rows import ASSIGNMENTS, assignment_rows
from exports.safety import csv_text


def assignments_csv(resultat: Result, ouverture: Opening) -> bytes:
    """One line a person, as `table_csv` writes it."""
    return table_csv(ASSIGNMENTS, assignment_rows(resultat, ouverture))


def table_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows under their headers: fields apart by `;`, UTF-8 with a byte order mark, lines ended by CR LF.

    A text that looks like a formula starts with an apostrophe.
    """
    import pandas as pd  # slow to load, and of no use to the other exports

    safe = [[csv_text(value) if isinstance(value, str) else value for value in row] for row in rows]
    table = pd.DataFrame(safe, columns=list(headers), dtype=object)
    return str(table.to_csv(sep=";", index=False, lineterminator="\r\n")).encode("utf-8-sig")
