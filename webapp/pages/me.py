"""My account: password, second factor, connections."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import attempts, passwords, second_factor, sessions
from webapp.accounts.roles import Action
from webapp.pages import at_hand, proof
from webapp.pages.guard import does

pages = Blueprint("me", __name__, url_prefix="/mon-compte")


@pages.get("")
@does(Action.USE_OWN_ACCOUNT)
def show() -> str:
    alive = sessions.alive(at_hand.engine(), at_hand.account_id(), at_hand.now())
    return render_template("me.html", connections=alive, shortest=passwords.SHORTEST)


@pages.post("/mot-de-passe")
@does(Action.USE_OWN_ACCOUNT, fresh=True)
def set_password() -> Response:
    engine, account_id, now = at_hand.engine(), at_hand.account_id(), at_hand.now()
    if not attempts.is_allowed(engine, f"mot de passe de {account_id}", attempts.OF_AN_ACCOUNT, now):
        abort(429)
    if not passwords.fits(engine, account_id, request.form.get("current", "")):
        flash(_("Le mot de passe actuel n'est pas celui-là."), "error")
        return _back()
    try:
        passwords.set_password(engine, account_id, request.form.get("new", ""), now)
    except ValueError as error:
        flash(str(error), "error")
        return _back()
    attempts.forget(engine, f"mot de passe de {account_id}")
    sessions.end_all(engine, account_id, account_id, now, keep=at_hand.visitor().session_id)
    flash(_("Mot de passe changé. Vos autres connexions sont fermées."), "done")
    return _back()


@pages.post("/second-facteur/retirer")
@does(Action.USE_OWN_ACCOUNT)
def remove_second_factor() -> Response:
    if not proof.second_factor_given(request.form.get("code", "")):
        flash(_("Ce code ne convient pas : le second facteur reste en place."), "error")
        return _back()
    second_factor.remove(at_hand.engine(), at_hand.account_id(), at_hand.now())
    sessions.end_all(
        at_hand.engine(), at_hand.account_id(), at_hand.account_id(), at_hand.now(), keep=at_hand.visitor().session_id
    )
    flash(_("Second facteur retiré."), "done")
    return _back()


@pages.post("/connexions/<int:session_id>/fermer")
@does(Action.USE_OWN_ACCOUNT)
def end(session_id: int) -> Response:
    sessions.end(at_hand.engine(), at_hand.account_id(), session_id, at_hand.now())
    flash(_("Connexion fermée."), "done")
    return _back()


def _back() -> Response:
    return redirect(url_for("me.show"))
