"""The desk of the day: whose turn it is, what is open to them, one form for each act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from allocation.model import Category
from allocation.proxy import holder_may
from allocation.rules import Refusal
from webapp.accounts.actors import actor_of, names_of_actors
from webapp.accounts.roles import Action
from webapp.campaign_view import MODES
from webapp.desk import acts, choice, copies, people, view
from webapp.desk.asked import Asked
from webapp.desk.forms import Form, UnreadableError
from webapp.desk.recording import record
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign, note_reading
from webapp.pages.followed import followed
from webapp.pages.guard import does
from webapp.store import journal, plans, wishes
from webapp.store.journal import Moment, Overtaken
from webapp.store.models import Campaign

pages = Blueprint("desk", __name__, url_prefix="/campagnes/<campaign_id>/bureau")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request of the desk stands: the campaign, the day, the list of that number in the opening."""

    campaign: Campaign
    moment: Moment
    number: int
    paper: str = ""
    """Filled where turns noted on paper are entered: each form asks for its time. Their day, unless it is today."""

    @property
    def list(self) -> str:
        return self.moment.day.opening.lists[self.number].name

    def by_holder(self, person: str) -> bool:
        """Whether somebody may choose for the person called, by a proxy that they accepted."""
        return holder_may(self.moment.day, person, "direct") is None


@pages.get("/<int:number>")
@does(Action.RUN_DESK)
def show(campaign_id: str, number: int) -> str:
    place = place_of(campaign_id, number)
    note_reading(place.campaign, f"bureau, {place.list}")
    return _page(place, code=request.args.get("code", ""))


@pages.get("/<int:number>/choix")
@does(Action.RUN_DESK)
def weigh(campaign_id: str, number: int) -> str:
    """The choice of one stage put before the desk, with what must be known before it is confirmed."""
    place = place_of(campaign_id, number)
    weighed = _weighed(place, request.args.get("code", "")) or abort(404)
    return render_template("desk_choice.html", campaign=place.campaign, place=place, weighed=weighed, typed={})


@pages.get("/<int:number>/actes")
@does(Action.RUN_DESK)
def more(campaign_id: str, number: int) -> str:
    place = place_of(campaign_id, number)
    note_reading(place.campaign, f"bureau, {place.list}")
    return _more(place)


@pages.post("/<int:number>/<act>")
@does(Action.RUN_DESK, fresh=True)
def do(campaign_id: str, number: int, act: str) -> Response | tuple[str, int]:
    place = place_of(campaign_id, number)
    try:
        asked = acts.read(act, form_of(place), _wishes_of_called(place))
        seen = int(request.form.get("seen", ""))
    except KeyError:
        abort(404)
    except (UnreadableError, ValueError) as error:
        return _again(
            place,
            act,
            str(error) if isinstance(error, UnreadableError) else _("Cette page n'est plus à jour. Rechargez-la."),
            400,
        )
    return _recorded(place, act, asked, seen)


def _recorded(place: Place, act: str, asked: Asked, seen: int) -> Response | tuple[str, int]:
    try:
        made = record(
            at_hand.engine(), place.campaign.id, asked.command, seen=seen, actor=actor_of(at_hand.account_id()),
            clock=at_hand.now, beside=_beside(place, asked), occurred_at=asked.occurred_at,
        )  # fmt: skip
    except UnreadableError as error:
        return _again(place, act, str(error), 409)
    fresh = place_of(place.campaign.id, place.number)
    if isinstance(made, Overtaken):
        return _again(fresh, act, overtaken(made), 409)
    if isinstance(made, Refusal):
        return _again(fresh, act, f"{made.reason} ({made.rule})", 409)
    if asked.granted:
        at_hand.send_mail()
    flash(" ".join(str(entry["summary"]) for entry in made), "done")
    back = "desk.more" if request.form.get("back") == "actes" else "desk.show"
    return redirect(url_for(back, campaign_id=place.campaign.id, number=place.number, paper=place.paper or None), 303)


def place_of(campaign_id: str, number: int) -> Place:
    """The desk of that list, or the page that says there is none."""
    found = campaign(campaign_id)
    moment = journal.read_moment(at_hand.engine(), campaign_id)
    if number >= len(moment.day.opening.lists):
        abort(404)
    return Place(found, moment, number, paper=request.values.get("paper", "")[:10])


def form_of(place: Place) -> Form:
    """The form under way."""
    return Form(place.moment.day, place.list, request.form, at_hand.now())


def _wishes_of_called(place: Place) -> wishes.Wishes:
    call = place.moment.day.next_call(place.list)
    kept = wishes.history(at_hand.engine(), place.campaign.id, call.person) if call else []
    return wishes.Wishes(kept[0].codes, kept[0].receipt) if kept else wishes.Wishes((), "")


def _page(place: Place, code: str = "", typed: Mapping[str, str] | None = None, act: str = "", error: str = "") -> str:
    desk = view.desk_of(
        at_hand.engine(), place.campaign.id, place.list, place.moment, actor=actor_of(at_hand.account_id()),
        now=at_hand.now(),
    )  # fmt: skip
    return render_template(
        "desk.html", campaign=place.campaign, place=place, desk=desk,
        follow=followed(place.campaign.id, desk.entries), modes=MODES, lists=_lists(place),
        weighed=_weighed(place, code), typed=typed or {}, act=act, error=error,
    )  # fmt: skip


def _more(place: Place, typed: Mapping[str, str] | None = None, act: str = "", error: str = "") -> str:
    day = place.moment.day
    names = view.everybody(at_hand.engine(), place.campaign.id, day, place.list)
    return render_template(
        "desk_acts.html", campaign=place.campaign, place=place, day=day, people=names, categories=Category,
        situations=people.SITUATIONS, pools=[pool for pool in day.opening.pools if place.list in pool.lists],
        typed=typed or _about_the_called(place), act=act, error=error,
        slots=view.slots_of(day, place.list),
    )  # fmt: skip


def _about_the_called(place: Place) -> dict[str, str]:
    """The forms speak of the person called until another number is typed."""
    call = place.moment.day.next_call(place.list)
    return {"who": str(call.order)} if call else {}


def _weighed(place: Place, code: str) -> choice.Weighed | None:
    return choice.weigh(at_hand.engine(), place.campaign.id, place.moment, place.list, code) if code else None


def _again(place: Place, act: str, error: str, status: int) -> tuple[str, int]:
    """The page as things now stand, with why the act was not recorded and all that was typed."""
    typed = request.form.to_dict()
    if typed.get("back") == "actes":
        return _more(place, typed, act, error), status
    return _page(place, typed.get("code", ""), typed, act, error), status


def _lists(place: Place) -> list[tuple[int, str, int]]:
    """Every list by number, with how many people are left to call."""
    day = place.moment.day
    return [(number, each.name, len(day.calls_left(each.name))) for number, each in enumerate(day.opening.lists)]


def overtaken(made: Overtaken) -> str:
    """Who came first, and with what; nobody did where the form speaks of entries that there are none of."""
    if not made.entries:
        return _("Cette page n'est plus à jour. Rechargez-la.")
    who = names_of_actors(at_hand.engine(), [made.actor]).get(made.actor, made.actor)
    what = " ".join(str(entry["summary"]) for entry in made.entries)
    return _("%(who)s a enregistré avant vous : %(what)s Rien d'autre n'a été enregistré.", who=who, what=what)


def _beside(place: Place, asked: Asked) -> Callable[[Session], None]:
    campaign_id = place.campaign.id

    def beside(session: Session) -> None:
        asked.beside(session, campaign_id)
        if asked.granted is not None:
            plan = plans.read(at_hand.engine(), campaign_id)
            copies.write(session, place.campaign, asked.command, plan.copies, at_hand.now())

    return beside
