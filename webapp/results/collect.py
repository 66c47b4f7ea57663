"""The three documents of a result, the same from the database as from the folder that `rang allocate` writes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Engine

from allocation import journal, rulesets
from allocation.canonical import digest
from allocation.checks import check
from allocation.documents import opening_document, opening_from
from allocation.journal import Entry
from allocation.model import Identity
from allocation.notices import notices
from allocation.opening import Opening, Register
from allocation.result import result_document
from webapp.folder import JOURNAL, OPENING, RESULT, UnreadableFolderError
from webapp.store.journal import read_entries, read_opening, read_opening_bytes
from webapp.store.persons import identities
from webapp.store.sealed import every_text

ERASED = "(effacé)"
"""What stands for the name of a person whose row was erased."""


@dataclass(frozen=True)
class Collected:
    """`opening` and `result` as `json.loads` gives them, and the entries of the journal in order.

    `typed`: what humans typed, by the token that stands for it in the journal; a folder holds none of it.
    """

    opening: Mapping[str, Any]
    entries: Sequence[Entry]
    result: Mapping[str, Any]
    typed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def standing(self) -> Mapping[str, Any]:
        """The opening as the day has changed it: posts and people added or amended since."""
        return opening_document(journal.day(opening_from(self.opening), self.entries).opening)


def from_store(engine: Engine, campaign_id: str) -> Collected:
    """What the campaign's journal gives as it stands, whether the day is over or not.

    The warnings are those of the day: those of the import are not kept. Raises KeyError for an unknown campaign.
    """
    content = read_opening_bytes(engine, campaign_id)
    document, opening = json.loads(content), read_opening(engine, campaign_id)
    entries = read_entries(engine, campaign_id)
    told, day = journal.events(entries), journal.day(opening, entries)
    summary = {"entries": len(entries), "head": entries[-1]["hash"]}
    typed = every_text(engine, campaign_id)
    register = _register(engine, campaign_id, day.opening, typed)
    result = result_document(opening, register, told, summary, digest(content))
    result["warnings"] = notices(day, rulesets.others(opening.rules.name))
    result["checks"] = [found.as_dict() for found in check(document, entries, result)]
    return Collected(document, entries, result, typed)


def from_files(files: Mapping[str, bytes]) -> Collected:
    """The documents among the files of a result, by name. Raises `UnreadableFolderError` where they are not there.

    Nothing is proved again here: that is `allocation.verify`'s.
    """
    missing = [name for name in (OPENING, JOURNAL, RESULT) if name not in files]
    if missing:
        raise UnreadableFolderError(f"Il manque {', '.join(missing)} : ce n'est pas un dossier de résultat.")
    try:
        entries = journal.parse(files[JOURNAL])
        return Collected(json.loads(files[OPENING]), entries, json.loads(files[RESULT]))
    except (ValueError, journal.BrokenJournalError) as error:
        raise UnreadableFolderError(f"Ce résultat n'est pas lisible : {error}") from error


def _register(engine: Engine, campaign_id: str, opening: Opening, typed: Mapping[str, str]) -> Register:
    known = identities(engine, campaign_id)
    people = {person.id: known.get(person.id) for person in opening.people}
    return Register(
        {
            person: Identity(row.rpps, row.last_name, row.first_name) if row else Identity("", ERASED, "")
            for person, row in people.items()
        },
        {person: row.salt if row else "" for person, row in people.items()},
        typed,
    )
