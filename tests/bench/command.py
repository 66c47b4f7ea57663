"""`rang allocate`, from workbooks to a folder of results."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sample_data.market import write_market
from tests.bench.campaigns import FEW, POSTS, SEED, SEMESTER, SUBDIVISION, WISHES
from tests.bench.figures import Figure, Unit
from tests.bench.measure import FailedCommandError, Ran, run

MEGA = 1e6
RANG = (sys.executable, "-c", "from webapp.cli import app; app()")


def allocate(interns: int, seconds: float, megabytes: float) -> Iterator[Figure]:
    """Wall time and peak memory of the command; far beyond its figure it is stopped, and said to be too slow."""
    what = f"rang allocate, {interns:,} interns, files to files"
    try:
        with tempfile.TemporaryDirectory() as folder:
            ran = allocated(Path(folder), interns, limit=5 * seconds)
    except FailedCommandError as error:
        yield Figure(what, Unit.SECONDS, seconds, note=str(error))
        return
    yield Figure(what, Unit.SECONDS, seconds, ran.seconds, ran.peak, note="one run, bytecode ready")
    yield Figure("the same, peak memory", Unit.MEGABYTES, megabytes * MEGA, ran.peak)


def allocated(folder: Path, interns: int, limit: float, semester: str = SEMESTER) -> Ran:
    """The command run on a market of so many interns, its result left in `folder/resultat`."""
    compiled, out = folder / "bytecode", str(folder / "resultat")
    few = write_market(folder / "few", FEW, POSTS[FEW], WISHES, SEED)
    run([*RANG, *_arguments(few, out, semester)], limit, compiled)
    files = write_market(folder / "all", interns, POSTS[interns], WISHES, SEED)
    return run([*RANG, *_arguments(files, out, semester)], limit, compiled)


def _arguments(files: dict[str, Path], out: str, semester: str) -> list[str]:
    return [
        "allocate", "--posts", str(files["postes"]), "--interns", str(files["internes"]),
        "--wishes", str(files["voeux"]), "--semester", semester, "--subdivision", SUBDIVISION, "--out", out,
    ]  # fmt: skip
