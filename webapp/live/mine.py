"""What a person sees of their own day: where they stand, and once served their post with its receipt."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from allocation.opening import Pool
from webapp.live.standing import Standing
from webapp.live.told import Told
from webapp.store import journal


@dataclass(frozen=True, slots=True)
class Receipt:
    """The entry of the journal that records a choice, and its hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Mine:
    """`standing` None for somebody without a turn. `pool`: the post held; `receipt`: of the choice that gave it, None
    where another act did (a correction)."""

    standing: Standing | None
    pool: Pool | None = None
    receipt: Receipt | None = None


def mine_of(engine: Engine, campaign_id: str, told: Told, person: str) -> Mine:
    standing = told.standings.get(person)
    if standing is None or standing.state != "served":
        return Mine(standing)
    day = journal.read_day(engine, campaign_id)
    held = day.holds.get(person)
    pool = day.opening.pool[held.pool] if held else None
    return Mine(standing, pool, _receipt(engine, campaign_id, told, standing, pool))


def _receipt(engine: Engine, campaign_id: str, told: Told, standing: Standing, pool: Pool | None) -> Receipt | None:
    wanted = {"kind": "chosen", "list": standing.list, "number": standing.number, "post": pool and pool.code}
    found = (line["seq"] for line in reversed(told.since(-1)) if wanted.items() <= line.items())
    seq = next(found, None)
    if seq is None:
        return None
    return Receipt(seq, str(journal.read_entries(engine, campaign_id, since=seq)[0]["hash"]))
