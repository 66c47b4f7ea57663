"""A desk in a process of its own: it records one choice after the other and says each once it is recorded.

Arguments: the URL of the database, the campaign's id. Read and killed by the tests.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from allocation.commands import Choose
from webapp.store.engine import open_engine
from webapp.store.journal import append, read_opening


def main(url: str, campaign_id: str) -> None:
    engine = open_engine(url)
    (choices,) = (choices for choices in read_opening(engine, campaign_id).lists if choices.calls)
    for number, call in enumerate(choices.calls):
        command = Choose(choices.name, call.person, f"STAGE{number}")
        added = append(engine, campaign_id, command, seen=number + 1, actor="pupitre", clock=lambda: datetime.now(UTC))
        assert isinstance(added, tuple), added
        sys.stdout.write(f"{added[0]['seq']} {added[0]['hash']}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
