"""The archive that the union takes away: opening and journal without what only some may know."""

from __future__ import annotations

import io
import json
import zipfile

from sqlalchemy import Engine

from allocation.canonical import canonical
from allocation.journal import line
from allocation.masked import masked_entries, masked_opening
from webapp.folder import JOURNAL, OPENING
from webapp.store.journal import read_entries, read_opening_bytes

MASKED = "journal-a-verifier.zip"


def masked_archive(engine: Engine, campaign_id: str) -> bytes:
    """The zip that `rang verify` takes. Raises `UnmaskableError` for a journal sealed without random texts."""
    opening = masked_opening(json.loads(read_opening_bytes(engine, campaign_id)))
    entries = masked_entries(read_entries(engine, campaign_id))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(OPENING, canonical(opening))
        archive.writestr(JOURNAL, b"".join(line(entry) + b"\n" for entry in entries))
    return made.getvalue()
