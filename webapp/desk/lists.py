"""All the lists of the day at a glance: how far each has come, at what pace, when it should end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allocation.opening import ChoiceList
from allocation.state import Day
from webapp.live.pace import Clock, later
from webapp.plan import Plan
from webapp.wording import to_translate


class ListState(StrEnum):
    """Where a list stands."""

    PAUSED = "en-pause"
    RUNNING = "en-cours"
    CATCHING_UP = "rattrapage"
    WAITING = "attendus"
    OVER = "terminee"


STATES = {
    ListState.PAUSED: to_translate("en pause"),
    ListState.RUNNING: to_translate("en cours"),
    ListState.CATCHING_UP: to_translate("rattrapage"),
    ListState.WAITING: to_translate("des internes sont attendus"),
    ListState.OVER: to_translate("terminée"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A list, number `number` of the opening. `next`: the number called, 0 when nobody is. `pace`: seconds a turn.
    `end`: when its last turn is likely over, None when it is."""

    number: int
    name: str
    state: ListState
    next: int
    served: int
    left: int
    away: int
    unserved: int
    catching_up: bool
    pace: int
    end: datetime | None


def standings(day: Day, clock: Clock, plan: Plan, now: datetime) -> list[Standing]:
    """Every list at that moment. `clock`: how long the turns took so far."""
    return [_standing(day, number, choices, clock, plan, now) for number, choices in enumerate(day.opening.lists)]


def _standing(day: Day, number: int, choices: ChoiceList, clock: Clock, plan: Plan, now: datetime) -> Standing:
    name, left = choices.name, len(day.calls_left(choices.name))
    call, pace = day.next_call(name), clock.pace(name, plan.pace).seconds
    return Standing(
        number=number,
        name=name,
        state=_state(day, name),
        next=call.order if call else 0,
        served=sum(held.list == name for held in day.holds.values()),
        left=left,
        away=sum(wait.list == name for wait in day.waiting.values()),
        unserved=len(day.without_post(name)),
        catching_up=name in day.catching_up,
        pace=round(pace),
        end=later(plan.sessions, now, pace * left) if left else None,
    )


def _state(day: Day, name: str) -> ListState:
    if day.closed or day.is_over(name):
        return ListState.OVER
    if day.is_paused(name):
        return ListState.PAUSED
    if day.next_call(name) is None:
        return ListState.WAITING
    return ListState.CATCHING_UP if name in day.catching_up else ListState.RUNNING
