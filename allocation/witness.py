"""The day told again from its documents, turn by turn, for the checks: plain counting, nothing of the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Document = Mapping[str, Any]

TURNS = ("Chosen", "MarkedAbsent")


@dataclass(slots=True)
class Scene:
    """What stands at a moment: seats taken by (pool, kind of seat), who holds a post, who is awaited on each list."""

    people: dict[str, Document]
    by_code: dict[str, list[Document]]
    by_id: dict[str, Document]
    curricula: dict[str, Document]
    lists: dict[str, Document]
    strict: bool
    before: dict[str, list[str]]
    awaited: dict[str, list[Document]]
    taken: dict[tuple[str, str], int] = field(default_factory=dict)
    holders: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn, before its outcome is counted. `expected`: (person, number) whose turn it was; `too_early`: a list that
    shares seats and had to finish first, "" when none."""

    scene: Scene
    entry: Document
    expected: tuple[str, int] | None
    too_early: str
    call: Document | None

    @property
    def kind(self) -> str:
        return str(self.entry["kind"])

    @property
    def data(self) -> Document:
        data: Document = self.entry["data"]
        return data

    @property
    def who(self) -> str:
        return f"n° {self.data['order']} ({self.entry['list']})"

    @property
    def walked(self) -> Sequence[Document]:
        walked: Sequence[Document] = self.data["walked"]
        return walked

    @property
    def person(self) -> Document:
        return self.scene.people.get(self.data["person"], _NOBODY)

    @property
    def mode(self) -> str:
        return str(self.call["mode"]) if self.call else ""

    @property
    def pool(self) -> Document | None:
        return self.scene.by_id.get(self.data["post"])

    def pools_of(self, code: str) -> list[Document]:
        return self.scene.by_code.get(code, [])

    def seat_left(self, pool: Document) -> bool:
        """A regular seat that this person may take."""
        taken = self.scene.taken
        open_left = pool["seats"] - pool["reserved_seats"] - taken.get((pool["id"], "libre"), 0)
        return bool(open_left > 0 or self._reserved_left(pool))

    def _reserved_left(self, pool: Document) -> bool:
        left = pool["reserved_seats"] - self.scene.taken.get((pool["id"], "reserve"), 0)
        return left > 0 and pool["reserved_for"] in self.person["labels"]

    def refused_by(self, pool: Document) -> set[str]:
        """The ids of all the rules that close the pool to the person at this moment."""
        mode, person = self.mode, self.person
        closed: set[str] = set()
        if self.entry["list"] not in pool["lists"] or pool["accredited"] is False:
            closed.add("ELI-01b")
        wholly_reserved = pool["reserved_for"] and pool["reserved_seats"] >= pool["seats"]
        if pool["seats"] == 0 or (wholly_reserved and pool["reserved_for"] not in person["labels"]):
            closed.add("ELI-01d")
        if mode == "surnombre_non_validant":
            return closed
        if not self.seat_left(pool):
            closed.add("SUV-03" if mode == "surnombre_validant" else "ELI-01a")
        if pool["code"] in (person["done"] or ()) and pool["code"] not in person["again"] and not self._repeats(pool):
            closed.add("SAM-01")
        if mode != "hors_filiere" and self._slot_known(pool) and not self._fitting(pool):
            closed.add("ELI-01c")
        return closed

    def rules_refusing(self, code: str) -> set[str]:
        """The rules that refuse every way of taking a stage; a code that no post bears is not open on the list."""
        pools = self.pools_of(code)
        return set().union(*(self.refused_by(pool) for pool in pools)) if pools else {"ELI-01b"}

    def seat(self, pool: Document) -> str:
        if self.mode in ("surnombre_validant", "surnombre_non_validant"):
            return "ajoutee"
        return "reserve" if self._reserved_left(pool) else "libre"

    def slot(self, pool: Document) -> str:
        """The slot due: the first missing one, in the curriculum's order, that the post fits."""
        if self.mode in ("surnombre_non_validant", "hors_filiere") or not self._slot_known(pool):
            return ""
        return next(iter(self._fitting(pool)), "")

    def _slot_known(self, pool: Document) -> bool:
        missing = self.person["missing"]
        taught = pool["category"] != "AUTRE" or bool(pool["category_label"])
        return missing is not None and (taught or (bool(missing) and set(missing) == {"LIBRE"}))

    def _repeats(self, pool: Document) -> bool:
        """Whether the slot that the post fills may be done twice in the same place."""
        if not self._slot_known(pool):
            return False
        slots = self.scene.curricula[self.person["curriculum"]]["phases"].values()
        again = {slot["slot"] for phase in slots for slot in phase if slot["again"]}
        return bool(again.intersection(self._fitting(pool)))

    def _fitting(self, pool: Document) -> list[str]:
        curriculum = self.scene.curricula[self.person["curriculum"]]
        missing, category = self.person["missing"], pool["category"]
        couple = curriculum["couple"]
        if couple and category == couple["category"] and all(name in missing for name in couple["replaces"]):
            return [category]
        slots = {slot["slot"]: slot for slots in curriculum["phases"].values() for slot in slots}
        fitting = [
            name
            for name in missing
            if name == "LIBRE" or category in (slots[name]["accepts"] if name in slots else [name])
        ]
        # Only the first slot that fits counts; where the order is strict, one that comes too early fits nothing.
        first = fitting[:1]
        if self.scene.strict and first and set(missing) & set(slots.get(first[0], _FREE)["after"]):
            return []
        return first


_FREE: Document = {"after": []}
_NOBODY: Document = {"labels": [], "done": None, "again": [], "missing": None, "curriculum": ""}


def moments(opening: Document, entries: Sequence[Document]) -> Iterator[Moment]:
    """The turns of the journal in order, each with the scene as it stood just before it."""
    scene = _scene(opening)
    for entry in entries:
        if entry["kind"] in TURNS and entry["list"] in scene.lists:
            yield _moment(scene, entry)
        _advance(scene, entry)


def _advance(scene: Scene, entry: Document) -> None:
    """Count what the entry did."""
    if entry["list"] not in scene.lists:
        return
    if entry["kind"] in TURNS:
        _count(scene, entry)
    elif entry["kind"] == "CatchUpOpened":
        calls = scene.lists[entry["list"]]["calls"]
        scene.awaited[entry["list"]] = [
            call for call in calls if call["person"] not in scene.holders and call["mode"] != "hors_filiere"
        ]


def left_waiting(opening: Document, entries: Sequence[Document]) -> Iterator[tuple[Document, str, tuple[str, int]]]:
    """For each catch-up or close that came before the end of a round: its entry, the list, the (person, number)
    whose turn it still was there."""
    scene = _scene(opening)
    for entry in entries:
        if entry["kind"] in ("CatchUpOpened", "Closed"):
            for name, awaited in scene.awaited.items():
                if awaited:
                    yield entry, name, (awaited[0]["person"], awaited[0]["order"])
        _advance(scene, entry)


def _scene(opening: Document) -> Scene:
    by_code: dict[str, list[Document]] = {}
    for pool in opening["pools"]:
        by_code.setdefault(pool["code"], []).append(pool)
    names = [choices["name"] for choices in opening["lists"]]
    return Scene(
        people={person["id"]: person for person in opening["people"]},
        by_code=by_code,
        by_id={pool["id"]: pool for pool in opening["pools"]},
        curricula={curriculum["name"]: curriculum for curriculum in opening["curricula"]},
        lists={choices["name"]: choices for choices in opening["lists"]},
        strict=opening["rules"]["values"]["curriculum.order"] == "refuse",
        before={name: _sharing(opening, name, names[:rank]) for rank, name in enumerate(names)},
        awaited={
            choices["name"]: [call for call in choices["calls"] if not call["catch_up_only"]]
            for choices in opening["lists"]
        },
    )


def _sharing(opening: Document, name: str, earlier: Sequence[str]) -> list[str]:
    shared = {other for pool in opening["pools"] if name in pool["lists"] for other in pool["lists"]}
    return [other for other in earlier if other in shared]


def _moment(scene: Scene, entry: Document) -> Moment:
    awaited = scene.awaited[entry["list"]]
    call = next((call for call in awaited[:1] if call["person"] == entry["data"]["person"]), None)
    too_early = next((other for other in scene.before[entry["list"]] if scene.awaited[other]), "")
    expected = (awaited[0]["person"], awaited[0]["order"]) if awaited else None
    return Moment(scene, entry, expected, too_early, call or _call_of(scene, entry))


def _call_of(scene: Scene, entry: Document) -> Document | None:
    """The person's place on the list, for a turn taken out of order."""
    calls = scene.lists[entry["list"]]["calls"]
    return next((call for call in calls if call["person"] == entry["data"]["person"]), None)


def _count(scene: Scene, entry: Document) -> None:
    awaited = scene.awaited[entry["list"]]
    person = entry["data"]["person"]
    if awaited and awaited[0]["person"] == person:
        del awaited[0]
    else:
        scene.awaited[entry["list"]] = [call for call in awaited if call["person"] != person]
    if entry["kind"] == "Chosen":
        key = (entry["data"]["post"], entry["data"]["seat"])
        scene.taken[key] = scene.taken.get(key, 0) + 1
        scene.holders.add(person)
