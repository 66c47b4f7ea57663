"""The day told again from its documents, entry by entry, for the checks: nothing of the engine.

What an entry does is counted as it says, wrong as it may be: `scrutiny` is who finds fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from allocation.witness import TURNS, Document, Held, LastTurn, Moment, Scene


def scene_of(opening: Document) -> Scene:
    """What stands before the first entry."""
    pools = {pool["id"]: pool for pool in opening["pools"]}
    return Scene(
        people={person["id"]: person for person in opening["people"]},
        pools=pools,
        by_code=_by_code(pools),
        curricula={curriculum["name"]: curriculum for curriculum in opening["curricula"]},
        calls={choices["name"]: list(choices["calls"]) for choices in opening["lists"]},
        strict=opening["rules"]["values"]["curriculum.order"] == "refuse",
        before=_before([choices["name"] for choices in opening["lists"]], pools),
        awaited={
            choices["name"]: [call for call in choices["calls"] if not call["catch_up_only"]]
            for choices in opening["lists"]
        },
    )


def _by_code(pools: Mapping[str, Document]) -> dict[str, list[str]]:
    by_code: dict[str, list[str]] = {}
    for pool in pools.values():
        by_code.setdefault(pool["code"], []).append(pool["id"])
    return by_code


def _before(names: Sequence[str], pools: Mapping[str, Document]) -> dict[str, list[str]]:
    """By list, those called before it that share seats with it."""
    sharing = {
        name: {other for pool in pools.values() if name in pool["lists"] for other in pool["lists"]} for name in names
    }
    return {name: [other for other in names[:rank] if other in sharing[name]] for rank, name in enumerate(names)}


def moment(scene: Scene, entry: Document) -> Moment:
    """The turn of an entry as the scene stands; the list must be one of the opening."""
    name, person = entry["list"], entry["data"]["person"]
    awaited = scene.awaited[name]
    called = awaited[0] if awaited and awaited[0]["person"] == person else None
    too_early = next((other for other in scene.before[name] if scene.unfinished(other)), "")
    expected = (awaited[0]["person"], awaited[0]["order"]) if awaited else None
    return Moment(scene, entry, expected, too_early, called or scene.place(name, person))


def advance(scene: Scene, entry: Document) -> None:
    """Count what the entry did. An entry on a list that nobody opened does nothing."""
    if entry["list"] and entry["list"] not in scene.calls:
        return
    if entry["kind"] in _TOLD:
        _TOLD[entry["kind"]](scene, entry)


def _turn(scene: Scene, entry: Document) -> None:
    name, data = entry["list"], entry["data"]
    person, awaited = data["person"], scene.awaited[name]
    in_turn = bool(awaited) and awaited[0]["person"] == person
    call = awaited[0] if in_turn else scene.place(name, person) or {"person": person, "order": data["order"]}
    scene.last[name] = LastTurn(entry, call, person in scene.passed, scene.waiting.get(person))
    if in_turn:
        del awaited[0]
    else:
        scene.awaited[name] = [other for other in awaited if other["person"] != person]
    scene.dealt[name] += 1
    scene.waiting.pop(person, None)
    _AFTER_THE_CALL[entry["kind"]](scene, entry, call)


def _chosen(scene: Scene, entry: Document, _: Document) -> None:
    data = entry["data"]
    scene.passed.discard(data["person"])
    _take(scene, data["person"], Held(entry["list"], data["order"], data["post"], data["seat"]))


def _absent(scene: Scene, entry: Document, _: Document) -> None:
    scene.passed.add(entry["data"]["person"])


def _waits(scene: Scene, entry: Document, call: Document) -> None:
    name, until = entry["list"], entry["data"]["until"]
    places = [place for place, other in enumerate(scene.awaited[name], 1) if until and other["order"] == until]
    if places:
        scene.awaited[name].insert(places[0], call)
    scene.waiting[call["person"]] = name


_AFTER_THE_CALL: Mapping[str, Callable[[Scene, Document, Document], None]] = {
    "Chosen": _chosen,
    "MarkedAbsent": _absent,
    "Waited": _waits,
}


def _returned(scene: Scene, entry: Document) -> None:
    name, person = entry["list"], entry["data"]["person"]
    call = scene.place(name, person)
    scene.waiting.pop(person, None)
    _forget_call(scene, name, person)
    scene.awaited[name][1:1] = [call] if call else []


def _undone(scene: Scene, entry: Document) -> None:
    name, person = entry["list"], entry["data"]["person"]
    last = scene.last.pop(name, None)
    if last is None:
        return
    if last.entry["kind"] == "Chosen":
        _give_back(scene, person)
    _forget_call(scene, name, person)
    # As known by now: the mode may have been amended since the turn.
    scene.awaited[name].insert(0, scene.place(name, person) or last.call)
    scene.dealt[name] -= 1
    scene.passed.discard(person)
    scene.waiting.pop(person, None)
    if last.passed:
        scene.passed.add(person)
    if last.waited is not None:
        scene.waiting[person] = last.waited


def _corrected(scene: Scene, entry: Document) -> None:
    changes = entry["data"]["changes"]
    for change in changes:
        _give_back(scene, change["person"])
        _leave(scene, change["person"])
    for change in changes:
        if change["after"]:
            _take(scene, change["person"], Held(change["list"], change["order"], change["after"], change["seat"]))
    for name in scene.calls:
        displaced = {
            change["person"]
            for change in changes
            if change["list"] == name and not change["after"] and not scene.people[change["person"]]["status"]
        }
        scene.awaited[name][1:1] = [call for call in scene.calls[name] if call["person"] in displaced]


def _off_list(scene: Scene, entry: Document) -> None:
    person = entry["data"]["person"]
    call = scene.place(entry["list"], person)
    _leave(scene, person)
    _take(scene, person, Held(entry["list"], call["order"] if call else 0, entry["data"]["pool"], "ajoutee"))


def _post_amended(scene: Scene, entry: Document) -> None:
    pool = entry["data"]["pool"]
    scene.pools[pool["id"]] = pool
    scene.by_code = _by_code(scene.pools)
    scene.before = _before(list(scene.calls), scene.pools)


def _released(scene: Scene, entry: Document) -> None:
    pool = scene.pools[entry["data"]["pool"]]
    kept = scene.taken[pool["id"], "reserve"]
    label = pool["reserved_for"] if kept else ""
    scene.pools[pool["id"]] = {**pool, "reserved_seats": kept, "reserved_for": label}


def _intern_added(scene: Scene, entry: Document) -> None:
    name, data = entry["list"], entry["data"]
    intern, calls = data["intern"], scene.calls[name]
    call = {"order": data["order"], "person": intern["id"], "mode": data["mode"], "catch_up_only": False}
    scene.people[intern["id"]] = intern
    after = [place for place, other in enumerate(calls, 1) if other["order"] == data["after"]]
    calls.insert(after[0] if after else 0, call)
    _enter(scene, name, call)


def _intern_amended(scene: Scene, entry: Document) -> None:
    name, data = entry["list"], entry["data"]
    person, intern = data["intern"]["id"], data["intern"]
    had_turn = not scene.people[person]["status"]
    scene.people[person] = intern
    call = {**(scene.place(name, person) or {}), "mode": data["mode"]}
    scene.calls[name] = _with(scene.calls[name], call)
    scene.awaited[name] = _with(scene.awaited[name], call)
    if intern["status"]:
        _leave(scene, person)
    elif not had_turn:
        _enter(scene, name, call)


def _with(calls: Iterable[Document], call: Document) -> list[Document]:
    return [call if other["person"] == call.get("person") else other for other in calls]


def _tie_resolved(scene: Scene, entry: Document) -> None:
    name, orders = entry["list"], entry["data"]["orders"]
    tied = {call["order"]: call for call in scene.calls[name] if call["order"] in orders}
    if tied.keys() != set(orders):
        return
    settled = dict(zip(tied, (tied[order] for order in orders), strict=True))
    for calls in (scene.calls[name], scene.awaited[name]):
        calls[:] = [
            {**settled[call["order"]], "order": call["order"]} if call["order"] in settled else call for call in calls
        ]


def _caught_up(scene: Scene, entry: Document) -> None:
    name = entry["list"]
    scene.catching_up.add(name)
    scene.awaited[name] = [
        call
        for call in scene.calls[name]
        if call["mode"] != "hors_filiere"
        and call["person"] not in scene.holds
        and not scene.people[call["person"]]["status"]
    ]
    scene.dealt[name] = 0
    scene.last.pop(name, None)


def _paused(scene: Scene, entry: Document) -> None:
    scene.paused.add(entry["list"])


def _resumed(scene: Scene, entry: Document) -> None:
    scene.paused.discard(entry["list"])


def _take(scene: Scene, person: str, held: Held) -> None:
    scene.holds[person] = held
    scene.taken[held.pool, held.seat] += 1


def _give_back(scene: Scene, person: str) -> None:
    held = scene.holds.pop(person, None)
    if held:
        scene.taken[held.pool, held.seat] -= 1


def _enter(scene: Scene, name: str, call: Document) -> None:
    """A call takes its place: after the person being called, before whoever stands later on the list."""
    if call["catch_up_only"] and name not in scene.catching_up:
        return
    order = [other["person"] for other in scene.calls[name]]
    own, awaited = order.index(call["person"]), scene.awaited[name]
    first = 1 if scene.dealt[name] and awaited else 0
    place = first
    while place < len(awaited) and order.index(awaited[place]["person"]) < own:
        place += 1
    awaited.insert(place, call)


def _leave(scene: Scene, person: str) -> None:
    scene.passed.discard(person)
    scene.waiting.pop(person, None)
    for name in scene.calls:
        _forget_call(scene, name, person)
        last = scene.last.get(name)
        if last and last.call["person"] == person:
            del scene.last[name]


def _forget_call(scene: Scene, name: str, person: str) -> None:
    scene.awaited[name] = [call for call in scene.awaited[name] if call["person"] != person]


_TOLD: Mapping[str, Callable[[Scene, Document], None]] = {
    **dict.fromkeys(TURNS, _turn),
    "Returned": _returned,
    "Undone": _undone,
    "Corrected": _corrected,
    "OffListAssigned": _off_list,
    "PostAmended": _post_amended,
    "ReservedReleased": _released,
    "InternAdded": _intern_added,
    "InternAmended": _intern_amended,
    "TieResolved": _tie_resolved,
    "CatchUpOpened": _caught_up,
    "Paused": _paused,
    "Resumed": _resumed,
}
