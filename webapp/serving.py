"""The application as a server runs it: Flask behind ASGI, so that a live feed can stand beside it."""

from __future__ import annotations

import os
import threading
import time

from a2wsgi import WSGIMiddleware
from flask import Flask

from webapp.app import create_app
from webapp.pages import at_hand
from webapp.settings import load

_THREADS = 10
"""Pages made at once by one process."""
_ROUND = 30
"""Seconds between two rounds of the mail that waits: for its time, for a server that failed, since the last stop."""


def application() -> WSGIMiddleware:
    """The ASGI application on the settings of the environment. Raises `SettingsError`."""
    app = create_app(load(os.environ))
    threading.Thread(target=_send_what_waits, args=(app,), daemon=True, name="postman-rounds").start()
    return WSGIMiddleware(app, workers=_THREADS)


def _send_what_waits(app: Flask) -> None:
    while True:
        with app.app_context():
            at_hand.send_mail()
        time.sleep(_ROUND)
