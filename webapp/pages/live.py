"""The choice day as it goes on: the page of phones and observers, and the way out where a stream cannot pass."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.guard import does

pages = Blueprint("live", __name__, url_prefix="/campagnes")


@pages.get("/<campaign_id>/changements")
@does(Action.FOLLOW_DAY)
def changes(campaign_id: str) -> Response:
    """The lines after `depuis`; 304 while there is none that the page has not."""
    told = at_hand.library().read(campaign_id)
    answer = jsonify(entries=told.entries, lines=told.since(request.args.get("depuis", -1, int)))
    answer.set_etag(told.head)
    return answer.make_conditional(request)
