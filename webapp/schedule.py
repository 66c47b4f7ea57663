"""When each person's turn is likely, before the day has shown its own pace: for convocations and the public dates."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from allocation.opening import Opening
from webapp.plan import Plan, Session
from webapp.wording import to_translate

PARIS = ZoneInfo("Europe/Paris")
_NOON = 13
"""A turn estimated from one o'clock on is one of the afternoon."""


class HalfDay(StrEnum):
    MORNING = to_translate("matin")
    AFTERNOON = to_translate("après-midi")


@dataclass(frozen=True, slots=True)
class Slot:
    """A turn as it is announced: the list, the number called, and the time at which it is likely, in UTC."""

    list: str
    order: int
    at: datetime

    @property
    def half_day(self) -> HalfDay:
        return HalfDay.AFTERNOON if self.at.astimezone(PARIS).hour >= _NOON else HalfDay.MORNING


def slots(opening: Opening, plan: Plan) -> dict[str, Slot]:
    """The likely turn of everybody who has one, by random id; nothing while the plan holds no session.

    As many lists are called side by side as there are desks; lists that share seats come one after the other. What
    does not fit in the sessions is announced for the end of the last one.
    """
    found: dict[str, Slot] = {}
    starts = _starts(opening, plan) if plan.sessions else {}
    for choices in opening.lists:
        calls = [call for call in choices.calls if not call.catch_up_only]
        for turn, call in enumerate(calls):
            if choices.name in starts:
                at = _within(plan.sessions, starts[choices.name] + timedelta(seconds=turn * plan.pace))
                found[call.person] = Slot(choices.name, call.order, at)
    return found


def _starts(opening: Opening, plan: Plan) -> Mapping[str, timedelta]:
    """How long after the opening of the day each list begins, breaks between sessions not counted."""
    desks = [timedelta()] * max(plan.desks, 1)
    begins: dict[str, timedelta] = {}
    ends: dict[str, timedelta] = {}
    for choices in opening.lists:
        free = heapq.heappop(desks)
        begin = max([free, *(ends[name] for name in opening.called_before.get(choices.name, ()))])
        turns = sum(not call.catch_up_only for call in choices.calls)
        begins[choices.name], ends[choices.name] = begin, begin + timedelta(seconds=turns * plan.pace)
        heapq.heappush(desks, ends[choices.name])
    return begins


def _within(sessions: tuple[Session, ...], elapsed: timedelta) -> datetime:
    for session in sessions:
        length = session.end - session.start
        if elapsed < length:
            return session.start + elapsed
        elapsed -= length
    return sessions[-1].end
