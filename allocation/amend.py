"""Whether what was frozen may be amended so: posts, reserved seats, people of the lists, ties, slots, off-list."""

from __future__ import annotations

from collections import Counter

from allocation.commands import (
    AddIntern,
    AmendIntern,
    AmendPost,
    AssignOffList,
    ChooseSlot,
    ReleaseReserved,
    ResolveTie,
)
from allocation.documents import person_document, person_from, pool_document
from allocation.events import (
    Chosen,
    InternAdded,
    InternAmended,
    OffListAssigned,
    PostAmended,
    ReservedReleased,
    SlotChosen,
    TieResolved,
)
from allocation.model import Mode
from allocation.opening import Opening, Person, Pool
from allocation.rules import Refusal, fitting_slots
from allocation.state import Day
from allocation.turn import WITHOUT_SLOT


def post(day: Day, command: AmendPost) -> PostAmended | Refusal:
    """A pool added, or its seats changed: never under those that people hold (TOUR-11)."""
    pool, known = command.pool, day.opening.pool.get(command.pool.id)
    if known and _nature(known) != _nature(pool):
        return Refusal("TOUR-11", "D'un stage déjà ouvert, seul le nombre de places et l'agrément changent.")
    if not known and (not pool.lists or not set(pool.lists) <= day.opening.list.keys()):
        return Refusal("TOUR-11", "Un stage ajouté s'ouvre à une liste de la campagne au moins.")
    if not 0 <= pool.reserved_seats <= pool.seats or (pool.reserved_seats and not pool.reserved_for):
        return Refusal("TOUR-11", "Les places réservées font partie des places offertes et disent à qui elles le sont.")
    taken, reserved_taken = day.taken.get(pool.id, 0), day.reserved_taken.get(pool.id, 0)
    if pool.reserved_seats < reserved_taken or pool.seats - pool.reserved_seats < taken:
        return Refusal("TOUR-11", f"{taken + reserved_taken} place(s) de ce stage sont prises : il en garde autant.")
    return PostAmended(pool_document(pool), command.reason)


def _nature(pool: Pool) -> tuple[object, ...]:
    return pool.code, pool.des, pool.phases, pool.lists, pool.category


def release(day: Day, command: ReleaseReserved) -> ReservedReleased | Refusal:
    """CESP-03: the reserved seats that nobody took."""
    pool = day.opening.pool.get(command.pool)
    if pool is None or day.reserved_seats_left(pool) <= 0:
        return Refusal("TOUR-11", "Ce stage n'a pas de place réservée à libérer.")
    return ReservedReleased(pool.id, command.reason)


def add(day: Day, command: AddIntern) -> InternAdded | Refusal:
    """Somebody forgotten, under a number that nobody of the list has (TOUR-12)."""
    person, calls = command.person, day.opening.list[command.list].calls
    orders = {call.order for call in calls}
    if command.order < 1 or command.order in orders:
        return Refusal("TOUR-12", f"Le n° {command.order} n'est pas libre sur cette liste : donnez un numéro neuf.")
    if command.after and command.after not in orders:
        return Refusal("TOUR-12", f"Le n° {command.after} n'est pas sur cette liste.")
    if any((name, person.id) in day.opening.call for name in day.opening.list) or person.id in day.holds:
        return Refusal("TOUR-12", "Cette personne est déjà sur une liste, ou tient déjà un stage.")
    if person.status or person.home != command.list or command.mode not in _MODES_OF_THE_DESK:
        return Refusal("TOUR-12", "La personne ajoutée choisit sur sa propre liste, dans un mode de cette liste.")
    if not _is_read_back(day.opening, person):
        return Refusal("TOUR-12", "La maquette indiquée n'est pas de celles de la campagne.")
    return InternAdded(
        command.list, command.order, command.after, command.mode, person_document(person), command.reason
    )


_MODES_OF_THE_DESK = frozenset(Mode) - {Mode.HORS_LISTE, Mode.HORS_FILIERE}


def alter(day: Day, command: AmendIntern) -> InternAmended | Refusal:
    """What is known of somebody of the list, while they hold nothing that depends on it (TOUR-12)."""
    person, call = command.person, day.opening.call.get((command.list, command.person.id))
    if call is None:
        return Refusal("TOUR-12", "Cette personne n'est pas sur cette liste : ajoutez-la.")
    before = day.opening.person[person.id]
    if (before.commitment, before.home) != (person.commitment, person.home) or not _is_read_back(day.opening, person):
        return Refusal("TOUR-12", "L'identité, la liste et la maquette de la personne ne changent pas.")
    if command.mode is not call.mode and not {command.mode, call.mode} <= _MODES_OF_THE_DESK:
        return Refusal("TOUR-12", "Ce mode ne s'accorde ni ne se retire en séance.")
    if person.id in day.holds and (command.mode is not call.mode or person.status != before.status):
        return Refusal("TOUR-12", f"Le n° {call.order} tient un stage : corrigez d'abord son choix.")
    return InternAmended(command.list, call.order, command.mode, person_document(person), command.reason)


def _is_read_back(opening: Opening, person: Person) -> bool:
    """Whether the journal gives the person back: their slots are those of a curriculum of the opening."""
    if person.missing is not None and person.curriculum not in opening.curriculum:
        return False
    try:
        return person_from(person_document(person), opening.curriculum) == person
    except KeyError:
        return False


def off_list(day: Day, command: AssignOffList) -> OffListAssigned | Refusal:
    """ORD-14: an assignment outside the choice, of somebody who holds nothing, on a place added."""
    pool = day.opening.pool.get(command.pool)
    if command.person not in day.opening.person or pool is None or pool.accredited is False:
        return Refusal("TOUR-13", "Une affectation hors liste nomme une personne et un stage agréé de la campagne.")
    if command.person in day.holds:
        return Refusal("TOUR-13", "Cette personne tient déjà un stage : corrigez d'abord son choix.")
    return OffListAssigned(command.list, command.person, pool.id, command.reason)


def tie(day: Day, command: ResolveTie) -> TieResolved | Refusal:
    """ORD-17: the order of tied people, before any of them is dealt with."""
    known = any(
        each.list == command.list and Counter(each.orders) == Counter(command.orders) for each in day.opening.ties
    )
    if not known:
        return Refusal("TOUR-14", "Départager une égalité, c'est donner chacun de ses numéros, une fois.")
    dealt_with = day.queues[command.list][: day.position[command.list]]
    seen = {*day.passed, *day.waiting, *(call.person for call in dealt_with)}
    fresh = {call.order for call in day.calls_left(command.list) if call.person not in seen}
    if not fresh.issuperset(command.orders):
        return Refusal("TOUR-14", "L'un des ex æquo a déjà été appelé : leur ordre ne change plus.")
    return TieResolved(command.list, command.orders, command.reason)


def slot(day: Day, command: ChooseSlot) -> SlotChosen | Refusal:
    """ELI-01c: one of the missing slots that the post held fits."""
    held = day.holds.get(command.person)
    if held is None or held.list != command.list:
        return Refusal("ELI-01c", "Cette personne ne tient pas de stage sur cette liste.")
    fitting = () if held.mode in WITHOUT_SLOT else _fitting(day.opening, held)
    if command.slot not in fitting:
        return Refusal("ELI-01c", "Le stage tenu ne remplit pas cette case, ou la case ne manque pas.")
    return SlotChosen(command.list, command.person, command.slot)


def _fitting(opening: Opening, held: Chosen) -> tuple[str, ...]:
    return fitting_slots(opening, opening.person[held.person], opening.pool[held.pool])
