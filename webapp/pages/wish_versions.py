"""The versions of an intern's list: a receipt of each, one taken back, the list taken away or brought in as a file."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.guard import does
from webapp.pages.wishes import Mine, mine, restore_or_replace
from webapp.store import sealed, wishes
from webapp.wishes import exchange

pages = Blueprint("wish_versions", __name__, url_prefix="/campagnes/<campaign_id>/mes-voeux")

_KINDS = {
    "csv": ("text/csv; charset=utf-8", exchange.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exchange.as_workbook),
}


@pages.get("/versions")
@does(Action.KEEP_WISHES)
def index(campaign_id: str) -> str:
    own = mine(campaign_id)
    kept = wishes.history(at_hand.engine(), campaign_id, own.person.person)
    return render_template("wish_versions.html", campaign=own.campaign, own=own, versions=kept)


@pages.get("/versions/<int:version>")
@does(Action.KEEP_WISHES)
def show(campaign_id: str, version: int) -> str:
    own = mine(campaign_id)
    kept = wishes.version(at_hand.engine(), campaign_id, own.person.person, version) or abort(404)
    return render_template(
        "wish_version.html",
        campaign=own.campaign,
        own=own,
        kept=kept,
        typed=sealed.texts(at_hand.engine(), campaign_id, kept.codes),
        key=secrets.token_urlsafe(9),
    )


@pages.post("/versions/<int:version>/reprendre")
@does(Action.KEEP_WISHES)
def restore(campaign_id: str, version: int) -> Answer:
    own = mine(campaign_id)
    kept = wishes.version(at_hand.engine(), campaign_id, own.person.person, version) or abort(404)
    return restore_or_replace(own, kept.codes, f"{request.form.get('key', '')[:30]} reprendre {version}")


@pages.get("/ma-liste.<kind>")
@does(Action.KEEP_WISHES)
def download(campaign_id: str, kind: str) -> Response:
    mimetype, written = _KINDS.get(kind) or abort(404)
    own = mine(campaign_id)
    name = {"Content-Disposition": f'attachment; filename="mes-voeux.{kind}"'}
    return Response(written(own.codes, own.known), mimetype=mimetype, headers=name)


@pages.get("/importer")
@does(Action.KEEP_WISHES)
def bring_in(campaign_id: str) -> str:
    return _import_page(mine(campaign_id), None)


@pages.post("/importer")
@does(Action.KEEP_WISHES)
def read(campaign_id: str) -> str:
    own, sent = mine(campaign_id), request.files.get("fichier")
    if sent is None or not sent.filename:
        return _import_page(own, exchange.Read(problem=_("Choisissez un fichier.")))
    return _import_page(own, exchange.read(sent.filename, sent.read(), own.day.opening))


@pages.post("/remplacer")
@does(Action.KEEP_WISHES)
def replace(campaign_id: str) -> Answer:
    codes = tuple(request.form.getlist("code"))
    return restore_or_replace(mine(campaign_id), codes, f"{request.form.get('key', '')[:30]} importer")


def _import_page(own: Mine, found: exchange.Read | None) -> str:
    return render_template(
        "wish_import.html", campaign=own.campaign, own=own, found=found, key=secrets.token_urlsafe(9)
    )
