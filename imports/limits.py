"""How large a file may be, and the one exception with which a reader gives a file up."""

from __future__ import annotations

from allocation.issues import Issue, cut

MEGABYTE = 1024 * 1024
MAX_FILE = 30 * MEGABYTE
MAX_UNPACKED = 300 * MEGABYTE
MAX_ROWS = 200_000
"""Rows with a value, all the sheets of a file together."""
MAX_COLUMNS = 60
"""Columns with a value, in one sheet."""
MAX_SLOTS = MAX_ROWS * (MAX_COLUMNS + 8)
"""Places in memory, blanks included (a row by itself costs about 8), for values scattered at the far ends of sheets."""
MAX_MERGED = MAX_ROWS * MAX_COLUMNS
"""Cells under the merged ranges of one sheet."""

LAST_ROW = 1_048_575
LAST_COLUMN = 16_383
"""No spreadsheet has cells beyond these, counted from 0."""

KINDS = ".xlsx, .xls, .ods ou .csv"


class Refused(Exception):  # noqa: N818 - the file is refused; nothing went wrong in the program
    """The file cannot be read; carries what the clerk is told. `sheet` is "" when it is the whole file."""

    def __init__(self, code: str, message: str, fix: str, *, sheet: str = "", value: str = "") -> None:
        super().__init__(code)
        self.code, self.message, self.fix, self.sheet, self.value = code, message, fix, sheet, value

    def issue(self, file: str) -> Issue:
        return Issue(file, self.sheet, "", self.code, "error", cut(self.value), self.message, self.fix)


def damaged(detail: str) -> Refused:
    """The refusal of a file whose bytes contradict its format; `detail` is a French sentence without its full stop."""
    return Refused(
        "E_FILE_DAMAGED",
        f"Fichier illisible : {detail}.",
        "Ouvrez-le dans Excel ou LibreOffice, enregistrez-le de nouveau en .xlsx, ou demandez un nouvel envoi.",
    )


def password() -> Refused:
    return Refused(
        "E_FILE_PASSWORD",
        "Le classeur est protégé par un mot de passe.",
        "Ouvrez-le avec son mot de passe et enregistrez-le sans mot de passe.",
    )


def too_big(message: str, fix: str, *, sheet: str = "", value: str = "") -> Refused:
    return Refused("E_FILE_TOO_BIG", message, fix, sheet=sheet, value=value)


def wrong_type(message: str, fix: str = f"Demandez le tableur d'origine ({KINDS}).") -> Refused:
    return Refused("E_FILE_TYPE", message, fix)


def grouped(number: int) -> str:
    """The number with a narrow no-break space between thousands, as French prints it."""
    return f"{number:,}".replace(",", "\u202f")
