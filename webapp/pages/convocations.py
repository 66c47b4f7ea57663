"""Convocations: who comes when, sent by mail, again only to those whose time moved."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp import convocations
from webapp.accounts import audit
from webapp.accounts.roles import Action
from webapp.convocations import DUE, Summons
from webapp.pages import at_hand
from webapp.pages.at_campaign import published
from webapp.pages.guard import does
from webapp.pages.words import clock, day, season
from webapp.plan import Plan
from webapp.schedule import PARIS
from webapp.store import plans
from webapp.store.models import Campaign

pages = Blueprint("convocations", __name__, url_prefix="/campagnes/<campaign_id>/convocations")


@pages.get("")
@does(Action.PREPARE)
def show(campaign_id: str) -> str:
    found = published(campaign_id)
    people = convocations.everybody(at_hand.engine(), campaign_id)
    counts = Counter(each.standing for each in people)
    return render_template(
        "convocations.html", campaign=found, people=people, counts=counts, due=sum(counts[each] for each in DUE)
    )


@pages.post("")
@does(Action.PREPARE, fresh=True)
def send(campaign_id: str) -> Response:
    found, plan = published(campaign_id), plans.read(at_hand.engine(), campaign_id)
    count = convocations.send(at_hand.engine(), campaign_id, lambda each: _letter(found, plan, each), at_hand.now())
    if count:
        at_hand.note(audit.Act.CONVOCATIONS_SENT, found.subdivision, f"{found.id} : {count}")
        at_hand.send_mail()
    sent = ngettext("%(num)s convocation envoyée.", "%(num)s convocations envoyées.", count)
    flash(sent if count else _("Tout le monde était déjà prévenu : rien n'a été envoyé."), "done")
    return redirect(url_for(".show", campaign_id=campaign_id))


def _letter(found: Campaign, plan: Plan, summons: Summons) -> tuple[str, str]:
    at = summons.slot.at
    text = render_template(
        "mail_convocation.txt", campaign=found, season=season(found.semester), plan=plan, summons=summons,
        day=day(at.astimezone(PARIS).date()), time=clock(at),
        address=at_hand.settings().base_url + url_for("campaigns.show", campaign_id=found.id),
    )  # fmt: skip
    return f"Convocation au choix de stage, {day(at.astimezone(PARIS).date())}", text
