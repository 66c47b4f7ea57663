"""`rapport-import.xlsx`: every problem in words, and the sheets concerned with the cells to mend marked in place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname, range_boundaries
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from allocation.issues import Issue
from exports.files import replacing
from exports.safety import Sheet, Style, dress, printable, put
from exports.sheet_names import free_name
from exports.workbook import HEADER, TITLE, WRAPPED, set_print, set_widths

BIG_SHEET = 5_000
"""A sheet of more rows than this is copied only where something is wrong."""

PROBLEMS = "Problèmes"
_HEADERS = ("Niveau", "Fichier", "Onglet", "Cellule", "Code", "Ce qui a été lu", "Message", "À faire")
_WIDTHS = (16, 28, 24, 11, 22, 30, 60, 60)
_CELL_COLUMN = _HEADERS.index("Cellule") + 1
_LEVELS = {"error": "Erreur", "warning": "Avertissement"}
_COUNTS = {"posts": "stages", "seats": "postes", "interns": "internes", "wishes": "listes de vœux"}
_EDGES = {"error": Side(style="thick", color="9C0006"), "warning": Side(style="dashed", color="9C5700")}
_MARKS = {
    level: Style(fill=PatternFill("solid", fgColor=colour), border=Border(edge, edge, edge, edge))
    for (level, edge), colour in zip(_EDGES.items(), ("FFC7CE", "FFD9A0"), strict=True)
}
_LINK = Style(font=Font(underline="single", color="0563C1"), alignment=Alignment(vertical="top"))
_CELLS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}(:[A-Z]{1,3}[1-9]\d{0,6})?")
_COMMENT_CHARACTERS = 1_000
_COPY_WIDTH = 20
_COLUMNS = 16_384  # the most that a sheet has


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet as it was read: `rows[0]` is the first row of the file, `header_row` counts from 1.

    `file` and `sheet` are those that the issues name.
    """

    file: str
    sheet: str
    rows: list[list[object]]
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class _Copy:
    """Where a sheet goes: the copy's name, the new number of each row kept, and columns added in front of it.

    `width` is that of the longest row of the source.
    """

    source: MarkedSheet
    name: str
    kept: dict[int, int]
    shift: int
    width: int

    def where(self, issue: Issue) -> str:
        """Where to look in the copy for the issue: its first cell, or the top when it names none that is there."""
        bounds = _bounds(issue.cell)
        if bounds is None or bounds.top not in self.kept:
            return "A1"
        return f"{get_column_letter(bounds.left + self.shift)}{self.kept[bounds.top]}"


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Cells of an issue, rows and columns counted from 1, last ones included."""

    left: int
    top: int
    right: int
    bottom: int


def write_import_report(
    issues: Sequence[Issue], sheets: Sequence[MarkedSheet], path: Path, counts: Mapping[str, int] | None = None
) -> None:
    """Write the report at `path`: the sheet « Problèmes », then a copy of each sheet that an issue names.

    `counts` are the numbers of `rang check --json` (posts, seats, interns, wishes) that were read.
    """
    by_sheet = _by_sheet(issues)
    copies = _copies(by_sheet, sheets)
    book = Workbook()
    problems = book.worksheets[0]
    problems.title = PROBLEMS
    _write_problems(problems, issues, copies, counts or {})
    for key, copy in copies.items():
        _write_copy(book.create_sheet(copy.name), copy, by_sheet[key])
    with replacing(path) as temporary:
        book.save(temporary)


def _by_sheet(issues: Iterable[Issue]) -> dict[tuple[str, str], list[Issue]]:
    grouped: dict[tuple[str, str], list[Issue]] = defaultdict(list)
    for issue in issues:
        grouped[issue.file, issue.sheet].append(issue)
    return grouped


def _copies(
    by_sheet: Mapping[tuple[str, str], Sequence[Issue]], sheets: Sequence[MarkedSheet]
) -> dict[tuple[str, str], _Copy]:
    copies: dict[tuple[str, str], _Copy] = {}
    taken = {PROBLEMS}
    for sheet in sheets:
        found = by_sheet.get((sheet.file, sheet.sheet))
        if found and (sheet.file, sheet.sheet) not in copies:
            name = free_name(sheet.sheet or Path(sheet.file).stem, taken)
            taken.add(name)
            copies[sheet.file, sheet.sheet] = _copy(sheet, name, found)
    return copies


def _copy(sheet: MarkedSheet, name: str, issues: Sequence[Issue]) -> _Copy:
    last = len(sheet.rows)
    width = max((len(row) for row in sheet.rows), default=0)
    if last <= BIG_SHEET:
        return _Copy(sheet, name, {row: row for row in range(1, last + 1)}, shift=0, width=width)
    concerned = {row for bounds in _all_bounds(issues) for row in _clipped(bounds, last)}
    kept = sorted(concerned.union(range(1, sheet.header_row + 1)))
    return _Copy(sheet, name, {row: number for number, row in enumerate(kept, 1)}, shift=1, width=width)


def _all_bounds(issues: Iterable[Issue]) -> Iterator[_Bounds]:
    for issue in issues:
        bounds = _bounds(issue.cell)
        if bounds is not None:
            yield bounds


def _bounds(cell: str) -> _Bounds | None:
    """The cells that "E7" or "H15:H16" names, None for anything else."""
    if not _CELLS.fullmatch(cell):
        return None
    left, top, right, bottom = range_boundaries(cell)
    found = _Bounds(int(left or 1), int(top or 1), int(right or 1), int(bottom or 1))
    return found if found.left <= _COLUMNS else None


def _clipped(bounds: _Bounds, last_row: int) -> range:
    return range(bounds.top, min(bounds.bottom, last_row) + 1)


def _write_problems(
    sheet: Worksheet, issues: Sequence[Issue], copies: Mapping[tuple[str, str], _Copy], counts: Mapping[str, int]
) -> None:
    set_widths(sheet, _WIDTHS)
    set_print(sheet, "Rapport d'import")
    put(sheet, 1, 1, _headline(issues), TITLE)
    put(sheet, 2, 1, _counted(counts))
    if not issues:
        return
    header_row = 4
    _fill_row(sheet, header_row, _HEADERS, HEADER)
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.auto_filter.ref = f"A{header_row}:{get_column_letter(len(_HEADERS))}{header_row + len(issues)}"
    for row, issue in enumerate(sorted(issues, key=lambda one: one.level != "error"), header_row + 1):
        _write_problem(sheet, row, issue, copies.get((issue.file, issue.sheet)))


def _write_problem(sheet: Worksheet, row: int, issue: Issue, copy: _Copy | None) -> None:
    values = (
        _LEVELS[issue.level],
        issue.file,
        issue.sheet,
        issue.cell or (None if copy is None else "Voir l'onglet"),
        issue.code,
        issue.value,
        issue.message,
        issue.fix,
    )
    _fill_row(sheet, row, values, WRAPPED)
    put(sheet, row, 1, values[0], Style(fill=_MARKS[issue.level].fill))
    if copy is not None:
        _link(put(sheet, row, _CELL_COLUMN, values[_CELL_COLUMN - 1], _LINK), copy, issue)


def _link(cell: Cell, copy: _Copy, issue: Issue) -> None:
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(copy.name)}!{copy.where(issue)}")


def _headline(issues: Sequence[Issue]) -> str:
    if not issues:
        return "Aucun problème : les fichiers ont été lus sans erreur ni avertissement."
    wrong = sum(issue.level == "error" for issue in issues)
    return f"Rapport d'import – erreurs : {wrong} ; avertissements : {len(issues) - wrong}"


def _counted(counts: Mapping[str, int]) -> str | None:
    told = [f"{label} : {counts[key]}" for key, label in _COUNTS.items() if key in counts]
    return f"Lus sans erreur – {' ; '.join(told)}." if told else None


def _write_copy(sheet: Worksheet, copy: _Copy, issues: Sequence[Issue]) -> None:
    set_widths(sheet, [_COPY_WIDTH] * (copy.width + copy.shift))
    set_print(sheet, " – ".join(part for part in (copy.source.file, copy.source.sheet) if part))
    for original, row in copy.kept.items():
        values = copy.source.rows[original - 1]
        front = [_row_label(original, copy.source.header_row)] if copy.shift else []
        _fill_row(sheet, row, [*front, *values])
    _mark(sheet, copy, issues)
    sheet.freeze_panes = f"A{min(copy.source.header_row, len(copy.kept)) + 1}"


def _row_label(original: int, header_row: int) -> object:
    return "Ligne du fichier" if original == header_row else original


def _fill_row(sheet: Worksheet, row: int, values: Iterable[object], style: Style | None = None) -> None:
    for column, value in enumerate(values, 1):
        if value is not None:
            put(sheet, row, column, value, style)


def _mark(sheet: Worksheet, copy: _Copy, issues: Sequence[Issue]) -> None:
    """Colour the cells of the issues, errors over warnings, and comment the first cell of each issue."""
    told: dict[str, list[Issue]] = defaultdict(list)
    for issue in sorted(issues, key=lambda one: one.level == "error"):
        bounds = _bounds(issue.cell)
        if bounds is None or bounds.top not in copy.kept:
            continue
        told[copy.where(issue)].append(issue)
        for cell in _cells(sheet, copy, bounds):
            dress(cell, _MARKS[issue.level])
    for place, found in told.items():
        sheet[place].comment = _comment(found)


def _cells(sheet: Sheet, copy: _Copy, bounds: _Bounds) -> Iterator[Cell]:
    last_column = max(bounds.left, min(bounds.right, copy.width))
    for original in _clipped(bounds, len(copy.source.rows)):
        if original in copy.kept:
            for column in range(bounds.left, last_column + 1):
                yield sheet.cell(copy.kept[original], column + copy.shift)


def _comment(issues: Sequence[Issue]) -> Comment:
    text = "\n\n".join(f"{_LEVELS[issue.level]} : {issue.message} {issue.fix}".strip() for issue in reversed(issues))
    return Comment(printable(text)[:_COMMENT_CHARACTERS], "Rang utile", height=160, width=320)
