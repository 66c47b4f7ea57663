"""The short form of the benchmark runs, and shows each figure: how fast things are is not for a test to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.campaigns import FEW
from tests.bench.figures import Figure, Unit
from tests.bench.measure import FailedCommandError, run
from tests.bench.site import SHOWN, site
from webapp.accounts.roles import Role
from webapp.results.offered import DOCUMENTS

ROOT = Path(__file__).parents[2]


@pytest.mark.long
def test_the_quick_form_measures_each_figure_of_the_engine() -> None:
    asked = [sys.executable, "-m", "tests.bench", "--quick"]
    ran = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    rows = {cells[0]: cells[1:] for cells in map(_cells, ran.stdout.splitlines()) if len(cells) == 7}
    measured = {what for what, (_, value, *_) in rows.items() if value != "–"}
    assert measured >= {
        "rang allocate, 30 interns, files to files",
        "the same, peak memory",
        "decide one choice, 30 interns",
        "the same, its hash chain checked",
        "serve 30 wish lists, plain Python",
        "eligibility of 30 × 20 posts, all reasons",
        "provisional outcome of 30 interns, one list changed",
        "look ahead at one turn, 30 × 20 posts",
    }, ran.stdout
    assert any(what.startswith("replay a day of") for what in measured)
    assert rows["fairpyx serial dictatorship, 30"][-1] == "not run: no PEERS_PYTHON given"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_a_figure_holds_up_to_its_limit_and_says_nothing_where_nothing_was_measured() -> None:
    assert Figure("a day", Unit.SECONDS, limit=5, measured=5).holds is True
    assert Figure("a day", Unit.SECONDS, limit=5, measured=5.1).holds is False
    assert Figure("a day", Unit.SECONDS, limit=5).holds is None
    assert Figure("a day", Unit.MILLISECONDS, limit=0.002, measured=0.003).cells()[1:5] == (
        "≤ 2 ms",
        "3 ms",
        "× 1.5",
        "[red]NO[/]",
    )


def test_a_command_is_measured_apart_from_whoever_starts_it() -> None:
    ballast = bytearray(200_000_000)
    ran = run([sys.executable, "-c", "bytearray(30_000_000)"], limit=30)
    assert 30_000_000 < ran.peak < len(ballast)


def test_a_command_that_is_missing_fails_or_lasts_is_said_and_stopped() -> None:
    with pytest.raises(FailedCommandError, match="could not be started"):
        run(["/no-such-python"], limit=30)
    with pytest.raises(FailedCommandError, match="exit code 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"], limit=30)
    with pytest.raises(FailedCommandError, match="too slow"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], limit=0.5)


@pytest.mark.long
def test_the_figures_of_the_site_are_of_its_pages_and_of_every_document() -> None:
    figures = list(site(FEW, [Role.UNION]))
    pages, documents = figures[:SHOWN], figures[SHOWN:]
    assert all(figure.measured for figure in figures)
    assert all(figure.what.startswith("page of 30 interns: ") for figure in pages)
    assert {figure.what.rpartition(": ")[2] for figure in documents[1:]} == {document.name for document in DOCUMENTS}
