"""The application as a server runs it: Flask behind ASGI, and beside it the stream of the day."""

from __future__ import annotations

import gc
import os
import threading
import time

from a2wsgi import WSGIMiddleware
from flask import Flask, current_app

from webapp.app import create_app
from webapp.live import announce, stream
from webapp.live.hub import Hub
from webapp.live.standing import Standing
from webapp.pages import at_hand
from webapp.settings import load
from webapp.store import plans
from webapp.store.models import Campaign, PersonIdentity

_THREADS = 10
"""Pages made at once by one process."""
_ROUND = 30
"""Seconds between two rounds of the mail: turns that come, what waits for its time, for a server that failed."""


class Application:
    """The ASGI application: the stream to those who follow a day, the pages to everybody else."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            engine, library = at_hand.engine(), at_hand.library()
        self._stream = stream.Stream(app.config["SECRET_KEY"], lambda: Hub(engine, library))
        self._pages = WSGIMiddleware(app, workers=_THREADS)

    async def __call__(self, scope: stream.Scope, receive: stream.Receive, send: stream.Send) -> None:
        streamed = scope["type"] == "http" and scope["path"].startswith(stream.PATH)
        await (self._stream if streamed else self._pages)(scope, receive, send)


def application() -> Application:
    """The ASGI application on the settings of the environment. Raises `SettingsError`."""
    app = create_app(load(os.environ))
    collect_all_rarely()
    threading.Thread(target=_send_what_waits, args=(app,), daemon=True, name="postman-rounds").start()
    return Application(app)


def collect_all_rarely() -> None:
    """A full collection looks at all that is kept of the campaigns, and finds little, while everybody waits: 0.12 s
    with 1,500 interns, at every fifth page. Let it come twenty times less often (at a hundred, 250 exports made the
    process a third larger), and leave out what was there at the start."""
    gc.freeze()
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, 20 * old)


def _send_what_waits(app: Flask) -> None:
    while True:
        with app.app_context():
            _announce_turns(app)
            at_hand.send_mail()
        time.sleep(_ROUND)


def _announce_turns(app: Flask) -> None:
    try:
        announce.announce(at_hand.engine(), at_hand.library(), _letter, at_hand.now())
    except Exception:  # (at the edge: the rounds of the mail outlive whatever one day may raise)
        app.logger.exception("turns are announced at the next round")


def _letter(campaign: Campaign, who: PersonIdentity, standing: Standing) -> tuple[str, str]:
    remote = plans.read(at_hand.engine(), campaign.id).remote_choice
    address = f"{at_hand.settings().base_url}/campagnes/{campaign.id}/en-direct"
    # Rendered without what a page is given: no visitor is asking.
    text = current_app.jinja_env.get_template("mail_turn.txt").render(
        who=who, before=standing.before, number=standing.number, list=standing.list, address=address, remote=remote
    )
    return f"Choix de stage : plus que {standing.before} avant vous", text
