"""The campaigns that one may see, each on a page, and the documents that let anybody check it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from allocation.masked import UnmaskableError
from webapp.accounts import audit
from webapp.accounts.roles import Action, may
from webapp.campaign_view import summary
from webapp.folder import JOURNAL, OPENING
from webapp.pages import at_hand
from webapp.pages.answers import file_answer
from webapp.pages.at_campaign import campaign, may_here, note_reading, published
from webapp.pages.changes import unread
from webapp.pages.guard import does, shown_to
from webapp.results.masked import MASKED, masked_archive
from webapp.store import campaigns, journal, persons
from webapp.store.models import Campaign
from webapp.store.states import State

pages = Blueprint("campaigns", __name__, url_prefix="/campagnes")


@pages.get("")
@does(Action.USE_OWN_ACCOUNT)
def index() -> str:
    visitor = at_hand.visitor()
    places = [place for place in visitor.subdivisions if may(visitor, Action.SEE_CAMPAIGN, place)]
    found = campaigns.of_subdivisions(at_hand.engine(), places)
    return render_template(
        "campaigns.html",
        campaigns=[each for each in found if shown_to(visitor, each)],
        prepared_places=[place for place in places if may(visitor, Action.PREPARE, place)],
    )


@pages.get("/<campaign_id>")
@does(Action.SEE_CAMPAIGN)
def show(campaign_id: str) -> str | WerkzeugResponse:
    engine, found = at_hand.engine(), campaign(campaign_id)
    if found.state == State.DRAFT:
        return redirect(url_for("files.show", campaign_id=campaign_id))
    names = persons.names(engine, campaign_id) if may_here(found, Action.SEE_NAMES) else None
    if names is not None:
        note_reading(found, "noms et affectations")
    now = journal.read_moment(engine, campaign_id)
    return render_template(
        "campaign.html",
        campaign=found,
        summary=summary(now.day, names),
        changed=unread(found, now),
        entries=now.entries,
        head=now.head,
        turns=may_here(found, Action.SEE_TURNS),
        named=names is not None,
        journal=may_here(found, Action.DOWNLOAD_JOURNAL),
        masked=may_here(found, Action.DOWNLOAD_MASKED_JOURNAL),
    )


@pages.get(f"/<campaign_id>/{JOURNAL}")
@does(Action.DOWNLOAD_JOURNAL)
def download_journal(campaign_id: str) -> Response:
    _note_download(published(campaign_id))
    return file_answer(journal.read_journal(at_hand.engine(), campaign_id), JOURNAL)


@pages.get(f"/<campaign_id>/{OPENING}")
@does(Action.DOWNLOAD_JOURNAL)
def download_opening(campaign_id: str) -> Response:
    return file_answer(journal.read_opening_bytes(at_hand.engine(), published(campaign_id).id), OPENING)


@pages.get(f"/<campaign_id>/{MASKED}")
@does(Action.DOWNLOAD_MASKED_JOURNAL)
def download_masked(campaign_id: str) -> Response:
    found = campaign(campaign_id)
    try:
        content = masked_archive(at_hand.engine(), campaign_id)
    except UnmaskableError:
        abort(404)
    _note_download(found)
    return file_answer(content, MASKED)


def _note_download(found: Campaign) -> None:
    at_hand.note(audit.Act.JOURNAL_DOWNLOADED, found.subdivision, found.id)
