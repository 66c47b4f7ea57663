"""What changed in a campaign since its publication, and how far the visitor has read it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.roles import Action
from webapp.changes import Change, Reader, reader_of, since, told
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign, may_here
from webapp.pages.guard import does
from webapp.store import journal, visits, wishes
from webapp.store.journal import Moment
from webapp.store.models import Campaign
from webapp.store.persons import person_of
from webapp.store.states import State

pages = Blueprint("changes", __name__, url_prefix="/campagnes/<campaign_id>/avenants")


@pages.get("")
@does(Action.SEE_CAMPAIGN)
def show(campaign_id: str) -> str | Response:
    found = campaign(campaign_id)
    if found.state == State.DRAFT:
        return redirect(url_for("campaigns.show", campaign_id=campaign_id))
    now = journal.read_moment(at_hand.engine(), campaign_id)
    return render_template("changes.html", campaign=found, changes=told(*_asked(found, now)))


@pages.post("")
@does(Action.SEE_CAMPAIGN)
def mark(campaign_id: str) -> Response:
    """The visitor has read what the page showed: up to that entry, and up to now."""
    found, number = campaign(campaign_id), request.form.get("entries", "")
    if found.state != State.DRAFT and number.isascii() and number.isdigit() and len(number) < 9:
        entries = min(int(number), journal.head(at_hand.engine(), campaign_id)[0])
        visits.mark(at_hand.engine(), campaign_id, at_hand.account_id(), entries, at_hand.now())
    return redirect(url_for("campaigns.show", campaign_id=campaign_id))


def unread(found: Campaign, now: Moment) -> list[Change]:
    """What concerns the visitor and changed since they last read."""
    last = visits.last(at_hand.engine(), found.id, at_hand.account_id())
    return since(told(*_asked(found, now)), last.entries if last else 0, last.seen_at if last else None)


def _asked(found: Campaign, now: Moment) -> tuple:
    return at_hand.engine(), found.id, now, _reader(found, now)


def _reader(found: Campaign, now: Moment) -> Reader:
    engine = at_hand.engine()
    row = person_of(engine, found.id, at_hand.account_id())
    kept = wishes.latest(engine, found.id, row.person) if row else None
    codes = kept.codes if kept else ()
    return reader_of(now.day.opening, row.person if row else "", codes, staff=may_here(found, Action.SEE_NAMES))
