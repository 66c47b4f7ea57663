"""What each entry of a journal must satisfy (P1 to P7, P9), said plainly from the documents: nothing of the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from allocation.retold import advance, moment, scene_of
from allocation.witness import TURNS, Document, Held, Moment, Scene


@dataclass(slots=True)
class Findings:
    """The faults found, and the entries that depart from a property with a reason, by property."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    derogations: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, fault: str) -> None:
        self.faults.setdefault(name, []).append(fault)

    def derogate(self, entry: Document, *names: str) -> None:
        for name in names:
            self.derogations.setdefault(name, []).append(entry["seq"])


def scrutinise(opening: Document, entries: Sequence[Document], findings: Findings) -> Scene:
    """Look at every entry in turn; what stands after the last one."""
    scene = scene_of(opening)
    for entry in entries:
        if entry["list"] and entry["list"] not in scene.calls:
            findings.add("P7", f"{_who(entry)} : liste inconnue de l'ouverture")
            continue
        if entry["kind"] in TURNS:
            _examine_turn(moment(scene, entry), findings)
        elif entry["kind"] in _EXAMINED:
            _EXAMINED[entry["kind"]](scene, entry, findings)
        advance(scene, entry)
        for pool in _touched(entry):
            _seats(scene, pool, entry, findings)
    return scene


def _who(entry: Document) -> str:
    """Whom an entry is about, or which entry it is."""
    order = entry["data"].get("order")
    return f"n° {order} ({entry['list']})" if order else f"entrée {entry['seq']}"


def _touched(entry: Document) -> list[str]:
    """The pools whose seats the entry may have changed."""
    kind, data = entry["kind"], entry["data"]
    if kind == "Chosen":
        return [data["post"]]
    if kind == "Corrected":
        return [change["after"] for change in data["changes"] if change["after"]]
    if kind == "PostAmended":
        return [data["pool"]["id"]]
    return [data["pool"]] if kind == "ReservedReleased" else []


def _seats(scene: Scene, name: str, entry: Document, findings: Findings) -> None:
    """P1, counted by pool, the reserved seats apart."""
    pool = scene.pools.get(name)
    if pool is None:
        return
    open_taken, reserved = scene.taken[name, "libre"], scene.taken[name, "reserve"]
    if open_taken + reserved > pool["seats"] or reserved > pool["reserved_seats"]:
        holders = [held.who for held in scene.holds.values() if held.pool == name and held.seat != "ajoutee"]
        taken = f"{open_taken + reserved} pour {pool['seats']} places"
        findings.add("P1", f"entrée {entry['seq']}, {name} : {taken} ({', '.join(holders)})")


def _examine_turn(turn: Moment, findings: Findings) -> None:
    _in_turn(turn, findings)
    if turn.kind == "Chosen":
        _one_post(turn.scene, turn.data["person"], turn.who, findings)
        _open_then(turn, findings)
        _surnombre(turn, findings)
    _nothing_better(turn, findings)
    _refusals(turn, findings)


def _one_post(scene: Scene, person: str, who: str, findings: Findings) -> None:
    """P4."""
    if person in scene.holds:
        findings.add("P4", f"{who} tient 2 stages")


def _open_then(turn: Moment, findings: Findings) -> None:
    """P2: the post was open, on the seat and for the slot that the entry says."""
    pool, data = turn.pool, turn.data
    if turn.person["status"]:
        findings.add("P7", f"{turn.who} n'avait pas de tour")
    if pool is None or data["mode"] != turn.mode:
        findings.add("P2", f"{turn.who} : stage ou mode inconnu de l'ouverture")
        return
    refused = turn.refused_by(pool)
    if refused:
        findings.add("P2", f"{turn.who} : {pool['id']} refusé par {', '.join(sorted(refused))}")
    elif data["seat"] != turn.seat(pool) or data["slot"] != turn.slot(pool):
        findings.add("P2", f"{turn.who} : {pool['id']}, place ou case qui ne sont pas celles dues")


def _nothing_better(turn: Moment, findings: Findings) -> None:
    """P3: each wish before the one obtained (all of them where none was) was closed at that moment."""
    for skip in turn.walked:
        better = [pool["id"] for pool in turn.pools_of(skip["post"]) if not turn.refused_by(pool)]
        if better:
            findings.add("P3", f"{turn.who} : {better[0]} était ouvert")
    if turn.kind != "Chosen":
        return
    from_a_list = turn.data["channel"] == "voeux" or turn.data["wish"] is not None
    if from_a_list and turn.data["wish"] != len(turn.walked) + 1:
        findings.add("P3", f"{turn.who} : vœu {turn.data['wish']} après {len(turn.walked)} vœux parcourus")


def _surnombre(turn: Moment, findings: Findings) -> None:
    """P5 and P6."""
    if turn.pool is None:
        return
    data = turn.data
    validating, non_validating = data["mode"] == "surnombre_validant", data["mode"] == "surnombre_non_validant"
    if validating and (data["seat"] != "ajoutee" or not turn.seat_left(turn.pool)):
        findings.add("P5", f"{turn.who} : {turn.pool['id']}")
    if non_validating and (data["seat"] != "ajoutee" or data["slot"]):
        findings.add("P6", f"{turn.who} : {turn.pool['id']}")
    if data["seat"] == "ajoutee" and not (validating or non_validating):
        findings.add("P5", f"{turn.who} : place ajoutée sans surnombre")


def _in_turn(turn: Moment, findings: Findings) -> None:
    """P7: the person called, while nothing is paused, for a number that is still to come where they wait for one."""
    scene, name = turn.scene, turn.entry["list"]
    if turn.expected != (turn.data["person"], turn.data["order"]):
        awaited = f"le n° {turn.expected[1]}" if turn.expected else "plus personne"
        findings.add("P7", f"{turn.who} a choisi, {awaited} était attendu")
    if turn.too_early:
        findings.add("P7", f"{turn.who} : la liste « {turn.too_early} » devait finir avant")
    if not scene.paused.isdisjoint({"", name}):
        findings.add("P7", f"{turn.who} : le choix était en pause")
    until = turn.data.get("until")
    if until and all(call["order"] != until for call in scene.awaited[name][1:]):
        findings.add("P7", f"{turn.who} attend le n° {until}, qui n'est plus à appeler")


def _refusals(turn: Moment, findings: Findings) -> None:
    """P9: the rule named is one of those that do refuse the wish."""
    for skip in turn.walked:
        if skip["rule"] not in turn.rules_refusing(skip["post"]):
            findings.add("P9", f"{turn.who} : {skip['post']} refusé par {skip['rule']}, qui ne s'applique pas")


def _called(scene: Scene, entry: Document, findings: Findings) -> None:
    awaited = scene.awaited[entry["list"]]
    if not awaited or awaited[0]["person"] != entry["data"]["person"]:
        findings.add("P7", f"{_who(entry)} appelé hors de son tour")


def _returned(scene: Scene, entry: Document, findings: Findings) -> None:
    """P7: only who waits, or whose turn gave nothing, comes back, and from a list where nothing else awaits them."""
    person = entry["data"]["person"]
    waiting = scene.waiting.get(person) == entry["list"]
    awaited = any(call["person"] == person for calls in scene.awaited.values() for call in calls)
    if not waiting and (person not in scene.passed or awaited):
        findings.add("P7", f"{_who(entry)} : rien ne permettait de le rappeler")


def _undone(scene: Scene, entry: Document, findings: Findings) -> None:
    """P7: the last turn of the list, by whoever recorded it."""
    last, data = scene.last.get(entry["list"]), entry["data"]
    if last is None or (last.entry["seq"], last.call["person"]) != (data["seq"], data["person"]):
        findings.add("P7", f"entrée {entry['seq']} : annule l'entrée {data['seq']}, qui n'est pas le dernier tour")
    elif last.entry["actor"] != entry["actor"]:
        findings.add("P7", f"entrée {entry['seq']} : annule le tour enregistré par un autre bureau")


def _corrected(scene: Scene, entry: Document, findings: Findings) -> None:
    """P2 and P4; a correction departs from P3, P5 and P7 with its reason. P1 is counted once it is made."""
    findings.derogate(entry, "P3", "P5", "P7")
    changes = entry["data"]["changes"]
    if len({change["person"] for change in changes}) < len(changes):
        findings.add("P4", f"entrée {entry['seq']} : corrige deux fois la même personne")
    for change in changes:
        held = scene.holds.get(change["person"])
        who = Held(change["list"], change["order"], "", "").who
        if change["before"] != (held.pool if held else ""):
            findings.add("P4", f"entrée {entry['seq']}, {who} : ne tenait pas « {change['before']} »")
        if change["after"]:
            _open_to(scene, change, f"entrée {entry['seq']}, {who}", findings)


_SEATS = {"ELI-01a", "SUV-03"}


def _open_to(scene: Scene, change: Document, who: str, findings: Findings) -> None:
    """P2 and P6 of a correction: all the rules but those on the seats, which P1 counts."""
    call = scene.place(change["list"], change["person"])
    turn = Moment(scene, {"kind": "Corrected", "list": change["list"], "data": change}, None, "", call)
    pool = scene.pools.get(change["after"])
    if pool is None or call is None or change["mode"] != turn.mode or turn.person["status"]:
        findings.add("P2", f"{who} : stage, personne ou mode inconnu de l'ouverture")
        return
    refused = turn.refused_by(pool) - _SEATS
    added = turn.mode in ("surnombre_validant", "surnombre_non_validant")
    unentitled = change["seat"] == "reserve" and pool["reserved_for"] not in turn.person["labels"]
    if refused or (change["seat"] == "ajoutee") is not added or unentitled or change["slot"] != turn.slot(pool):
        findings.add("P2", f"{who} : {pool['id']} n'était pas ouvert ainsi")


def _off_list(scene: Scene, entry: Document, findings: Findings) -> None:
    _one_post(scene, entry["data"]["person"], f"entrée {entry['seq']}", findings)
    findings.derogate(entry, "P2", "P5", "P7")


def _intern_added(scene: Scene, entry: Document, findings: Findings) -> None:
    """P7: a number of their own, and no other place; where their place was passed, they come late with a reason."""
    data = entry["data"]
    person = data["intern"]["id"]
    if data["order"] in {call["order"] for call in scene.calls[entry["list"]]}:
        findings.add("P7", f"{_who(entry)} : ce numéro était déjà donné")
    if any(scene.place(name, person) for name in scene.calls) or person in scene.holds or data["intern"]["status"]:
        findings.add("P7", f"{_who(entry)} : ajouté alors qu'il avait une place, ou n'a pas de tour")
    if scene.dealt[entry["list"]]:
        findings.derogate(entry, "P7")


def _intern_amended(scene: Scene, entry: Document, findings: Findings) -> None:
    """P7 and P2: somebody of the list, and nothing that a post already held rests upon."""
    data, person = entry["data"], entry["data"]["intern"]["id"]
    call, before = scene.place(entry["list"], person), scene.people.get(person)
    if call is None or before is None or before["commitment"] != data["intern"]["commitment"]:
        findings.add("P7", f"{_who(entry)} : personne inconnue de la liste")
    elif person in scene.holds and (call["mode"], before["status"]) != (data["mode"], data["intern"]["status"]):
        findings.add("P2", f"{_who(entry)} : modifié alors qu'il tenait un stage")


def _tie_resolved(scene: Scene, entry: Document, findings: Findings) -> None:
    """P7: people all still to be called, none of whom had a turn."""
    seen = scene.passed | scene.waiting.keys()
    fresh = {call["order"] for call in scene.awaited[entry["list"]] if call["person"] not in seen}
    if not fresh.issuperset(entry["data"]["orders"]):
        findings.add("P7", f"entrée {entry['seq']} : départage des numéros déjà appelés")


def _slot_chosen(scene: Scene, entry: Document, findings: Findings) -> None:
    """P2 and P6: a missing slot that the post held fits."""
    held = scene.holds.get(entry["data"]["person"])
    call = held and scene.place(held.list, entry["data"]["person"])
    pool = held and scene.pools.get(held.pool)
    turn = Moment(scene, entry, None, "", call or None)
    if not pool or entry["data"]["slot"] not in turn.slots(pool):
        findings.add("P2", f"entrée {entry['seq']} : la case choisie n'est pas remplie par le stage tenu")


def _round_over(scene: Scene, entry: Document, findings: Findings) -> None:
    """P7: no round ends while somebody's turn is still to come."""
    for name, awaited in scene.awaited.items():
        if awaited:
            findings.add(
                "P7", f"entrée {entry['seq']} : le n° {awaited[0]['order']} ({name}) attendait encore son tour"
            )
    for person, name in scene.waiting.items():
        call = scene.place(name, person)
        findings.add("P7", f"entrée {entry['seq']} : le n° {call and call['order']} ({name}) attendait d'être rappelé")


_EXAMINED: Mapping[str, Callable[[Scene, Document, Findings], None]] = {
    "Called": _called,
    "Returned": _returned,
    "Undone": _undone,
    "Corrected": _corrected,
    "OffListAssigned": _off_list,
    "InternAdded": _intern_added,
    "InternAmended": _intern_amended,
    "TieResolved": _tie_resolved,
    "SlotChosen": _slot_chosen,
    "CatchUpOpened": _round_over,
    "Closed": _round_over,
}
