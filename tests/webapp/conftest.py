from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webapp.databases import cluster, database_in
from tests.webapp.running import rang, sample_arguments


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
