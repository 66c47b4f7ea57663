"""What a day did that a human should look at, though every rule in force allows it."""

from __future__ import annotations

from collections.abc import Iterable

from allocation.events import Chosen, Event
from allocation.model import Mode
from allocation.opening import Opening


def notices(opening: Opening, events: Iterable[Event]) -> list[str]:
    """One French sentence for each choice that the rule set allows with a warning."""
    return [note for event in events if isinstance(event, Chosen) for note in _about(opening, event)]


def _about(opening: Opening, chosen: Chosen) -> list[str]:
    notes = []
    ambulatory = chosen.mode is Mode.SURNOMBRE_VALIDANT and opening.pool[chosen.pool].ambulatory
    if ambulatory and opening.rules.text("surnombre.ambulatory") != "allow":
        notes.append(
            f"{_who(chosen)} : surnombre validant chez un MSU ({chosen.pool}), à confirmer (clé surnombre.ambulatory)."
        )
    if _too_early(opening, chosen):
        notes.append(
            f"{_who(chosen)} : {chosen.pool} pris avant la médecine polyvalente ou le couplé (clé curriculum.order)."
        )
    return notes


def _who(chosen: Chosen) -> str:
    return f"{chosen.list}, n° {chosen.order}"


def _too_early(opening: Opening, chosen: Chosen) -> bool:
    """Whether the slot filled is one that others, still missing, should come before."""
    person = opening.person[chosen.person]
    if person.missing is None or not chosen.slot:
        return False
    curriculum = opening.curriculum[person.curriculum]
    return curriculum.too_early(person.missing, curriculum.slot(chosen.slot))
