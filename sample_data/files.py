"""Workbooks written so that the same values give the same bytes at each run."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

_STAMP = (2027, 3, 12, 9, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def empty_book() -> Workbook:
    """A workbook without the sheet that openpyxl puts there."""
    book = Workbook()
    del book[book.sheetnames[0]]
    return book


def save(book: Workbook, path: Path) -> Path:
    """Write the workbook with fixed dates inside and out, and return its path."""
    unfixed = BytesIO()
    book.save(unfixed)
    with ZipFile(unfixed) as source, ZipFile(path, "w") as target:
        for entry in source.infolist():
            target.writestr(
                _plain_entry(entry.filename), _MODIFIED.sub(rb"\g<1>2027-03-12T09:00:00Z", source.read(entry))
            )
    return path


def _plain_entry(name: str) -> ZipInfo:
    """An archive entry that says neither when nor on which system it was made."""
    entry = ZipInfo(name, _STAMP)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry
