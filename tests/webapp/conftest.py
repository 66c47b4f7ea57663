from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from tests.webapp.databases import cluster, database_in
from tests.webapp.pages.browser import chromium
from tests.webapp.running import rang, sample_arguments
from webapp.store import migrate
from webapp.store.engine import open_engine


@pytest.fixture(scope="session")
def sample_result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `rang allocate` writes for the sample campaign; tests copy it before they change it."""
    folder = tmp_path_factory.mktemp("campagne") / "resultat"
    done = rang("allocate", *sample_arguments(), "--out", folder)
    assert done.exit_code == 0, done.output
    return folder


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
    """An engine on a database with our tables, empty."""
    migrate.upgrade(bare)
    return bare


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made
