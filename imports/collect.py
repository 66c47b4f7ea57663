"""Gathers the cells of one sheet as a reader meets them, within the limits, into the common `Sheet`."""

from __future__ import annotations

from typing import NamedTuple

from imports.cells import is_blank, tidy_text
from imports.grid import Merge, Sheet
from imports.limits import (
    LAST_COLUMN,
    LAST_ROW,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_ROWS,
    MAX_SLOTS,
    Refused,
    damaged,
    grouped,
    too_big,
)

_MOST_TEXTS, _LONG_TEXT = 50_000, 100
_ROW_COST = MAX_SLOTS // MAX_ROWS - MAX_COLUMNS


class Look(NamedTuple):
    """What the font of a whole cell says."""

    bold: bool = False
    struck: bool = False


PLAIN = Look()


class Budget:
    """What one file may still hold, over all its sheets."""

    def __init__(self) -> None:
        self._rows = MAX_ROWS
        self._slots = MAX_SLOTS

    def take_row(self) -> None:
        self._rows -= 1
        if self._rows < 0:
            raise too_big(
                f"Le fichier a plus de {grouped(MAX_ROWS)} lignes remplies.",
                "Gardez les seules lignes utiles, ou faites plusieurs fichiers.",
            )

    def take_slots(self, count: int) -> None:
        self._slots -= count
        if self._slots < 0:
            raise too_big(
                "Le fichier a des valeurs éparpillées très loin à droite ou en bas de ses onglets.",
                "Supprimez les lignes et les colonnes au-delà du tableau, puis enregistrez.",
            )


class Collector:
    """One sheet in the making; rows and columns are counted from 0, and may come in any order."""

    def __init__(self, name: str, budget: Budget, *, hidden: bool = False) -> None:
        self._sheet = Sheet(name, [], hidden)
        self._budget = budget
        self._rows: dict[int, list[object]] = {}
        self._columns: set[int] = set()
        self._texts: dict[str, str] = {}
        self._hidden_columns: list[tuple[int, int]] = []

    def put(self, row: int, column: int, value: object, look: Look = PLAIN, *, formula: bool = False) -> None:
        """Keep the value of a cell; blanks, whatever their look, leave no trace. Raises `Refused` beyond the limits."""
        if isinstance(value, str):
            value = self._texts.get(value) or self._kept(value)
        if value is None:
            return
        self._place(row, column, value)
        if look is not PLAIN:
            self._note_look((row, column), look)
        if formula:
            self._sheet.formulas.add((row, column))

    def _kept(self, text: str) -> str | None:
        """The text tidied, None for a blank. The same few thousand come again and again: each is kept once."""
        if is_blank(text):
            return None
        if len(self._texts) >= _MOST_TEXTS or len(text) > _LONG_TEXT:
            return tidy_text(text)
        return self._texts.setdefault(text, tidy_text(text))

    def put_unvalued(self, row: int, column: int) -> None:
        """Keep the place of a formula without a cached result."""
        self._place(row, column, None)
        self._sheet.unvalued.add((row, column))

    def hide_row(self, row: int) -> None:
        """Note a hidden row, once its cells are put; a row without any is not worth a mention."""
        if row in self._rows:
            self._sheet.hidden_rows.add(row)

    def hide_columns(self, first: int, last: int) -> None:
        self._hidden_columns.append((first, last))
        self._check_ranges(len(self._hidden_columns))

    def merge(self, merge: Merge) -> None:
        self._sheet.merges.append(merge)
        self._check_ranges(len(self._sheet.merges))

    def finish(self) -> Sheet:
        """The sheet: merges cut to the part in use, values under a merge dropped, blank tails trimmed."""
        sheet = self._sheet
        height = max(self._rows, default=-1) + 1
        width = max((len(cells) for cells in self._rows.values()), default=0)
        self._budget.take_slots(height * _ROW_COST)
        sheet.merges = [kept for merge in sheet.merges if (kept := _clipped(merge, height, width))]
        self._drop_covered()
        sheet.rows = [self._trimmed(row) for row in range(height)]
        while sheet.rows and not sheet.rows[-1]:
            sheet.rows.pop()
        for first, last in self._hidden_columns:
            sheet.hidden_columns.update(range(first, min(last + 1, width)))
        return sheet

    def _place(self, row: int, column: int, value: object) -> None:
        cells = self._rows.get(row)
        if cells is None:
            cells = self._open_row(row)
        missing = column - len(cells)
        if missing < 0:
            cells[column] = value
        else:
            self._budget.take_slots(missing + 1)
            cells.extend([None] * missing)
            cells.append(value)
        if column not in self._columns:
            self._open_column(column)

    def _open_row(self, row: int) -> list[object]:
        if not 0 <= row <= LAST_ROW:
            raise damaged("une cellule est hors de la feuille")
        self._budget.take_row()
        cells: list[object] = []
        self._rows[row] = cells
        return cells

    def _open_column(self, column: int) -> None:
        self._columns.add(column)
        if len(self._columns) > MAX_COLUMNS:
            raise too_big(
                f"L'onglet a plus de {MAX_COLUMNS} colonnes remplies.",
                "Gardez les seules colonnes utiles. Pour des vœux, "
                "écrivez un vœu par ligne (RPPS, Rang du vœu, Code stage).",
                sheet=self._sheet.name,
            )

    def _note_look(self, cell: tuple[int, int], look: Look) -> None:
        if look.bold:
            self._sheet.bold.add(cell)
        if look.struck:
            self._sheet.struck.add(cell)

    def _check_ranges(self, count: int) -> None:
        if count > MAX_ROWS:
            raise self._too_merged()

    def _too_merged(self) -> Refused:
        return too_big(
            "L'onglet a trop de cellules fusionnées ou de colonnes masquées.",
            "Annulez les fusions inutiles, puis enregistrez.",
            sheet=self._sheet.name,
        )

    def _drop_covered(self) -> None:
        """Empty what a merge hides: nobody sees it on the screen, so nobody may be surprised by it."""
        left = MAX_MERGED
        for merge in self._sheet.merges:
            left -= (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1)
            if left < 0:
                raise self._too_merged()
            for row in range(merge.top, merge.bottom + 1):
                self._drop_covered_in(row, merge)

    def _drop_covered_in(self, row: int, merge: Merge) -> None:
        cells = self._rows.get(row, [])
        for column in range(merge.left + (row == merge.top), min(merge.right + 1, len(cells))):
            cells[column] = None
            for noted in (self._sheet.bold, self._sheet.struck, self._sheet.formulas, self._sheet.unvalued):
                noted.discard((row, column))

    def _trimmed(self, row: int) -> list[object]:
        cells = self._rows.get(row, [])
        while cells and cells[-1] is None and (row, len(cells) - 1) not in self._sheet.unvalued:
            cells.pop()
        return cells


def check_column(column: int) -> int:
    """The column number, raising `Refused` where no spreadsheet has such a column."""
    if not 0 <= column <= LAST_COLUMN:
        raise damaged("une cellule est hors de la feuille")
    return column


def _clipped(merge: Merge, height: int, width: int) -> Merge | None:
    """The part of a merge within the used rows and columns; None where one cell or nothing is left."""
    cut = Merge(merge.top, merge.left, min(merge.bottom, height - 1), min(merge.right, width - 1))
    if cut.top > cut.bottom or cut.left > cut.right or (cut.top, cut.left) == (cut.bottom, cut.right):
        return None
    return cut
