"""The requests of a draft, those that wait for a decision first; a decision is an edit with its reason."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation.model import Outcome
from webapp.accounts.roles import Action
from webapp.pages.at_draft import draft_of, in_preparation
from webapp.pages.guard import does
from webapp.pages.rows import keep_edit
from webapp.preparing.edits import request_key
from webapp.preparing.row_form import LONGEST_REASON
from webapp.store.edit_kinds import EditKind

pages = Blueprint("decisions", __name__, url_prefix="/campagnes/<campaign_id>/demandes")


@pages.get("")
@does(Action.PREPARE)
def show(campaign_id: str) -> str:
    found = in_preparation(campaign_id)
    draft = draft_of(found)
    ordered = sorted(
        draft.dossier.requests, key=lambda each: (each.decision is not Outcome.PENDING, each.identity.shown)
    )  # fmt: skip
    return render_template(
        "decisions.html",
        campaign=found,
        requests=[(request_key(each), each) for each in ordered],
        pending=sum(each.decision is Outcome.PENDING for each in ordered),
        outcomes=Outcome,
    )


@pages.post("")
@does(Action.PREPARE, fresh=True)
def decide(campaign_id: str) -> Response:
    found, form = in_preparation(campaign_id), request.form
    key, decision, reason = form.get("cle", ""), form.get("decision", ""), form.get("reason", "").strip()
    if key not in {request_key(each) for each in draft_of(found).dossier.requests}:
        abort(409)
    if decision not in {outcome.value for outcome in Outcome} or not reason or len(reason) > LONGEST_REASON:
        flash(_("Choisissez une décision, et dites pourquoi en quelques mots."), "error")
    else:
        keep_edit(found, EditKind.REQUEST, key, {"decision": decision}, reason)
        flash(_("Décision enregistrée."), "done")
    return redirect(url_for("decisions.show", campaign_id=campaign_id))
