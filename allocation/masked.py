"""The form of an opening and a journal for those who may not know of surnombres, leaves, curricula and wishes.

What is hidden is dropped, together with the random text (`nonce`) that went into its hash; hashes and links stay, so
that this form can be laid beside the whole one, and its order of calls be checked on its own (`unmasking`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from allocation.canonical import Json

Document = Mapping[str, Any]

MASK = "masked"
"""The member that says so, in the opening and in each entry of which something is hidden."""


class UnmaskableError(Exception):
    """A journal whose entries bear no random text: what is hidden could be guessed and tried against the hash."""


def masked_opening(document: Document) -> dict[str, Json]:
    """Lists, call order and posts; of people their random id, their list and what binds it to their name.

    Raises `UnmaskableError`.
    """
    _nonce_of(document)
    kept = {key: value for key, value in document.items() if key not in ("nonce", "lists", "people")}
    return kept | {
        MASK: True,
        "lists": [
            {**choices, "calls": [_only(call, "order", "person", "catch_up_only") for call in choices["calls"]]}
            for choices in document["lists"]
        ],
        "people": [_only(person, "id", "commitment", "home") for person in document["people"]],
    }


def masked_entries(entries: Iterable[Document]) -> list[dict[str, Json]]:
    """The entries, those of a private kind with what all may know of them alone. Raises `UnmaskableError`."""
    return [_masked(entry) if entry["kind"] in PRIVATE else dict(entry) for entry in entries]


def _masked(entry: Document) -> dict[str, Json]:
    _nonce_of(entry)
    kept = {key: value for key, value in entry.items() if key != "nonce"}
    return kept | {MASK: True, "data": _SHOWN[entry["kind"]](entry["data"])}


def _nonce_of(document: Document) -> str:
    nonce = document.get("nonce")
    if not isinstance(nonce, str) or not nonce:
        raise UnmaskableError
    return nonce


def _only(document: Document, *keys: str) -> dict[str, Json]:
    return {key: document[key] for key in keys}


def _chosen(data: Document) -> dict[str, Json]:
    return {**_only(data, "order", "person", "post", "channel"), "status": "affecte"}


def _absent(data: Document) -> dict[str, Json]:
    return _only(data, "order", "person", "why")


def _corrected(data: Document) -> dict[str, Json]:
    changes = [_only(change, "list", "order", "person", "before", "after") for change in data["changes"]]
    return {**_only(data, "reason", "confirmed_by"), "changes": changes}


def _added(data: Document) -> dict[str, Json]:
    return {**_only(data, "order", "after", "reason"), **_intern(data)}


def _amended(data: Document) -> dict[str, Json]:
    return {**_only(data, "order", "reason"), **_intern(data)}


def _intern(data: Document) -> dict[str, Json]:
    """Who it is, and whether they have a turn: that is seen by whoever hears the calls."""
    intern: Document = data["intern"]
    return {"intern": _only(intern, "id", "commitment", "home"), "turn": not intern["status"]}


def _slot(data: Document) -> dict[str, Json]:
    return _only(data, "person")


_SHOWN: Mapping[str, Callable[[Document], dict[str, Json]]] = {
    "Chosen": _chosen,
    "MarkedAbsent": _absent,
    "Corrected": _corrected,
    "InternAdded": _added,
    "InternAmended": _amended,
    "SlotChosen": _slot,
}

PRIVATE = frozenset(_SHOWN)
"""The kinds of event that tell a mode, a status, a curriculum or wishes."""
