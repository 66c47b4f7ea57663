"""What an intern would get, were the day now: on a page, and as the part that the script puts beside the list."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from allocation.chances import Chance
from webapp import forecast
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.guard import does
from webapp.pages.wishes import mine
from webapp.wording import to_translate

pages = Blueprint("outlook", __name__, url_prefix="/campagnes/<campaign_id>/mes-voeux")

CHANCES = {
    Chance.SURE: to_translate("restera presque sûrement"),
    Chance.UNCERTAIN: to_translate("incertain"),
    Chance.UNLIKELY: to_translate("ne restera probablement pas"),
}


@pages.get("/aujourdhui")
@does(Action.KEEP_WISHES)
def show(campaign_id: str) -> str:
    own = mine(campaign_id)
    return render_template(
        "outlook_part.html" if "partie" in request.args else "outlook.html",
        campaign=own.campaign,
        own=own,
        told=forecast.told(at_hand.engine(), campaign_id, own.person.person),
        words=CHANCES,
    )
