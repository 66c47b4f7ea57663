from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.webapp.databases import cluster, database_in
from webapp.store import migrate
from webapp.store.engine import open_engine


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with cluster() as place:
        yield place


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/essai.sqlite"
    return database_in(request.getfixturevalue("postgres"))


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
