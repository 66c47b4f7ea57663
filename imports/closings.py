"""Old results, for the turn at which each stage closed: a table that says it, or the assignments with their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allocation.closing import PastClosing
from allocation.issues import Issue, cut
from imports.dates import semester_of
from imports.formats import read_book
from imports.grid import Sheet, address
from imports.words import normalise

_HEADERS = {
    "code stage": "code", "code": "code", "stage": "code", "semestre": "semester", "tour de cloture": "turn",
    "tour": "turn", "dernier poste parti au tour": "turn", "sur": "of", "n d appel": "order", "ordre": "order",
    "rang": "order", "liste": "list", "liste de ce tour": "list", "mode": "mode", "restants": "left",
}  # fmt: skip
_SEARCHED_ROWS = 20
_SUPERNUMERARY = "surnombre"
_HELP = (
    "Donnez un classeur avec Code stage, Semestre, Tour de clôture et Sur ; ou d'anciennes affectations avec Code "
    "stage et N° d'appel."
)

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet under its header; `rows` by number from 0, their cells by field."""

    sheet: str
    columns: Mapping[str, int]
    rows: tuple[tuple[int, Row], ...]


def read_closings(name: str, data: bytes, semester: str) -> tuple[tuple[PastClosing, ...], tuple[Issue, ...]]:
    """The closings that a file tells. `semester` as `2026-ete`, for a table that does not say its own; "" when unknown.

    Nothing is kept of a file that has an issue of level "error". No bytes make this raise.
    """
    book, issues = read_book(name, data)
    if book is None:
        return (), tuple(issues)
    tables = [found for sheet in book.sheets if (found := _table(sheet))]
    said = next((found for found in tables if {"code", "turn", "of"} <= found.columns.keys()), None)
    old = next((found for found in tables if {"code", "order"} <= found.columns.keys()), None)
    if said:
        closings, problems = _said(name, said, semester)
    elif old and semester:
        closings, problems = _from_assignments(old, semester, _still_open(tables)), []
    else:
        closings, problems = [], [_nothing(name, old is not None)]
    return (() if problems else tuple(closings)), tuple(problems)


def _table(sheet: Sheet) -> _Table | None:
    for number, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            field = _HEADERS.get(normalise(cell)) if isinstance(cell, str) else None
            if field:
                columns.setdefault(field, place)
        if "code" in columns and len(columns) > 1:
            below = enumerate(sheet.rows[number + 1 :], number + 1)
            return _Table(sheet.name, columns, tuple((line, _named(cells, columns)) for line, cells in below))
    return None


def _named(cells: list[object], columns: Mapping[str, int]) -> Row:
    return {field: cells[place] if place < len(cells) else None for field, place in columns.items()}


def _said(name: str, table: _Table, semester: str) -> tuple[list[PastClosing], list[Issue]]:
    """One closing a row; a row without a turn is a stage that did not close."""
    closings: list[PastClosing] = []
    problems: list[Issue] = []
    for line, row in table.rows:
        code, turn, of = _text(row.get("code")), row.get("turn"), row.get("of")
        if not code or turn in {None, ""}:
            continue
        when = semester_of(row["semester"]) if row.get("semester") else semester
        if not when:
            problems.append(_issue(name, table, line, "semester", "E_SEMESTER_INVALID", row.get("semester")))
        elif (place := _number(turn)) is None or (size := _number(of)) is None or not 0 < place <= size:
            problems.append(_issue(name, table, line, "turn", "E_INT_RANGE", turn))
        else:
            closings.append(PastClosing(code, when, _text(row.get("list")), place, size))
    return closings, problems


def _from_assignments(table: _Table, semester: str, still_open: frozenset[str]) -> list[PastClosing]:
    """The last turn that took a regular seat of each stage, list by list; stages with seats left did not close."""
    turns: dict[str, list[int]] = {}
    taken: dict[tuple[str, str], int] = {}
    for _, row in table.rows:
        name, order = _text(row.get("list")), _number(row.get("order"))
        if order is None:
            continue
        turns.setdefault(name, []).append(order)
        code = _text(row.get("code"))
        if code and code not in still_open and _SUPERNUMERARY not in _text(row.get("mode")).casefold():
            taken[code, name] = max(order, taken.get((code, name), 0))
    places = {name: _places(orders) for name, orders in turns.items()}
    return [
        PastClosing(code, semester, name, places[name][order], len(places[name]))
        for (code, name), order in taken.items()
    ]


def _places(orders: Iterable[int]) -> dict[int, int]:
    return {order: place for place, order in enumerate(sorted(set(orders)), 1)}


def _still_open(tables: Iterable[_Table]) -> frozenset[str]:
    """The codes of a table of posts left, where the file has one."""
    lists = (table for table in tables if "left" in table.columns and "order" not in table.columns)
    return frozenset(_text(row["code"]) for table in lists for _, row in table.rows if _number(row["left"]))


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if value == int(value) else None
    return int(text) if (text := _text(value)).isascii() and text.isdigit() and len(text) < 10 else None


_SENTENCES = {
    "E_SEMESTER_INVALID": ("Le semestre n'est pas reconnu.", "Écrivez par exemple été 2026, ou 2026-ete."),
    "E_INT_RANGE": ("Le tour n'est pas un nombre de 1 au nombre de tours (« Sur »).", "Corrigez l'un des deux."),
}


def _issue(name: str, table: _Table, line: int, field: str, code: str, value: object) -> Issue:
    message, fix = _SENTENCES[code]
    cell = address(line, table.columns.get(field, 0))
    return Issue(name, table.sheet, cell, code, "error", cut(value or ""), message, fix)


def _nothing(name: str, semester_missing: bool) -> Issue:
    if semester_missing:
        message = "Ces affectations ne disent pas leur semestre."
        return Issue(name, "", "", "E_SEMESTER_INVALID", "error", "", message, "Dites-le au moment de les donner.")
    return Issue(name, "", "", "E_HEADER_NOT_FOUND", "error", "", "Aucun tour de clôture n'a été trouvé.", _HELP)
