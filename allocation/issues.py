"""What is wrong or doubtful in a file, said so that a clerk can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

SHOWN = 60
"""A message never echoes more than this many characters of a value."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem: where (file, sheet, cell such as "E7", "" when it is the whole file), what was read, what to do.

    `level` "error" stops, "warning" is listed. `message` and `fix` are French sentences.
    """

    file: str
    sheet: str
    cell: str
    code: str
    level: Literal["error", "warning"]
    value: str
    message: str
    fix: str = ""

    def as_dict(self) -> dict[str, str]:
        return {
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "code": self.code,
            "level": self.level,
            "value": self.value,
            "message": self.message,
            "fix": self.fix,
        }

    @property
    def place(self) -> str:
        """File › sheet › cell, without the parts that are blank."""
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)


def cut(value: object) -> str:
    """The value as text, at most `SHOWN` characters, the last one an ellipsis where it was longer."""
    text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def errors(issues: Iterable[Issue]) -> list[Issue]:
    return [issue for issue in issues if issue.level == "error"]
