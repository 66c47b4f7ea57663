"""What reading one cell gives: a value, or what is wrong with it, or both when the reading has to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[Value]):
    """`value` None: blank or refused. `code` "" when there is nothing to say, else the code of `imports.codes`.

    `message` and `fix` are French sentences without the place, which the issue carries.
    """

    value: Value | None
    code: str = ""
    message: str = ""
    fix: str = ""


BLANK: Parsed[object] = Parsed(None)
"""Nothing was written, and there is nothing to say of it."""


def refused(code: str, message: str, fix: str = "") -> Parsed[Value]:
    """No value, and why."""
    return Parsed(None, code, message, fix)
