"""`resultat.json`: what the day gave everybody, from the opening, the journal's events and the side table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allocation.canonical import Json
from allocation.documents import rules_document, tie_document
from allocation.events import Chosen, Corrected, Event, MarkedAbsent, Skip, Undone, Waited
from allocation.explain import Explainer
from allocation.model import Mode
from allocation.opening import ELSEWHERE, Call, Opening, Person, Register
from allocation.state import Day, fold, start

Document = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Told:
    """How a person's last turn went: the wishes refused, and whether it was a catch-up."""

    skipped: tuple[Mapping[str, Json], ...] = ()
    catch_up: bool = False


_NO_TURN = Told()


def result_document(
    opening: Opening, register: Register, events: Sequence[Event], journal: Document, opening_hash: str
) -> Document:
    """The result without its `warnings` and `checks`, which the caller adds. `journal`: `{"entries", "head"}`."""
    day = start(opening)
    told = _told(day, events, register.typed)
    amended = day.opening
    return {
        "rules": rules_document(amended.rules),
        "subdivision": amended.subdivision,
        "semester": amended.semester.name,
        "journal": journal,
        "opening": opening_hash,
        "lists": _lists(amended, register, day, told),
        "posts": _posts(day),
        "ties": [tie_document(tie) for tie in amended.ties],
    }


def _told(day: Day, events: Iterable[Event], typed: Mapping[str, str]) -> dict[str, Told]:
    """How everybody's last turn in force went; the events are folded into the day on the way."""
    explainer = Explainer(day)
    told: dict[str, list[Told]] = {}
    for event in events:
        match event:
            case Chosen() | MarkedAbsent():
                turns = told.setdefault(event.person, [_NO_TURN])
                skipped = tuple(_skipped(explainer, event.list, skip, typed) for skip in event.walked)
                turns.append(_retold(turns[-1], skipped, event.list in day.catching_up))
            case Undone() if not isinstance(day.last[event.list].event, Waited):
                told[event.person].pop()
            case Corrected():
                told |= {change.person: [_NO_TURN] for change in event.changes}
        explainer.see(event)
        fold(day, event)
    return {person: turns[-1] for person, turns in told.items()}


def _skipped(explainer: Explainer, name: str, skip: Skip, typed: Mapping[str, str]) -> Mapping[str, Json]:
    shown = typed.get(skip.code, skip.code)
    return {"post": shown, "rule": skip.rule, "reason": explainer.reason(name, skip)}


def _retold(before: Told, skipped: Sequence[Mapping[str, Json]], catch_up: bool) -> Told:
    """A wish keeps the reason of the turn that could have served it: that of a catch-up only says what came after."""
    first = {skip["post"]: skip for skip in before.skipped if skip["rule"] != _NOT_ON_THE_LIST}
    return Told(tuple(first.get(skip["post"], skip) for skip in skipped), catch_up)


_NOT_ON_THE_LIST = "ELI-01b"


def _lists(opening: Opening, register: Register, day: Day, told: dict[str, Told]) -> list[Json]:
    """Everybody once: on the list where they chose, else on their own; those without a turn come last."""
    places = {
        (choices.name, call.person): (place, call)
        for choices in opening.lists
        for place, call in enumerate(choices.calls)
    }
    rows: dict[str, list[tuple[int, Document]]] = {choices.name: [] for choices in opening.lists}
    for person in sorted(opening.people, key=lambda person: register.identities[person.id].key):
        held = day.holds.get(person.id)
        name = held.list if held else person.home
        place, call = places.get((name, person.id), (_LAST, None))
        rows[name].append((place, _row(day, register, person, call, held, told.get(person.id, _NO_TURN))))
    return [
        {
            "name": choices.name,
            "des": choices.des,
            "phase": choices.phase.value,
            "calls": [row for _, row in sorted(rows[choices.name], key=lambda item: item[0])],
        }
        for choices in opening.lists
    ]


_LAST = 1 << 40


def _row(day: Day, register: Register, person: Person, call: Call | None, held: Chosen | None, told: Told) -> Document:
    identity = register.identities[person.id]
    return {
        "order": call.order if call else None,
        "intern": {
            "id": person.id,
            "rpps": identity.rpps,
            "last_name": identity.last_name,
            "first_name": identity.first_name,
            "salt": register.salts[person.id],
        },
        "status": "affecte" if held else person.status or "non_affecte",
        "post": day.opening.pool[held.pool].code if held else None,
        "mode": _mode(person, call, held).value,
        "channel": held.channel if held else None,
        "wish": held.wish if held else None,
        "skipped": list(told.skipped),
        "pool": held.pool if held else None,
        "slot": (held.slot or None) if held else None,
        "curriculum": "verifie" if _verified(day.opening, person, held) else "non_verifie",
        "place": person.place if person.status == ELSEWHERE else None,
        "catch_up": told.catch_up,
    }


def _verified(opening: Opening, person: Person, held: Chosen | None) -> bool:
    """Whether the curriculum could be checked: a history was given, and the post list says what the post teaches."""
    return person.missing is not None and (held is None or person.can_be_checked_for(opening.pool[held.pool]))


def _mode(person: Person, call: Call | None, held: Chosen | None) -> Mode:
    if held:
        return held.mode
    return person.away or (call.mode if call else Mode.NORMAL)


def _posts(day: Day) -> list[Json]:
    return [
        {
            "pool": pool.id,
            "code": pool.code,
            "lists": list(pool.lists),
            "reserved": pool.reservation,
            "seats": pool.seats,
            "taken": day.taken[pool.id] + day.reserved_taken[pool.id],
            "supernumerary": day.added[pool.id],
        }
        for pool in day.opening.pools
    ]
