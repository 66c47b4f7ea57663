"""How a visitor wants the pages: their language. Kept in the browser; nothing of it is personal."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.roles import Action
from webapp.i18n import COOKIE, LANGUAGES
from webapp.pages import at_hand
from webapp.pages.guard import does

pages = Blueprint("preferences", __name__, url_prefix="/preferences")

_KEPT = timedelta(days=365)


@pages.post("/langue")
@does(Action.ENTER)
def set_language() -> Response:
    return _keep(COOKIE, request.form.get("language", ""), LANGUAGES)


def here() -> str:
    """The address of the page under way, for a form that comes back to it."""
    return request.full_path.rstrip("?") if request.method == "GET" else url_for("sign_in.home")


def _keep(cookie: str, value: str, known: dict[str, str]) -> Response:
    if value not in known:
        abort(400)
    back = redirect(_own_path(request.form.get("back", "")))
    back.set_cookie(cookie, value, max_age=_KEPT, secure=at_hand.settings().https, httponly=True, samesite="Lax")
    return back


def _own_path(address: str) -> str:
    """The address when it is a path of this site, else home: a form must not lead elsewhere."""
    parts = urlsplit(address.replace("\\", "/"))
    ours = address.startswith("/") and not parts.netloc and not parts.scheme and address.isprintable()
    return address if ours else url_for("sign_in.home")
