"""The call order of a draft, each rank explained; ties settled by a human, with a reason."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts.roles import Action
from webapp.campaign_view import MODES
from webapp.pages.at_draft import draft_of, in_preparation
from webapp.pages.guard import does
from webapp.pages.rows import keep_edit
from webapp.preparing import order
from webapp.preparing.row_form import LONGEST_REASON
from webapp.store.edit_kinds import EditKind

pages = Blueprint("order", __name__, url_prefix="/campagnes/<campaign_id>/ordre")


@pages.get("")
@does(Action.PREPARE)
def show(campaign_id: str) -> str:
    found = in_preparation(campaign_id)
    prepared = draft_of(found).prepared
    names = [choices.name for choices in prepared.opening.lists if choices.calls] if prepared else []
    asked = request.args.get("liste", names[0] if names else "")
    if asked and asked not in names:
        abort(404)
    return render_template(
        "order.html",
        campaign=found,
        prepared=prepared,
        names=names,
        asked=asked,
        places=order.places(prepared, asked) if prepared and asked else [],
        ties=order.ties(prepared) if prepared else [],
        modes=MODES,
    )


@pages.get("/fiche")
@does(Action.PREPARE)
def sheet(campaign_id: str) -> str:
    found, key = in_preparation(campaign_id), request.args.get("cle", "")
    prepared = draft_of(found).prepared
    sheets = order.sheets(prepared, key) if prepared else ()
    if not sheets:
        abort(404)
    name = next(place.name for place in order.places(prepared, sheets[0].list) if place.key == key)
    return render_template("rank_sheet.html", campaign=found, name=name, sheets=sheets)


@pages.post("/egalites/<int:number>")
@does(Action.PREPARE, fresh=True)
def settle(campaign_id: str, number: int) -> Response:
    """Give everybody of the tie of that number (counted from 0) a place among them."""
    found, reason = in_preparation(campaign_id), request.form.get("reason", "").strip()
    prepared = draft_of(found).prepared
    groups = order.ties(prepared) if prepared else []
    if number >= len(groups) or groups[number].list != request.form.get("liste"):
        abort(409)
    places = order.settled(groups[number], request.form)
    if places is None or not reason or len(reason) > LONGEST_REASON:
        flash(_("Donnez à chacun une place différente, à partir de 1, et dites pourquoi."), "error")
    else:
        keep_edit(found, EditKind.TIE, groups[number].list, places, reason)
        flash(_("Égalité tranchée."), "done")
    return redirect(url_for("order.show", campaign_id=campaign_id))
