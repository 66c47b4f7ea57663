"""What the pages that prepare a campaign share: the draft of the moment, or how far its reading has come."""

from __future__ import annotations

from flask import Flask, abort, jsonify, render_template, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from webapp.accounts import audit
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign
from webapp.preparing.draft import Draft, Recipe
from webapp.preparing.workshop import Job
from webapp.store import edits, plans, uploads
from webapp.store.models import Campaign
from webapp.store.states import State
from webapp.store.uploads import Upload

_PATIENCE = 60
"""Seconds that a form waits for the draft: it may not be sent again, a page may."""


class StillReadingError(Exception):
    """The draft is not there yet: the page shows how far it is, and comes back by itself."""

    def __init__(self, found: Campaign, job: Job) -> None:
        super().__init__(found.id)
        self.campaign, self.job = found, job


def attach(app: Flask) -> None:
    app.register_error_handler(StillReadingError, _progress)


def in_preparation(campaign_id: str) -> Campaign:
    """The campaign while it is a draft; 409 afterwards."""
    found = campaign(campaign_id)
    return found if found.state == State.DRAFT else abort(409)


def recipe_of(found: Campaign, files: list[Upload] | None = None) -> Recipe:
    """What the draft of the campaign is made from: its accepted files, or these."""
    engine = at_hand.engine()
    if files is None:
        files = [each for each in uploads.of_campaign(engine, found.id) if each.accepted]
    return Recipe(
        subdivision=found.subdivision,
        semester=found.semester,
        plan=plans.read(engine, found.id),
        files=tuple(files),
        mapping=uploads.mapping(engine, found.id),
        edits=tuple(edit for edit in edits.of_campaign(engine, found.id) if edit.undone is None),
    )


def draft_of(found: Campaign, recipe: Recipe | None = None) -> Draft:
    """The draft of the campaign, or of that recipe. Raises `StillReadingError`."""
    engine, wanted = at_hand.engine(), recipe or recipe_of(found)
    ids = [each.id for each in wanted.files]
    patience = None if request.method == "GET" else _PATIENCE
    made = at_hand.workshop().ask(wanted, lambda: uploads.contents(engine, ids), patience)
    if isinstance(made, Job):
        raise StillReadingError(found, made)
    return made


def note(session: Session, found: Campaign, act: audit.Act, detail: str) -> None:
    """A line of the audit about the campaign, by the visitor, in the transaction of the act."""
    audit.record(
        session, act, at_hand.now(), actor_id=at_hand.account_id(), subdivision=found.subdivision,
        detail=f"{found.id} : {detail}",
    )  # fmt: skip


def _progress(error: StillReadingError) -> Response | tuple[str, int]:
    if request.accept_mimetypes.best == "application/json":
        return jsonify(ready=False), 202
    again = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return render_template("reading.html", campaign=error.campaign, job=error.job, again=again), 202
