"""`make load`: 1,500 phones on the real server, a desk that records choices over HTTP; on this machine alone, bounded.

`python -m tests.load [--phones N] [--choices N] [--workers N] [--database sqlite|postgresql] [--beside]`.
Every choice is counted on every phone: a missing or doubled line ends the programme with an error.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.load.beside import working_beside
from tests.load.desk import Desk
from tests.load.measures import come_back, follow, taken
from tests.load.site import Site, prepare, served
from tests.webapp.databases import cluster, database_in

_MOST = 10_000


def main() -> None:
    asked = _arguments()
    _allow_many_connections()
    with tempfile.TemporaryDirectory() as folder, _database(asked.database, folder) as url:
        site = prepare(url, asked.phones, Path(folder) / "serveur.log")
        with served(site, asked.workers) as (port, process):
            _show(asked, measured(asked, site, port, process.pid))
        site.engine.dispose()


def measured(asked: argparse.Namespace, site: Site, port: int, pid: int) -> dict[str, str]:
    """The figures, as they are shown."""
    before, began = taken(pid), time.perf_counter()
    with closing(Desk(port, site)) as desk, working_beside(port, site) if asked.beside else nullcontext() as came:
        told = asyncio.run(follow(port, desk, site.streams, range(asked.choices), asked.every))
    after, seconds = taken(pid), time.perf_counter() - began
    back = asyncio.run(come_back(port, site.streams, asked.choices // 2))
    return {
        "livraisons comptées": f"{told.deliveries:,}",
        "médiane": f"{told.middle:.0f} ms",
        "p99": f"{told.p99:.0f} ms",
        "maximum": f"{told.most:.0f} ms",
        "mémoire du serveur (PSS)": f"{after.memory:.0f} Mo",
        "processeur du serveur": f"{100 * (after.seconds - before.seconds) / seconds:.0f} % d'un cœur",
        "tous revenus en": f"{back:.2f} s",
        **({"pages servies à côté": f"{came.value:,}"} if came else {}),
    }


@contextmanager
def _database(kind: str, folder: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/charge.sqlite"
    else:
        with cluster() as place:
            yield database_in(place)


def _show(asked: argparse.Namespace, figures: dict[str, str]) -> None:
    title = f"{asked.phones} téléphones, {asked.choices} choix, {asked.workers} processus, {asked.database}"
    table = Table("mesure", "valeur", title=title + (", calculs à côté" if asked.beside else ""))
    for name, value in figures.items():
        table.add_row(name, value)
    Console().print(table)


def _allow_many_connections() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description="A day followed by many phones.")
    parser.add_argument("--phones", type=int, default=1500)
    parser.add_argument("--choices", type=int, default=20)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two choices")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--beside", action="store_true", help="pages that compute are asked for meanwhile")
    asked = parser.parse_args()
    if not 1 <= asked.choices <= asked.phones <= _MOST:
        parser.error(f"between 1 and {_MOST} phones, and no more choices than phones")
    return asked


if __name__ == "__main__":
    main()
