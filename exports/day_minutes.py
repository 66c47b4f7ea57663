"""`proces-verbal-seance.pdf`: the minutes of the day from its journal, every entry, for the staff who sign them.

People are named by their call number alone. The reasons of corrections were typed by hand and may tell anything: the
document is not for the public, whose minutes are `exports.minutes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from exports.documents import Opening, Result
from exports.files import replacing
from exports.labels import campaign_words, dates_words, journal_mark, override_line
from exports.minutes import fingerprints
from exports.safety import printable
from exports.typesetting import forget_layouts, pdf

PART_ENTRIES = 4_000
"""The most entries that one file holds."""

KINDS = {
    "Opened": "Ouverture", "Called": "Appels", "Chosen": "Choix", "MarkedAbsent": "Tours sans choix",
    "Waited": "Mises en attente", "Returned": "Retours", "ProxyGiven": "Procurations données",
    "ProxyAccepted": "Procurations acceptées", "ProxyCancelled": "Procurations annulées",
    "SlotChosen": "Cases de maquette choisies", "PostAmended": "Postes modifiés",
    "ReservedReleased": "Places réservées libérées", "InternAdded": "Internes ajoutés",
    "InternAmended": "Internes modifiés", "OffListAssigned": "Affectations hors liste",
    "TieResolved": "Ex æquo départagés", "Undone": "Choix annulés", "Corrected": "Corrections",
    "CatchUpOpened": "Rattrapages ouverts", "Paused": "Pauses", "Resumed": "Reprises", "Closed": "Clôture",
}  # fmt: skip

_TITLE = "Procès-verbal de séance"
_PARIS = ZoneInfo("Europe/Paris")

Entry = Mapping[str, Any]
Typed = Mapping[str, str]
"""What was typed by hand, by the token that stands for it in the journal."""


def write_day_minutes(
    result: Result, opening: Opening, entries: Sequence[Entry], typed: Typed, folder: Path
) -> list[Path]:
    """Write the minutes in `folder`, in as many parts as it takes, and return their paths in order."""
    parts = [entries[start : start + PART_ENTRIES] for start in range(0, len(entries), PART_ENTRIES)]
    written = []
    for number, part in enumerate(parts, 1):
        path = folder / f"proces-verbal-seance{'' if number == 1 else f'-{number}'}.pdf"
        place = f", partie {number} sur {len(parts)}" if len(parts) > 1 else ""
        with replacing(path) as temporary:
            temporary.write_bytes(pdf("seance", _data(result, opening, entries, typed) | _part(part, place)))
        if len(parts) > 1:
            forget_layouts()
        written.append(path)
    return written


def _data(result: Result, opening: Opening, entries: Sequence[Entry], typed: Typed) -> dict[str, object]:
    counts = Counter(entry["kind"] for entry in entries)
    return {
        "document": f"{_TITLE} – {campaign_words(result)}",
        "footer": journal_mark(result),
        "title": _TITLE,
        "campaign": campaign_words(result),
        "dates": dates_words(opening["campaign"]),
        "span": _span(entries),
        "rule_set": result["rules"]["set"],
        "overrides": [override_line(item) for item in result["rules"]["overrides"]],
        "totals": [[label, str(counts[kind])] for kind, label in KINDS.items() if counts[kind]],
        "reasoned": [_reasoned(entry, typed) for entry in entries if entry["data"].get("reason")],
        "fingerprints": fingerprints(result, opening),
        "entries": str(len(entries)),
    }


def _part(entries: Sequence[Entry], place: str) -> dict[str, object]:
    return {"place": place, "rows": [_row(entry) for entry in entries]}


def _span(entries: Sequence[Entry]) -> str:
    return f"De la première entrée ({_moment(entries[0]['at'])}) à la dernière ({_moment(entries[-1]['at'])})."


def _reasoned(entry: Entry, typed: Typed) -> list[str]:
    reason = str(entry["data"]["reason"])
    return [str(entry["seq"]), _moment(entry["at"]), printable(entry["summary"]), printable(typed.get(reason, reason))]


def _row(entry: Entry) -> list[str]:
    return [
        str(entry["seq"]),
        _clock(entry),
        printable(entry["list"] or ""),
        printable(entry["summary"]),
        printable(entry["actor"]),
        entry["hash"][:12],
    ]


def _clock(entry: Entry) -> str:
    late = entry["occurred_at"] != entry["at"]
    return _moment(entry["at"]) + (f" (saisi après coup ; survenu le {_moment(entry['occurred_at'])})" if late else "")


def _moment(text: str) -> str:
    """`2027-04-06T07:00:00.000000Z` → « 06/04 09:00:00 », at Paris."""
    return f"{datetime.fromisoformat(text).astimezone(_PARIS):%d/%m %H:%M:%S}"
