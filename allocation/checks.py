"""The properties P1 to P9 that every result must have, checked without a line of the engine.

Input: the documents as read from the folder (`ouverture.json`, the entries of `journal.jsonl`, and `resultat.json` once
the day is over). Nothing here calls the rules, the turn or the state: what they should have done is said again,
plainly, from the documents (`scrutiny`, `retold`, `witness`), so that a fault there cannot hide here.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allocation.scrutiny import Findings, scrutinise
from allocation.witness import Scene

Document = Mapping[str, Any]

GENESIS = "0" * 64

SHOWN = 10
"""How many faults or entries a detail names; the number of all of them is always said."""


@dataclass(frozen=True, slots=True)
class Check:
    """A property, whether it holds, and in French what was looked at or who is concerned where it does not."""

    property: str
    holds: bool
    detail: str

    def as_dict(self) -> dict[str, str | bool]:
        return {"property": self.property, "holds": self.holds, "detail": self.detail}


TITLES = {
    "P1": "Aucun stage n'a plus d'affectations régulières que de places",
    "P2": "Chaque affectation était ouverte à la personne au moment où elle a été enregistrée",
    "P3": "Personne, servi sur sa liste, ne préférait un stage qui lui était alors ouvert",
    "P4": "Chacun tient un stage au plus",
    "P5": "Un surnombre validant suppose une place libre à ce moment, et n'en prend pas",
    "P6": "Un surnombre non validant ne prend pas de place et ne remplit aucune case",
    "P7": "Les choix suivent la liste d'appel, attentes, absences et rattrapages compris",
    "P8": "Le journal est entier, enchaîné, clos, et dit ce que dit le résultat",
    "P9": "Chaque refus nomme une règle qui s'applique",
}

_UNDER_WAY = "Le journal est enchaîné, de l'ouverture à sa dernière entrée"
"""What P8 says of a day that is not over."""


def check(opening: Document, entries: Sequence[Document], result: Document) -> list[Check]:
    """All the properties of a finished day, in order. The documents must be of the right shape; what they say may be
    anything."""
    findings = Findings()
    scene = scrutinise(opening, entries, findings)
    _closed(entries, findings)
    _chain(entries, findings)
    _bound(entries, result, findings)
    _same_as_shown(scene, result, findings)
    return [verdict(name, title, findings, entries) for name, title in TITLES.items()]


def check_so_far(opening: Document, entries: Sequence[Document]) -> list[Check]:
    """The properties of a day under way, from its opening and journal alone."""
    findings = Findings()
    scrutinise(opening, entries, findings)
    _chain(entries, findings)
    return [verdict(name, title, findings, entries) for name, title in (TITLES | {"P8": _UNDER_WAY}).items()]


def verdict(name: str, title: str, findings: Findings, entries: Sequence[Document]) -> Check:
    """What the findings say of one property."""
    faults, departures = findings.faults.get(name, ()), findings.derogations.get(name, ())
    if faults:
        return Check(name, False, f"{title} : FAUX. {' ; '.join(faults[:SHOWN])}{_more(faults)}.")
    derogated = "".join(f" ; dérogé par l'entrée {seq}" for seq in departures[:SHOWN])
    return Check(name, True, f"{title} : {len(entries)} entrées relues{derogated}{_more(departures)}.")


def _more(found: Sequence[object]) -> str:
    return f" … et {len(found) - SHOWN} autres" if len(found) > SHOWN else ""


def _chain(entries: Sequence[Document], findings: Findings) -> None:
    """P8: every hash is that of its entry, and the entries follow each other."""
    for number, entry in enumerate(entries):
        body = {key: value for key, value in entry.items() if key != "hash"}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if entry.get("hash") != hashlib.sha256(text.encode()).hexdigest():
            findings.add("P8", f"entrée {number} : empreinte fausse")
    linked(entries, findings)


def linked(entries: Sequence[Document], findings: Findings) -> None:
    """P8: each entry follows the one before, from 64 zeros; they begin with the one opening."""
    previous = GENESIS
    for number, entry in enumerate(entries):
        if entry.get("prev") != previous or entry.get("seq") != number:
            findings.add("P8", f"entrée {number} : chaîne rompue")
        previous = str(entry.get("hash"))
    kinds = [entry["kind"] for entry in entries]
    if kinds[:1] != ["Opened"] or kinds.count("Opened") != 1:
        findings.add("P8", "le journal ne commence pas par une ouverture")
    if "Closed" in kinds[:-1]:
        findings.add("P8", "des entrées suivent la clôture")


def _closed(entries: Sequence[Document], findings: Findings) -> None:
    """P8: a finished day ends on its close."""
    if [entry["kind"] for entry in entries[-1:]] != ["Closed"]:
        findings.add("P8", "le journal ne finit pas par une clôture : la fin manque")


def _bound(entries: Sequence[Document], result: Document, findings: Findings) -> None:
    """P8: the result names the journal and the opening that it comes from."""
    if result["journal"] != {"entries": len(entries), "head": entries[-1]["hash"] if entries else GENESIS}:
        findings.add("P8", "le nombre d'entrées ou l'empreinte de tête n'est pas celui du résultat")
    if entries and entries[0]["data"].get("opening") != result["opening"]:
        findings.add("P8", "l'ouverture du journal n'est pas celle du résultat")


def _same_as_shown(scene: Scene, result: Document, findings: Findings) -> None:
    """P8: everybody of the opening stands once in the result, with what the journal says of them."""
    shown: Counter[str] = Counter()
    for row in (row for choices in result["lists"] for row in choices["calls"]):
        person = row["intern"]["id"]
        shown[person] += 1
        held = scene.holds.get(person)
        pool = scene.pools.get(held.pool) if held else None
        if row["post"] != (pool["code"] if pool else None):
            findings.add("P8", f"{held.who if held else person} : le résultat montre {row['post']}")
    strangers = scene.people.keys() ^ shown.keys()
    doubled = [person for person, times in shown.items() if times > 1]
    for person in (*sorted(strangers), *doubled):
        findings.add("P8", f"{person} : absent du résultat, inconnu de l'ouverture, ou présent deux fois")
    counts = Counter(held.pool for held in scene.holds.values())
    for post in result["posts"]:
        counted = counts[post["pool"]]
        if counted != post["taken"] + post["supernumerary"]:
            findings.add("P8", f"{post['pool']} : {counted} choix au journal, autre chose au résultat")
