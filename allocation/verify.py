"""A result proved again from its own documents: chain, opening, replay, identities, properties."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allocation.canonical import Json, canonical, digest
from allocation.checks import Check, check, check_so_far
from allocation.documents import opening_from
from allocation.events import Closed, Event
from allocation.journal import BrokenJournalError, Entry, events, parse
from allocation.masked import MASK
from allocation.model import Identity
from allocation.opening import Opening, Register
from allocation.people import identity_commitment
from allocation.prepare import token
from allocation.result import result_document
from allocation.state import replay
from allocation.unmasking import check_masked, entries_of, unproven

_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)
"""What a document of another shape raises wherever it is read."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verification found: French sentences on what is wrong, the properties, how many entries were read;
    `under_way` where the day is not over; `unproven` what a masked form does not let be proved."""

    problems: tuple[str, ...]
    checks: tuple[Check, ...] = ()
    entries: int = 0
    head: str = ""
    under_way: bool = False
    unproven: str = ""

    @property
    def holds(self) -> bool:
        return not self.problems and bool(self.checks) and all(check.holds for check in self.checks)


def verify(opening_bytes: bytes, journal_bytes: bytes, result_bytes: bytes | None = None) -> Verdict:
    """Re-check the bytes of `ouverture.json`, `journal.jsonl` and `resultat.json`; without the last, those of a day
    under way. Never raises on their content."""
    if _is_masked(opening_bytes):
        return _verify_masked(opening_bytes, journal_bytes, result_bytes)
    try:
        document, opening = _opening(opening_bytes)
        entries = parse(journal_bytes)
        told = events(entries)
        result = None if result_bytes is None else _json(result_bytes, "resultat.json")
    except _UnreadableError as error:
        return Verdict((str(error),))
    except BrokenJournalError as error:
        return Verdict((f"Le {error}",))
    try:
        problems = _opened_otherwise(told, opening_bytes)
        if result is None:
            problems += _cut_short(told)
            replay(opening, told)
            checks = check_so_far(document, entries)
        else:
            problems += _compare(opening, digest(opening_bytes), entries, told, result)
            checks = check(document, entries, result)
            if result.get("checks") != [found.as_dict() for found in checks]:
                problems.append("resultat.json : les contrôles montrés ne sont pas ceux que le résultat donne.")
    except _MALFORMED:
        return Verdict(("Les documents ne sont pas de la forme attendue, ou ne vont pas ensemble.",))
    return Verdict(tuple(problems), tuple(checks), len(entries), str(entries[-1]["hash"]), result is None)


def _is_masked(opening_bytes: bytes) -> bool:
    try:
        return MASK in _json(opening_bytes, "ouverture.json")
    except _UnreadableError:
        return False


def _verify_masked(opening_bytes: bytes, journal_bytes: bytes, result_bytes: bytes | None) -> Verdict:
    if result_bytes is not None:
        return Verdict(("Une forme masquée n'a pas de résultat à prouver : retirez resultat.json.",))
    try:
        entries = entries_of(journal_bytes)
        checks = check_masked(_json(opening_bytes, "ouverture.json"), entries)
    except _MALFORMED:
        return Verdict(("Les documents masqués ne sont pas de la forme attendue, ou ne vont pas ensemble.",))
    over = entries[-1]["kind"] == "Closed"
    return Verdict((), tuple(checks), len(entries), str(entries[-1]["hash"]), not over, unproven(entries))


class _UnreadableError(Exception):
    pass


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _UnreadableError(f"{name} n'est pas lisible.") from error
    if not isinstance(value, dict):
        raise _UnreadableError(f"{name} n'a pas la forme attendue.")
    return value


def _opening(data: bytes) -> tuple[dict[str, Any], Opening]:
    document = _json(data, "ouverture.json")
    try:
        return document, opening_from(document)
    except _MALFORMED as error:
        raise _UnreadableError("ouverture.json n'a pas la forme attendue.") from error


def _opened_otherwise(told: Sequence[Event], opening_bytes: bytes) -> list[str]:
    if getattr(told[0], "opening", None) == digest(opening_bytes):
        return []
    return ["ouverture.json n'est pas celle que le journal a enregistrée : elle a été modifiée."]


def _cut_short(told: Sequence[Event]) -> list[str]:
    """A day that is over has its result beside it."""
    return ["Le choix est clos : il manque resultat.json."] if isinstance(told[-1], Closed) else []


def _compare(
    opening: Opening, opening_hash: str, entries: Sequence[Entry], told: Sequence[Event], result: Mapping[str, Any]
) -> list[str]:
    register = _register(opening, result)
    journal: dict[str, Json] = {"entries": len(entries), "head": str(entries[-1]["hash"])}
    rebuilt = result_document(opening, register, told, journal, opening_hash)
    return _identities(replay(opening, told).opening, register) + _differences(rebuilt, result)


def _register(opening: Opening, result: Mapping[str, Any]) -> Register:
    rows = [row for choices in result["lists"] for row in choices["calls"]]
    people = [row["intern"] for row in rows]
    return Register(
        {person["id"]: Identity(person["rpps"], person["last_name"], person["first_name"]) for person in people},
        {person["id"]: person["salt"] for person in people},
        {
            token(row["intern"]["salt"], skip["post"]): skip["post"]
            for row in rows
            for skip in row["skipped"]
            if skip["post"] not in opening.by_code
        },
    )


def _identities(opening: Opening, register: Register) -> list[str]:
    """Whoever the result names must be whom the opening committed to."""
    return [
        f"L'identité montrée pour {register.identities[person.id].shown} n'est pas celle que l'ouverture a scellée."
        for person in opening.people
        if person.id in register.identities
        and identity_commitment(register.salts[person.id], register.identities[person.id]) != person.commitment
    ]


def _differences(rebuilt: Mapping[str, Json], result: Mapping[str, Any]) -> list[str]:
    """What the replay gives and the result does not show, people first."""
    wrong = [key for key in rebuilt if key != "lists" and canonical(rebuilt[key]) != canonical(result.get(key))]
    strange = sorted(result.keys() - rebuilt.keys() - _NOT_REBUILT)
    found = [f"resultat.json : « {key} » n'est pas ce que le journal donne." for key in (*wrong, *strange)]
    if canonical(rebuilt["lists"]) != canonical(result["lists"]):
        found += _people_who_differ(rebuilt["lists"], result["lists"])
    return found


_NOT_REBUILT = {"warnings", "checks"}
"""What the journal does not give: the words of the import, and the properties, which are checked anew."""


def _people_who_differ(rebuilt: Any, shown: Any) -> list[str]:
    due = {row["intern"]["id"]: (choices["name"], row) for choices in rebuilt for row in choices["calls"]}
    seen = [(choices["name"], row) for choices in shown for row in choices["calls"]]
    differing = [
        f"resultat.json : {row['intern']['last_name']} {row['intern']['first_name']} ({name}) : "
        f"{_shown_and_due(row, due)}."
        for name, row in seen
        if due.get(row["intern"]["id"]) != (name, row)
    ]
    return differing or ["resultat.json : les listes ne sont pas celles que le journal donne."]


def _shown_and_due(row: Mapping[str, Any], due: Mapping[str, Any]) -> str:
    shown = row["post"] or row["status"]
    if row["intern"]["id"] not in due:
        return f"montré {shown}, personne inconnue du journal"
    expected = due[row["intern"]["id"]][1]
    given = expected["post"] or expected["status"]
    return f"montré {shown}, le journal donne {given}" if given != shown else "le détail n'est pas celui du journal"
