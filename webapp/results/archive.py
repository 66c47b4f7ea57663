"""Files gathered in one zip archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_WHEN = (1980, 1, 1, 0, 0, 0)


def zipped(folder: Path) -> bytes:
    """Every file of the folder and of its folders, by its path from there; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                named = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _WHEN)
                named.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(named, path.read_bytes())
    return made.getvalue()
