"""The web application, put together."""

from __future__ import annotations

from functools import cache

from flask import Flask
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup

from webapp import i18n
from webapp.accounts.roles import Action, may
from webapp.live.told import Library
from webapp.pages import (
    appearance,
    at_campaign,
    at_draft,
    at_hand,
    demo,
    errors,
    guard,
    headers,
    preferences,
    readable,
    words,
)
from webapp.pages.topics import TOPICS
from webapp.settings import Settings
from webapp.store.engine import open_engine


def create_app(settings: Settings) -> Flask:
    """The application on these settings; its tables are those of `webapp.store.migrate.upgrade`, run before."""
    app = Flask("webapp")
    app.config.update(_config(settings))
    app.jinja_env.undefined = StrictUndefined
    furnish(app, settings)
    i18n.attach(app)
    readable.attach(app)
    for topic in (*TOPICS, *([demo] if settings.demo else [])):
        app.register_blueprint(topic.pages)
    guard.attach(app)
    headers.attach(app)
    errors.attach(app)
    at_draft.attach(app)
    words.attach(app)
    app.context_processor(_for_every_page)
    return app


def furnish(app: Flask, settings: Settings) -> None:
    """Give the application its database and all that works beside its requests, in place of those it had."""
    engine = open_engine(settings.database)
    with app.app_context():
        at_hand.install(at_hand.House(engine, settings, Library(engine)))


def _for_every_page() -> dict[str, object]:
    return {
        "visitor": at_hand.visitor_or_nobody(),
        "demo": at_hand.settings().demo,
        "managed_places": _managed_places,
        "token": _token,
        **at_campaign.for_templates(),
        "language": i18n.language(),
        "languages": i18n.LANGUAGES,
        "here": preferences.here,
        "scheme": preferences.scheme(),
        "schemes": preferences.SCHEMES,
        "look": cache(appearance.look),
    }


def _managed_places() -> list[str]:
    visitor = at_hand.visitor_or_nobody()
    return [place for place in visitor.subdivisions if may(visitor, Action.MANAGE_PEOPLE, place)]


def _token() -> Markup:
    """The field that proves a form is ours."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret,
        # The prefix makes the browser refuse the cookie from a neighbour domain.
        "SESSION_COOKIE_NAME": "__Host-rang" if settings.https else "rang",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": guard.LARGEST,
    }
