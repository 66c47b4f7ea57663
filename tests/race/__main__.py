"""`make race`: 100,000 raced attempts at last seats on SQLite and on a PostgreSQL of its own; bounded, on this machine.

`python -m tests.race [--attempts N] [--desks N]`. Exit 1 where anything was lost or doubled.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.race.course import TURNS, faults, lay, run
from tests.webapp.databases import cluster, database_in
from webapp.store import migrate
from webapp.store.engine import open_engine


def main() -> None:
    asked = _arguments()
    table = Table("base", "essais", "gagnés", "trop tard", "refusés", "essais/s", "fautes")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, cluster() as postgres:
        for name, url in {
            "SQLite": f"sqlite:///{Path(folder) / 'course.sqlite'}",
            "PostgreSQL": database_in(postgres),
        }.items():
            row, found = raced(url, asked.attempts, asked.desks)
            wrong += found
            table.add_row(name, *row)
    Console().print(table)
    sys.exit(1 if wrong else 0)


def raced(url: str, attempts: int, desks: int) -> tuple[list[str], int]:
    """The figures of a race as they are shown, and how many faults there were."""
    engine = open_engine(url)
    migrate.upgrade(engine)
    # A turn takes about one attempt of each desk; what is not needed stays at its opening.
    campaigns = lay(engine, attempts // (2 * TURNS * desks) * 2 + 1)
    began = time.perf_counter()
    told = run(url, campaigns, desks, attempts // desks)
    seconds = time.perf_counter() - began
    found = faults(engine, campaigns, told)
    engine.dispose()
    for fault in found[:20]:
        sys.stderr.write(f"{fault}\n")
    outcomes = Counter(line.split()[1] for line in told)
    refused = outcomes.total() - outcomes["won"] - outcomes["late"]
    counts = (outcomes.total(), outcomes["won"], outcomes["late"], refused)
    return [*(f"{count:,}" for count in counts), f"{outcomes.total() / seconds:,.0f}", str(len(found))], len(found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.race", description="Raced attempts at last seats.")
    parser.add_argument("--attempts", type=int, default=100_000, help="attempts on each database, at most")
    parser.add_argument("--desks", type=int, default=4, help="processes pressing together")
    return parser.parse_args()


if __name__ == "__main__":
    main()
