"""The day served a second time, naively, from the opening as a document and the wish lists: the design's own words,
loops and dictionaries, nothing of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Item = Mapping[str, Any]


class Got(NamedTuple):
    """What a person obtained: list, pool, how, which seat, which slot, rank of the wish."""

    list: str
    pool: str
    mode: str
    seat: str
    slot: str
    wish: int


def served(opening: Mapping[str, Any], wanted: Mapping[str, Sequence[str]]) -> dict[str, Got]:
    """Who obtains what: every list in its order, then every catch-up."""
    people = {person["id"]: person for person in opening["people"]}
    curricula = {item["name"]: item for item in opening["curricula"]}
    left = {pool["id"]: [pool["seats"] - pool["reserved_seats"], pool["reserved_seats"]] for pool in opening["pools"]}
    got: dict[str, Got] = {}
    for catching_up in (False, True):
        for choices in opening["lists"]:
            for call in choices["calls"]:
                if call["person"] in got or (call["mode"] == "hors_filiere" if catching_up else call["catch_up_only"]):
                    continue
                person = people[call["person"]]
                for wish, code in enumerate(wanted.get(call["person"], ()), start=1):
                    found = _first_open(opening, curricula, left, choices["name"], call["mode"], person, code)
                    if found:
                        got[call["person"]] = Got(choices["name"], found[0], call["mode"], found[1], found[2], wish)
                        break
    return got


def _first_open(
    opening: Item, curricula: Item, left: dict[str, list[int]], name: str, mode: str, person: Item, code: str
) -> tuple[str, str, str] | None:
    """The pool, the seat and the slot that the code gives now, or None; seats are counted down here."""
    bearing = [pool for pool in opening["pools"] if pool["code"] == code]
    for pool in [p for p in bearing if p["reserved_for"] in person["labels"]] + bearing:
        holder = pool["reserved_for"] in person["labels"]
        free, kept = left[pool["id"]]
        kept = kept if holder else 0
        if name not in pool["lists"] or pool["accredited"] is False or pool["seats"] == 0:
            continue
        if pool["reserved_for"] and pool["reserved_seats"] >= pool["seats"] and not holder:
            continue
        if mode == "surnombre_non_validant":
            return pool["id"], "ajoutee", ""
        slot = _slot(curricula.get(person["curriculum"]), person["missing"], pool) if mode != "hors_filiere" else ""
        done = pool["code"] in (person["done"] or []) and pool["code"] not in person["again"]
        if free + kept <= 0 or done or slot is None:
            continue
        if mode == "surnombre_validant":
            return pool["id"], "ajoutee", slot
        left[pool["id"]][1 if kept else 0] -= 1
        return pool["id"], "reserve" if kept else "libre", slot
    return None


def _slot(curriculum: Item | None, missing: Sequence[str] | None, pool: Item) -> str | None:
    """The slot filled, "" where nothing can be verified, None where the post fits none that is missing."""
    category = pool["category"]
    if curriculum is None or missing is None or (category == "AUTRE" and not pool["category_label"]):
        return ""
    if curriculum["couple"] and category == "COUPLE" and "ENFANT" in missing and "FEMME" in missing:
        return "COUPLE"
    # The waiver on the couplé stands in the opening, as what the slot accepts.
    waived = any("ENFANT" in slot["accepts"] for slot in _slots_named(curriculum, "COUPLE"))
    single = "COUPLE" if waived and category in ("ENFANT", "FEMME") else category
    return next((slot for slot in missing if slot in (category, single, "LIBRE")), None)


def _slots_named(curriculum: Item, name: str) -> list[Item]:
    return [slot for slots in curriculum["phases"].values() for slot in slots if slot["slot"] == name]
