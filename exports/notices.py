"""A notice for each intern: the stage, how it was obtained, the rank, the proof, and the means of appeal.

It goes to the person alone, who may know of their own surnombre. Its legal mentions are those of L. 311-3-1,
R. 311-3-1-1 and R. 311-3-1-2 of the code des relations entre le public et l'administration, and of R. 421-1 and
R. 421-5 of the code de justice administrative.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allocation.model import Mode
from allocation.ranksheet import RankSheet
from exports.agency import Agency
from exports.documents import Call, ListResult, Opening, Pool, Result
from exports.file_names import file_stem
from exports.files import replacing
from exports.labels import (
    MODES,
    campaign_words,
    category_label,
    dates_words,
    journal_mark,
    override_line,
    slot_label,
)
from exports.rows import Stages, calls, shown, why_unassigned
from exports.safety import printable
from exports.typesetting import pdf

_TITLE = "Notification d'affectation"
_TURNS = frozenset({"Chosen", "MarkedAbsent", "OffListAssigned"})

Entry = Mapping[str, Any]
Sheets = Mapping[str, Sequence[RankSheet]]
"""The rank sheets of each person, by random id."""
Tick = Callable[[int], None]
"""Called with how many notices are done."""


@dataclass(frozen=True, slots=True)
class Notified:
    """What the notices are made from. `sheets` may be empty: the rank is then told by the call number alone."""

    result: Result
    opening: Opening
    entries: Sequence[Entry]
    agency: Agency = field(default_factory=Agency)
    sheets: Sheets = field(default_factory=dict)


def write_notices(made_from: Notified, path: Path) -> None:
    """Write all the notices in one document at `path`, list by list in call order."""
    with replacing(path) as temporary:
        temporary.write_bytes(_document(made_from, [person for _, person in _people(made_from)]))


def write_each_notice(made_from: Notified, folder: Path, tick: Tick = lambda _: None) -> list[Path]:
    """Write one document a person in `folder`, named by list, call number and name; return the paths in that order."""
    written: dict[str, Path] = {}
    for stem, person in _people(made_from):
        path = folder / f"{file_stem(stem, written)}.pdf"
        with replacing(path) as temporary:
            temporary.write_bytes(_document(made_from, [person]))
        written[path.stem] = path
        tick(len(written))
    return list(written.values())


def notice_of(made_from: Notified, person_id: str) -> bytes | None:
    """The notice of that person; None where nobody has that id."""
    found = [person for _, person in _people(made_from) if person["id"] == person_id]
    return _document(made_from, found) if found else None


def _document(made_from: Notified, people: Sequence[Mapping[str, object]]) -> bytes:
    result, agency = made_from.result, made_from.agency
    data = {
        "document": f"{_TITLE} – {campaign_words(result)}",
        "footer": journal_mark(result),
        "title": _TITLE,
        "campaign": campaign_words(result),
        "dates": dates_words(made_from.opening["campaign"]),
        "agency": agency.name,
        "address": agency.address,
        "contact": agency.contact or agency.address,
        "court": agency.court or "compétent",
        "signatory": agency.signatory,
        "dated": agency.dated,
        "rules": result["rules"]["set"],
        "overrides": [override_line(item) for item in result["rules"]["overrides"]],
        "sources": [printable(source["name"]) for source in made_from.opening["sources"]],
        "opening": result["opening"],
        "head": result["journal"]["head"],
        "people": people,
    }
    return pdf("notifications", data)


def _people(made_from: Notified) -> Iterator[tuple[str, dict[str, object]]]:
    """The name of each person's file, and what their notice says."""
    stages, entries = Stages(made_from.opening), _last_entries(made_from.entries)
    for choices, call in calls(made_from.result):
        intern = call["intern"]
        name = printable(f"{intern['last_name']} {intern['first_name']}".strip())
        pool = stages.find(choices["name"], call["post"])
        entry = entries.get(intern["id"])
        number = f"{call['order']:04d}" if call["order"] else "sans-tour"
        yield (
            f"{choices['name']} {number} {name}"[:200],
            {
                "id": intern["id"],
                "name": name,
                "rpps": intern["rpps"],
                "list": choices["name"],
                "assigned": pool is not None,
                "outcome": _outcome(call, pool),
                "stage": _stage(pool, call) if pool else [],
                "how": _how(call),
                "refused": [[skip["post"], skip["reason"], skip["rule"]] for skip in call["skipped"]],
                "rank": _rank(choices, call),
                "sheets": [_sheet(sheet) for sheet in made_from.sheets.get(intern["id"], ())],
                "verified": call["curriculum"] == "verifie",
                "proof": _proof(entry) if entry else [],
            },
        )


def _last_entries(entries: Sequence[Entry]) -> dict[str, Entry]:
    """By random id, the entry that decided last: a turn, or a correction that names the person."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry["kind"] in _TURNS:
            found[entry["data"]["person"]] = entry
        for change in entry["data"].get("changes") or ():
            found[change["person"]] = entry
    return found


def _outcome(call: Call, pool: Pool | None) -> str:
    return "Le stage suivant vous est attribué." if pool else why_unassigned(call, "dans le tableau ci-dessous")


def _stage(pool: Pool, call: Call) -> list[list[str]]:
    facts = [
        ("Code", pool["code"]),
        ("Établissement – service", shown(pool)),
        ("Commune", pool["town"]),
        ("Responsable", pool["head"]),
        ("Catégorie", category_label(pool)),
        ("Case de maquette", slot_label(call["slot"])),
        ("Affectation", "" if call["mode"] == Mode.NORMAL else MODES[Mode(call["mode"])]),
    ]
    return [[name, printable(value)] for name, value in facts if value]


def _how(call: Call) -> str:
    wish, channel = call["wish"], call["channel"]
    if channel is None:
        return ""
    by = {
        "voeux": "Votre liste de vœux a été lue à votre tour, dans votre ordre.",
        "direct": "Vous avez fait ce choix à votre tour.",
        "mandataire": "Votre mandataire a fait ce choix à votre tour.",
        "administration": "Ce stage vous a été attribué par l'administration, hors de l'ordre des tours.",
    }[channel]
    obtained = f" Ce stage était votre {_ordinal(wish)} vœu." if wish else ""
    late = " C'était au rattrapage, après le dernier tour." if call["catch_up"] else ""
    return by + obtained + late


def _ordinal(number: int) -> str:
    return f"{number}{'er' if number == 1 else 'e'}"


def _rank(choices: ListResult, call: Call) -> str:
    if call["order"] is None:
        return ""
    with_turn = sum(other["order"] is not None for other in choices["calls"])
    return f"N° d'appel {call['order']}, sur une liste de {with_turn} internes ({choices['name']})."


def _sheet(sheet: RankSheet) -> dict[str, object]:
    return {"list": sheet.list, "lines": [[line.text, line.rule] for line in sheet.lines]}


def _proof(entry: Entry) -> list[list[str]]:
    version = entry["data"].get("version", "")
    facts = [("Entrée du journal", f"n° {entry['seq']}, {entry['at'][:19].replace('T', ' à ')} (temps universel)", "")]
    facts += [("Empreinte de cette entrée", "", entry["hash"])]
    facts += [("Reçu de la liste de vœux lue", "", version)] if version else []
    return [list(fact) for fact in facts]
