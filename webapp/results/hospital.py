"""The workbook of one hospital."""

from __future__ import annotations

import tempfile
from pathlib import Path

from webapp.results.material import Material


def workbook(found: Material, establishment: str) -> bytes:
    """The interns that it receives, and its posts left unfilled."""
    from exports.offices import write_hospital

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "hopital.xlsx"
        write_hospital(found.collected.result, found.collected.standing, found.contacts, establishment, path)
        return path.read_bytes()
