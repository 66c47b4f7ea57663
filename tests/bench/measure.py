"""Time and memory, of a function and of a command."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")

RUNS, ENOUGH = 51, 0.5
"""At most so many runs of an action, and no other one after so many seconds."""


class FailedCommandError(Exception):
    """A command that did not end well, in one line."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that ended well: wall time in seconds, peak memory of its process in bytes."""

    seconds: float
    peak: int


def median(action: Callable[[], object], enough: float = ENOUGH) -> float:
    """The median time of the action in seconds, once warm, of runs that take `enough` seconds together."""
    action()
    times: list[float] = []
    while len(times) < RUNS and sum(times) < enough:
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def peak(action: Callable[[], object]) -> int:
    """Bytes that the action allocates at most, in a run apart: counting slows it."""
    tracemalloc.start()
    action()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def run(command: Sequence[str], limit: float, bytecode: Path | None = None) -> Ran:
    """Run a command in a process of its own. Raises `FailedCommandError` when it fails or passes `limit` seconds.

    `bytecode`: a folder for what Python compiles of its sources, so that a second run finds it, as a user's does.
    """
    process = subprocess.Popen(
        [sys.executable, str(LAUNCHER), *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env=_environment(bytecode),
    )  # fmt: skip
    try:
        out, complaint = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise FailedCommandError(f"too slow: more than {limit:,.3g} s") from error
    last = (complaint.strip().splitlines() or [""])[-1]
    if process.returncode:
        raise FailedCommandError(f"could not be started: {last}")
    ran = json.loads(out)
    if ran["code"]:
        raise FailedCommandError(f"failed with exit code {ran['code']}: {last}")
    return Ran(ran["seconds"], ran["peak"])


def _environment(bytecode: Path | None) -> dict[str, str]:
    if bytecode is None:
        return dict(os.environ)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(bytecode)}
