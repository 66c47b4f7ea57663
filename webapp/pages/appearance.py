"""How the site looks: the name, colour and logo that managers give it, and the files that carry them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import theme
from webapp.accounts.roles import Action
from webapp.logo import LARGEST, Logo, cleaned
from webapp.pages import at_hand
from webapp.pages.guard import MEBIBYTE, does
from webapp.store import themes
from webapp.store.models import Theme

pages = Blueprint("appearance", __name__)

LONGEST_NAME = 60
_OURS = "#1d4f7c"
_SCHEMES = {"clair": theme.LIGHT, "sombre": theme.DARK}
_FOR_EVER = "public, max-age=31536000, immutable"
"""A look that changes has another address."""


@pages.get("/subdivisions/<subdivision>/apparence")
@does(Action.SET_THEME, fresh=True)
def form(subdivision: str) -> str:
    colour = look().colour or _OURS
    return render_template(
        "appearance.html",
        subdivision=subdivision,
        colour=colour,
        palettes=[(name, theme.palette(colour, scheme), scheme) for name, scheme in _SCHEMES.items()],
        longest=LONGEST_NAME,
        largest=LARGEST // 1024,
    )


@pages.post("/subdivisions/<subdivision>/apparence")
@does(Action.SET_THEME, fresh=True, largest=MEBIBYTE)
def save(subdivision: str) -> WerkzeugResponse:
    name, colour = request.form.get("name", "").strip(), request.form.get("colour", "").lower()
    try:
        theme.palette(colour, theme.LIGHT)
        logo = _logo()
    except ValueError as error:
        flash(str(error), "error")
        return redirect(url_for(".form", subdivision=subdivision))
    colour = "" if colour == _OURS else colour
    themes.save(at_hand.engine(), subdivision, name[:LONGEST_NAME], colour, logo, at_hand.account_id(), at_hand.now())
    flash(_("L'apparence est enregistrée : tous la voient dès maintenant."), "done")
    return redirect(url_for(".form", subdivision=subdivision))


@pages.get("/apparence/<version>/<scheme>.css")
@does(Action.ENTER)
def colours(version: str, scheme: str) -> Response:
    found = _theme(version)
    if scheme not in _SCHEMES or not found.colour:
        abort(404)
    return _kept(theme.stylesheet(theme.palette(found.colour, _SCHEMES[scheme])), "text/css")


@pages.get("/apparence/<version>/logo")
@does(Action.ENTER)
def logo(version: str) -> Response:
    found = _theme(version)
    return _kept(found.logo, found.logo_kind) if found.logo else abort(404)


def look() -> themes.Look:
    """The look of the page under way: of the subdivision that it is about, else of the visitor's own."""
    place = g.get("place") or _only_place()
    return themes.look_of(at_hand.engine(), place)


def _only_place() -> str | None:
    places = at_hand.visitor_or_nobody().subdivisions
    return places[0] if len(places) == 1 else None


def _theme(version: str) -> Theme:
    return themes.by_version(at_hand.engine(), version) or abort(404)


def _logo() -> Logo | None:
    """The logo that was sent; an empty one to take it away; None to leave it. Raises ValueError when it is none."""
    if request.form.get("remove"):
        return Logo("", b"")
    sent = request.files.get("logo")
    content = sent.read(LARGEST + 1) if sent else b""
    return cleaned(content) if content else None


def _kept(content: str | bytes, kind: str) -> Response:
    return Response(content, mimetype=kind, headers={"Cache-Control": _FOR_EVER})
