"""Why a wish was not served, in a sentence: who holds the seats, or which rule says no and its source."""

from __future__ import annotations

from dataclasses import dataclass, field

from allocation.events import Chosen, Event, Skip
from allocation.opening import Opening, Pool
from allocation.rules import RULES
from allocation.turn import UNKNOWN

_SEATS = frozenset({"ELI-01a", "SUV-03"})


@dataclass(slots=True)
class Explainer:
    """Follows the events in order, so that each refusal is told as it stood at its moment."""

    opening: Opening
    _holders: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    _said: dict[tuple[str, Skip, int], str] = field(default_factory=dict)

    def see(self, event: Event) -> None:
        """Take note of who takes a seat."""
        if isinstance(event, Chosen) and event.seat != "ajoutee":
            self._holders.setdefault(event.pool, []).append((event.list, event.order))

    def reason(self, name: str, skip: Skip) -> str:
        """The sentence for a wish refused on the list `name` now."""
        pools = [pool for pool in self.opening.by_code.get(skip.code, ()) if name in pool.lists]
        key = (name, skip, sum(len(self._holders.get(pool.id, ())) for pool in pools))
        if key not in self._said:
            self._said[key] = self._sentence(name, skip, pools)
        return self._said[key]

    def _sentence(self, name: str, skip: Skip, pools: list[Pool]) -> str:
        rule = RULES[skip.rule]
        if skip.code not in self.opening.by_code:
            return f"{UNKNOWN.reason} ({rule.source}.)"
        if skip.rule in _SEATS:
            return f"{self._full(name, pools)} ({rule.source}.)"
        return f"{rule.refusal} ({rule.source}.)"

    def _full(self, name: str, pools: list[Pool]) -> str:
        holders = [holder for pool in pools for holder in self._holders.get(pool.id, ())]
        seats = sum(pool.seats - pool.reserved_seats for pool in pools)
        reserved = sum(pool.reserved_seats for pool in pools)
        kept = f", {reserved} réservée(s)" if reserved else ""
        taken = "place prise" if len(holders) == 1 else "places prises"
        who = ", ".join(str(number) if own == name else f"{number} ({own})" for own, number in holders)
        whom = f" : {len(holders)} {taken} par le{'s' if len(holders) > 1 else ''} n° {who}" if holders else ""
        return f"Plus de place sur {seats} offerte(s){kept}{whom}."
