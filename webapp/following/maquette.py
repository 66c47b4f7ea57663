"""How far somebody is in what their phase asks for: done, under way this semester, still to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from allocation.model import Category
from allocation.state import Day


@dataclass(frozen=True, slots=True)
class Maquette:
    """The slots of a phase in French words. `now`: the slot that the stage of the semester fills, "" for none."""

    title: str
    done: tuple[str, ...]
    now: str
    left: tuple[str, ...]


def maquette(day: Day, person: str) -> Maquette | None:
    """Where the person stands on their own list's phase; None where no curriculum or no history tells."""
    opening, who = day.opening, day.opening.person[person]
    followed = opening.curriculum.get(who.curriculum)
    if followed is None or who.missing is None or who.home not in opening.list:
        return None
    asked = followed.phases.get(opening.list[who.home].phase, ())
    missing = Counter(slot.name for slot in who.missing)
    done = Counter(slot.name for slot in asked) - missing
    held = day.holds.get(person)
    now = held.slot if held else ""
    left = missing - Counter([now])
    return Maquette(followed.title, _words(done), _word(now), _words(left))


def _words(names: Counter[str]) -> tuple[str, ...]:
    return tuple(_word(name) for name in names.elements())


def _word(name: str) -> str:
    return Category(name).label if name in set(Category) else name
