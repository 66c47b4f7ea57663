"""An opening as amended during the day: another value for each change, the one given is left as it was."""

from __future__ import annotations

from dataclasses import replace

from allocation.opening import Call, Opening, Person, Pool
from allocation.queues import permuted


def with_pool(opening: Opening, pool: Pool) -> Opening:
    """The pool in the place of the one of that id, or after the others."""
    known = pool.id in opening.pool
    others = tuple(pool if other.id == pool.id else other for other in opening.pools)
    return replace(opening, pools=others if known else (*others, pool))


def released(pool: Pool, reserved_taken: int) -> Pool:
    """The pool where only the reserved seats already taken stay reserved."""
    return replace(pool, reserved_seats=reserved_taken, reserved_for=pool.reserved_for if reserved_taken else "")


def with_person(opening: Opening, person: Person) -> Opening:
    """The person in the place of the one of that id, or after the others."""
    known = person.id in opening.person
    others = tuple(person if other.id == person.id else other for other in opening.people)
    return replace(opening, people=others if known else (*others, person))


def with_call(opening: Opening, name: str, call: Call) -> Opening:
    """The call of a person of the list replaced."""
    calls = (call if other.person == call.person else other for other in opening.list[name].calls)
    return _with_calls(opening, name, tuple(calls))


def with_new_call(opening: Opening, name: str, call: Call, after: int) -> Opening:
    """A call more on the list, after the number `after` (0: before all)."""
    calls = opening.list[name].calls
    place = next((index for index, other in enumerate(calls, start=1) if other.order == after), 0)
    return _with_calls(opening, name, (*calls[:place], call, *calls[place:]))


def with_tie_resolved(opening: Opening, name: str, orders: tuple[int, ...]) -> Opening:
    """The tied people in that order, under the numbers that they held together; the tie is no more."""
    ties = tuple(tie for tie in opening.ties if tie.list != name or set(tie.orders) != set(orders))
    return _with_calls(replace(opening, ties=ties), name, permuted(opening.list[name].calls, orders))


def _with_calls(opening: Opening, name: str, calls: tuple[Call, ...]) -> Opening:
    lists = tuple(replace(other, calls=calls) if other.name == name else other for other in opening.lists)
    return replace(opening, lists=lists)
