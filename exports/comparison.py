"""Whether a workbook still says what the result says, for those who verify a folder."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook

from exports.assignments import write_assignments
from exports.documents import Opening, Result


def workbook_differs(data: bytes, result: Result, opening: Opening) -> bool:
    """True when some cell of `affectations.xlsx` is not what these documents give, or the file cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        due = Path(folder) / "due.xlsx"
        write_assignments(result, opening, due)
        try:
            return any(found != expected for found, expected in _pairs(data, due.read_bytes()))
        except (BadZipFile, KeyError, ValueError, OSError):
            return True


def _pairs(found: bytes, expected: bytes) -> Iterator[tuple[object, object]]:
    shown, due = (load_workbook(io.BytesIO(data), read_only=True) for data in (found, expected))
    yield shown.sheetnames, due.sheetnames
    for name in due.sheetnames:
        rows, due_rows = shown[name].iter_rows(values_only=True), due[name].iter_rows(values_only=True)
        for row in due_rows:
            yield next(rows, None), row
        yield next(rows, None), None
