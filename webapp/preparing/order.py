"""The lists of a draft in call order, each place with how it came about, and the ties that a human must settle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allocation.opening import Opening
from allocation.prepare import Prepared
from allocation.ranksheet import RankSheet
from webapp.preparing.edits import person_key


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: number shown, who (key of the draft and name), how they choose."""

    number: int
    key: str
    name: str
    mode: str
    tied: bool


@dataclass(frozen=True, slots=True)
class TiedGroup:
    """People of one list whom no criterion tells apart, in their provisional order: key and name of each."""

    list: str
    people: tuple[tuple[str, str], ...]


def places(prepared: Prepared, name: str) -> list[Place]:
    """The places of the list, in call order. Raises KeyError for a list that is not there."""
    tied = {order for tie in prepared.opening.ties if tie.list == name for order in tie.orders}
    who = prepared.register.identities
    return [
        Place(call.order, person_key(who[call.person]), who[call.person].shown, call.mode.value, call.order in tied)
        for call in prepared.opening.list[name].calls
    ]  # fmt: skip


def ties(prepared: Prepared) -> list[TiedGroup]:
    who, by_number = prepared.register.identities, _by_number(prepared.opening)
    return [
        TiedGroup(
            tie.list,
            tuple(
                (person_key(identity), identity.shown)
                for identity in (who[by_number[tie.list, order]] for order in tie.orders)
            ),
        )
        for tie in prepared.opening.ties
    ]  # fmt: skip


def sheets(prepared: Prepared, key: str) -> tuple[RankSheet, ...]:
    """The rank sheets of a person of the draft; () for nobody."""
    found = (person for person, who in prepared.register.identities.items() if person_key(who) == key)
    person = next(found, None)
    return () if person is None else prepared.sheets.get(person, ())


def settled(group: TiedGroup, typed: Mapping[str, str]) -> dict[str, str] | None:
    """The place given to each of the group, by key; None where the numbers are not 1, 2… each once."""
    given = {key: typed.get(f"place-{number}", "").strip() for number, (key, _) in enumerate(group.people)}
    expected = [str(number) for number in range(1, len(group.people) + 1)]
    return given if sorted(given.values()) == sorted(expected) else None


def _by_number(opening: Opening) -> dict[tuple[str, int], str]:
    return {(choices.name, call.order): call.person for choices in opening.lists for call in choices.calls}
