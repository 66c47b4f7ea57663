from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from webapp.store import migrate
from webapp.store.engine import open_engine


@pytest.fixture
def bare(url: str) -> Iterator[Engine]:
    """An engine on a database without tables."""
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(bare: Engine) -> Engine:
    migrate.upgrade(bare)
    return bare
