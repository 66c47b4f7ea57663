"""The people of a subdivision, for those who manage it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import attempts, audit, links, mail, people, sessions
from webapp.accounts.roles import LABELS, Action, Role
from webapp.pages import at_hand
from webapp.pages.guard import does
from webapp.store.engine import writing

pages = Blueprint("people", __name__, url_prefix="/subdivisions/<subdivision>/personnes")

INVITATIONS = 200
"""Invitations that one account may send within the window of `attempts`."""

_ROLES = {role.value: role for role in Role}


@pages.get("")
@does(Action.MANAGE_PEOPLE)
def index(subdivision: str) -> str:
    found = people.people_of(at_hand.engine(), subdivision)
    audit.read(at_hand.engine(), at_hand.account_id(), subdivision, "comptes et rôles", at_hand.now())
    return render_template("people.html", subdivision=subdivision, people=found, roles=Role)


@pages.post("/inviter")
@does(Action.MANAGE_PEOPLE, fresh=True)
def invite(subdivision: str) -> Response:
    subject = f"invitations de {at_hand.account_id()}"
    if not attempts.is_allowed(at_hand.engine(), subject, INVITATIONS, at_hand.now()):
        abort(429)
    role = _ROLES.get(request.form.get("role", ""))
    if role is None:
        flash(_("Choisissez un rôle."), "error")
        return _back(subdivision)
    try:
        email = people.normal_email(request.form.get("email", ""))
    except ValueError as error:
        flash(str(error), "error")
        return _back(subdivision)
    _invite(email, request.form.get("name", ""), role, subdivision)
    flash(_("Invitation envoyée à %(email)s.", email=email), "done")
    return _back(subdivision)


@pages.post("/<int:account_id>/roles/<role>/retirer")
@does(Action.MANAGE_PEOPLE, fresh=True)
def take_role(subdivision: str, account_id: int, role: str) -> Response:
    person = _person(subdivision, account_id)
    if role not in {held.value for held in person.roles}:
        abort(404)
    if account_id == at_hand.account_id() and role == Role.MANAGER:
        flash(_("Vous ne pouvez pas vous retirer ce rôle : demandez-le à une autre gestionnaire."), "error")
        return _back(subdivision)
    people.take_role(at_hand.engine(), account_id, Role(role), subdivision, at_hand.account_id(), at_hand.now())
    flash(_("%(name)s n'est plus « %(role)s » ici.", name=person.name, role=_(LABELS[Role(role)])), "done")
    return _back(subdivision)


@pages.post("/<int:account_id>/deconnecter")
@does(Action.MANAGE_PEOPLE, fresh=True)
def end_sessions(subdivision: str, account_id: int) -> Response:
    person = _person(subdivision, account_id)
    sessions.end_all(
        at_hand.engine(),
        account_id,
        at_hand.account_id(),
        at_hand.now(),
        keep=at_hand.visitor().session_id,
        subdivision=subdivision,
    )
    flash(_("Les connexions de %(name)s sont fermées.", name=person.name), "done")
    return _back(subdivision)


def _person(subdivision: str, account_id: int) -> people.Person:
    """Somebody of that subdivision; 404 for anybody else."""
    found = (person for person in people.people_of(at_hand.engine(), subdivision) if person.id == account_id)
    return next(found, None) or abort(404)


def _invite(email: str, name: str, role: Role, subdivision: str) -> None:
    now = at_hand.now()
    with writing(at_hand.engine()) as session:
        account = people.give_role(session, email, name, role, subdivision, at_hand.account_id(), now)
        secret = links.issue(session, account.id, links.TO_ACCEPT, now)
        body = render_template(
            "mail_invitation.txt",
            address=at_hand.settings().base_url + url_for("sign_in.show_link", secret=secret),
            days=links.TO_ACCEPT // timedelta(days=1),
            host=at_hand.visitor().name,
            role=LABELS[role],
            subdivision=subdivision,
        )
        mail.write(session, email, f"Invitation à Rang utile, {subdivision}", body, now)
    at_hand.send_mail()


def _back(subdivision: str) -> Response:
    return redirect(url_for("people.index", subdivision=subdivision))
