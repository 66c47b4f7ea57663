"""The minutes of a result, set by a process of its own: this module loads nothing that it does not need there."""

from __future__ import annotations

import json
from pathlib import Path

from webapp.folder import OPENING, RESULT


def set_minutes(folder: Path) -> None:
    """Write `proces-verbal.pdf` beside the documents that stand in the folder."""
    from exports.minutes import write_minutes

    result, opening = (json.loads((folder / name).read_bytes()) for name in (RESULT, OPENING))
    write_minutes(result, opening, folder)
