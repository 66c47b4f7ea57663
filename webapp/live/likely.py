"""What each person is told of the time to come, all of them at once: when their turn is likely, what they would get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from allocation.chances import Chance
from webapp import forecast, plan, schedule
from webapp.live.lines import place
from webapp.live.pace import later
from webapp.live.standing import COMING, Standing
from webapp.live.told import Told
from webapp.plan import Plan
from webapp.store import journal, plans
from webapp.wording import to_translate

Likely = dict[str, Any]
"""`low`, `high`: the turn lies between, ISO 8601, where it can be told. `key`: of `SENTENCES`, with what fills it."""

SENTENCES = {
    "open": to_translate("Avec les listes de maintenant, vous auriez votre vœu n° {wish} : {post}, {place}."),
    "nothing": to_translate("Avec les listes de maintenant, vous n'auriez aucun de vos vœux."),
    "classes": to_translate(
        "Vos vœux, à votre tour. Presque sûrement encore là : {sure} ; incertains : {uncertain} ; "
        "improbables : {unlikely}."
    ),
    "unlikely": to_translate("Aucun de vos vœux ne restera probablement : prévoyez des stages moins demandés."),
    "empty": to_translate("Votre liste de vœux est vide."),
    "off": "",
}

_EARLY, _LEAST = 0.25, timedelta(minutes=10)
"""Before the day the time announced is taken as right within a quarter of what precedes it, ten minutes at least."""


def likely(engine: Engine, campaign_id: str, told: Told, people: Iterable[str], now: datetime) -> dict[str, Likely]:
    """By random id, for those of these people whose turn is still to come."""
    waiting = [person for person in people if told.standings.get(person, _NOWHERE).state in COMING]
    if not waiting:
        return {}
    times = _times(engine, campaign_id, told, waiting, now)
    said = forecast.told_all(engine, campaign_id, waiting)
    return {person: {**times.get(person, {}), **_sentence(said[person])} for person in waiting}


_NOWHERE = Standing("passed", "", 0)


def _times(
    engine: Engine, campaign_id: str, told: Told, people: Iterable[str], now: datetime
) -> Mapping[str, dict[str, str]]:
    day_plan = plans.read(engine, campaign_id)
    if told.begun:
        spans = {person: _span(told, told.standings[person], day_plan, now) for person in people}
    else:
        slots = schedule.slots(journal.read_opening(engine, campaign_id), day_plan)
        spans = {person: _announced(slots[person].at, day_plan) for person in people if person in slots}
    return {person: {"low": low.isoformat(), "high": high.isoformat()} for person, (low, high) in spans.items()}


def _span(told: Told, standing: Standing, day_plan: Plan, now: datetime) -> tuple[datetime, datetime]:
    low, high = told.clock.pace(standing.list, day_plan.pace).after(standing.before)
    return later(day_plan.sessions, now, low), later(day_plan.sessions, now, high)


def _announced(at: datetime, day_plan: Plan) -> tuple[datetime, datetime]:
    first = day_plan.sessions[0].start
    margin = max(_LEAST, (at - first) * _EARLY)
    return max(first, at - margin), at + margin


def _sentence(said: forecast.Told) -> Likely:
    if said.policy is plan.Forecast.OFF:
        return {"key": "off"}
    if said.nothing_likely:
        return {"key": "unlikely"}
    if said.policy is plan.Forecast.OPEN:
        if said.pool is None:
            return {"key": "nothing" if said.chances else "empty"}
        return {"key": "open", "wish": said.wish, "post": said.pool.code, "place": place(said.pool)}
    counts = Counter(said.chances)
    numbers = {chance.name.lower(): counts[chance] for chance in Chance}
    return {"key": "classes", **numbers} if said.chances else {"key": "empty"}
