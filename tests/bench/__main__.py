"""The benchmark: `python -m tests.bench [PEERS_PYTHON] [--quick]`.

PEERS_PYTHON is an interpreter of an environment that has the packages compared with (`make bench` makes one).
`--quick` keeps to a few interns, to see that it runs. Nothing fails for being slow: the table says what holds.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterator

from rich.console import Console

from allocation.serving import compile_market
from tests.bench.against import compare
from tests.bench.campaigns import FEW, LARGE, SEED, SMALL, WISHES, opened
from tests.bench.command import allocate
from tests.bench.engine import day, eligible, looking_ahead, previewed, serving
from tests.bench.figures import Figure, table
from tests.bench.site import site

NARROWEST = 170
"""Columns below which the table would break its lines."""


def main() -> None:
    asked = _arguments()
    progress = Console(stderr=True)
    figures: list[Figure] = []
    for figure in measured(asked.quick, asked.peers):
        progress.print(f"… {figure.what}", highlight=False)
        figures.append(figure)
    Console(width=max(Console().width, NARROWEST)).print(table(_title(), figures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure what must hold.")
    parser.add_argument("peers", nargs="?", metavar="PEERS_PYTHON", help="interpreter that has the packages compared")
    parser.add_argument("--quick", action="store_true", help=f"{FEW} interns, to see that it runs")
    return parser.parse_args()


def measured(quick: bool, peers: str | None) -> Iterator[Figure]:
    """Every figure in turn."""
    interns = FEW if quick else SMALL
    yield from allocate(interns, seconds=5, megabytes=300)
    prepared = opened(interns)
    yield from day(prepared)
    market = compile_market(prepared.opening, prepared.wishes)
    yield from serving(market, plain=2e-3, compiled=40e-6)
    yield from eligible(interns, seconds=1)
    yield from looking_ahead(interns)
    yield from previewed(interns)
    yield from compare(market, peers)
    if not quick:
        yield from site(SMALL)
        yield from _large()


def _large() -> Iterator[Figure]:
    prepared = opened(LARGE)
    yield from serving(compile_market(prepared.opening, prepared.wishes), plain=50e-3, compiled=2e-3)
    yield from eligible(LARGE, seconds=30)
    yield from allocate(LARGE, seconds=120, megabytes=1500)


def _title() -> str:
    return (
        f"Random markets, {WISHES} wishes each, seed {SEED}; "
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
