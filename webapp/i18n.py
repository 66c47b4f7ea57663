"""The language of a page: French, or English for who asks for it. A text's key is its French sentence."""

from __future__ import annotations

from babel.support import NullTranslations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, get_locale

LANGUAGES = {"fr": "Français", "en": "English"}
"""By code, each in its own words; the first is that of the sources."""

COOKIE = "langue"


def attach(app: Flask) -> None:
    app.config.update(BABEL_DEFAULT_LOCALE="fr", BABEL_DEFAULT_TIMEZONE="Europe/Paris")
    Babel(app, locale_selector=wanted).domain_instance = _Sentences()
    app.jinja_env.policies["ext.i18n.trimmed"] = True


class _French(NullTranslations):
    """The sentences of the sources as they stand; nought is singular in French, unlike in English."""

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        return singular if num < 2 else plural


class _Sentences(Domain):
    """French has no catalogue: its sentences are the keys of the others."""

    _french = _French()

    def get_translations(self) -> NullTranslations:
        return self._french if language() == "fr" else super().get_translations()


def wanted() -> str:
    """The language chosen with the switch, else the browser's when it is one of ours, else French."""
    if not has_request_context():
        return "fr"
    asked = [request.cookies.get(COOKIE, ""), *(tag.partition("-")[0] for tag in request.accept_languages.values())]
    return next((code for code in asked if code in LANGUAGES), "fr")


def language() -> str:
    """The code of the language under way."""
    return str(get_locale() or "fr")
