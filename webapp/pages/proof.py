"""Proving who one is: by the second factor where one is set up, else by a code sent by mail."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, jsonify, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts import attempts, mail, mailed_codes, second_factor, sessions
from webapp.pages import at_hand
from webapp.store.engine import writing

CODE, ANOTHER = "proof_code", "proof_another"
"""Fields of a form that is sent again with its proof: the code, and the wish for another one."""
_ASIDE = frozenset({CODE, ANOTHER, "csrf_token"})


def second_factor_given(code: str) -> bool:
    """Whether that is the visitor's second factor of now."""
    slow_down()
    key = at_hand.settings().secret
    return second_factor.prove(at_hand.engine(), at_hand.account_id(), code, key, at_hand.now())


def second_factor_passed() -> None:
    """The second factor was right: this connection is proven, earlier mistakes no longer count."""
    sessions.prove(at_hand.engine(), at_hand.session_id(), at_hand.now())
    attempts.forget(at_hand.engine(), _subject())


def slow_down() -> None:
    """429 when the visitor tried too many codes."""
    if not attempts.is_allowed(at_hand.engine(), _subject(), attempts.OF_AN_ACCOUNT, at_hand.now()):
        abort(429)


def is_fresh() -> bool:
    """Whether the visitor proved lately who they are."""
    proven_at = at_hand.visitor().proven_at
    return proven_at is not None and at_hand.now() - proven_at < sessions.FRESH


def comes_with_the_form() -> bool:
    """Whether the form under way carries the proof itself."""
    return CODE in request.form and given(request.form[CODE])


def keep_fresh() -> None:
    """Somebody who goes on acting is not asked again. Noted once a minute: a desk acts often."""
    proven_at = at_hand.visitor().proven_at
    if proven_at is not None and at_hand.now() - proven_at > sessions.TOUCH:
        sessions.prove_again(at_hand.engine(), at_hand.session_id(), at_hand.now())


def given(code: str) -> bool:
    """Whether the code proves who the visitor is; then it is noted in their connection."""
    if at_hand.visitor().enrolled:
        right = second_factor_given(code)
        if right:
            second_factor_passed()
        return right
    engine, session_id, now = at_hand.engine(), at_hand.session_id(), at_hand.now()
    right = mailed_codes.use(engine, session_id, code, at_hand.settings().secret, now)
    if right:
        sessions.prove_again(engine, session_id, now)
    return right


def ask_with_the_form() -> Response:
    """The page that asks for the proof and sends the form again with it: nothing that was typed is lost.

    A script that asks for JSON gets the sentence and the address of the page where the proof is given.
    """
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(error="proof", page=url_for("proof.form")), 401)
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _ASIDE]
    return make_response(page(request.full_path.rstrip("?"), fields, lost=sorted(request.files)), 401)


def page(action: str, fields: list[tuple[str, str]], lost: list[str]) -> str:
    """The page that asks for a code, one being sent where no authenticator is set up and none is pending."""
    visitor = at_hand.visitor()
    if not visitor.enrolled:
        _send_code()
    return render_template(
        "proof.html", action=action, fields=fields, lost=lost, wrong=bool(request.form.get(CODE)), minutes=_MINUTES
    )


_MINUTES = mailed_codes.LIFETIME // timedelta(minutes=1)


def _send_code() -> None:
    engine, session_id, now = at_hand.engine(), at_hand.session_id(), at_hand.now()
    if mailed_codes.is_pending(engine, session_id, now) and ANOTHER not in request.form:
        return
    if not attempts.is_allowed(engine, f"code par courriel {at_hand.account_id()}", attempts.OF_AN_ACCOUNT, now):
        abort(429)
    with writing(engine) as session:
        code = mailed_codes.issue(session, session_id, at_hand.settings().secret, now)
        body = render_template("mail_code.txt", code=code, minutes=_MINUTES)
        mail.write(session, at_hand.visitor().email, "Votre code de confirmation", body, now)
    at_hand.send_mail()


def _subject() -> str:
    return f"second facteur {at_hand.account_id()}"
