"""What the opening already shows before the first turn: posts that nobody can take, people whom no post suits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from allocation.eligibility import Table, Turn, eligibility
from allocation.opening import Opening, Pool

SHOWN = 10
"""How many posts a sentence names; the number of all of them is always said."""


def opening_warnings(opening: Opening) -> list[str]:
    """French sentences; those of each list together, in the order in which the lists are called."""
    table = eligibility(opening)
    by_list: dict[str, list[Turn]] = {choices.name: [] for choices in opening.lists}
    for turn in table.turns.values():
        by_list[turn.list].append(turn)
    return [*posts_for_nobody(opening, table), *_people_without_post(opening, table, by_list)]


def posts_for_nobody(opening: Opening, table: Table) -> list[str]:
    """One sentence for the posts that the same lists could have taken; a closed post is no surprise, and a hors-filière
    may come back to a list of their own at the catch-up."""
    pressure = table.pressure()
    later = {choices.name for choices in opening.lists if any(call.catch_up_only for call in choices.calls)}
    idle: dict[tuple[str, ...], list[Pool]] = {}
    for pool in opening.pools:
        if not pool.closed and not pressure[pool.id] and not later.intersection(pool.lists):
            idle.setdefault(pool.lists, []).append(pool)
    return [
        f"{' et '.join(lists)} : {len(pools)} stage(s) que personne ne peut prendre à l'ouverture "
        f"({_shown([pool.id for pool in pools])})."
        for lists, pools in idle.items()
    ]


def _people_without_post(opening: Opening, table: Table, by_list: Mapping[str, Iterable[Turn]]) -> list[str]:
    """One sentence a person, or one for the list where nothing is open to anybody."""
    found: list[str] = []
    for name, turns in by_list.items():
        called = list(turns)
        without = [turn for turn in called if not table.open_to(turn.call.person)]
        if without and len(without) == len(called) > 1:
            found.append(f"{name} : aucun des {len(called)} internes de la liste n'a de stage ouvert.")
        else:
            found += [_nothing_suits(opening, turn) for turn in without]
    return found


def _nothing_suits(opening: Opening, turn: Turn) -> str:
    missing = opening.person[turn.call.person].missing
    slots = "non vérifiées" if missing is None else ", ".join(slot.name for slot in missing) or "aucune"
    return f"{turn.list}, n° {turn.call.order} : aucun stage ouvert ne lui convient (cases manquantes : {slots})."


def _shown(ids: list[str]) -> str:
    return ", ".join(ids[:SHOWN]) + (", …" if len(ids) > SHOWN else "")
