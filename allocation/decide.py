"""What may be recorded now: a command becomes events, or a refusal that names its rule.

The desk, the proxies, the wish-list run and every simulation come through here; `state.fold` trusts what it let pass.
"""

from __future__ import annotations

from allocation import amend, proxy
from allocation.commands import (
    AcceptProxy,
    AddIntern,
    AmendIntern,
    AmendPost,
    AssignOffList,
    CallUp,
    CancelProxy,
    Choose,
    ChooseSlot,
    Close,
    Command,
    Correct,
    GiveProxy,
    MarkAbsent,
    OpenCatchUp,
    Pause,
    ReleaseReserved,
    ResolveTie,
    Resume,
    Return,
    ServeFromList,
    Undo,
    Wait,
)
from allocation.correct import correct
from allocation.events import (
    WHOLE,
    Called,
    CatchUpOpened,
    Chosen,
    Closed,
    Event,
    MarkedAbsent,
    Paused,
    Resumed,
    Returned,
    Undone,
    Waited,
)
from allocation.opening import Call
from allocation.queues import coming
from allocation.rules import Refusal
from allocation.state import Day
from allocation.turn import offer, walk


def decide(day: Day, command: Command, actor: str = "") -> tuple[Event, ...] | Refusal:
    """The events that the command makes of this day, or why it may not be. `actor`: who commands."""
    no = _stopped(day, command)
    if no:
        return no
    made = _turn(day, command) or _round(day, command, actor) or _amendment(day, command, actor) or _proxy(day, command)
    if made is None:
        raise TypeError(f"{command!r} is no command")
    return made if isinstance(made, Refusal) else (made,)


def _stopped(day: Day, command: Command) -> Refusal | None:
    """What stops a command whatever it asks: the end of the day, a list that is not there, a pause."""
    if day.closed:
        return Refusal("TOUR-03", "Le choix est clos.")
    name = getattr(command, "list", None)
    if name is None or (name == WHOLE and isinstance(command, Pause | Resume)):
        return None
    if name not in day.queues:
        return Refusal("TOUR-01", f"Aucune liste de la campagne ne s'appelle « {name} ».")
    if day.is_paused(name) and isinstance(command, _STOPPED_BY_A_PAUSE):
        return Refusal("TOUR-05", "Le choix est en pause : il reprend quand le bureau le dit.")
    return None


_STOPPED_BY_A_PAUSE = (Choose, ServeFromList, CallUp, MarkAbsent, Wait, Return, OpenCatchUp)


def _turn(day: Day, command: Command) -> Event | Refusal | None:
    match command:
        case Choose():
            return _choose(day, command)
        case ServeFromList():
            return _serve(day, command)
        case CallUp(name, person):
            call = _called(day, name, person)
            return call if isinstance(call, Refusal) else Called(name, call.order, person)
        case MarkAbsent(name, person):
            call = _called(day, name, person)
            return call if isinstance(call, Refusal) else MarkedAbsent(name, call.order, person, "absent")
        case Wait():
            return _wait(day, command)
        case Return(name, person):
            return _return(day, name, person)
    return None


def _round(day: Day, command: Command, actor: str) -> Event | Refusal | None:
    match command:
        case Undo():
            return _undo(day, command, actor)
        case Pause(name, reason):
            stands = name in day.paused
            return Refusal("TOUR-06", "Le choix est déjà en pause.") if stands else Paused(name, reason)
        case Resume(name):
            stands = name in day.paused
            return Resumed(name) if stands else Refusal("TOUR-06", "Le choix n'est pas en pause.")
        case OpenCatchUp(name):
            return _open_catch_up(day, name)
        case Close():
            return _close(day)
    return None


def _amendment(day: Day, command: Command, actor: str) -> Event | Refusal | None:
    match command:
        case Correct():
            return correct(day, command, actor)
        case AmendPost():
            return amend.post(day, command)
        case ReleaseReserved():
            return amend.release(day, command)
        case AddIntern():
            return amend.add(day, command)
        case AmendIntern():
            return amend.alter(day, command)
        case AssignOffList():
            return amend.off_list(day, command)
        case ResolveTie():
            return amend.tie(day, command)
        case ChooseSlot():
            return amend.slot(day, command)
    return None


def _proxy(day: Day, command: Command) -> Event | Refusal | None:
    match command:
        case GiveProxy(name, person, holder, mode, wishes):
            return proxy.give(day, name, person, holder, mode, wishes)
        case AcceptProxy(name, person, holder):
            return proxy.accept(day, name, person, holder)
        case CancelProxy(name, person):
            return proxy.cancel(day, name, person)
    return None


def _choose(day: Day, command: Choose) -> Event | Refusal:
    call = _called(day, command.list, command.person)
    if isinstance(call, Refusal):
        return call
    no = proxy.holder_may(day, command.person, "direct") if command.channel == "mandataire" else None
    found = no or offer(day, command.list, call, command.code)
    if isinstance(found, Refusal):
        return found
    return Chosen(
        command.list, call.order, call.person, found.pool.id, call.mode, command.channel, found.seat, found.slot
    )


def _serve(day: Day, command: ServeFromList) -> Event | Refusal:
    call = _called(day, command.list, command.person)
    if isinstance(call, Refusal):
        return call
    no = proxy.holder_may(day, command.person, "liste") if command.channel == "mandataire" else None
    if no:
        return no
    found, wish, skipped = walk(day, command.list, call, command.codes)
    if found is None:
        return MarkedAbsent(
            command.list, call.order, call.person, "liste_epuisee" if command.codes else "sans_liste", skipped,
            command.version,
        )  # fmt: skip
    return Chosen(
        command.list, call.order, call.person, found.pool.id, call.mode, command.channel, found.seat, found.slot, wish,
        skipped, command.version,
    )  # fmt: skip


def _wait(day: Day, command: Wait) -> Event | Refusal:
    call = _called(day, command.list, command.person)
    if isinstance(call, Refusal):
        return call
    if command.until and all(other.order != command.until for other in day.calls_left(command.list)[1:]):
        return Refusal("TOUR-07", f"Le n° {command.until} n'est plus à appeler : on attend un numéro à venir.")
    return Waited(command.list, call.order, call.person, command.until)


def _return(day: Day, name: str, person: str) -> Event | Refusal:
    call = day.opening.call.get((name, person))
    if call is None or not (person in day.waiting or person in day.passed) or not day.may_be_called(call):
        return Refusal("TOUR-08", "Ne revient que celui qui attend, ou dont le tour a passé sans choix.")
    if call == day.next_call(name):
        return Refusal("TOUR-08", f"C'est déjà le tour du n° {call.order}.")
    awaited = any(coming(day.queues[other], day.position[other], person) for other in day.queues)
    if awaited and person not in day.waiting:
        return Refusal("TOUR-08", f"Le n° {call.order} va déjà être rappelé.")
    return Returned(name, call.order, person)


def _undo(day: Day, command: Undo, actor: str) -> Event | Refusal:
    last = day.last.get(command.list)
    if last is None or last.seq != command.seq:
        return Refusal("TOUR-09", "Seul le dernier tour de la liste s'annule ; une correction change les autres.")
    if last.actor != actor:
        return Refusal("TOUR-09", "Ce tour a été enregistré par un autre bureau : lui seul l'annule.")
    followers = (name for name, before in day.opening.called_before.items() if command.list in before)
    if any(day.last[name].seq > last.seq for name in followers if name in day.last):
        return Refusal("TOUR-09", "Une liste qui partage ces places a choisi depuis : une correction s'impose.")
    return Undone(command.list, last.seq, last.event.order, last.event.person, command.reason)


def _called(day: Day, name: str, person: str) -> Call | Refusal:
    """The call under way on the list, if it is this person's."""
    earlier = unfinished_before(day, name)
    if earlier:
        return Refusal("TOUR-02", f"La liste « {earlier} » partage des places avec celle-ci et choisit avant elle.")
    call = day.next_call(name)
    if call is None:
        return Refusal("TOUR-01", "Le tour de cette liste est terminé.")
    if call.person != person:
        return Refusal("TOUR-01", f"C'est le tour du n° {call.order}.")
    return call


def unfinished_before(day: Day, name: str) -> str | None:
    """The first list that shares seats with this one, is called before it and has turns left."""
    return next((other for other in day.opening.called_before.get(name, ()) if not day.is_over(other)), None)


def _open_catch_up(day: Day, name: str) -> Event | Refusal:
    if not _all_over(day):
        return Refusal("TOUR-04", "Le rattrapage s'ouvre après le dernier tour de toutes les listes.")
    return CatchUpOpened(name, len(day.without_post(name)))


def _close(day: Day) -> Event | Refusal:
    if not _all_over(day):
        return Refusal("TOUR-04", "Il reste des tours : le choix ne peut pas être clos.")
    left = {call.person for choices in day.opening.lists for call in choices.calls if day.may_be_called(call)}
    return Closed(served=len(day.holds), unserved=len(left))


def _all_over(day: Day) -> bool:
    return all(day.is_over(choices.name) for choices in day.opening.lists)
