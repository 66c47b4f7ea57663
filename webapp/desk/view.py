"""All that the page of a desk shows of its list, read in a few queries whatever the number of people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from allocation.events import WHOLE
from allocation.journal import Entry
from allocation.opening import Call
from allocation.ranksheet import RankSheet
from allocation.state import Day
from webapp.accounts.actors import names_of_actors
from webapp.desk import ahead, waits
from webapp.desk.recording import sharing_seats
from webapp.desk.turn import Turn, current_turn
from webapp.store import journal, persons, sheets, wishes
from webapp.store.journal import Moment

COMING = 6
"""How many people to come are announced."""
LATEST = 8
"""How many of the last entries are shown."""
_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody whose turn passed or who lets others pass: until a call number, a time, or their return. `due`: the time
    that they asked for has come. `absent`: nobody was there."""

    call: Call
    absent: bool
    until: int = 0
    at: datetime | None = None
    due: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry of the journal as the desk reads it: who recorded it and for whom, "" where it is about nobody."""

    seq: int
    at: datetime
    summary: str
    person: str
    actor: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A list at its desk. `names`: of the people and the accounts shown, by random id and by actor. `undo`: the number
    of the last turn when the visitor may undo it. `sheet`: how the person called came to their place. `sharing`: the
    lists whose acts move this one. `all_paused`: the whole day is paused, this list with it. `advice`: what looking
    ahead says of the posts open to them."""

    list: str
    entries: int
    head: str
    turn: Turn | None
    sheet: RankSheet | None
    coming: Sequence[Call]
    left: int
    away: Sequence[Away]
    latest: Sequence[Recorded]
    undo: int | None
    paused: bool
    all_paused: bool
    closed: bool
    over: bool
    names: Mapping[str, str]
    sharing: Sequence[str]
    advice: ahead.Told

    def name(self, key: str) -> str:
        """The name of a person or of an account; "" for who was erased."""
        return self.names.get(key, "")


def desk_of(engine: Engine, campaign_id: str, name: str, moment: Moment, *, actor: str, now: datetime) -> Desk:
    """The desk of that list at that moment, for who acts as `actor`."""
    day = moment.day
    turn = current_turn(day, name, _wishes_of(engine, campaign_id))
    coming = day.calls_left(name)
    away = tuple(_away(day, name, waits.times(engine, campaign_id) if day.waiting else {}, now))
    latest = _latest(engine, campaign_id, name, moment)
    last = day.last.get(name)
    return Desk(
        list=name,
        entries=moment.entries,
        head=moment.head,
        turn=turn,
        sheet=_sheet(engine, campaign_id, turn),
        coming=coming[1 : COMING + 1],
        left=len(coming),
        away=away,
        latest=latest,
        undo=last.seq if last and last.actor == actor else None,
        paused=day.is_paused(name),
        all_paused=WHOLE in day.paused,
        closed=day.closed,
        over=day.is_over(name),
        sharing=sorted(sharing_seats(day.opening, name)),
        names=_names(engine, campaign_id, turn, coming[1 : COMING + 1], away, latest),
        advice=ahead.told(engine, campaign_id, moment, turn.call.person) if turn else ahead.Told(),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody of a list: their call and their name."""

    call: Call
    name: str


def everybody(engine: Engine, campaign_id: str, day: Day, name: str) -> list[Listed]:
    """All the people of the list in call order, for the acts that name one of them."""
    calls = day.opening.list[name].calls
    names = persons.names_of(engine, campaign_id, (call.person for call in calls))
    return [Listed(call, names.get(call.person, "")) for call in calls]


def slots_of(day: Day, name: str) -> list[str]:
    """The slots of the curricula that are followed in the phase of the list, in their order."""
    phase = day.opening.list[name].phase
    slots = (slot.name for each in day.opening.curricula for slot in each.phases.get(phase, ()))
    return list(dict.fromkeys(slots))


def _wishes_of(engine: Engine, campaign_id: str) -> Callable[[str], Sequence[str]]:
    def codes(person: str) -> Sequence[str]:
        return next((kept.codes for kept in wishes.history(engine, campaign_id, person)), ())

    return codes


def _sheet(engine: Engine, campaign_id: str, turn: Turn | None) -> RankSheet | None:
    if turn is None:
        return None
    own = sheets.of_person(engine, campaign_id, turn.person.id)
    return next((sheet for sheet in own if sheet.list == turn.list), None)


def _away(day: Day, name: str, times: Mapping[str, datetime], now: datetime) -> Iterator[Away]:
    for person, wait in day.waiting.items():
        if wait.list == name:
            at = times.get(person)
            yield Away(day.opening.call[name, person], False, wait.until, at, at is not None and at <= now)
    coming = {call.person for call in day.calls_left(name)}
    for person, passed in day.passed.items():
        call = day.opening.call.get((name, person))
        if passed.list == name and call is not None and person not in coming and day.may_be_called(call):
            yield Away(call, True)


def _latest(engine: Engine, campaign_id: str, name: str, moment: Moment) -> tuple[Recorded, ...]:
    own = sharing_seats(moment.day.opening, name) | {None, ""}
    entries = journal.read_entries(engine, campaign_id, max(1, moment.entries - _LOOKED_AT))
    return tuple(_recorded(entry) for entry in reversed(entries) if entry["list"] in own)[:LATEST]


def _recorded(entry: Entry) -> Recorded:
    return Recorded(
        seq=int(str(entry["seq"])),
        at=datetime.fromisoformat(str(entry["occurred_at"])),
        summary=str(entry["summary"]),
        person=str(entry["on_behalf_of"] or ""),
        actor=str(entry["actor"]),
    )


def _names(
    engine: Engine,
    campaign_id: str,
    turn: Turn | None,
    coming: Sequence[Call],
    away: Sequence[Away],
    latest: Sequence[Recorded],
) -> dict[str, str]:
    people = {call.person for call in coming} | {one.call.person for one in away} | {each.person for each in latest}
    if turn is not None:
        people |= {turn.person.id} | ({turn.proxy.holder} if turn.proxy else set())
    actors = {each.actor for each in latest}
    return persons.names_of(engine, campaign_id, people) | names_of_actors(engine, actors)
