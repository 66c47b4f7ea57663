"""At one's turn, from where one is: the stages open to me, my choice put before me again, then recorded."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation.commands import Choose
from allocation.rules import Refusal
from webapp.accounts.actors import actor_of
from webapp.accounts.roles import Action
from webapp.desk.recording import record
from webapp.desk.turn import OpenPost, Turn, current_turn
from webapp.pages import at_hand
from webapp.pages.at_campaign import myself, published
from webapp.pages.guard import does
from webapp.store import journal, plans, wishes
from webapp.store.journal import Moment, Overtaken
from webapp.store.models import Campaign

pages = Blueprint("my_turn", __name__, url_prefix="/campagnes/<campaign_id>/mon-tour")


@dataclass(frozen=True, slots=True)
class Place:
    """The campaign, the day as it stands, and the turn under way where it is the visitor's; None while it is not."""

    campaign: Campaign
    person: str
    moment: Moment
    turn: Turn | None


@pages.get("")
@does(Action.KEEP_WISHES, fresh=True)
def show(campaign_id: str) -> str:
    return _page(_place(campaign_id), request.args.get("code", ""))


@pages.post("")
@does(Action.KEEP_WISHES, fresh=True)
def choose(campaign_id: str) -> Response | tuple[str, int]:
    place = _place(campaign_id)
    if place.turn is None:
        flash(_("Ce n'est pas, ou plus, votre tour : rien n'a été enregistré."), "error")
        return _page(place), 409
    code = request.form.get("code", "")
    made = record(
        at_hand.engine(), campaign_id, Choose(place.turn.list, place.person, code),
        seen=request.form.get("seen", -1, type=int), actor=actor_of(at_hand.account_id()), clock=at_hand.now,
    )  # fmt: skip
    if isinstance(made, Overtaken):
        flash(
            _("Le bureau a enregistré quelque chose avant vous : voici ce qui reste. Vous n'avez rien choisi."), "error"
        )
        return _page(_place(campaign_id)), 409
    if isinstance(made, Refusal):
        flash(f"{made.reason} ({made.rule})", "error")
        return _page(_place(campaign_id)), 409
    flash(_("Votre choix est enregistré : voici votre reçu."), "done")
    return redirect(url_for("live.show", campaign_id=campaign_id), 303)


def _place(campaign_id: str) -> Place:
    """404 where the campaign lets nobody choose from a distance, or the visitor is nobody in it."""
    found, engine = published(campaign_id), at_hand.engine()
    if not plans.read(engine, campaign_id).remote_choice:
        abort(404)
    person, moment = myself(campaign_id).person, journal.read_moment(engine, campaign_id)
    return Place(found, person, moment, _own_turn(moment, campaign_id, person))


def _own_turn(moment: Moment, campaign_id: str, person: str) -> Turn | None:
    day = moment.day
    name = next((name for name in day.queues if (call := day.next_call(name)) and call.person == person), None)
    if name is None or day.is_paused(name):
        return None
    kept = wishes.latest(at_hand.engine(), campaign_id, person)
    return current_turn(day, name, lambda _person: kept.codes if kept else ())


def _page(place: Place, code: str = "") -> str:
    posts = _by_wish(place.turn) if place.turn else []
    return render_template(
        "my_turn.html", campaign=place.campaign, turn=place.turn, seen=place.moment.entries, posts=posts,
        wanted=next((post for post in posts if post.pool.code == code), None),
    )  # fmt: skip


def _by_wish(turn: Turn) -> list[OpenPost]:
    """The stages open to the visitor, those of their list first, in its order."""
    rank = {wish.code: wish.rank for wish in turn.wishes}
    return sorted(turn.open, key=lambda post: (rank.get(post.pool.code, len(rank) + 1), post.pool.code))
