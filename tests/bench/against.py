"""Other packages on the same preferences and in the same run, and whether they give what we give."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allocation.serving import NOTHING, Market, serve
from tests.bench import peers
from tests.bench.figures import Figure, Unit
from tests.bench.measure import FailedCommandError, median, run

TOO_SLOW = 60.0
SCRIPT = Path(peers.__file__)


def compare(market: Market, python: str | None) -> Iterator[Figure]:
    """One figure a package; `python` is an interpreter that has them, None when there is none."""
    ours = median(lambda: serve(market))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "market.json"
        source.write_text(json.dumps(seats_only(market)), encoding="utf-8")
        for name in peers.PACKAGES:
            yield _peer(name, market, ours, python, source)


def _peer(name: str, market: Market, ours: float, python: str | None, source: Path) -> Figure:
    what = f"{name}, {len(market.people):,}"
    if python is None:
        return Figure(what, Unit.MILLISECONDS, note="not run: no PEERS_PYTHON given")
    out = source.with_name("out.json")
    try:
        ran = run([python, str(SCRIPT), name, str(source), str(out)], limit=TOO_SLOW)
    except FailedCommandError as error:
        return Figure(what, Unit.MILLISECONDS, note=str(error))
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    same = found["posts"] == posts(market)
    note = "same assignment as ours" if same else "NOT the same assignment as ours"
    return Figure(what, Unit.MILLISECONDS, None, found["seconds"], ran.peak, found["seconds"] / ours, note)


def seats_only(market: Market) -> dict[str, Any]:
    """The market for a package that knows seats and wishes alone: each counter that is wished for is a post.

    It is the same market where nobody is called twice and everybody takes the seat; else ValueError.
    """
    if any(place != NOTHING for place in market.unless) or not all(market.takes):
        raise ValueError("this market has turns that another package does not know")
    turns = zip(market.people, market.starts, market.ends, strict=True)
    return {
        "seats": {str(counter): market.left[counter] for counter in sorted(set(market.seats))},
        "wishes": {who: [str(counter) for counter in market.seats[first:last]] for who, first, last in turns},
    }


def posts(market: Market) -> dict[str, str | None]:
    """What our loop gives, in the words of `seats_only`."""
    served = zip(market.people, serve(market), strict=True)
    return {who: None if place == NOTHING else str(market.seats[place]) for who, place in served}
