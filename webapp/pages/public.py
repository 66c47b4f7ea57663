"""What everybody may read without signing in: the dates of a campaign and the posts that it opens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from flask import Blueprint, Response, abort, g, render_template, request, url_for

from exports.open_posts import open_posts
from webapp.accounts.roles import Action
from webapp.calendar_file import calendar, dates
from webapp.openings import Wanted, by_list, categories, open_pools, rows
from webapp.pages import at_hand
from webapp.pages.answers import file_answer
from webapp.pages.guard import does
from webapp.pages.words import season
from webapp.results.printed import post_list
from webapp.store import campaigns, closings, journal, plans
from webapp.store.models import Campaign
from webapp.store.states import State

pages = Blueprint("public", __name__, url_prefix="/choix")


@pages.get("")
@does(Action.ENTER)
def index() -> str:
    return render_template("public_index.html", campaigns=[(slug(found.subdivision), found) for found in _public()])


@pages.get("/<place>/<semester_name>")
@does(Action.ENTER)
def show(place: str, semester_name: str) -> str:
    campaign, wanted = _campaign(place, semester_name), _wanted()
    opening = journal.read_day(at_hand.engine(), campaign.id).opening
    pools = open_pools(opening, wanted)
    return render_template(
        "public.html", campaign=campaign, place=place, dates=dates(plans.read(at_hand.engine(), campaign.id)),
        plan=plans.read(at_hand.engine(), campaign.id), groups=list(by_list(pools)), wanted=wanted,
        lists=[choices.name for choices in opening.lists], categories=categories(opening), count=len(pools),
        seats=sum(pool.seats for pool in pools),
        before=closings.last_before(at_hand.engine(), campaign.subdivision, campaign.semester),
    )  # fmt: skip


@pages.get("/<place>/<semester_name>/postes.xlsx")
@does(Action.ENTER)
def workbook(place: str, semester_name: str) -> Response:
    campaign = _campaign(place, semester_name)
    pools = open_pools(journal.read_day(at_hand.engine(), campaign.id).opening, _wanted())
    content = open_posts(f"Postes ouverts – {campaign.subdivision}, {season(campaign.semester)}", rows(pools))
    return file_answer(content, f"postes-{place}-{semester_name}.xlsx")


@pages.get("/<place>/<semester_name>/postes.pdf")
@does(Action.ENTER)
def printed(place: str, semester_name: str) -> Response:
    campaign = _campaign(place, semester_name)
    return file_answer(post_list(at_hand.engine(), campaign.id), f"postes-{place}-{semester_name}.pdf")


@pages.get("/<place>/<semester_name>/dates.ics")
@does(Action.ENTER)
def diary(place: str, semester_name: str) -> Response:
    campaign = _campaign(place, semester_name)
    address = at_hand.settings().base_url + url_for(".show", place=place, semester_name=semester_name)
    name = f"{campaign.subdivision}, {season(campaign.semester)}"
    content = calendar(campaign.id, name, plans.read(at_hand.engine(), campaign.id), address, at_hand.now())
    return file_answer(content, f"choix-{place}-{semester_name}.ics")


def slug(subdivision: str) -> str:
    """The subdivision as its address writes it: « saint-etienne »."""
    plain = unicodedata.normalize("NFD", subdivision.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _public() -> Iterator[Campaign]:
    """The campaigns that show themselves to everybody: published, and no rehearsal."""
    for found in campaigns.everywhere(at_hand.engine()):
        hidden = found.state == State.DRAFT or found.rehearsal
        if not hidden and plans.read(at_hand.engine(), found.id).public_page:
            yield found


def _campaign(place: str, semester_name: str) -> Campaign:
    same = (each for each in _public() if (slug(each.subdivision), each.semester) == (place, semester_name))
    found = next(same, None) or abort(404)
    g.place = found.subdivision
    return found


def _wanted() -> Wanted:
    asked = request.args
    return Wanted(asked.get("q", "")[:100], asked.get("liste", ""), asked.get("categorie", ""))
