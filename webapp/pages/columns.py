"""Which sheet is what, which column is which field: what was recognised, and what a human says instead."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation.forms import Role
from imports.mapping import dump_mapping
from webapp.accounts import audit
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.at_draft import draft_of, in_preparation
from webapp.pages.guard import does
from webapp.preparing import columns_form
from webapp.preparing.draft import columns_of
from webapp.store import uploads
from webapp.store.engine import writing

pages = Blueprint("columns", __name__, url_prefix="/campagnes/<campaign_id>/colonnes")


@pages.get("")
@does(Action.PREPARE)
def show(campaign_id: str) -> str:
    found = in_preparation(campaign_id)
    draft = draft_of(found)
    settled = columns_of(draft.recipe)
    return render_template(
        "columns.html",
        campaign=found,
        sheets=columns_form.sheet_lines(draft.reading, settled),
        columns=columns_form.column_lines(draft.reading, settled),
        roles=Role,
        fields={role: columns_form.fields_of(role) for role in Role},
        ignored=columns_form.IGNORED,
    )


@pages.post("")
@does(Action.PREPARE, fresh=True)
def save(campaign_id: str) -> Response:
    found, settled = in_preparation(campaign_id), dump_mapping(columns_form.read(request.form))
    with writing(at_hand.engine()) as session:
        uploads.save_mapping(session, campaign_id, settled)
        audit.record(
            session, audit.Act.COLUMNS_SETTLED, at_hand.now(), actor_id=at_hand.account_id(),
            subdivision=found.subdivision, detail=campaign_id,
        )  # fmt: skip
    flash(_("Les fichiers sont relus avec ces réglages."), "done")
    return redirect(url_for("files.show", campaign_id=campaign_id))
