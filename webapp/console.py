"""What the commands print: the outcome on standard output, progress and complaints on the other."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from allocation.issues import Issue

DONE, WRONG_USE, INPUT_ERRORS, BROKEN = 0, 2, 3, 4
"""Exit codes."""

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

SHOWN = 30
"""Lines of a list on the screen; the report holds all of them."""


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere; it leaves no trace."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield bar


def say(text: str) -> None:
    out.print(escape(text))


def complain(text: str) -> None:
    err.print(f"[bold red]✗[/] {escape(text)}")


def print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def show_issues(issues: Sequence[Issue], report: Path | None = None) -> None:
    """Every error and the first warnings, in a table: where, what, what to do. `report`: where all of them stand."""
    errors = [issue for issue in issues if issue.level == "error"]
    warnings = [issue for issue in issues if issue.level == "warning"]
    shown = [*errors, *warnings[: max(0, SHOWN - len(errors))]]
    if not shown:
        return
    table = Table(
        "", "Où", "Ce qui a été vu", "Que faire", title=_title(errors, warnings), title_justify="left", expand=True
    )
    for issue in shown:
        mark = "[red]erreur[/]" if issue.level == "error" else "[yellow]avis[/]"
        table.add_row(mark, escape(issue.place), escape(issue.message), escape(issue.fix))
    err.print(table)
    if len(shown) < len(issues):
        where = f"tous dans {report}" if report else "que montre --out DOSSIER ou --json"
        err.print(escape(f"… et {len(issues) - len(shown)} autres avis, {where}."))


def _title(errors: Sequence[Issue], warnings: Sequence[Issue]) -> str:
    return f"{len(errors)} erreur(s), {len(warnings)} avis"


def show_list(title: str, lines: Iterable[str]) -> None:
    """A titled list of sentences, cut where it is long."""
    lines = list(lines)
    if not lines:
        return
    out.print(f"\n[bold]{escape(title)}[/] ({len(lines)})")
    for line in lines[:SHOWN]:
        out.print(f"  • {escape(line)}")
    if len(lines) > SHOWN:
        out.print(f"  … et {len(lines) - SHOWN} autres.")
