"""What stood at a moment of the day and what was open then, for the checks: plain counting, nothing of the engine.

`retold` tells the day again from its documents, entry by entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Document = Mapping[str, Any]

TURNS = ("Chosen", "MarkedAbsent", "Waited")


class Held(NamedTuple):
    """The post that somebody holds: on which list and under which number, which pool and which kind of seat."""

    list: str
    order: int
    pool: str
    seat: str

    @property
    def who(self) -> str:
        return f"n° {self.order} ({self.list})"


class LastTurn(NamedTuple):
    """The last turn of a list: its entry, the call that it dealt with, and what stood for the person before."""

    entry: Document
    call: Document
    passed: bool
    waited: str | None


@dataclass(slots=True)
class Scene:
    """What stands at a moment, the amendments made so far included.

    `calls`: by list, in call order. `awaited`: by list, the calls still to come, the person being called first.
    `dealt`: by list, how many turns its round has seen. `taken`: seats by (pool, kind of seat). `waiting`: by person,
    the list where they let others pass. `passed`: people whose last turn gave nothing. `paused`: names of
    lists, "" for all. `catching_up`: names of the lists whose catch-up was opened.
    """

    people: dict[str, Document]
    pools: dict[str, Document]
    by_code: dict[str, list[str]]
    curricula: dict[str, Document]
    calls: dict[str, list[Document]]
    strict: bool
    before: dict[str, list[str]]
    awaited: dict[str, list[Document]]
    dealt: Counter[str] = field(default_factory=Counter)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    holds: dict[str, Held] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    last: dict[str, LastTurn] = field(default_factory=dict)
    paused: set[str] = field(default_factory=set)
    catching_up: set[str] = field(default_factory=set)

    def place(self, name: str, person: str) -> Document | None:
        """The person's place on a list, None where they have none."""
        return next((call for call in self.calls.get(name, ()) if call["person"] == person), None)

    def unfinished(self, name: str) -> bool:
        return bool(self.awaited[name]) or name in self.waiting.values()


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
        walked: Sequence[Document] = self.data.get("walked", ())
        return walked

    @property
    def person(self) -> Document:
        return self.scene.people.get(self.data["person"], _NOBODY)

    @property
    def mode(self) -> str:
        return str(self.call["mode"]) if self.call else ""

    @property
    def pool(self) -> Document | None:
        return self.scene.pools.get(self.data["post"])

    def pools_of(self, code: str) -> list[Document]:
        return [self.scene.pools[name] for name in self.scene.by_code.get(code, ())]

    def seat_left(self, pool: Document) -> bool:
        """A regular seat that this person may take."""
        open_left = pool["seats"] - pool["reserved_seats"] - self.scene.taken[pool["id"], "libre"]
        return bool(open_left > 0 or self._reserved_left(pool))

    def _reserved_left(self, pool: Document) -> bool:
        left = pool["reserved_seats"] - self.scene.taken[pool["id"], "reserve"]
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

    def slots(self, pool: Document) -> list[str]:
        """The slots that the person may say the post fills."""
        if self.mode in ("surnombre_non_validant", "hors_filiere") or not self._slot_known(pool):
            return []
        return self._all_fitting(pool)

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
        """Only the first slot that fits counts; where the order is strict, one that comes too early fits nothing."""
        first = self._suited(pool)[:1]
        return [name for name in first if not self._too_early(name)]

    def _all_fitting(self, pool: Document) -> list[str]:
        return [name for name in self._suited(pool) if not self._too_early(name)]

    def _suited(self, pool: Document) -> list[str]:
        missing, category = self.person["missing"], pool["category"]
        couple = self._curriculum["couple"]
        if couple and category == couple["category"] and all(name in missing for name in couple["replaces"]):
            return [category]
        slots = self._slots
        return [
            name
            for name in missing
            if name == "LIBRE" or category in (slots[name]["accepts"] if name in slots else [name])
        ]

    def _too_early(self, name: str) -> bool:
        after = self._slots.get(name, _FREE)["after"]
        return self.scene.strict and bool(set(self.person["missing"]) & set(after))

    @property
    def _curriculum(self) -> Document:
        return self.scene.curricula[self.person["curriculum"]]

    @property
    def _slots(self) -> dict[str, Document]:
        return {slot["slot"]: slot for slots in self._curriculum["phases"].values() for slot in slots}


_FREE: Document = {"after": []}
_NOBODY: Document = {"status": "", "labels": [], "done": None, "again": [], "missing": None, "curriculum": ""}
