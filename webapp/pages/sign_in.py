"""Signing in: by a link sent by mail, or by password; and signing out."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import attempts, links, mail, passwords, people, sessions
from webapp.accounts.openid import providers
from webapp.accounts.roles import Action
from webapp.pages import at_hand, guard
from webapp.pages.devices import device_name
from webapp.pages.guard import does
from webapp.store.engine import writing

pages = Blueprint("sign_in", __name__)

_MINUTES = links.TO_SIGN_IN // timedelta(minutes=1)


@pages.get("/")
@does(Action.ENTER)
def home() -> Response:
    return redirect(url_for("campaigns.index" if at_hand.visitor().signed_in else "sign_in.form"))


@pages.get("/connexion")
@does(Action.ENTER)
def form() -> Response | str:
    if at_hand.visitor().signed_in:
        return guard.next_page()
    return render_template("sign_in.html", providers=providers(at_hand.settings()).values())


@pages.post("/connexion/lien")
@does(Action.ENTER)
def ask_link() -> Response | str:
    """The answer is the same whether the address is known or not."""
    email = _email()
    if email is None:
        return redirect(url_for("sign_in.form"))
    _slow_down(f"lien {email}")
    account = people.find(at_hand.engine(), email)
    if account is not None and account.id is not None:
        _send_link(account.id, email)
    return render_template("link_sent.html", email=email, minutes=_MINUTES)


@pages.get("/connexion/lien/<secret>")
@does(Action.ENTER)
def show_link(secret: str) -> str:
    return render_template("link_open.html", secret=secret, good=links.is_good(at_hand.engine(), secret, at_hand.now()))


@pages.post("/connexion/lien/<secret>")
@does(Action.ENTER)
def use_link(secret: str) -> Response | str:
    account_id = links.consume(at_hand.engine(), secret, at_hand.now())
    if account_id is None:
        return render_template("link_open.html", secret=secret, good=False)
    return enter(account_id, mailbox=True)


@pages.post("/connexion/mot-de-passe")
@does(Action.ENTER)
def use_password() -> Response:
    email = _email()
    if email is None:
        return redirect(url_for("sign_in.form"))
    _slow_down(f"mot de passe {email}")
    account_id = passwords.check(at_hand.engine(), email, request.form.get("password", ""))
    if account_id is None:
        flash(_("L'adresse ou le mot de passe ne convient pas."), "error")
        return redirect(url_for("sign_in.form"))
    attempts.forget(at_hand.engine(), f"mot de passe {email}")
    return enter(account_id)


@pages.post("/deconnexion")
@does(Action.GIVE_SECOND_FACTOR)
def leave() -> Response:
    visitor = at_hand.visitor()
    if visitor.session_id is not None:
        sessions.end(at_hand.engine(), at_hand.account_id(), visitor.session_id, at_hand.now())
    session.clear()
    flash(_("Vous êtes déconnecté."), "done")
    return redirect(url_for("sign_in.form"))


def _email() -> str | None:
    try:
        return people.normal_email(request.form.get("email", ""))
    except ValueError as error:
        flash(str(error), "error")
        return None


def _slow_down(subject: str) -> None:
    """429 when too much was tried on that subject, or from that network address."""
    engine, now = at_hand.engine(), at_hand.now()
    own = attempts.is_allowed(engine, subject, attempts.OF_AN_ACCOUNT, now)
    if not attempts.is_allowed(engine, f"adresse {at_hand.network_address()}", attempts.OF_AN_ADDRESS, now) or not own:
        abort(429)


def _send_link(account_id: int, email: str) -> None:
    now = at_hand.now()
    with writing(at_hand.engine()) as session:
        secret = links.issue(session, account_id, links.TO_SIGN_IN, now)
        body = render_template("mail_sign_in.txt", address=_address_of(secret), minutes=_MINUTES)
        mail.write(session, email, "Votre lien de connexion à Rang utile", body, now)
    at_hand.send_mail()


def _address_of(secret: str) -> str:
    # The public address, not that of the request: a forged Host header must not reach a mail.
    return at_hand.settings().base_url + url_for("sign_in.show_link", secret=secret)


def enter(account_id: int, *, mailbox: bool = False) -> Response:
    """Sign that account in; to the page that was wanted. `mailbox`: they come by a link from their own mailbox."""
    lifetime = timedelta(hours=at_hand.settings().session_hours)
    device = device_name(request.headers.get("User-Agent", ""))
    guard.sign_in(sessions.begin(at_hand.engine(), account_id, device, lifetime, at_hand.now(), mailbox=mailbox))
    return guard.next_page()
