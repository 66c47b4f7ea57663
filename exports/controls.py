"""The sheet « Contrôles »: under which rules the result was made, how it was checked, and from which files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook

from exports.documents import Check, Opening, Result
from exports.labels import STATUSES, dates_words, override_line, semester_words
from exports.rows import calls
from exports.safety import Sheet, append, streamed
from exports.workbook import HEADER, TITLE, WRAPPED, set_print, set_widths

Line = tuple[object, ...]
Section = tuple[str, Sequence[Line]]

_WIDTHS = (38, 24, 96)


def write_controls(book: Workbook, title: str, result: Result, opening: Opening) -> None:
    """Add the sheet « Contrôles » to a workbook that is written as a stream."""
    sheet = book.create_sheet("Contrôles")
    set_widths(sheet, _WIDTHS)
    set_print(sheet, title)
    append(sheet, [title], TITLE)
    for heading, lines in _sections(result, opening):
        append(sheet, [])
        append(sheet, [heading, None, None], HEADER)
        for line in lines or [("Aucun.",)]:
            append(sheet, _wrapped(sheet, line))


def _sections(result: Result, opening: Opening) -> Iterator[Section]:
    yield "Campagne", _campaign(result, opening)
    yield "Règles modifiées par la campagne", [(override_line(item),) for item in result["rules"]["overrides"]]
    yield "Totaux", _totals(result)
    yield "Propriétés vérifiées", [_check(check) for check in result["checks"]]
    yield "Avertissements", [("Avertissement", None, warning) for warning in result["warnings"]]
    yield "Ex æquo après le dernier critère", _ties(result)
    yield (
        "Fichiers lus (empreinte SHA-256)",
        [(source["name"], None, source["sha256"]) for source in opening["sources"]],
    )
    yield "Preuve", _proof(result)


def _campaign(result: Result, opening: Opening) -> list[Line]:
    return [
        ("Subdivision", None, result["subdivision"]),
        ("Semestre", None, f"{semester_words(result['semester'])}, {dates_words(opening['campaign'])}"),
        ("Jeu de règles", None, result["rules"]["set"]),
    ]


def _totals(result: Result) -> list[Line]:
    statuses = Counter(call["status"] for _, call in calls(result))
    posts = result["posts"]
    seats, taken = sum(post["seats"] for post in posts), sum(post["taken"] for post in posts)
    return [
        ("Internes", statuses.total()),
        *((label, statuses[status]) for status, label in STATUSES.items()),
        ("Postes offerts", seats),
        ("Postes pris", taken),
        ("Postes restants", seats - taken),
        ("Surnombres", sum(post["supernumerary"] for post in posts)),
    ]


def _check(check: Check) -> Line:
    return (check["property"], "Respectée" if check["holds"] else "NON RESPECTÉE", check["detail"])


def _ties(result: Result) -> list[Line]:
    return [(tie["list"], f"N° {', '.join(map(str, tie['orders']))}", tie["detail"]) for tie in result["ties"]]


def _proof(result: Result) -> list[Line]:
    journal = result["journal"]
    return [
        ("Empreinte de l'ouverture", None, result["opening"]),
        ("Entrées du journal", journal["entries"]),
        ("Empreinte de la dernière entrée", None, journal["head"]),
    ]


def _wrapped(sheet: Sheet, line: Iterable[object]) -> list[object]:
    return [streamed(sheet, value, WRAPPED if isinstance(value, str) else None) for value in line]
