"""The plan of a campaign: its dates, its policies, its own values for the rule set."""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation.overrides import OverrideError
from webapp.accounts import audit
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign
from webapp.pages.guard import does
from webapp.plan import Plan
from webapp.preparing import overrides_form, plan_form
from webapp.store import plans
from webapp.store.engine import writing
from webapp.store.models import Campaign
from webapp.store.states import State

pages = Blueprint("plan", __name__, url_prefix="/campagnes/<campaign_id>/dates")


@pages.get("")
@does(Action.PREPARE)
def show(campaign_id: str) -> str:
    return _page(campaign(campaign_id), plan_form.filled(plans.read(at_hand.engine(), campaign_id)), {})


@pages.post("")
@does(Action.PREPARE, fresh=True)
def save(campaign_id: str) -> Response | tuple[str, int]:
    found, before = campaign(campaign_id), plans.read(at_hand.engine(), campaign_id)
    plan, wrong = plan_form.read(request.form, before, frozen=_is_frozen(found))
    if wrong:
        typed = {asked.name: "" for asked in plan_form.FIELDS} | request.form.to_dict()
        return _page(found, plan_form.filled(before) | typed if _is_frozen(found) else typed, wrong), 422
    if plan != before:
        _change(found, plan, " ; ".join(plan_form.changes(before, plan)))
    flash(_("Dates et règles enregistrées."), "done")
    return _back(campaign_id)


@pages.post("/regles")
@does(Action.PREPARE, fresh=True)
def add_override(campaign_id: str) -> Response | tuple[str, int]:
    found, form = _draft(campaign_id), request.form
    before = plans.read(at_hand.engine(), campaign_id)
    key, value, reason = (form.get(name, "") for name in ("key", "value", "reason"))
    try:
        plan = overrides_form.with_one_more(before, key, value, at_hand.visitor().name, reason)
    except OverrideError as error:
        return _page(found, plan_form.filled(before), {"override": str(error)}), 422
    _change(found, plan, f"{key} : {value} ({reason})")
    flash(_("La règle est changée pour cette campagne."), "done")
    return _back(campaign_id)


@pages.post("/regles/retirer")
@does(Action.PREPARE, fresh=True)
def remove_override(campaign_id: str) -> Response:
    found, key = _draft(campaign_id), request.form.get("key", "")
    _change(found, overrides_form.without(plans.read(at_hand.engine(), campaign_id), key), f"{key} : –")
    flash(_("La règle a repris la valeur de son jeu."), "done")
    return _back(campaign_id)


def _page(found: Campaign, values: dict[str, str], wrong: dict[str, str]) -> str:
    plan = plans.read(at_hand.engine(), found.id)
    rules = overrides_form.rules_of(plan)
    return render_template(
        "plan.html",
        campaign=found,
        groups=plan_form.GROUPS,
        choices=plan_form.choices_of,
        values=values,
        wrong=defaultdict(str, wrong),
        frozen=_is_frozen(found),
        sessions=plan_form.session_rows(plan),
        overrides=[
            (each, rules.settings[each.key].title, overrides_form.shown(each.value)) for each in rules.overrides
        ],
        offered=overrides_form.offered(plan),
        typed=at_hand.typed(),
    )


def _change(found: Campaign, plan: Plan, detail: str) -> None:
    now, author = at_hand.now(), at_hand.account_id()
    with writing(at_hand.engine()) as session:
        plans.change(session, found.id, plan, author, now)
        audit.record(
            session, audit.Act.PLAN_CHANGED, now, actor_id=author, subdivision=found.subdivision,
            detail=f"{found.id} : {detail}",
        )  # fmt: skip


def _draft(campaign_id: str) -> Campaign:
    """The campaign while its opening is not frozen yet; 409 afterwards."""
    found = campaign(campaign_id)
    return abort(409) if _is_frozen(found) else found


def _is_frozen(found: Campaign) -> bool:
    return found.state != State.DRAFT


def _back(campaign_id: str) -> Response:
    return redirect(url_for("plan.show", campaign_id=campaign_id))
