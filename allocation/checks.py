"""The properties P1 to P9 that every result must have, checked without a line of the engine.

Input: the three documents as read from the folder (`ouverture.json`, the entries of `journal.jsonl`, `resultat.json`).
Nothing here calls the rules, the turn or the state: what they should have done is said again, plainly,
from the documents, so that a fault there cannot hide here.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from allocation.witness import TURNS, Moment, left_waiting, moments

Document = Mapping[str, Any]

SHOWN = 10
"""How many faults a detail names; the number of all of them is always said."""


@dataclass(frozen=True, slots=True)
class Check:
    """A property, whether it holds, and in French what was looked at or who is concerned where it does not."""

    property: str
    holds: bool
    detail: str

    def as_dict(self) -> dict[str, str | bool]:
        return {"property": self.property, "holds": self.holds, "detail": self.detail}


@dataclass(slots=True)
class Findings:
    """The faults found, by property."""

    faults: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, fault: str) -> None:
        self.faults.setdefault(name, []).append(fault)


TITLES = {
    "P1": "Aucun stage n'a plus d'affectations régulières que de places",
    "P2": "Chaque affectation était ouverte à la personne au moment où elle a été enregistrée",
    "P3": "Personne, servi sur sa liste, ne préférait un stage qui lui était alors ouvert",
    "P4": "Chacun tient un stage au plus",
    "P5": "Un surnombre validant suppose une place libre à ce moment, et n'en prend pas",
    "P6": "Un surnombre non validant ne prend pas de place et ne remplit aucune case",
    "P7": "Les choix suivent la liste d'appel, rattrapages compris",
    "P8": "Le journal est entier, enchaîné, clos, et dit ce que dit le résultat",
    "P9": "Chaque refus nomme une règle qui s'applique",
}


def check(opening: Document, entries: Sequence[Document], result: Document) -> list[Check]:
    """All the properties, in order. The documents must be of the right shape; what they say may be anything."""
    findings = Findings()
    _seats(opening, entries, findings)
    _one_post_each(opening, entries, findings)
    for moment in moments(opening, entries):
        _open_then(moment, findings)
        _nothing_better(moment, findings)
        _surnombre(moment, findings)
        _in_turn(moment, findings)
        _refusals(moment, findings)
    _nobody_left_out(opening, entries, findings)
    _chain(entries, result, findings)
    _same_as_shown(opening, entries, result, findings)
    return [_verdict(name, findings.faults.get(name, ()), entries) for name in TITLES]


def _verdict(name: str, faults: Sequence[str], entries: Sequence[Document]) -> Check:
    if not faults:
        return Check(name, True, f"{TITLES[name]} : {len(entries)} entrées relues.")
    more = f" … et {len(faults) - SHOWN} autres" if len(faults) > SHOWN else ""
    return Check(name, False, f"{TITLES[name]} : FAUX. {' ; '.join(faults[:SHOWN])}{more}.")


def _chosen(entries: Sequence[Document]) -> list[Document]:
    return [entry for entry in entries if entry["kind"] == "Chosen"]


def _who(entry: Document) -> str:
    return f"n° {entry['data']['order']} ({entry['list']})"


def _seats(opening: Document, entries: Sequence[Document], findings: Findings) -> None:
    """P1, counted by pool, the reserved seats apart."""
    taken: dict[tuple[str, str], list[str]] = {}
    for entry in _chosen(entries):
        taken.setdefault((entry["data"]["post"], entry["data"]["seat"]), []).append(_who(entry))
    for pool in opening["pools"]:
        regular = [*taken.get((pool["id"], "libre"), ()), *taken.get((pool["id"], "reserve"), ())]
        reserved = taken.get((pool["id"], "reserve"), ())
        if len(regular) > pool["seats"] or len(reserved) > pool["reserved_seats"]:
            findings.add("P1", f"{pool['id']} : {len(regular)} pour {pool['seats']} places ({', '.join(regular)})")


def _one_post_each(opening: Document, entries: Sequence[Document], findings: Findings) -> None:
    """P4, and that only people with a turn hold a post."""
    holders: dict[str, int] = {}
    for entry in _chosen(entries):
        holders[entry["data"]["person"]] = holders.get(entry["data"]["person"], 0) + 1
        if holders[entry["data"]["person"]] > 1:
            findings.add("P4", f"{_who(entry)} tient {holders[entry['data']['person']]} stages")
    without_turn = {person["id"] for person in opening["people"] if person["status"]}
    for entry in _chosen(entries):
        if entry["data"]["person"] in without_turn:
            findings.add("P7", f"{_who(entry)} n'avait pas de tour")


def _open_then(moment: Moment, findings: Findings) -> None:
    """P2: the post was open, on the seat and for the slot that the entry says."""
    if moment.kind != "Chosen":
        return
    pool, data = moment.pool, moment.data
    if pool is None or data["mode"] != moment.mode:
        findings.add("P2", f"{moment.who} : stage ou mode inconnu de l'ouverture")
        return
    refused = moment.refused_by(pool)
    if refused:
        findings.add("P2", f"{moment.who} : {pool['id']} refusé par {', '.join(sorted(refused))}")
    elif data["seat"] != moment.seat(pool) or data["slot"] != moment.slot(pool):
        findings.add("P2", f"{moment.who} : {pool['id']}, place ou case qui ne sont pas celles dues")


def _nothing_better(moment: Moment, findings: Findings) -> None:
    """P3: each wish before the one obtained (all of them where none was) was closed at that moment."""
    for skip in moment.walked:
        better = [pool["id"] for pool in moment.pools_of(skip["post"]) if not moment.refused_by(pool)]
        if better:
            findings.add("P3", f"{moment.who} : {better[0]} était ouvert")
    if moment.kind == "Chosen" and moment.data["channel"] == "voeux" and moment.data["wish"] != len(moment.walked) + 1:
        findings.add("P3", f"{moment.who} : vœu {moment.data['wish']} après {len(moment.walked)} vœux parcourus")


def _surnombre(moment: Moment, findings: Findings) -> None:
    """P5 and P6."""
    if moment.kind != "Chosen" or moment.pool is None:
        return
    data = moment.data
    validating, non_validating = data["mode"] == "surnombre_validant", data["mode"] == "surnombre_non_validant"
    if validating and (data["seat"] != "ajoutee" or not moment.seat_left(moment.pool)):
        findings.add("P5", f"{moment.who} : {moment.pool['id']}")
    if non_validating and (data["seat"] != "ajoutee" or data["slot"]):
        findings.add("P6", f"{moment.who} : {moment.pool['id']}")
    if data["seat"] == "ajoutee" and not (validating or non_validating):
        findings.add("P5", f"{moment.who} : place ajoutée sans surnombre")


def _in_turn(moment: Moment, findings: Findings) -> None:
    """P7."""
    if moment.expected != (moment.data["person"], moment.data["order"]):
        awaited = f"le n° {moment.expected[1]}" if moment.expected else "plus personne"
        findings.add("P7", f"{moment.who} a choisi, {awaited} était attendu")
    if moment.too_early:
        findings.add("P7", f"{moment.who} : la liste « {moment.too_early} » devait finir avant")


def _nobody_left_out(opening: Document, entries: Sequence[Document], findings: Findings) -> None:
    """P7: no round ends while somebody's turn is still to come, and no turn is on a list that nobody opened."""
    for entry, name, (_, number) in left_waiting(opening, entries):
        findings.add("P7", f"entrée {entry['seq']} : le n° {number} ({name}) attendait encore son tour")
    names = {choices["name"] for choices in opening["lists"]}
    for entry in entries:
        if entry["kind"] in TURNS and entry["list"] not in names:
            findings.add("P7", f"{_who(entry)} : liste inconnue de l'ouverture")


def _refusals(moment: Moment, findings: Findings) -> None:
    """P9: the rule named is one of those that do refuse the wish."""
    for skip in moment.walked:
        if skip["rule"] not in moment.rules_refusing(skip["post"]):
            findings.add("P9", f"{moment.who} : {skip['post']} refusé par {skip['rule']}, qui ne s'applique pas")


def _chain(entries: Sequence[Document], result: Document, findings: Findings) -> None:
    """P8: the chain holds from 64 zeros to the head that the result names, from the opening to the close."""
    previous = "0" * 64
    for number, entry in enumerate(entries):
        body = {key: value for key, value in entry.items() if key != "hash"}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if entry.get("hash") != hashlib.sha256(text.encode()).hexdigest():
            findings.add("P8", f"entrée {number} : empreinte fausse")
        if entry.get("prev") != previous or entry.get("seq") != number:
            findings.add("P8", f"entrée {number} : chaîne rompue")
        previous = str(entry.get("hash"))
    kinds = [entry["kind"] for entry in entries]
    if kinds[:1] != ["Opened"] or kinds.count("Opened") != 1:
        findings.add("P8", "le journal ne commence pas par une ouverture")
    if kinds[-1:] != ["Closed"] or kinds.count("Closed") != 1:
        findings.add("P8", "le journal ne finit pas par une clôture : la fin manque")
    if result["journal"] != {"entries": len(entries), "head": previous}:
        findings.add("P8", "le nombre d'entrées ou l'empreinte de tête n'est pas celui du résultat")
    if entries and entries[0]["data"].get("opening") != result["opening"]:
        findings.add("P8", "l'ouverture du journal n'est pas celle du résultat")


def _same_as_shown(opening: Document, entries: Sequence[Document], result: Document, findings: Findings) -> None:
    """P8: everybody of the opening stands once in the result, with what the journal says of them."""
    code = {pool["id"]: pool["code"] for pool in opening["pools"]}
    chosen = {entry["data"]["person"]: entry for entry in _chosen(entries)}
    shown: dict[str, int] = {}
    for row in (row for choices in result["lists"] for row in choices["calls"]):
        person = row["intern"]["id"]
        shown[person] = shown.get(person, 0) + 1
        entry = chosen.get(person)
        if row["post"] != (code.get(entry["data"]["post"]) if entry else None):
            findings.add("P8", f"{_who(entry) if entry else person} : le résultat montre {row['post']}")
    strangers = {person["id"] for person in opening["people"]} ^ shown.keys()
    doubled = [person for person, times in shown.items() if times > 1]
    for person in (*sorted(strangers), *doubled):
        findings.add("P8", f"{person} : absent du résultat, inconnu de l'ouverture, ou présent deux fois")
    counts = Counter(entry["data"]["post"] for entry in chosen.values())
    for post in result["posts"]:
        counted = counts[post["pool"]]
        if counted != post["taken"] + post["supernumerary"]:
            findings.add("P8", f"{post['pool']} : {counted} choix au journal, autre chose au résultat")
