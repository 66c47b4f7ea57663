"""What each hospital and each faculty receives: its interns, and no other's.

A receiving hospital and the faculty may know how a stage was obtained; neither file is for anybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from allocation.model import Mode, Phase
from exports.documents import Call, ListResult, Opening, Pool, Result
from exports.file_names import file_stem
from exports.files import replacing
from exports.labels import MODES, STATUSES, campaign_words, category_label, slot_label
from exports.rows import SEATS_LEFT, Row, Stages, calls, person_cells, remarks, seats_left_rows
from exports.sheet_names import free_name
from exports.workbook import SHEET_NAME, Table, write_table

NO_HOSPITAL = "Hors établissement (MSU)"
"""Under which the stages stand whose list names no establishment."""

RECEIVED = (
    "Service", "Code stage", "Commune", "Responsable", "Nom", "Prénom", "RPPS", "DES", "Phase", "Début", "Fin",
    "Statut", "Courriel",
)  # fmt: skip
TRAINED = (
    "Phase", "N° d'appel", "RPPS", "Nom", "Prénom", "Statut", "Code stage", "Établissement", "Service", "Catégorie",
    "Case de maquette", "Mode", "Début", "Fin", "Courriel", "Observations",
)  # fmt: skip

Contacts = Mapping[str, str]
"""Mail address by random id, of those who gave one."""


def hospital_of(pool: Pool) -> str:
    """The establishment that receives the interns of a stage."""
    return _hospital(pool["establishment"])


def hospitals(opening: Opening) -> list[str]:
    """Every establishment that offers a stage, in alphabetical order."""
    return sorted({hospital_of(pool) for pool in opening["pools"]}, key=str.casefold)


def write_hospitals(result: Result, opening: Opening, contacts: Contacts, folder: Path) -> list[Path]:
    """Write one workbook a hospital in `folder`, named after it, and return the paths in alphabetical order."""
    received: dict[str, list[Row]] = defaultdict(list)
    for hospital, row in _received(result, opening, contacts):
        received[hospital].append(row)
    left = _left_by_hospital(result, opening)
    written: dict[str, Path] = {}
    for hospital in hospitals(opening):
        path = folder / f"{file_stem(hospital, written)}.xlsx"
        _write_hospital(hospital, campaign_words(result), received[hospital], left[hospital], path)
        written[path.stem] = path
    return list(written.values())


def write_hospital(result: Result, opening: Opening, contacts: Contacts, hospital: str, path: Path) -> None:
    """Write the workbook of that hospital alone at `path`; it is empty of people where it receives nobody."""
    rows = [row for name, row in _received(result, opening, contacts) if name == hospital]
    left = _left_by_hospital(result, opening)[hospital]
    _write_hospital(hospital, campaign_words(result), rows, left, path)


def write_faculty(result: Result, opening: Opening, contacts: Contacts, path: Path) -> None:
    """Write the workbook of the faculty: everybody, served or not, one sheet a DES."""
    by_des: dict[str, list[Row]] = defaultdict(list)
    stages, homes = Stages(opening), Homes(opening)
    for choices, call in calls(result):
        des, phase = homes.of(choices, call)
        pool = stages.find(choices["name"], call["post"])
        by_des[des].append(_trained(phase, call, pool, _dates(opening), contacts))
    _write(path, ((des, f"{des} – {campaign_words(result)}", TRAINED, rows) for des, rows in sorted(by_des.items())))


def _write_hospital(hospital: str, campaign: str, received: list[Row], left: list[Row], path: Path) -> None:
    _write(
        path,
        (
            ("Internes accueillis", f"{hospital} – {campaign}", RECEIVED, sorted(received, key=_alphabetical)),
            ("Postes non pourvus", f"{hospital}, postes non pourvus – {campaign}", SEATS_LEFT, left),
        ),
    )


def _write(path: Path, sheets: Iterable[tuple[str, str, tuple[str, ...], Iterable[Row]]]) -> None:
    book = Workbook(write_only=True)
    taken: list[str] = []
    for name, title, headers, rows in sheets:
        taken.append(free_name(name[:SHEET_NAME], taken))
        write_table(book, Table(taken[-1], title, headers), rows)
    with replacing(path) as temporary:
        book.save(temporary)


class Homes:
    """The DES and phase that a person belongs to: those of their own list, not of the one that receives them."""

    def __init__(self, opening: Opening) -> None:
        lists = {choices["name"]: (choices["des"], choices["phase"]) for choices in opening["lists"]}
        self._by_person = {person["id"]: lists[person["home"]] for person in opening["people"]}

    def of(self, choices: ListResult, call: Call) -> tuple[str, str]:
        des, phase = self._by_person.get(call["intern"]["id"], (choices["des"], choices["phase"]))
        return des, Phase(phase).label


def _received(result: Result, opening: Opening, contacts: Contacts) -> Iterator[tuple[str, Row]]:
    stages, homes = Stages(opening), Homes(opening)
    for choices, call in calls(result):
        pool = stages.find(choices["name"], call["post"])
        if pool is not None:
            intern = call["intern"]
            yield (
                hospital_of(pool),
                (
                    *(pool["service"], pool["code"], pool["town"], pool["head"]),
                    *(intern["last_name"], intern["first_name"], intern["rpps"]),
                    *homes.of(choices, call),
                    *_dates(opening),
                    _status(call),
                    contacts.get(intern["id"]),
                ),
            )


def _status(call: Call) -> str:
    mode = Mode(call["mode"])
    return STATUSES["affecte"] if mode is Mode.NORMAL else f"{STATUSES['affecte']}, {MODES[mode].lower()}"


def _trained(phase: str, call: Call, pool: Pool | None, dates: tuple[date, date], contacts: Contacts) -> Row:
    served = pool is not None
    mode = Mode(call["mode"])
    return (
        phase,
        *person_cells(call),
        *((pool["code"], pool["establishment"], pool["service"], category_label(pool)) if pool else (None,) * 4),
        slot_label(call["slot"]),
        MODES[mode] if served or mode is not Mode.NORMAL else None,
        *(dates if served else (None, None)),
        contacts.get(call["intern"]["id"]),
        " ; ".join(remarks(call)),
    )


def _left_by_hospital(result: Result, opening: Opening) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in seats_left_rows(result, opening):
        found[_hospital(str(row[SEATS_LEFT.index("Établissement")]))].append(row)
    return found


def _hospital(establishment: str) -> str:
    return establishment.strip() or NO_HOSPITAL


def _dates(opening: Opening) -> tuple[date, date]:
    campaign = opening["campaign"]
    return date.fromisoformat(campaign["start"]), date.fromisoformat(campaign["end"])


def _alphabetical(row: Row) -> tuple[str, ...]:
    service, _, _, _, last_name, first_name, *_ = map(str, row)
    return service.casefold(), last_name.casefold(), first_name.casefold()
