"""A short run of `make load`: what it counts is counted, on a real server with a desk over HTTP; nothing is timed."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from tests.load.beside import working_beside
from tests.load.desk import Desk
from tests.load.measures import come_back, follow, spread, taken
from tests.load.site import prepare, served

pytestmark = [pytest.mark.long, pytest.mark.allow_hosts(["127.0.0.1"])]

PHONES, CHOICES = 50, 5


def test_fifty_phones_are_told_every_choice_of_the_desk_and_come_back_together(tmp_path: Path) -> None:
    site = prepare(f"sqlite:///{tmp_path}/charge.sqlite", PHONES, tmp_path / "serveur.log")
    with served(site, workers=2) as (port, process), closing(Desk(port, site)) as desk:
        with working_beside(port, site) as came:
            told = asyncio.run(follow(port, desk, site.streams, range(CHOICES), every=0.5))
        assert came.value > 0
        assert told.deliveries == PHONES * CHOICES
        assert asyncio.run(come_back(port, site.streams, since=2)) > 0
        assert taken(process.pid).memory > 0
    site.engine.dispose()
    assert "Traceback" not in (tmp_path / "serveur.log").read_text()


def test_the_spread_is_that_of_all_deliveries() -> None:
    told = spread([number / 1000 for number in range(1, 201)])
    assert (told.deliveries, told.middle, told.p99, told.most) == (200, 101, 199, 200)
