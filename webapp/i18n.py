"""The language of a page: French, or English for who asks for it. A text's key is its French sentence."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale

LANGUAGES = {"fr": "Français", "en": "English"}
"""By code, each in its own words; the first is that of the sources."""

COOKIE = "langue"


def attach(app: Flask) -> None:
    app.config.update(BABEL_DEFAULT_LOCALE="fr", BABEL_DEFAULT_TIMEZONE="Europe/Paris")
    Babel(app, locale_selector=wanted)
    app.jinja_env.policies["ext.i18n.trimmed"] = True


def wanted() -> str:
    """The language chosen with the switch, else the browser's when it is one of ours, else French."""
    if not has_request_context():
        return "fr"
    asked = [request.cookies.get(COOKIE, ""), *(tag.partition("-")[0] for tag in request.accept_languages.values())]
    return next((code for code in asked if code in LANGUAGES), "fr")


def language() -> str:
    """The code of the language under way."""
    return str(get_locale() or "fr")
