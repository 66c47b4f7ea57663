"""The union's and the ARS's simulation: what the whole choice would come to with the wish lists as they are now."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from allocation.model import Category
from allocation.needs import needs
from webapp import forecast, openings
from webapp.accounts.roles import Action
from webapp.forecast import Forecast
from webapp.pages import at_hand
from webapp.pages.at_campaign import may_here, note_reading, published
from webapp.pages.guard import does
from webapp.simulation import figures
from webapp.simulation.outcome import Outcome, outcome
from webapp.store import persons, plans
from webapp.store.models import Campaign

pages = Blueprint("simulation", __name__, url_prefix="/campagnes/<campaign_id>/simulation")

_SLOTS = {category.value: category.label for category in Category}


def are_named(found: Campaign) -> bool:
    """Whether the campaign's policy tells whose wishes are whose."""
    return plans.read(at_hand.engine(), found.id).wishes_named


def outcome_of(found: Campaign, now: Forecast) -> Outcome:
    """The forecast as lines."""
    recorded = forecast.closed(at_hand.engine(), found.id, now)
    return outcome(now.day, now.preview, now.wanted, recorded)


def names_of(found: Campaign) -> Mapping[str, str]:
    """Who everybody is, on a page that the policy opens; that they were read is noted."""
    note_reading(found, "simulation")
    return persons.names(at_hand.engine(), found.id)


@pages.get("")
@does(Action.SEE_PREVIEW)
def show(campaign_id: str) -> str:
    found, engine = published(campaign_id), at_hand.engine()
    now, named = forecast.forecast(engine, campaign_id), are_named(found)
    all_of_it = outcome_of(found, now)
    name, counted = _list_asked(now), figures.wishes_obtained(all_of_it.lines, named)
    return render_template(
        "simulation.html",
        campaign=found,
        named=named,
        lines=len(all_of_it.lines),
        given=sum(bool(now.wishes.get(line.person) and now.wishes[line.person].codes) for line in all_of_it.lines),
        without=counted.everybody[-1][1],
        seats_left=sum(post.left for post in all_of_it.posts),
        counted=counted,
        lists=[choices.name for choices in now.day.opening.lists],
        name=name,
        curve=figures.still_open(all_of_it, name, _pools_of(now, name)),
        needs=[
            (need, _SLOTS.get(need.slot, need.slot))
            for need in needs(now.day)
            if figures.count(need.unserved, may_here(found, Action.SEE_NAMES))
        ],
        shortages=forecast.shortages(engine, campaign_id, now),
        closed=now.day.closed,
    )


@pages.get("/stages")
@does(Action.SEE_PREVIEW)
def posts(campaign_id: str) -> str:
    found, asked = published(campaign_id), request.args
    now, named = forecast.forecast(at_hand.engine(), campaign_id), are_named(found)
    opening = now.day.opening
    wanted = openings.Wanted(asked.get("q", ""), asked.get("liste", ""), asked.get("categorie", ""))
    told = {post.pool: post for post in outcome_of(found, now).posts}
    rows = [(pool, told[pool.id], figures.span(told[pool.id], named)) for pool in openings.open_pools(opening, wanted)]
    return render_template(
        "simulation_posts.html",
        campaign=found,
        named=named,
        rows=rows,
        wanted=wanted,
        lists=[choices.name for choices in opening.lists],
        categories=openings.categories(opening),
        count=figures.count,
    )


@pages.get("/appels")
@does(Action.SEE_PREVIEW)
def calls(campaign_id: str) -> str:
    found = published(campaign_id)
    now, named = forecast.forecast(at_hand.engine(), campaign_id), are_named(found)
    name = _list_asked(now)
    return render_template(
        "simulation_calls.html",
        campaign=found,
        named=named,
        names=names_of(found) if named else {},
        lists=[choices.name for choices in now.day.opening.lists],
        name=name,
        lines=[line for line in outcome_of(found, now).lines if line.list == name],
        pool=now.day.opening.pool,
    )


@pages.get("/liste")
@does(Action.SEE_PREVIEW)
def printable(campaign_id: str) -> str:
    found = published(campaign_id)
    now = forecast.forecast(at_hand.engine(), campaign_id)
    left = {pool.id: now.day.seats_left(pool) for pool in now.day.opening.pools}
    groups = [(name, _by_category(pools)) for name, pools in openings.by_list(openings.open_pools(now.day.opening))]
    return render_template(
        "simulation_list.html", campaign=found, groups=groups, left=left, at=at_hand.now(), begun=bool(now.day.holds)
    )


def _by_category(pools: list) -> dict[str, list]:
    found: dict[str, list] = {}
    for pool in pools:
        found.setdefault(openings.category(pool), []).append(pool)
    return found


def _pools_of(now: Forecast, name: str) -> list[str]:
    return [pool.id for pool in now.day.opening.pools if name in pool.lists and not pool.closed]


def _list_asked(now: Forecast) -> str:
    """The list of choice that the address names, else the longest one."""
    known = {choices.name: len(choices.calls) for choices in now.day.opening.lists}
    asked = request.args.get("liste", "")
    return asked if asked in known else max(known, key=known.__getitem__, default="")
