"""What a masked opening and journal prove by themselves, and in French what they leave unproven."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from allocation.canonical import canonical, digest
from allocation.checks import TITLES, Check, linked, verdict
from allocation.masked import MASK
from allocation.scrutiny import Findings, scrutinise

Document = Mapping[str, Any]


def check_masked(opening: Document, entries: Sequence[Document]) -> list[Check]:
    """P1, P4, P7 and P8 as far as this form lets them be known. The documents must be of the right shape."""
    findings = Findings()
    scene = scrutinise(_neutral_opening(opening), _neutral_entries(opening, entries), findings)
    linked(entries, findings)
    for number, entry in enumerate(entries):
        if MASK not in entry and digest(canonical({k: v for k, v in entry.items() if k != "hash"})) != entry["hash"]:
            findings.add("P8", f"entrée {number} : empreinte fausse")
    held = Counter(each.pool for each in scene.holds.values() if each.pool in scene.pools)
    beyond = sum(number > scene.pools[pool]["seats"] for pool, number in held.items())
    titles = TITLES | {
        "P1": f"Places : {beyond} stage(s) au-delà des places offertes, par des places ajoutées que cette forme tait",
        "P8": "Les entrées se suivent ; celles qui ne cachent rien ont leur empreinte",
    }
    findings.faults.pop("P1", None)
    return [verdict(name, titles[name], findings, entries) for name in ("P1", "P4", "P7", "P8")]


def unproven(entries: Sequence[Document]) -> str:
    """The sentence on what could not be computed again."""
    hidden = sum(MASK in entry for entry in entries)
    return (
        f"Forme masquée : les empreintes de l'ouverture et de {hidden} entrée(s) dont une part est cachée ne se "
        "recalculent pas ici, ni les propriétés P2, P3, P5, P6 et P9. Elles se vérifient sur la forme complète, "
        "dont les empreintes doivent être les mêmes."
    )


def entries_of(data: bytes) -> list[Document]:
    """The entries of a masked journal. Raises ValueError or TypeError where a line is none."""
    *lines, rest = data.split(b"\n")
    if rest or not lines:
        raise ValueError("the last line is not finished")
    entries = [json.loads(line) for line in lines]
    if not all(isinstance(entry, dict) for entry in entries):
        raise TypeError("a line is no entry")
    return entries


def _neutral_opening(opening: Document) -> Document:
    """The opening with the plainest values where it is silent; who waits on another list is a guest of this one."""
    elsewhere = {call["person"] for choices in opening["lists"] for call in choices["calls"] if call["catch_up_only"]}
    lists = [
        {**choices, "calls": [{**call, "mode": _mode(call, elsewhere)} for call in choices["calls"]]}
        for choices in opening["lists"]
    ]
    return {**opening, "lists": lists, "people": [person | _PLAIN for person in opening["people"]]}


def _mode(call: Document, elsewhere: set[str]) -> str:
    return "hors_filiere" if call["person"] in elsewhere and not call["catch_up_only"] else "normal"


_PLAIN: dict[str, Any] = {
    "status": "", "curriculum": "", "missing": None, "done": None, "again": [], "labels": [], "with_msu": None,
    "away": None, "place": "",
}  # fmt: skip


def _neutral_entries(opening: Document, entries: Sequence[Document]) -> list[Document]:
    guests = {
        (choices["name"], call["person"]): call["mode"]
        for choices in _neutral_opening(opening)["lists"]
        for call in choices["calls"]
    }
    return [_neutral(entry, guests) for entry in entries if entry["kind"] != "SlotChosen"]


def _neutral(entry: Document, modes: Mapping[tuple[str, str], str]) -> Document:
    data = entry["data"]
    match entry["kind"]:
        case "Chosen":
            mode = modes.get((entry["list"], data["person"]), "normal")
            data = data | {"mode": mode, "seat": "libre", "slot": "", "wish": 1, "walked": []}
        case "MarkedAbsent":
            data = data | {"walked": []}
        case "Corrected":
            plain = {"mode": "normal", "seat": "libre", "slot": ""}
            data = data | {"changes": [change | plain for change in data["changes"]]}
        case "InternAdded" | "InternAmended":
            status = "" if data["turn"] else "ne_choisit_pas"
            mode = modes.get((entry["list"], data["intern"]["id"]), "normal")
            data = data | {"mode": mode, "intern": data["intern"] | _PLAIN | {"status": status}}
    return {**entry, "data": data}
