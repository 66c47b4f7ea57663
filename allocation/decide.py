"""What may be recorded now: a command becomes events, or a refusal that names its rule.

The desk, the proxies, the wish-list run and every simulation come through here; `state.fold` trusts what it let pass.
"""

from __future__ import annotations

from dataclasses import dataclass

from allocation import proxy
from allocation.events import CatchUpOpened, Channel, Chosen, Closed, Event, MarkedAbsent, ProxyMode
from allocation.opening import Call
from allocation.rules import Refusal
from allocation.state import Day
from allocation.turn import Offer, offer, walk


@dataclass(frozen=True, slots=True)
class Choose:
    """The person called takes the stage of that code, themselves or by somebody for them."""

    list: str
    person: str
    code: str
    channel: Channel = "direct"


@dataclass(frozen=True, slots=True)
class ServeFromList:
    """The person called is served from their wish list: `codes` best first, `version` its receipt ("" without list)."""

    list: str
    person: str
    codes: tuple[str, ...]
    version: str = ""


@dataclass(frozen=True, slots=True)
class GiveProxy:
    """A person gives proxy to a co-intern, or ("" as holder) to their wish list alone, which holds `wishes` wishes."""

    list: str
    person: str
    holder: str = ""
    mode: ProxyMode = "liste"
    wishes: int = 0


@dataclass(frozen=True, slots=True)
class AcceptProxy:
    """The holder accepts the proxy of that person."""

    list: str
    person: str
    holder: str


@dataclass(frozen=True, slots=True)
class CancelProxy:
    """A person takes their proxy back."""

    list: str
    person: str


@dataclass(frozen=True, slots=True)
class OpenCatchUp:
    """Call again, in call order, those of the list who hold nothing."""

    list: str


@dataclass(frozen=True, slots=True)
class Close:
    """End the day."""


Command = Choose | ServeFromList | GiveProxy | AcceptProxy | CancelProxy | OpenCatchUp | Close


def decide(day: Day, command: Command) -> tuple[Event, ...] | Refusal:
    """The events that the command makes of this day, or why it may not be."""
    if day.closed:
        return Refusal("TOUR-03", "Le choix est clos.")
    match command:
        case Choose(name, person, code, channel):
            return _choose(day, name, person, code, channel)
        case ServeFromList():
            return _serve(day, command)
        case GiveProxy(name, person, holder, mode, wishes):
            return _recorded(proxy.give(day, name, person, holder, mode, wishes))
        case AcceptProxy(name, person, holder):
            return _recorded(proxy.accept(day, name, person, holder))
        case CancelProxy(name, person):
            return _recorded(proxy.cancel(day, name, person))
        case OpenCatchUp(name):
            return _open_catch_up(day, name)
        case Close():
            return _close(day)


def _choose(day: Day, name: str, person: str, code: str, channel: Channel) -> tuple[Event, ...] | Refusal:
    call = _called(day, name, person)
    if isinstance(call, Refusal):
        return call
    unentitled = proxy.holder_may_choose(day, person) if channel == "mandataire" else None
    found = unentitled or offer(day, name, call, code)
    return (_chosen(name, call, found, channel),) if isinstance(found, Offer) else found


def _recorded(event: Event | Refusal) -> tuple[Event, ...] | Refusal:
    return event if isinstance(event, Refusal) else (event,)


def _serve(day: Day, command: ServeFromList) -> tuple[Event, ...] | Refusal:
    call = _called(day, command.list, command.person)
    if isinstance(call, Refusal):
        return call
    found, wish, skipped = walk(day, command.list, call, command.codes)
    if found is None:
        why = MarkedAbsent(
            command.list, call.order, call.person, "liste_epuisee" if command.codes else "sans_liste", skipped,
            command.version,
        )  # fmt: skip
        return (why,)
    event = Chosen(
        command.list, call.order, call.person, found.pool.id, call.mode, "voeux", found.seat, found.slot, wish, skipped,
        command.version,
    )  # fmt: skip
    return (event,)


def _chosen(name: str, call: Call, found: Offer, channel: Channel) -> Chosen:
    return Chosen(name, call.order, call.person, found.pool.id, call.mode, channel, found.seat, found.slot)


def _called(day: Day, name: str, person: str) -> Call | Refusal:
    """The call under way on the list, if it is this person's."""
    earlier = _unfinished_before(day, name)
    if earlier:
        return Refusal("TOUR-02", f"La liste « {earlier} » partage des places avec celle-ci et choisit avant elle.")
    call = day.next_call(name)
    if call is None:
        return Refusal("TOUR-01", "Le tour de cette liste est terminé.")
    if call.person != person:
        return Refusal("TOUR-01", f"C'est le tour du n° {call.order}.")
    return call


def _unfinished_before(day: Day, name: str) -> str | None:
    """The first list that shares seats with this one, is called before it and has turns left."""
    return next((other for other in day.opening.called_before.get(name, ()) if day.next_call(other) is not None), None)


def _open_catch_up(day: Day, name: str) -> tuple[Event, ...] | Refusal:
    if any(day.next_call(choices.name) is not None for choices in day.opening.lists):
        return Refusal("TOUR-04", "Le rattrapage s'ouvre après le dernier tour de toutes les listes.")
    return (CatchUpOpened(name, len(day.without_post(name))),)


def _close(day: Day) -> tuple[Event, ...] | Refusal:
    if any(day.next_call(choices.name) is not None for choices in day.opening.lists):
        return Refusal("TOUR-04", "Il reste des tours : le choix ne peut pas être clos.")
    called = {call.person for choices in day.opening.lists for call in choices.calls}
    return (Closed(served=len(day.holds), unserved=len(called - day.holds.keys())),)
