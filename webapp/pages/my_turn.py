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
    place, code = _place(campaign_id), request.form.get("code", "")
    if place.turn is None:
        return _sent_before(place, code) or _told(
            place, _("Ce n'est pas, ou plus, votre tour : rien n'a été enregistré.")
        )
    made = record(
        at_hand.engine(), campaign_id, Choose(place.turn.list, place.person, code),
        seen=request.form.get("seen", -1, type=int), actor=actor_of(at_hand.account_id()), clock=at_hand.now,
    )  # fmt: skip
    now = _place(campaign_id)
    if isinstance(made, Overtaken):
        return _sent_before(now, code) or _told(
            now, _("Le bureau a enregistré quelque chose avant vous : voici ce qui reste. Vous n'avez rien choisi.")
        )
    if isinstance(made, Refusal):
        return _told(now, f"{made.reason} ({made.rule})")
    return _receipt(campaign_id)


def _sent_before(place: Place, code: str) -> Response | None:
    """The receipt, where that choice is recorded: a button pressed twice is one choice. None where it is not."""
    day = place.moment.day
    held = day.holds.get(place.person)
    return _receipt(place.campaign.id) if held and day.opening.pool[held.pool].code == code else None


def _receipt(campaign_id: str) -> Response:
    flash(_("Votre choix est enregistré : voici votre reçu."), "done")
    return redirect(url_for("live.show", campaign_id=campaign_id), 303)


def _told(place: Place, words: str) -> tuple[str, int]:
    """The page as things now stand, with why nothing was recorded."""
    flash(words, "error")
    return _page(place), 409


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
    wanted = next((post for post in posts if post.pool.code == code), None)
    return render_template(
        "my_turn.html", campaign=place.campaign, turn=place.turn, seen=place.moment.entries, posts=posts,
        wanted=wanted, gone=bool(code) and wanted is None,
    )  # fmt: skip


def _by_wish(turn: Turn) -> list[OpenPost]:
    """The stages open to the visitor, those of their list first, in its order."""
    rank = {wish.code: wish.rank for wish in turn.wishes}
    return sorted(turn.open, key=lambda post: (rank.get(post.pool.code, len(rank) + 1), post.pool.code))
