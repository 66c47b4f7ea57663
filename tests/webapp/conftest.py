from __future__ import annotations

from pathlib import Path

import pytest

from tests.webapp.running import rang, sample_arguments


@pytest.fixture(scope="session")
def sample_result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `rang allocate` writes for the sample campaign; tests copy it before they change it."""
    folder = tmp_path_factory.mktemp("campagne") / "resultat"
    done = rang("allocate", *sample_arguments(), "--out", folder)
    assert done.exit_code == 0, done.output
    return folder
