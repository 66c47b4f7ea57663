"""The post list to print, made once for each state of the day: it is public, and takes a moment to set."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine

from webapp.results.material import from_store
from webapp.results.offered import BY_NAME
from webapp.store import journal


def post_list(engine: Engine, campaign_id: str) -> bytes:
    """`liste-postes.pdf` as the day stands. Raises KeyError for a campaign that holds no journal."""
    return _post_list(engine, campaign_id, journal.head(engine, campaign_id)[1])


@lru_cache(maxsize=16)
def _post_list(engine: Engine, campaign_id: str, _head: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        BY_NAME["liste-postes"].make(from_store(engine, campaign_id), Path(folder), lambda _done, _of: None)
        (path,) = Path(folder).iterdir()
        return path.read_bytes()
