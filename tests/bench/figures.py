"""A figure: what was measured, what it must hold, what it weighs; and the table that shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from rich.table import Table


class Unit(Enum):
    """Units of what is measured, with the factor from seconds or bytes."""

    MICROSECONDS = ("µs", 1e6)
    MILLISECONDS = ("ms", 1e3)
    SECONDS = ("s", 1.0)
    MEGABYTES = ("MB", 1e-6)

    def shown(self, value: float) -> str:
        label, factor = self.value
        return f"{value * factor:,.3g} {label}" if value * factor < 1000 else f"{value * factor:,.0f} {label}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the benchmark. `measured` and `limit` in seconds, or in bytes for megabytes; None: not measured, not
    set. `peak`: bytes held at most meanwhile. `note`: what a reader must know, such as why nothing was measured.
    """

    what: str
    unit: Unit
    limit: float | None = None
    measured: float | None = None
    peak: int | None = None
    ratio: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """None where there is nothing to hold, or nothing measured."""
        return None if self.limit is None or self.measured is None else self.measured <= self.limit

    def cells(self) -> tuple[str, ...]:
        ratio = self.measured / self.limit if self.measured is not None and self.limit else self.ratio
        return (
            self.what,
            "" if self.limit is None else f"≤ {self.unit.shown(self.limit)}",
            "–" if self.measured is None else self.unit.shown(self.measured),
            "" if ratio is None else f"× {ratio:,.2g}" if ratio < 100 else f"× {ratio:,.0f}",
            {True: "[green]yes[/]", False: "[red]NO[/]", None: ""}[self.holds],
            "" if self.peak is None else Unit.MEGABYTES.shown(self.peak),
            self.note,
        )


def table(title: str, figures: Iterable[Figure]) -> Table:
    """The figures, one a row."""
    shown = Table(title=title, title_justify="left", caption_justify="left", caption=_CAPTION)
    for header in ("what", "figure to hold", "measured", "ratio", "holds?", "peak memory", "note"):
        shown.add_column(header, justify="left" if header in ("what", "note") else "right")
    for figure in figures:
        shown.add_row(*figure.cells())
    return shown


_CAPTION = (
    "Times are medians of repeated runs, the garbage collector as it is. Ratio: measured ÷ figure to hold; for another "
    "package, its time ÷ that of our plain loop. Peak memory: of the whole process for a command or a package, else "
    "what the run itself allocates."
)
