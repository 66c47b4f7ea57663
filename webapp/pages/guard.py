"""Nobody reaches a view whose action is not theirs: every route declares one, and one place asks the question."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_wtf import CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from webapp.accounts import sessions
from webapp.accounts.roles import Action, Visitor, may
from webapp.pages import at_hand, proof, readable
from webapp.store import campaigns
from webapp.store.models import Campaign
from webapp.store.states import State

View = TypeVar("View", bound=Callable[..., Any])

CONNECTION = "connexion"
"""Where the browser's cookie keeps the secret of its connection."""
WANTED = "voulu"

_HOME = "campaigns.index"

MEBIBYTE = 1024 * 1024
LARGEST = MEBIBYTE
"""What a request may carry, unless its view says otherwise."""


def does(action: Action, *, fresh: bool = False, largest: int = LARGEST) -> Callable[[View], View]:
    """Declare what a view does. The subdivision is that of its campaign or of its address.

    `fresh`: a sensitive act, for which the visitor must have proved lately who they are (`sessions.FRESH`). A page is
    shown after the proof; a form that was sent is kept, and goes on with it. `largest`: the bytes that may be sent.
    """

    def mark(view: View) -> View:
        view.action, view.fresh, view.largest = action, fresh, largest  # type: ignore[attr-defined]
        return view

    return mark


def attach(app: Flask) -> None:
    """Guard every route of the application. Raises LookupError for one that declares no action."""
    undeclared = [rule.rule for rule in app.url_map.iter_rules() if action_of(app, rule.endpoint) is None]
    if undeclared:
        raise LookupError(f"routes without an action: {undeclared}")
    # Before the form is read at all: only who may send a large file is heard out.
    app.before_request(_check)
    CSRFProtect(app)
    app.before_request(readable.check_form)
    # Afterwards: a form that is not ours must not use up a code.
    app.before_request(_ask_for_proof)


def action_of(app: Flask, endpoint: str) -> Action | None:
    """What the route does, as declared; the style sheet is everybody's."""
    return Action.ENTER if endpoint == "static" else getattr(app.view_functions[endpoint], "action", None)


def sign_in(secret: str) -> None:
    """Bind the browser to a connection; what its cookie held before goes, the page that was wanted excepted."""
    wanted = session.get(WANTED)
    session.clear()
    session[CONNECTION] = secret
    if wanted:
        session[WANTED] = wanted


def next_page() -> Response:
    """To the page that was wanted before signing in, or home."""
    endpoint, values = session.pop(WANTED, (_HOME, {}))
    return redirect(url_for(endpoint, **values))


def _check() -> Response | None:
    if request.endpoint in {None, "static"}:
        return None
    g.visitor = _who_asks(at_hand.now())
    action = action_of(current_app, request.endpoint)
    g.place = _subdivision()
    if action is None or not may(g.visitor, action, g.place):
        return _turn_away()
    request.max_content_length = _declared("largest", LARGEST)
    return None


def _declared(name: str, otherwise: Any) -> Any:
    """What the view of the request declares under that name."""
    return getattr(current_app.view_functions.get(request.endpoint), name, otherwise)


def _ask_for_proof() -> Response | None:
    """None when none is asked for, or it is fresh, or it comes with the form."""
    if not _declared("fresh", otherwise=False):
        return None
    if request.method == "GET":
        return None if proof.is_fresh() else _to_the_proof()
    if proof.is_fresh():
        proof.keep_fresh()
        return None
    if proof.comes_with_the_form():
        return None
    if request.files:
        _remember_where_from()
    return proof.ask_with_the_form()


def _to_the_proof() -> Response:
    _remember()
    return redirect(url_for("proof.form"))


def _remember_where_from() -> None:
    """A file cannot be sent again for the visitor: they go back to the page where it is chosen."""
    with suppress(HTTPException):
        session[WANTED] = current_app.url_map.bind("").match(urlsplit(request.referrer or "").path)


def _remember() -> None:
    """The page under way is the one that is wanted after the step that is missing."""
    session[WANTED] = (request.endpoint, request.args.to_dict() | (request.view_args or {}))


def _who_asks(now: datetime) -> sessions.Visitor:
    secret = session.get(CONNECTION)
    return sessions.visitor_of(at_hand.engine(), secret, now) if secret else sessions.NOBODY


def _subdivision() -> str | None:
    values = request.view_args or {}
    if "campaign_id" not in values:
        return values.get("subdivision")
    if not g.visitor.signed_in:
        # To somebody unknown, a campaign that exists and one that does not are the same.
        return ""
    campaign = campaigns.find(at_hand.engine(), values["campaign_id"])
    return campaign.subdivision if campaign and shown_to(g.visitor, campaign) else abort(404)


def shown_to(visitor: Visitor, campaign: Campaign) -> bool:
    """A draft and a rehearsal are there only for those who prepare and train."""
    apart = campaign.state == State.DRAFT or bool(campaign.rehearsal)
    return not apart or may(visitor, Action.PREPARE, campaign.subdivision)


def _turn_away() -> Response:
    """To the step that is missing, or 403 when none is."""
    if g.visitor.signed_in and not g.visitor.must_prove:
        abort(403)
    if request.method == "GET":
        _remember()
    if not g.visitor.signed_in:
        return redirect(url_for("sign_in.form"))
    return redirect(url_for("second_factor.form" if g.visitor.enrolled else "second_factor.enrol"))
