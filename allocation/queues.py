"""The queue of a round: the calls in the order in which they come, of which the first `position` are dealt with.

Functions on values: a queue is never changed, another one is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from allocation.opening import Call

Queue = tuple[Call, ...]


def called_next(queue: Queue, position: int, calls: Sequence[Call]) -> Queue:
    """These calls put right after the person being called."""
    return _inserted(queue, position + 1, calls)


def called_after(queue: Queue, position: int, number: int, call: Call) -> Queue:
    """The call put right after a number that is still to come. Raises StopIteration when it is not."""
    index = next(index for index in range(position, len(queue)) if queue[index].order == number)
    return _inserted(queue, index + 1, (call,))


def called_at_place(queue: Queue, position: int, call: Call, places: Mapping[str, int]) -> Queue:
    """The call put where its place in the list wants it, at the earliest right after the person being called; before
    the first turn of a round nobody has been called yet. `places`: by person, their rank in the list."""
    first, place = (position + 1 if position else 0), places[call.person]
    later = (index for index in range(first, len(queue)) if places[queue[index].person] > place)
    return _inserted(queue, next(later, len(queue)), (call,))


def without(queue: Queue, position: int, person: str) -> Queue:
    """The queue without the calls of the person that are still to come."""
    return queue[:position] + tuple(call for call in queue[position:] if call.person != person)


def coming(queue: Queue, position: int, person: str) -> bool:
    """Whether a call of the person is still to come."""
    return any(call.person == person for call in queue[position:])


def permuted(calls: Sequence[Call], orders: Sequence[int]) -> tuple[Call, ...]:
    """The people of those numbers put in that order at the places and under the numbers that they hold together."""
    by_order = {call.order: call for call in calls if call.order in orders}
    people = iter(by_order[order] for order in orders)
    return tuple(_numbered(next(people), call.order) if call.order in by_order else call for call in calls)


def _numbered(call: Call, order: int) -> Call:
    return Call(order, call.person, call.mode, call.catch_up_only)


def _inserted(queue: Queue, index: int, calls: Sequence[Call]) -> Queue:
    return (*queue[:index], *calls, *queue[index:])
