"""Putting right a choice already made: shown with what it changes, confirmed by a second person if desks are many."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from allocation.commands import Correct, Move
from allocation.rules import Refusal
from webapp.accounts.actors import actor_of
from webapp.accounts.roles import Action
from webapp.desk import corrections, view
from webapp.desk.correcting import Asked, Effect, effect_of
from webapp.desk.forms import UnreadableError
from webapp.desk.recording import record
from webapp.pages import at_hand
from webapp.pages.desk import Place, form_of, overtaken, place_of
from webapp.pages.guard import does
from webapp.store import plans, sealed
from webapp.store.engine import writing
from webapp.store.journal import Overtaken

pages = Blueprint("corrections", __name__, url_prefix="/campagnes/<campaign_id>/bureau/<int:number>/corrections")


@pages.get("")
@does(Action.RUN_DESK, fresh=True)
def index(campaign_id: str, number: int) -> str:
    return _page(place_of(campaign_id, number))


@pages.post("/effet")
@does(Action.RUN_DESK, fresh=True)
def weigh(campaign_id: str, number: int) -> str | tuple[str, int]:
    """What the correction would change, shown before anything is recorded."""
    place = place_of(campaign_id, number)
    try:
        effect = _effect(place)
    except UnreadableError as error:
        return _page(place, str(error)), 400
    return _page(place, effect=effect)


@pages.post("/corriger")
@does(Action.RUN_DESK, fresh=True)
def correct(campaign_id: str, number: int) -> Response | tuple[str, int]:
    place = place_of(campaign_id, number)
    try:
        effect = _effect(place)
        form_of(place).given_reason()
    except UnreadableError as error:
        return _page(place, str(error)), 400
    if effect.refusal:
        return _page(place, effect=effect), 409
    if plans.read(at_hand.engine(), campaign_id).desks > 1:
        return _propose(place, effect.moves)
    return _record(place, effect.moves, request.form["reason"], seen=request.form.get("seen", -1, int))


@pages.post("/<int:correction_id>/confirmer")
@does(Action.RUN_DESK, fresh=True)
def confirm(campaign_id: str, number: int, correction_id: int) -> Response | tuple[str, int]:
    place = place_of(campaign_id, number)
    found = _waiting(place, correction_id)
    if found.account_id == at_hand.account_id():
        return _page(place, _("Une autre personne que vous doit confirmer cette correction.")), 409
    try:
        return _record(place, found.moves, found.reason, seen=request.form.get("seen", -1, int), proposed=found)
    except corrections.NotWaitingError:
        return _settled_before(place)


@pages.post("/<int:correction_id>/refuser")
@does(Action.RUN_DESK, fresh=True)
def refuse(campaign_id: str, number: int, correction_id: int) -> Response | tuple[str, int]:
    place = place_of(campaign_id, number)
    found = _waiting(place, correction_id)
    try:
        with writing(at_hand.engine()) as session:
            corrections.settle(session, found.id, done=False)
    except corrections.NotWaitingError:
        return _settled_before(place)
    flash(_("La correction n'a pas été retenue ; rien n'a changé."), "done")
    return _back(campaign_id, number)


def _settled_before(place: Place) -> tuple[str, int]:
    """Two people answered at once: the page as things now stand."""
    now = place_of(place.campaign.id, place.number)
    return _page(
        now, _("Quelqu'un d'autre vient de répondre à cette correction : rien de plus n'a été enregistré.")
    ), 409


def _propose(place: Place, moves: tuple[Move, ...]) -> Response:
    corrections.propose(
        at_hand.engine(), place.campaign.id, place.list, moves, request.form["reason"], at_hand.account_id(),
        at_hand.now(),
    )  # fmt: skip
    flash(_("La correction attend qu'une seconde personne la confirme, depuis son propre compte."), "done")
    return _back(place.campaign.id, place.number)


def _record(
    place: Place, moves: tuple[Move, ...], reason: str, *, seen: int, proposed: corrections.Proposed | None = None
) -> Response | tuple[str, int]:
    kept, me = sealed.seal(reason), actor_of(at_hand.account_id())
    proposer = actor_of(proposed.account_id) if proposed else me

    def beside(session: Session) -> None:
        sealed.keep(session, place.campaign.id, kept)
        if proposed:
            corrections.settle(session, proposed.id, done=True)

    made = record(
        at_hand.engine(), place.campaign.id, Correct(place.list, moves, kept.token, me if proposed else ""),
        seen=seen, actor=proposer, clock=at_hand.now, beside=beside,
    )  # fmt: skip
    now = place_of(place.campaign.id, place.number)
    if isinstance(made, Overtaken):
        return _page(now, overtaken(made)), 409
    if isinstance(made, Refusal):
        return _page(now, f"{made.reason} ({made.rule})"), 409
    flash(_("La correction est enregistrée."), "done")
    return _back(place.campaign.id, place.number)


def _page(place: Place, error: str = "", effect: Effect | None = None) -> str:
    engine, day = at_hand.engine(), place.moment.day
    return render_template(
        "corrections.html", campaign=place.campaign, place=place, day=day, error=error, effect=effect,
        typed=request.form, people=view.everybody(engine, place.campaign.id, day, place.list),
        posts=sorted({pool.code: pool for pool in day.opening.pools if place.list in pool.lists}.items()),
        desks=plans.read(engine, place.campaign.id).desks,
        proposed=[each for each in corrections.proposed(engine, place.campaign.id, day.opening)
                  if each.list == place.list],
        me=at_hand.account_id(),
    )  # fmt: skip


def _effect(place: Place) -> Effect:
    """What the form would change."""
    form = form_of(place)
    if (place.list, form.person()) not in place.moment.day.opening.call:
        raise UnreadableError(_("Cette personne n'est pas sur cette liste."))
    asked = Asked(form.person(), form.text("code"), frozenset(request.form.getlist("recalled")))
    return effect_of(at_hand.engine(), place.campaign.id, place.moment, place.list, asked)


def _waiting(place: Place, correction_id: int) -> corrections.Proposed:
    waiting = corrections.proposed(at_hand.engine(), place.campaign.id, place.moment.day.opening)
    return next((each for each in waiting if each.id == correction_id), None) or abort(404)


def _back(campaign_id: str, number: int) -> Response:
    return redirect(url_for("corrections.index", campaign_id=campaign_id, number=number), 303)
