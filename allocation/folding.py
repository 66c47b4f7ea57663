"""What each kind of event does to a day, in place: `state.fold` is the one that calls these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from allocation import amended, queues
from allocation.documents import person_from, pool_from
from allocation.events import (
    Called,
    CatchUpOpened,
    Change,
    Chosen,
    Closed,
    Corrected,
    InternAdded,
    InternAmended,
    MarkedAbsent,
    OffListAssigned,
    Paused,
    PostAmended,
    ProxyAccepted,
    ProxyCancelled,
    ProxyGiven,
    ReservedReleased,
    Resumed,
    Returned,
    SlotChosen,
    TieResolved,
    Undone,
    Waited,
)
from allocation.model import Mode
from allocation.opening import Call

if TYPE_CHECKING:
    from allocation.state import Day

_Value = TypeVar("_Value")


def _chosen(day: Day, event: Chosen) -> None:
    day.position[event.list] += 1
    day.passed.pop(event.person, None)
    day.waiting.pop(event.person, None)
    _hold(day, event)


def _marked_absent(day: Day, event: MarkedAbsent) -> None:
    day.position[event.list] += 1
    day.passed[event.person] = event
    day.waiting.pop(event.person, None)


def _waited(day: Day, event: Waited) -> None:
    queue, position = day.queues[event.list], day.position[event.list]
    if event.until:
        day.queues[event.list] = queues.called_after(queue, position, event.until, queue[position])
    day.position[event.list] += 1
    day.waiting[event.person] = event


def _returned(day: Day, event: Returned) -> None:
    day.waiting.pop(event.person, None)
    _drop(day, event.list, event.person)
    _call_next(day, event.list, (day.opening.call[event.list, event.person],))


def _undone(day: Day, event: Undone) -> None:
    last = day.last.pop(event.list)
    if isinstance(last.event, Chosen):
        _let_go(day, event.person)
    _drop(day, event.list, event.person)
    day.position[event.list] -= 1
    _put_back(day.passed, event.person, last.passed)
    _put_back(day.waiting, event.person, last.waited)


def _put_back(kept: dict[str, _Value], person: str, before: _Value | None) -> None:
    if before is None:
        kept.pop(person, None)
    else:
        kept[person] = before


def _corrected(day: Day, event: Corrected) -> None:
    for change in event.changes:
        _let_go(day, change.person)
        _leave(day, change.person)
    for change in event.changes:
        if change.after:
            _hold(day, corrected_choice(change))
    for name in dict.fromkeys(change.list for change in event.changes):
        displaced = {change.person for change in event.changes if change.list == name and not change.after}
        calls = day.opening.list[name].calls
        _call_next(day, name, [call for call in calls if call.person in displaced and day.may_be_called(call)])


def corrected_choice(change: Change) -> Chosen:
    """The choice that a correction puts in force."""
    return Chosen(
        change.list, change.order, change.person, change.after, change.mode, "administration", change.seat, change.slot
    )


def _off_list(day: Day, event: OffListAssigned) -> None:
    call = day.opening.call.get((event.list, event.person))
    _leave(day, event.person)
    order = call.order if call else 0
    _hold(day, Chosen(event.list, order, event.person, event.pool, Mode.HORS_LISTE, "administration", "ajoutee"))


def _slot_chosen(day: Day, event: SlotChosen) -> None:
    day.holds[event.person] = replace(day.holds[event.person], slot=event.slot)


def _post_amended(day: Day, event: PostAmended) -> None:
    pool = pool_from(event.pool)
    day.opening = amended.with_pool(day.opening, pool)
    for counter in (day.taken, day.reserved_taken, day.added):
        counter.setdefault(pool.id, 0)


def _reserved_released(day: Day, event: ReservedReleased) -> None:
    pool = day.opening.pool[event.pool]
    day.opening = amended.with_pool(day.opening, amended.released(pool, day.reserved_taken[pool.id]))


def _intern_added(day: Day, event: InternAdded) -> None:
    person = person_from(event.intern, day.opening.curriculum)
    call = Call(event.order, person.id, event.mode)
    opening = amended.with_person(day.opening, person)
    day.opening = amended.with_new_call(opening, event.list, call, event.after)
    _enter(day, event.list, call)


def _intern_amended(day: Day, event: InternAmended) -> None:
    before = day.opening.person[event.person]
    call = replace(day.opening.call[event.list, event.person], mode=event.mode)
    person = person_from(event.intern, day.opening.curriculum)
    day.opening = amended.with_call(amended.with_person(day.opening, person), event.list, call)
    if person.status:
        _leave(day, person.id)
    elif before.status:
        _enter(day, event.list, call)
    else:
        queue = day.queues[event.list]
        day.queues[event.list] = tuple(call if other.person == person.id else other for other in queue)


def _tie_resolved(day: Day, event: TieResolved) -> None:
    day.opening = amended.with_tie_resolved(day.opening, event.list, event.orders)
    queue, position = day.queues[event.list], day.position[event.list]
    day.queues[event.list] = (*queue[:position], *queues.permuted(queue[position:], event.orders))


def _proxy_given(day: Day, event: ProxyGiven) -> None:
    day.proxies[event.person] = event
    day.accepted.discard(event.person)


def _proxy_accepted(day: Day, event: ProxyAccepted) -> None:
    day.accepted.add(event.person)


def _proxy_cancelled(day: Day, event: ProxyCancelled) -> None:
    day.proxies.pop(event.person, None)
    day.accepted.discard(event.person)


def _paused(day: Day, event: Paused) -> None:
    day.paused.add(event.list)


def _resumed(day: Day, event: Resumed) -> None:
    day.paused.discard(event.list)


def _catch_up_opened(day: Day, event: CatchUpOpened) -> None:
    day.catching_up.add(event.list)
    day.queues[event.list] = day.without_post(event.list)
    day.position[event.list] = 0
    day.last.pop(event.list, None)


def _closed(day: Day, event: Closed) -> None:  # noqa: ARG001 (every fold has the same form)
    day.closed = True


def _nothing(day: Day, event: Called) -> None:
    """A call changes nothing: the order alone says whose turn it is."""


def _hold(day: Day, choice: Chosen) -> None:
    _COUNTERS[choice.seat](day)[choice.pool] += 1
    day.holds[choice.person] = choice


def _let_go(day: Day, person: str) -> None:
    held = day.holds.pop(person, None)
    if held is not None:
        _COUNTERS[held.seat](day)[held.pool] -= 1


def _enter(day: Day, name: str, call: Call) -> None:
    """The call takes its place in the round under way, unless the person's turn is on another list."""
    if call.catch_up_only and name not in day.catching_up:
        return
    places = {other.person: place for place, other in enumerate(day.opening.list[name].calls)}
    day.queues[name] = queues.called_at_place(day.queues[name], day.position[name], call, places)


def _leave(day: Day, person: str) -> None:
    """Nothing is awaited any more from the person, nor may their last turn be undone."""
    day.passed.pop(person, None)
    day.waiting.pop(person, None)
    for name in day.queues:
        _drop(day, name, person)
    for name in [name for name, last in day.last.items() if last.event.person == person]:
        del day.last[name]


def _drop(day: Day, name: str, person: str) -> None:
    day.queues[name] = queues.without(day.queues[name], day.position[name], person)


def _call_next(day: Day, name: str, calls: Iterable[Call]) -> None:
    day.queues[name] = queues.called_next(day.queues[name], day.position[name], tuple(calls))


_COUNTERS: Mapping[str, Callable[[Day], dict[str, int]]] = {
    "libre": lambda day: day.taken,
    "reserve": lambda day: day.reserved_taken,
    "ajoutee": lambda day: day.added,
}

FOLDS: Mapping[type, Callable[[Day, Any], None]] = {
    Chosen: _chosen,
    MarkedAbsent: _marked_absent,
    Waited: _waited,
    Returned: _returned,
    Undone: _undone,
    Corrected: _corrected,
    OffListAssigned: _off_list,
    SlotChosen: _slot_chosen,
    PostAmended: _post_amended,
    ReservedReleased: _reserved_released,
    InternAdded: _intern_added,
    InternAmended: _intern_amended,
    TieResolved: _tie_resolved,
    ProxyGiven: _proxy_given,
    ProxyAccepted: _proxy_accepted,
    ProxyCancelled: _proxy_cancelled,
    Paused: _paused,
    Resumed: _resumed,
    Called: _nothing,
    CatchUpOpened: _catch_up_opened,
    Closed: _closed,
}
"""By kind of event, what it does; `Opened` does nothing, since the day starts from it."""
