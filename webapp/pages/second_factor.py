"""The second factor: given at sign-in, set up once, with recovery codes."""

from __future__ import annotations

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.accounts import second_factor
from webapp.accounts.roles import Action
from webapp.pages import at_hand, guard, proof
from webapp.pages.guard import does

pages = Blueprint("second_factor", __name__)


@pages.get("/second-facteur")
@does(Action.GIVE_SECOND_FACTOR)
def form() -> str | Response:
    if not at_hand.visitor().must_prove:
        return guard.next_page()
    return render_template("second_factor.html")


@pages.post("/second-facteur")
@does(Action.GIVE_SECOND_FACTOR)
def give() -> Response:
    if not proof.second_factor_given(request.form.get("code", "")):
        flash(_("Ce code ne convient pas, ou a déjà servi. Attendez le suivant."), "error")
        return redirect(url_for("second_factor.form"))
    proof.second_factor_passed()
    return guard.next_page()


@pages.get("/second-facteur/installation")
@does(Action.GIVE_SECOND_FACTOR)
def enrol() -> str | Response:
    secret = second_factor.begin(at_hand.engine(), at_hand.account_id(), at_hand.settings().secret)
    if secret is None:
        return redirect(url_for("second_factor.form"))
    picture = segno.make(second_factor.address(secret, at_hand.visitor().email), micro=False)
    # Black on white whatever the theme: cameras expect it.
    drawn = picture.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True)
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render_template("enrol.html", picture=Markup(drawn), secret=grouped)  # noqa: S704 (drawn by us)


@pages.post("/second-facteur/installation")
@does(Action.GIVE_SECOND_FACTOR)
def confirm() -> str | Response:
    proof.slow_down()
    code = request.form.get("code", "")
    key = at_hand.settings().secret
    codes = second_factor.confirm(at_hand.engine(), at_hand.account_id(), code, key, at_hand.now())
    if codes is None:
        flash(_("Ce code ne convient pas. Vérifiez que l'heure du téléphone est juste, et prenez le suivant."), "error")
        return redirect(url_for("second_factor.enrol"))
    proof.second_factor_passed()
    return render_template("recovery_codes.html", codes=codes)
