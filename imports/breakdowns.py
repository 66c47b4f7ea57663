"""« Dont : » and the rows under it: the parts of a number that the row above gives already, never counted twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from allocation.issues import Issue
from imports.grid import address


@dataclass(slots=True)
class Breakdowns:
    """The breakdowns of one sheet as they are met; rows and columns from 0, numbers by field."""

    file: str
    sheet: str
    issues: list[Issue] = field(default_factory=list)
    _first: tuple[int, int] = (0, 0)
    _left: dict[str, int] = field(default_factory=dict)

    def open(self, row: int, column: int, whole: dict[str, int]) -> None:
        """« Dont : » alone on its row, under a record with these numbers."""
        self.close()
        self._first = (row, column)
        self._left = {name: number for name, number in whole.items() if number}

    def takes(self, row: int, numbers: dict[str, int]) -> bool:
        """Whether a row is one of the parts announced; the last one makes up the whole exactly."""
        if not self._left:
            return False
        left = {name: number - numbers.get(name, 0) for name, number in self._left.items()}
        if min(left.values()) < 0 or not any(numbers.values()):
            self.close()
            return False
        self._left = left
        if not any(left.values()):
            self._left = {}
            self._say(self._first, row)
        return True

    def part(self, row: int, column: int) -> None:
        """A row that says « dont … » itself, and ends what a « Dont : » over it announces."""
        self._left = {}
        self._say((row, column), row)

    def close(self) -> None:
        """No part can follow any more: a breakdown that does not make up its whole is an error."""
        if not self._left:
            return
        self._left = {}
        row, column = self._first
        message = f"Ligne {row + 1} : le détail qui suit « dont » n'est pas égal au nombre de la ligne au-dessus."
        fix = "Corrigez le détail, ou écrivez « dont » devant chacune de ses lignes."
        self.issues.append(
            Issue(self.file, self.sheet, address(row, column), "E_BREAKDOWN", "error", "dont", message, fix)
        )

    def _say(self, first: tuple[int, int], last: int) -> None:
        row, column = first
        cells = address(row, column) if last == row else f"{address(row, column)}:{address(last, column)}"
        rows = f"Ligne {row + 1}" if last == row else f"Lignes {row + 1} à {last + 1}"
        message = f"{rows} : détail d'un nombre déjà donné au-dessus, qui n'est pas compté une seconde fois."
        fix = "Si ce sont d'autres postes, retirez le mot « dont »."
        self.issues.append(Issue(self.file, self.sheet, cells, "W_BREAKDOWN", "warning", "dont", message, fix))
