"""`make crash`: the server is killed 200 times while a desk records through its pages, on either database; bounded.

`python -m tests.crash [--kills N] [--seed N] [--longest SECONDS]`. Exit 1 where anything acknowledged is missing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.course import killed
from tests.webapp.databases import cluster, database_in


def main() -> None:
    asked = _arguments()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, cluster() as postgres:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'essai.sqlite'}", "PostgreSQL": database_in(postgres)}
        for name, url in urls.items():
            began = time.perf_counter()
            kills = (asked.kills + 1) // 2 if name == "SQLite" else asked.kills // 2
            found = list(killed(url, Path(folder), kills, asked.seed, asked.longest))
            wrong += len(found)
            sys.stdout.write(f"{name} : {kills} arrêts brutaux en {time.perf_counter() - began:.0f} s, ")
            sys.stdout.write(f"{len(found)} faute(s)\n")
            sys.stdout.writelines(f"  {fault}\n" for fault in found[:20])
            sys.stdout.flush()
    sys.exit(1 if wrong else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description="A server killed while a desk records.")
    parser.add_argument("--kills", type=int, default=200, help="kills in all, half on each database")
    parser.add_argument("--seed", type=int, default=1, help="the moments of the kills")
    parser.add_argument("--longest", type=float, default=1.5, help="seconds of recording before a kill, at most")
    return parser.parse_args()


if __name__ == "__main__":
    main()
