"""`continuite.pdf`: all that the day needs to go on by voice: who is still to be called, and which seats are left.

Printed at any turn; what was then chosen is entered afterwards with the times noted here. It says how each chooses:
it is the desk's paper, and stays with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from allocation.opening import Call, Pool
from allocation.state import Day
from exports.documents import Opening, Result
from exports.files import replacing
from exports.labels import MODES, campaign_words, dates_words
from exports.typesetting import pdf

_PARIS = ZoneInfo("Europe/Paris")
_ERASED = "(effacé)"


def write_continuity(result: Result, opening: Opening, day: Day, at: datetime, path: Path) -> None:
    """Write the pack of the day as it stands; `at` is when it is printed."""
    names = {call["intern"]["id"]: _name(call["intern"]) for choices in result["lists"] for call in choices["calls"]}
    head = result["journal"]
    data = {
        "document": f"Continuité du choix – {campaign_words(result)}",
        "footer": head["head"],
        "title": "Continuité du choix",
        "campaign": campaign_words(result),
        "dates": dates_words(opening["campaign"]),
        "stands": f"{head['entries']} entrées au journal, imprimé le {at.astimezone(_PARIS):%d/%m/%Y à %H h %M}",
        "lists": [
            {
                "name": choices.name,
                "calls": [_row(call, names, "") for call in day.calls_left(choices.name)],
                "apart": list(_apart(day, choices.name, names)),
                "posts": [_post(day, pool) for pool in day.opening.pools if _serves(day, pool, choices.name)],
            }
            for choices in day.opening.lists
        ],
    }
    with replacing(path) as temporary:
        temporary.write_bytes(pdf("continuite", data))


def _apart(day: Day, name: str, names: Mapping[str, str]) -> Iterator[list[str]]:
    """Those who are not in the call any more and may come back: who waits to be brought back, who was absent."""
    due = {call.person for call in day.calls_left(name)}
    for call in day.opening.list[name].calls:
        if call.person in due or not day.may_be_called(call):
            continue
        if call.person in day.waiting:
            yield _row(call, names, "attend d'être rappelé")
        elif call.person in day.passed:
            yield _row(call, names, "passé sans choisir")


def _row(call: Call, names: Mapping[str, str], why: str) -> list[str]:
    how = MODES[call.mode] if call.mode.value != "normal" else ""
    return [str(call.order), names.get(call.person, _ERASED), " ; ".join(part for part in (how, why) if part)]


def _serves(day: Day, pool: Pool, name: str) -> bool:
    return name in pool.lists and day.seats_left(pool) > 0


def _post(day: Day, pool: Pool) -> list[str]:
    reserved = day.reserved_seats_left(pool)
    kept = f" + {reserved} {pool.reserved_for}" if reserved else ""
    place = " – ".join(part for part in (pool.establishment, pool.service, pool.town) if part)
    return [pool.code, place, pool.category_label or pool.category.label, f"{day.open_seats_left(pool)}{kept}"]


def _name(intern: Mapping[str, object]) -> str:
    return f"{intern['last_name']} {intern['first_name']}".strip()
