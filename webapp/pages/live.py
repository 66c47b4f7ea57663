"""The choice day as it goes on: the page of phones and observers, and the way out where a stream cannot pass."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from webapp.accounts.roles import Action
from webapp.live import words
from webapp.live.board import board, board_of
from webapp.live.likely import SENTENCES, likely
from webapp.live.lines import Line
from webapp.live.mine import mine_of
from webapp.pages import at_hand
from webapp.pages.at_campaign import myself, published
from webapp.pages.followed import followed
from webapp.pages.guard import does
from webapp.store import journal, offices, plans
from webapp.store.persons import person_of

pages = Blueprint("live", __name__, url_prefix="/campagnes")

_LAST = 12
"""Lines shown of the journal."""


@pages.get("/<campaign_id>/en-direct")
@does(Action.FOLLOW_DAY)
def show(campaign_id: str) -> str:
    engine, found = at_hand.engine(), published(campaign_id)
    # In this order: what is told may be ahead of the day that is shown, never behind.
    moment, told = journal.read_moment(engine, campaign_id), at_hand.library().read(campaign_id)
    own = person_of(engine, campaign_id, at_hand.account_id())
    shown = [line for line in told.lines[: moment.entries] if line["kind"] in words.LINES]
    houses = board_of(moment.day, offices.establishments_of(engine, at_hand.account_id(), found.subdivision))
    codes = {post.code for house in houses for post in house.posts}
    return render_template(
        "live.html",
        campaign=found,
        lists=board(moment.day),
        turns=told.turns,
        begun=told.begun,
        lines=_last(shown),
        houses=houses,
        codes=sorted(codes),
        house_lines=_last([line for line in shown if line.get("post") in codes or line["kind"] in words.TAKEN_BACK]),
        words=words,
        follow=followed(campaign_id, moment.entries, own.person if own else ""),
        mine=_mine(campaign_id, own.person) if own else None,
    )


@pages.get("/<campaign_id>/en-direct/moi")
@does(Action.FOLLOW_DAY)
def mine(campaign_id: str) -> str:
    """The visitor's own part of the page, when something happened to them."""
    found, own = published(campaign_id), myself(campaign_id)
    return render_template("live_mine.html", campaign=found, mine=_mine(campaign_id, own.person), words=words)


@pages.get("/<campaign_id>/changements")
@does(Action.FOLLOW_DAY)
def changes(campaign_id: str) -> Response:
    return changes_of(published(campaign_id).id)


def changes_of(campaign_id: str) -> Response:
    """The lines after `depuis`; 304 while there is none that the page has not."""
    told = at_hand.library().read(campaign_id)
    answer = jsonify(entries=told.entries, lines=told.since(request.args.get("depuis", -1, int)))
    answer.set_etag(told.head)
    return answer.make_conditional(request)


def _last(lines: list[Line]) -> list[Line]:
    """The latest, the last one first."""
    return lines[: -_LAST - 1 : -1]


def _mine(campaign_id: str, person: str) -> dict[str, Any]:
    engine, now = at_hand.engine(), at_hand.now()
    told = at_hand.library().read(campaign_id)
    return {
        "own": mine_of(engine, campaign_id, told, person),
        "likely": likely(engine, campaign_id, told, [person], now).get(person, {"key": "off"}),
        "sentences": SENTENCES,
        "remote": plans.read(engine, campaign_id).remote_choice,
        "now": now,
    }
