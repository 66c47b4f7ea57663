"""The append-only journal: entries chained by SHA-256 over their RFC 8785 form, from the opening to the close.

A line of `journal.jsonl` is the canonical form of a whole entry; `hash` is that of the form without `hash` itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from allocation.canonical import Json, canonical, digest, is_canonical
from allocation.events import Event
from allocation.masked import PRIVATE
from allocation.opening import Opening
from allocation.recorded import as_data, read
from allocation.state import Day, replay
from allocation.summaries import summary

GENESIS = "0" * 64
"""`prev` of entry 0."""

Entry = dict[str, Json]


class BrokenJournalError(Exception):
    """A journal that does not hold: the line (from 1) and, in French, what is wrong there."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"journal, ligne {line} : {reason}")
        self.line = line
        self.reason = reason


def write(
    events: Iterable[Event], actor: str, clock: Callable[[], datetime], new_nonce: Callable[[], str] = str
) -> Iterator[Entry]:
    """The chained entries of a whole journal, one an event. `clock` gives aware UTC times; `actor` who records;
    `new_nonce` a fresh random text for each entry that a masked form hides."""
    prev = GENESIS
    for seq, event in enumerate(events):
        entry = seal(event, seq, prev, actor, clock(), nonce=new_nonce())
        prev = str(entry["hash"])
        yield entry


def seal(
    event: Event,
    seq: int,
    prev: str,
    actor: str,
    at: datetime,
    *,
    occurred_at: datetime | None = None,
    on_behalf_of: str | None = None,
    nonce: str = "",
) -> Entry:
    """One entry, hashed and bound to the one before by `prev`. Times are aware and UTC; `occurred_at` differs from
    `at` where a paper turn is entered later; `on_behalf_of` is the person of the event where not told otherwise.
    `nonce` is kept where the event tells more than everybody may know (`masked`).
    """
    entry: Entry = {
        "seq": seq,
        "list": getattr(event, "list", None),
        "at": _moment(at),
        "occurred_at": _moment(occurred_at or at),
        "actor": actor,
        "on_behalf_of": on_behalf_of or getattr(event, "person", None),
        "kind": type(event).__name__,
        "data": as_data(event),
        "summary": summary(event),
        "prev": prev,
    }
    if nonce and entry["kind"] in PRIVATE:
        entry["nonce"] = nonce
    entry["hash"] = digest(canonical(entry))
    return entry


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def line(entry: Mapping[str, Json]) -> bytes:
    """The entry as a line of `journal.jsonl`, without its end of line."""
    return canonical(entry)


def parse(data: bytes) -> list[Entry]:
    """The entries of a whole journal, chain checked. Raises `BrokenJournalError` at the first line that fails."""
    entries: list[Entry] = []
    prev = GENESIS
    *lines, rest = data.split(b"\n")
    for number, raw in enumerate(lines, start=1):
        entry = _checked(raw, number, prev)
        prev = str(entry["hash"])
        entries.append(entry)
    if rest:
        raise BrokenJournalError(len(lines) + 1, "la ligne n'est pas finie : la fin du journal manque.")
    if not entries:
        raise BrokenJournalError(1, "le journal est vide.")
    return entries


def _checked(raw: bytes, number: int, prev: str) -> Entry:
    entry = _object(raw, number)
    claimed = entry.get("hash")
    if not is_canonical(raw, entry):
        raise BrokenJournalError(number, "la ligne n'est pas sous sa forme canonique.")
    # In a canonical line the hash is one member among others: without it stands what was hashed.
    if claimed != digest(raw.replace(f',"hash":"{claimed}"'.encode(), b"", 1)):
        raise BrokenJournalError(number, "le contenu ne correspond pas à son empreinte : la ligne a été modifiée.")
    if entry.get("prev") != prev:
        raise BrokenJournalError(number, "la chaîne est rompue : la ligne ne suit pas celle d'avant.")
    if entry.get("seq") != number - 1:
        raise BrokenJournalError(number, "le numéro d'ordre n'est pas celui attendu.")
    return entry


def _object(raw: bytes, number: int) -> Entry:
    try:
        entry = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BrokenJournalError(number, "la ligne n'est pas lisible.") from error
    if not isinstance(entry, dict):
        raise BrokenJournalError(number, "la ligne n'est pas une entrée.")
    return entry


def events(entries: Iterable[Entry]) -> list[Event]:
    """The events that the entries record. Raises `BrokenJournalError` for an entry whose data is not of its kind."""
    return [_event(entry, number) for number, entry in enumerate(entries, start=1)]


def _event(entry: Entry, number: int) -> Event:
    data = entry.get("data")
    if not isinstance(data, dict):
        raise BrokenJournalError(number, "l'entrée n'a pas de contenu.")
    try:
        return read(str(entry.get("kind")), str(entry.get("list") or ""), data)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenJournalError(number, "le contenu n'est pas celui d'une entrée de cette sorte.") from error


def day(opening: Opening, entries: Iterable[Entry]) -> Day:
    """The day that the entries make of the opening, with who recorded each turn. Raises as `events`."""
    told = list(entries)
    return replay(opening, events(told), (str(entry["actor"]) for entry in told))
