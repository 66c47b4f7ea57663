"""Several processes press on the last seats together: no double choice, no lost one (`make race` is the long form)."""

from __future__ import annotations

from sqlalchemy import Engine

from tests.race.course import faults, lay, run


def test_raced_desks_never_share_a_seat_nor_lose_what_was_acknowledged(engine: Engine, url: str) -> None:
    campaigns = lay(engine, 2)
    told = run(url, campaigns, desks=3, attempts=300)
    assert faults(engine, campaigns, told) == []
    outcomes = {line.split()[1] for line in told}
    assert {"won", "late", "ELI-01a"} <= outcomes


def test_an_acknowledgement_that_the_journal_does_not_hold_is_seen(engine: Engine) -> None:
    campaigns = lay(engine, 1)
    assert faults(engine, campaigns, [f"{campaigns[0]} won 1 {'0' * 64}"]) != []
    assert faults(engine, campaigns, [f"{campaigns[0]} won 1 x", f"{campaigns[0]} won 1 y"])[0].endswith("twice")
