"""A desk among several, in a process of its own: it gives whoever is called the first post that is open to them.

Arguments: the URL of the database, the campaign's id. Ends with the list.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from allocation.decide import Choose
from webapp.store.engine import open_engine
from webapp.store.journal import append, head, read_day


def main(url: str, campaign_id: str) -> None:
    engine = open_engine(url)
    (name,) = read_day(engine, campaign_id).queues
    while True:
        seen, _ = head(engine, campaign_id)
        day = read_day(engine, campaign_id)
        call = day.next_call(name)
        if call is None:
            return
        left = next(pool.code for pool in day.opening.pools if day.open_seats_left(pool))
        append(
            engine, campaign_id, Choose(name, call.person, left), seen=seen, actor="a", clock=lambda: datetime.now(UTC)
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
