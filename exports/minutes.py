"""`proces-verbal.pdf`: the public minutes of the choice.

They show who obtained which stage, and no more: a surnombre, a leave or a departure tells of somebody's health or
family, so that it appears neither as a status nor through a number that would give it away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from exports.documents import Call, ListResult, Opening, Result
from exports.files import replacing
from exports.labels import campaign_words, dates_words, journal_mark, override_line, semester_words
from exports.rows import Stages, shown
from exports.safety import printable
from exports.typesetting import forget_layouts, pdf

PART_PEOPLE = 3_000
"""The most people that one file of the minutes names."""

_TITLE = "Procès-verbal du choix de stage"
_NAME = "proces-verbal"
_WITHOUT_TURN = "sans tour"
ASSIGNED = "affecté"
_STATUSES = {"affecte": ASSIGNED, "non_affecte": "non affecté"}
_PART_NAME = re.compile(rf"{_NAME}(?:-\d+)?\.pdf")


@dataclass(frozen=True, slots=True)
class Line:
    """What the public reads of one person."""

    order: str
    last_name: str
    first_name: str
    code: str
    place: str
    status: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers of people, all told and by public status."""

    people: int
    assigned: int
    unserved: int
    without_turn: int


@dataclass(frozen=True, slots=True)
class Section:
    """One list of choice, or the piece of it that fits in a part; `totals` are those of the rows shown."""

    name: str
    rows: tuple[Line, ...]

    @property
    def totals(self) -> Totals:
        return _totals([self])


Part = list[Section]


def write_minutes(resultat: Result, ouverture: Opening, folder: Path) -> list[Path]:
    """Write the minutes in `folder`, in as many parts as it takes, and return their paths in order.

    Parts of earlier and longer minutes are removed. The same documents give the same bytes.
    """
    parts = _parts(list(sections(resultat, ouverture)), PART_PEOPLE)
    written = [folder / f"{_NAME}{'' if number == 1 else f'-{number}'}.pdf" for number in range(1, len(parts) + 1)]
    for number, path in enumerate(written, 1):
        with replacing(path) as temporary:
            temporary.write_bytes(pdf("proces-verbal", _data(resultat, ouverture, parts, number)))
        if len(written) > 1:
            forget_layouts()
    for path in folder.glob(f"{_NAME}*.pdf"):
        if path not in written and _PART_NAME.fullmatch(path.name):
            path.unlink()
    return written


def public_status(call: Call) -> str:
    """`affecté` however the stage was obtained; `sans tour` for whatever reason there was no turn."""
    return _STATUSES.get(call["status"], _WITHOUT_TURN)


def sections(result: Result, opening: Opening) -> Iterator[Section]:
    """What the public reads of each list, in call order."""
    stages = Stages(opening)
    for choice_list in result["lists"]:
        yield Section(choice_list["name"], tuple(_line(choice_list, call, stages) for call in choice_list["calls"]))


def _line(choice_list: ListResult, call: Call, stages: Stages) -> Line:
    pool = stages.find(choice_list["name"], call["post"])
    intern = call["intern"]
    return Line(
        order="–" if call["order"] is None else str(call["order"]),
        last_name=printable(intern["last_name"]),
        first_name=printable(intern["first_name"]),
        code=printable(call["post"] or ""),
        place=printable(shown(pool)) if pool else "",
        status=public_status(call),
    )


def _parts(sections: Sequence[Section], most: int) -> list[Part]:
    """The sections shared out in order over parts of at most `most` people, a section cut where it must be."""
    parts: list[Part] = [[]]
    room = most
    for section in sections:
        for piece in _pieces(section, room, most):
            if len(piece.rows) > room:
                parts.append([])
                room = most
            parts[-1].append(piece)
            room -= len(piece.rows)
    return parts


def _pieces(section: Section, room: int, most: int) -> list[Section]:
    """The section whole where a part can hold it, else cut so that the first piece fills the room left."""
    if len(section.rows) <= most:
        return [section]
    cuts = [0, *range(room or most, len(section.rows), most), len(section.rows)]
    return [
        Section(section.name if start == 0 else f"{section.name} (suite)", section.rows[start:end])
        for start, end in pairwise(cuts)
    ]


def _totals(sections: Sequence[Section]) -> Totals:
    statuses = Counter(line.status for section in sections for line in section.rows)
    return Totals(statuses.total(), statuses[ASSIGNED], statuses[_STATUSES["non_affecte"]], statuses[_WITHOUT_TURN])


def _summary(totals: Totals) -> str:
    return (
        f"Internes : {totals.people} ; affectés : {totals.assigned} ; non affectés : {totals.unserved} ; "
        f"sans tour : {totals.without_turn}."
    )


def _data(result: Result, opening: Opening, parts: Sequence[Part], number: int) -> dict[str, object]:
    """What the template asks for, for the part of that number."""
    several = len(parts) > 1
    part_words = f"Partie {number} sur {len(parts)}" if several else ""
    everyone = [section for part in parts for section in part]
    semester = semester_words(result["semester"])
    return {
        "title": _TITLE,
        "document": f"{_TITLE} – {campaign_words(result)}{f' – {part_words.lower()}' if several else ''}",
        "footer": journal_mark(result),
        "part_words": part_words,
        "subdivision": result["subdivision"],
        "semester": semester[0].upper() + semester[1:],
        "dates": dates_words(opening["campaign"]),
        "rule_set": result["rules"]["set"],
        "overrides": [override_line(item) for item in result["rules"]["overrides"]],
        "lists": [_section_data(section) for section in parts[number - 1]],
        "totals": asdict(_totals(everyone)),
        "totals_label": "Ensemble des parties" if several else "Ensemble",
        "fingerprints": fingerprints(result, opening),
        "entries": str(result["journal"]["entries"]),
        "head": result["journal"]["head"],
    }


def _section_data(section: Section) -> dict[str, object]:
    totals = section.totals
    return {
        "name": section.name,
        "totals": asdict(totals),
        "summary": _summary(totals),
        "rows": [asdict(line) for line in section.rows],
    }


def fingerprints(result: Result, opening: Opening) -> list[dict[str, str]]:
    """What a reader checks the documents with: name and SHA-256 of the files read, the opening, the last entry."""
    return [
        *({"name": printable(source["name"]), "sha256": source["sha256"]} for source in opening["sources"]),
        {"name": "Ouverture de la campagne", "sha256": result["opening"]},
        {"name": "Dernière entrée du journal", "sha256": result["journal"]["head"]},
    ]
