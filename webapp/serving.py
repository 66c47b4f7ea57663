"""The application as a server runs it: Flask behind ASGI, so that a live feed can stand beside it."""

from __future__ import annotations

import os

from a2wsgi import WSGIMiddleware

from webapp.app import create_app
from webapp.pages import at_hand
from webapp.settings import load

_THREADS = 10
"""Pages made at once by one process."""


def application() -> WSGIMiddleware:
    """The ASGI application on the settings of the environment. Raises `SettingsError`."""
    app = create_app(load(os.environ))
    with app.app_context():
        at_hand.send_mail()  # what waited since the last stop
    return WSGIMiddleware(app, workers=_THREADS)
