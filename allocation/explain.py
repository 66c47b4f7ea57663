"""Why a wish was not served, in a sentence: who holds the seats, or which rule says no and its source."""

from __future__ import annotations

from dataclasses import dataclass, field

from allocation.events import Chosen, Corrected, Event, Skip, Undone
from allocation.opening import Pool
from allocation.rules import RULES
from allocation.state import Day
from allocation.turn import UNKNOWN

_SEATS = frozenset({"ELI-01a", "SUV-03"})


@dataclass(slots=True)
class Explainer:
    """Follows a day as its events are folded, so that each refusal is told as it stood at its moment."""

    day: Day
    _holders: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)
    _said: dict[tuple[object, ...], str] = field(default_factory=dict)
    _given_back: int = 0

    def see(self, event: Event) -> None:
        """Take note of who takes a seat, and who gives one back; before the event is folded."""
        match event:
            case Chosen():
                self._seat(event.person, event.list, event.order, event.pool if event.seat != "ajoutee" else "")
            case Undone():
                self._give_back(event.person)
            case Corrected():
                for change in event.changes:
                    self._give_back(change.person)
                for change in event.changes:
                    taken = change.after if change.seat != "ajoutee" else ""
                    self._seat(change.person, change.list, change.order, taken)

    def _seat(self, person: str, name: str, order: int, pool: str) -> None:
        if pool:
            self._holders.setdefault(pool, {})[person] = (name, order)

    def _give_back(self, person: str) -> None:
        held = self.day.holds.get(person)
        if held is not None:
            self._holders.get(held.pool, {}).pop(person, None)
            self._given_back += 1

    def reason(self, name: str, skip: Skip) -> str:
        """The sentence for a wish refused on the list `name` now."""
        pools = [pool for pool in self.day.opening.by_code.get(skip.code, ()) if name in pool.lists]
        key = (name, skip, self._given_back, *((pool.seats, len(self._holders.get(pool.id, ()))) for pool in pools))
        if key not in self._said:
            self._said[key] = self._sentence(name, skip, pools)
        return self._said[key]

    def _sentence(self, name: str, skip: Skip, pools: list[Pool]) -> str:
        rule = RULES[skip.rule]
        if skip.code not in self.day.opening.by_code:
            return f"{UNKNOWN.reason} ({rule.source}.)"
        if skip.rule in _SEATS:
            return f"{self._full(name, pools)} ({rule.source}.)"
        return f"{rule.refusal} ({rule.source}.)"

    def _full(self, name: str, pools: list[Pool]) -> str:
        holders = [holder for pool in pools for holder in self._holders.get(pool.id, {}).values()]
        seats = sum(pool.seats - pool.reserved_seats for pool in pools)
        reserved = sum(pool.reserved_seats for pool in pools)
        kept = f", {reserved} réservée(s)" if reserved else ""
        taken = "place prise" if len(holders) == 1 else "places prises"
        who = ", ".join(str(number) if own == name else f"{number} ({own})" for own, number in holders)
        whom = f" : {len(holders)} {taken} par le{'s' if len(holders) > 1 else ''} n° {who}" if holders else ""
        return f"Plus de place sur {seats} offerte(s){kept}{whom}."
