"""The server killed while a desk records: every choice acknowledged is there (`make crash` is the long form)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.course import killed

pytestmark = [pytest.mark.long, pytest.mark.allow_hosts(["127.0.0.1"])]


def test_a_killed_server_comes_back_with_all_that_it_acknowledged(url: str, tmp_path: Path) -> None:
    assert list(killed(url, tmp_path, kills=2, seed=3, longest=1.0)) == []
