"""A new campaign, from nothing or from the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation import rulesets
from allocation.forms import Role
from allocation.semester import semester
from webapp.accounts import audit
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.guard import does
from webapp.plan import Plan
from webapp.store import campaigns, plans, uploads
from webapp.store.campaigns import CampaignExistsError
from webapp.store.engine import writing
from webapp.store.models import Campaign

pages = Blueprint("drafts", __name__, url_prefix="/subdivisions/<subdivision>/campagnes")

LASTING = (Role.POSTS.value, Role.INTERNS.value, Role.HISTORY.value)
"""The lists from which the next campaign may start; wishes, requests and absences are of one semester."""
_OFFERED = 4
"""Semesters that one may prepare: the running one and those that follow."""


@pages.get("/nouvelle")
@does(Action.PREPARE)
def new(subdivision: str) -> str:
    return _page(subdivision)


@pages.post("/nouvelle")
@does(Action.PREPARE, fresh=True)
def create(subdivision: str) -> Response | tuple[str, int]:
    form = request.form
    wanted, rules = form.get("semester", ""), form.get("rules", "")
    earlier = {each.id: each for each in _earlier(subdivision)}
    start = form.get("start", "")
    if wanted not in _semesters(at_hand.now().date()) or rules not in rulesets.names() or start not in {"", *earlier}:
        return _page(subdivision, _("Choisissez un semestre et un jeu de règles dans les listes.")), 422
    plan = _policies(earlier[start]) if start else Plan()
    try:
        campaign_id = _create(subdivision, wanted, replace(plan, rules=rules), start)
    except CampaignExistsError:
        return _page(subdivision, _("Cette subdivision a déjà une campagne pour ce semestre.")), 409
    flash(_("Campagne créée. Personne d'autre que les gestionnaires ne la voit avant sa publication."), "done")
    return redirect(url_for("campaigns.show", campaign_id=campaign_id))


def _create(subdivision: str, wanted: str, plan: Plan, start: str) -> str:
    now, author = at_hand.now(), at_hand.account_id()
    campaign_id = campaigns.create_draft(at_hand.engine(), subdivision, wanted, now, plan)
    with writing(at_hand.engine()) as session:
        uploads.copy(session, start, campaign_id, LASTING, author, now)
        audit.record(
            session, audit.Act.CAMPAIGN_CREATED, now, actor_id=author, subdivision=subdivision, detail=campaign_id
        )
    return campaign_id


def _policies(earlier: Campaign) -> Plan:
    """What holds from one semester to the next: everything but the dates, and the rules that were changed for once."""
    plan = plans.read(at_hand.engine(), earlier.id)
    return replace(
        plan, overrides="", semester_start=None, semester_end=None, wishes_open=None, wishes_close=None,
        challenges_close=None, sessions=(),
    )  # fmt: skip


def _earlier(subdivision: str) -> list[Campaign]:
    return [each for each in campaigns.of_subdivisions(at_hand.engine(), [subdivision]) if not each.rehearsal]


def _page(subdivision: str, error: str = "") -> str:
    return render_template(
        "new_campaign.html",
        subdivision=subdivision,
        semesters=_semesters(at_hand.now().date()),
        rules=[(name, rulesets.load(name).title) for name in rulesets.names()],
        earlier=_earlier(subdivision),
        typed=at_hand.typed(),
        error=error,
    )


def _semesters(today: date) -> list[str]:
    """The names of the semesters offered, the running one first."""
    names = [f"{year}-{half}" for year in range(today.year - 1, today.year + 4) for half in ("ete", "hiver")]
    running = next(number for number, name in enumerate(names) if semester(name).end >= today)
    return names[running : running + _OFFERED]
