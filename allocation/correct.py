"""Whether recorded choices may be corrected so: seats, eligibility and one post each hold once all moves are made."""

from __future__ import annotations

from allocation.commands import Correct, Move
from allocation.events import Change, Corrected
from allocation.model import Mode
from allocation.rules import Refusal
from allocation.state import Day, fold
from allocation.turn import offer


def correct(day: Day, command: Correct, actor: str) -> Corrected | Refusal:
    """The one event that makes all the moves, in the order given: P1, P2 and P4 hold after it (TOUR-10)."""
    no = _unfit(day, command, actor)
    if no:
        return no
    # The seats given back are open to the moves: they are made on a day where nobody concerned holds anything.
    freed = day.copy()
    fold(freed, Corrected(command.list, tuple(_given_back(day, move) for move in command.moves), ""))
    changes: list[Change] = []
    for move in command.moves:
        change = _change(day, freed, move)
        if isinstance(change, Refusal):
            return change
        if _changes_nothing(day, change):
            return Refusal("TOUR-10", "Cette personne tient déjà ce stage : il n'y a rien à corriger.")
        changes.append(change)
        fold(freed, Corrected(command.list, (change,), ""))
    return Corrected(command.list, tuple(changes), command.reason, command.confirmed_by)


def _unfit(day: Day, command: Correct, actor: str) -> Refusal | None:
    people = [move.person for move in command.moves]
    if not people or len(set(people)) < len(people):
        return Refusal("TOUR-10", "Une correction nomme au moins une personne, et chacune une seule fois.")
    if command.confirmed_by and command.confirmed_by == actor:
        return Refusal("TOUR-10", "La confirmation vient d'une autre personne que celle qui corrige.")
    return next((no for move in command.moves if (no := _unfit_move(day, move))), None)


def _unfit_move(day: Day, move: Move) -> Refusal | None:
    call, held = day.opening.call.get((move.list, move.person)), day.holds.get(move.person)
    if held is None and move.person not in day.passed:
        return Refusal("TOUR-10", "Le tour de cette personne n'est pas passé : elle choisit à son tour.")
    if held is not None and held.list != move.list:
        return Refusal("TOUR-10", f"Cette personne tient un stage sur la liste « {held.list} » : corrigez-le là.")
    if held is None and not move.code:
        return Refusal("TOUR-10", "Cette personne ne tient pas de stage.")
    if move.code and (call is None or day.opening.person[move.person].status):
        return Refusal("TOUR-10", "Cette personne n'a pas de tour sur cette liste.")
    return None


def _given_back(day: Day, move: Move) -> Change:
    held = day.holds.get(move.person)
    before, order, mode = (held.pool, held.order, held.mode) if held else ("", 0, Mode.NORMAL)
    return Change(move.list, order, move.person, before, "", mode, "libre", "")


def _changes_nothing(day: Day, change: Change) -> bool:
    """Whether it gives back what is held, on the same terms; a situation granted since may change the terms alone."""
    held, given = day.holds.get(change.person), (change.after, change.mode, change.seat, change.slot)
    return held is not None and given == (held.pool, held.mode, held.seat, held.slot)


def _change(day: Day, freed: Day, move: Move) -> Change | Refusal:
    back, call = _given_back(day, move), day.opening.call.get((move.list, move.person))
    if not move.code or call is None:
        return back
    # The seat that a surnombre needs was looked for at their turn; a correction does not look for it again.
    found = offer(freed, move.list, call, move.code, waived="SUV-03")
    if isinstance(found, Refusal):
        return found
    return back._replace(order=call.order, after=found.pool.id, mode=call.mode, seat=found.seat, slot=found.slot)
