"""The coordinator's page: all the lists, the day opened, paused, closed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation.commands import Close, Command, Pause, Resume
from allocation.events import WHOLE
from allocation.rules import Refusal
from allocation.verify import Verdict, verify
from webapp.accounts.actors import actor_of
from webapp.accounts.roles import Action
from webapp.campaign_view import summary
from webapp.desk import corrections, lists
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign
from webapp.pages.desk import overtaken
from webapp.pages.followed import followed
from webapp.pages.guard import does
from webapp.store import journal, plans, sealed
from webapp.store.journal import Overtaken
from webapp.store.states import State

pages = Blueprint("desk_lists", __name__, url_prefix="/campagnes/<campaign_id>/bureau")


@pages.get("")
@does(Action.RUN_DESK)
def index(campaign_id: str) -> str:
    return _page(campaign_id)


@pages.post("/ouvrir")
@does(Action.RUN_DESK, fresh=True)
def open_day(campaign_id: str) -> Response | tuple[str, int]:
    return _record(campaign_id, Resume(WHOLE), _("La journée est ouverte."))


@pages.post("/reprendre")
@does(Action.RUN_DESK, fresh=True)
def resume(campaign_id: str) -> Response | tuple[str, int]:
    return _record(campaign_id, Resume(WHOLE), _("Le choix reprend."))


@pages.post("/pause")
@does(Action.RUN_DESK, fresh=True)
def pause(campaign_id: str) -> Response | tuple[str, int]:
    reason = sealed.seal(request.form.get("reason", ""))
    if not reason.token:
        return _page(campaign_id, _("Écrivez le motif de la pause.")), 400
    return _record(campaign_id, Pause(WHOLE, reason.token), _("Le choix est en pause."), reason)


@pages.get("/cloture")
@does(Action.RUN_DESK)
def check(campaign_id: str) -> str | Response:
    return _back(campaign_id) if _is_closed(campaign_id) else _closing(campaign_id)


@pages.post("/cloture")
@does(Action.RUN_DESK, fresh=True)
def close(campaign_id: str) -> Response | tuple[str, int]:
    return _record(campaign_id, Close(), _("La journée est close."))


def _record(
    campaign_id: str, command: Command, done: str, reason: sealed.Sealed | None = None
) -> Response | tuple[str, int]:
    made = journal.append(
        at_hand.engine(), campaign_id, command, seen=request.form.get("seen", -1, int),
        actor=actor_of(at_hand.account_id()), clock=at_hand.now,
        beside=lambda session: sealed.keep(session, campaign_id, reason) if reason else None,
    )  # fmt: skip
    again = _closing if isinstance(command, Close) and not _is_closed(campaign_id) else _page
    if isinstance(made, Overtaken):
        return again(campaign_id, overtaken(made)), 409
    if isinstance(made, Refusal):
        return again(campaign_id, f"{made.reason} ({made.rule})"), 409
    flash(done, "done")
    return _back(campaign_id)


def _is_closed(campaign_id: str) -> bool:
    return campaign(campaign_id).state == State.CLOSED


def _back(campaign_id: str) -> Response:
    return redirect(url_for("desk_lists.index", campaign_id=campaign_id), 303)


def _page(campaign_id: str, error: str = "") -> str:
    found, engine = campaign(campaign_id), at_hand.engine()
    moment = journal.read_moment(engine, campaign_id)
    day, clock = moment.day, at_hand.library().read(campaign_id).clock
    return render_template(
        "desk_lists.html", campaign=found, moment=moment, follow=followed(campaign_id, moment.entries), error=error,
        lists=lists.standings(day, clock, plans.read(engine, campaign_id), at_hand.now()), states=lists.STATES,
        paused=WHOLE in day.paused, typed=request.form,
        all_over=all(day.is_over(each.name) for each in day.opening.lists),
        corrections=corrections.proposed(engine, campaign_id, day.opening),
    )  # fmt: skip


def _closing(campaign_id: str, error: str = "") -> str:
    found, moment = campaign(campaign_id), journal.read_moment(at_hand.engine(), campaign_id)
    return render_template(
        "desk_close.html", campaign=found, moment=moment, error=error, summary=summary(moment.day, None),
        verdict=_verdict(campaign_id),
    )  # fmt: skip


def _verdict(campaign_id: str) -> Verdict:
    """The day so far, proved again from its opening and its journal alone."""
    engine = at_hand.engine()
    return verify(journal.read_opening_bytes(engine, campaign_id), journal.read_journal(engine, campaign_id))
