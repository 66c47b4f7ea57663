"""The screen of the room: for the desk, and by a link for a projector that nobody signs in on."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirection

from webapp.accounts.roles import Action
from webapp.live.passes import Pass
from webapp.live.room import room
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign, published
from webapp.pages.followed import Followed, followed, with_pass
from webapp.pages.guard import does
from webapp.pages.live import changes_of
from webapp.store import room_links
from webapp.store.models import RoomLink

pages = Blueprint("room", __name__)

SCHEMES = {"clair": "light", "sombre": "dark"}


@pages.get("/campagnes/<campaign_id>/salle")
@does(Action.RUN_DESK)
def show(campaign_id: str) -> str:
    published(campaign_id)
    return _screen(campaign_id, followed, url_for("room.part", campaign_id=campaign_id))


@pages.get("/campagnes/<campaign_id>/salle/etat")
@does(Action.RUN_DESK)
def part(campaign_id: str) -> str:
    published(campaign_id)
    return _part(campaign_id)


@pages.get("/campagnes/<campaign_id>/ecrans")
@does(Action.RUN_DESK)
def links(campaign_id: str) -> str:
    return _links(campaign_id)


@pages.post("/campagnes/<campaign_id>/ecrans")
@does(Action.RUN_DESK, fresh=True)
def make_link(campaign_id: str) -> str | tuple[str, int]:
    label = request.form.get("label", "").strip()
    if not 0 < len(label) <= 80:
        return _links(campaign_id, error=_("Écrivez où sera l'écran, en 80 caractères au plus.")), 400
    published(campaign_id)
    secret = room_links.make(at_hand.engine(), campaign_id, label, at_hand.account_id(), at_hand.now())
    return _links(campaign_id, secret=secret)


@pages.post("/campagnes/<campaign_id>/ecrans/<int:link_id>/retirer")
@does(Action.RUN_DESK, fresh=True)
def revoke_link(campaign_id: str, link_id: int) -> Redirection:
    room_links.revoke(at_hand.engine(), campaign_id, link_id, at_hand.now())
    flash(_("Lien retiré : les écrans ouverts par lui s'éteignent."), "done")
    return redirect(url_for("room.links", campaign_id=campaign_id), 303)


@pages.get("/salle/<secret>")
@does(Action.ENTER)
def show_by_link(secret: str) -> str:
    link = _link(secret)

    def follow(campaign_id: str, entries: int) -> Followed:
        given = Pass(campaign_id, link_id=link.id or 0)
        return with_pass(given, entries, url_for("room.changes_by_link", secret=secret))

    return _screen(link.campaign_id, follow, url_for("room.part_by_link", secret=secret))


@pages.get("/salle/<secret>/etat")
@does(Action.ENTER)
def part_by_link(secret: str) -> str:
    return _part(_link(secret).campaign_id)


@pages.get("/salle/<secret>/changements")
@does(Action.ENTER)
def changes_by_link(secret: str) -> Response:
    return changes_of(_link(secret).campaign_id)


def _screen(campaign_id: str, follow: Callable[[str, int], Followed], part: str) -> str:
    shown = room(at_hand.engine(), campaign_id, at_hand.library().read(campaign_id))
    scheme = request.args.get("fond", "sombre")
    return render_template(
        "room.html", campaign=campaign(campaign_id), room=shown, follow=follow(campaign_id, shown.entries), part=part,
        scheme=SCHEMES.get(scheme) or abort(404),
    )  # fmt: skip


def _part(campaign_id: str) -> str:
    shown = room(at_hand.engine(), campaign_id, at_hand.library().read(campaign_id))
    return render_template("room_part.html", campaign=campaign(campaign_id), room=shown)


def _links(campaign_id: str, secret: str = "", error: str = "") -> str:
    made = room_links.of_campaign(at_hand.engine(), campaign_id)
    address = f"{at_hand.settings().base_url}{url_for('room.show_by_link', secret=secret)}" if secret else ""
    found = campaign(campaign_id)
    return render_template("room_links.html", campaign=found, links=made, address=address, error=error)


def _link(secret: str) -> RoomLink:
    return room_links.find(at_hand.engine(), secret) or abort(404)
