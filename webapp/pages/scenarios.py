"""Scenarios: other numbers of seats held beside today's, shared by all who see the simulation of the campaign."""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation.opening import Opening
from allocation.scenario import compare
from webapp import forecast
from webapp.accounts.roles import Action
from webapp.forecast import Forecast
from webapp.pages import at_hand
from webapp.pages.at_campaign import published
from webapp.pages.guard import does
from webapp.pages.simulation import are_named, names_of, outcome_of
from webapp.simulation import figures
from webapp.simulation.outcome import outcome
from webapp.store import journal, scenarios
from webapp.store.engine import writing
from webapp.store.models import Campaign
from webapp.store.scenarios import Saved

pages = Blueprint("scenarios", __name__, url_prefix="/campagnes/<campaign_id>/simulation/scenarios")

LONGEST_NAME, MOST_SEATS = 80, 999


@pages.get("")
@does(Action.SEE_PREVIEW)
def index(campaign_id: str) -> str:
    return _index(published(campaign_id))


@pages.post("")
@does(Action.SEE_PREVIEW)
def create(campaign_id: str) -> Response | tuple[str, int]:
    found, name = published(campaign_id), at_hand.typed()["name"].strip()
    if not 0 < len(name) <= LONGEST_NAME:
        return _index(found, _("Donnez au scénario un nom de %(n)s caractères au plus.", n=LONGEST_NAME)), 422
    with writing(at_hand.engine()) as session:
        made = scenarios.create(session, campaign_id, name, at_hand.account_id(), at_hand.now())
    return _to(campaign_id, made)


@pages.get("/<int:scenario_id>")
@does(Action.SEE_PREVIEW)
def show(campaign_id: str, scenario_id: int) -> str:
    found = published(campaign_id)
    return _page(found, _scenario(found, scenario_id))


@pages.post("/<int:scenario_id>")
@does(Action.SEE_PREVIEW)
def change(campaign_id: str, scenario_id: int) -> Response | tuple[str, int]:
    found, typed = published(campaign_id), at_hand.typed()
    saved, opening = _scenario(found, scenario_id), journal.read_day(at_hand.engine(), campaign_id).opening
    pool, seats = _pool_typed(opening, typed["post"]), typed["seats"].strip()
    wrong = {}
    if pool is None:
        wrong["post"] = _("Aucun stage ne porte ce code. Choisissez-le dans la liste qui s'ouvre.")
    if not (seats.isascii() and seats.isdecimal() and int(seats) <= MOST_SEATS):
        wrong["seats"] = _("Un nombre de places de 0 à %(n)s ; 0 ferme le stage.", n=MOST_SEATS)
    if pool is None or wrong:
        return _page(found, saved, wrong), 422
    _set(scenario_id, pool, None if int(seats) == opening.pool[pool].seats else int(seats))
    return _to(campaign_id, scenario_id)


@pages.post("/<int:scenario_id>/remettre")
@does(Action.SEE_PREVIEW)
def put_back(campaign_id: str, scenario_id: int) -> Response:
    found = published(campaign_id)
    _scenario(found, scenario_id)
    _set(scenario_id, at_hand.typed()["post"], None)
    flash(_("Le stage a repris ses places d'aujourd'hui."), "done")
    return _to(campaign_id, scenario_id)


@pages.post("/<int:scenario_id>/supprimer")
@does(Action.SEE_PREVIEW)
def remove(campaign_id: str, scenario_id: int) -> Response:
    saved = _scenario(published(campaign_id), scenario_id)
    with writing(at_hand.engine()) as session:
        scenarios.remove(session, scenario_id)
    flash(_("Le scénario « %(name)s » est supprimé.", name=saved.name), "done")
    return redirect(url_for("scenarios.index", campaign_id=campaign_id))


def _index(found: Campaign, wrong: str = "") -> str:
    return render_template(
        "scenarios.html",
        campaign=found,
        scenarios=scenarios.of_campaign(at_hand.engine(), found.id),
        wrong=wrong,
        typed=at_hand.typed(),
        longest=LONGEST_NAME,
    )


def _page(found: Campaign, saved: Saved, wrong: dict[str, str] | None = None) -> str:
    engine, named = at_hand.engine(), are_named(found)
    now = forecast.forecast(engine, found.id)
    other = forecast.beside(engine, found.id, now, saved.seats)
    today, then = outcome_of(found, now), outcome(now.day, other, now.wanted, {})
    gains = compare(now.preview, other)
    return render_template(
        "scenario.html",
        campaign=found,
        scenario=saved,
        named=named,
        names=names_of(found) if named else {},
        pool=now.day.opening.pool,
        pools=now.day.opening.pools,
        totals=[(title, *(figures.rounded(number, named) for number in pair)) for title, *pair in _totals(today, then)],
        gains=[(title, people, figures.count(len(people), named)) for title, people in _gains(gains)],
        calls=_calls(now),
        before=now.preview.obtained,
        after=other.obtained,
        moved=[pair for pair in zip(today.posts, then.posts, strict=True) if pair[0].left != pair[1].left],
        wrong=defaultdict(str, wrong or {}),
        typed=at_hand.typed(),
        most=MOST_SEATS,
    )


def _totals(today, then) -> list[tuple[str, int, int]]:
    counts = [
        (_("Internes avec un stage"), lambda line: bool(line.pool)),
        (_("Internes sans stage"), lambda line: not line.pool),
        (_("Premier vœu obtenu"), lambda line: line.wish == 1),
        (_("Un des trois premiers vœux"), lambda line: 1 <= line.wish <= 3),
    ]
    return [(title, sum(map(is_one, today.lines)), sum(map(is_one, then.lines))) for title, is_one in counts]


def _gains(gains) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("Un vœu mieux placé"), gains.better),
        (_("Un vœu moins bien placé"), gains.worse),
        (_("Un stage au lieu de rien"), gains.served),
        (_("Plus de stage"), gains.lost),
    ]


def _calls(now: Forecast) -> dict[str, tuple[str, int]]:
    return {call.person: (choices.name, call.order) for choices in now.day.opening.lists for call in choices.calls}


def _scenario(found: Campaign, scenario_id: int) -> Saved:
    return scenarios.find(at_hand.engine(), found.id, scenario_id) or abort(404)


def _pool_typed(opening: Opening, text: str) -> str | None:
    """The pool that was typed: its id, or the code of a stage that has one pool only."""
    typed = text.strip()
    of_code = opening.by_code.get(typed, ())
    return typed if typed in opening.pool else of_code[0].id if len(of_code) == 1 else None


def _set(scenario_id: int, pool: str, seats: int | None) -> None:
    with writing(at_hand.engine()) as session:
        scenarios.set_seats(session, scenario_id, pool, seats, at_hand.account_id(), at_hand.now())


def _to(campaign_id: str, scenario_id: int) -> Response:
    return redirect(url_for("scenarios.show", campaign_id=campaign_id, scenario_id=scenario_id))
