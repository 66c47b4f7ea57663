"""Papers to sign: `bulletins.pdf`, a slip a person for the stage chosen, and `emargement.pdf`, who was there.

Both lie on a table for all to see: they say which stage, never how it was obtained.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exports.documents import Opening, Result
from exports.files import replacing
from exports.labels import campaign_words, dates_words, journal_mark
from exports.minutes import Line, sections
from exports.typesetting import pdf

_NO_TURN = "–"


def write_slips(result: Result, opening: Opening, path: Path) -> None:
    """Write a slip for each person who has a turn, two a page, in call order; the stage is blank before the choice."""
    people = [
        {"list": name, "order": row.order, "name": _name(row), "code": row.code, "place": row.place}
        for name, row in _called(result, opening)
    ]
    _write("bulletins", "Bulletins de choix", result, opening, people, path)


def write_attendance_sheet(result: Result, opening: Opening, path: Path) -> None:
    """Write the sheet that those who come sign, list by list in call order."""
    lists: dict[str, list[list[str]]] = {}
    for name, row in _called(result, opening):
        lists.setdefault(name, []).append([row.order, row.last_name, row.first_name])
    shown = [{"name": name, "rows": rows} for name, rows in lists.items()]
    _write("emargement", "Feuille d'émargement", result, opening, shown, path)


def _called(result: Result, opening: Opening) -> Iterator[tuple[str, Line]]:
    return (
        (section.name, row) for section in sections(result, opening) for row in section.rows if row.order != _NO_TURN
    )


def _name(row: Line) -> str:
    return f"{row.last_name} {row.first_name}".strip()


def _write(template: str, title: str, result: Result, opening: Opening, content: object, path: Path) -> None:
    data = {
        "document": f"{title} – {campaign_words(result)}",
        "footer": journal_mark(result),
        "title": title,
        "campaign": campaign_words(result),
        "dates": dates_words(opening["campaign"]),
        "content": content,
    }
    with replacing(path) as temporary:
        temporary.write_bytes(pdf(template, data))
