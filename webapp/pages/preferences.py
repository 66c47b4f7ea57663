"""How a visitor wants the pages: their language, light or dark. Kept in the browser; nothing of it is personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.roles import Action
from webapp.i18n import COOKIE, LANGUAGES
from webapp.pages import at_hand
from webapp.pages.guard import does
from webapp.wording import to_translate

pages = Blueprint("preferences", __name__, url_prefix="/preferences")

_KEPT = timedelta(days=365)
_SCHEME = "couleurs"
SCHEMES = {
    "systeme": to_translate("Comme l'appareil"),
    "clair": to_translate("Clair"),
    "sombre": to_translate("Sombre"),
}


@pages.post("/langue")
@does(Action.ENTER)
def set_language() -> Response:
    return _keep(COOKIE, request.form.get("language", ""), LANGUAGES)


@pages.post("/couleurs")
@does(Action.ENTER)
def set_scheme() -> Response:
    return _keep(_SCHEME, request.form.get("scheme", ""), SCHEMES)


@dataclass(frozen=True, slots=True)
class Scheme:
    """Light or dark as chosen: what the browser is told, and when the colours of the night hold ("" never)."""

    code: str
    meta: str
    media: str


def scheme() -> Scheme:
    match request.cookies.get(_SCHEME):
        case "clair":
            return Scheme("clair", "light", "")
        case "sombre":
            return Scheme("sombre", "dark", "all")
        case _:
            return Scheme("systeme", "light dark", "(prefers-color-scheme: dark)")


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
