"""The next semester: the call list that this one leads to, explained, and compared with the list that the ARS has."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirection

from allocation.issues import Issue
from allocation.rulesets import RuleSet
from webapp.accounts.roles import Action
from webapp.following.next_list import Next, against, next_list, workbooks
from webapp.following.status import cohort, in_full
from webapp.pages import at_hand
from webapp.pages.answers import file_answer
from webapp.pages.at_campaign import campaign, note_reading
from webapp.pages.at_draft import draft_of
from webapp.pages.guard import MEBIBYTE, does
from webapp.store.models import Campaign
from webapp.store.states import State

pages = Blueprint("next_list", __name__, url_prefix="/campagnes/<campaign_id>/semestre-suivant")

_LARGEST_WORKBOOK = 20 * MEBIBYTE


@pages.get("")
@does(Action.PREPARE)
def show(campaign_id: str) -> str:
    found = campaign(campaign_id)
    made = _next(found)
    if made:
        note_reading(found, "liste d'appel suivante")
    return render_template("next_list.html", campaign=found, made=made, differences=None, issues=(), name="")


@pages.get("/listes.zip")
@does(Action.PREPARE)
def download(campaign_id: str) -> Response | Redirection:
    found = campaign(campaign_id)
    made = _next(found)
    if made is None:
        return redirect(url_for(".show", campaign_id=campaign_id))
    note_reading(found, "liste d'appel suivante")
    return file_answer(workbooks(made), f"listes-{made.semester}.zip")


@pages.post("/comparer")
@does(Action.PREPARE, largest=_LARGEST_WORKBOOK)
def compare(campaign_id: str) -> str | Redirection:
    found, given = campaign(campaign_id), request.files.get("file")
    made = _next(found)
    if made is None or given is None or not given.filename:
        flash(_("Choisissez la liste d'appel à comparer."), "error")
        return redirect(url_for(".show", campaign_id=campaign_id))
    told = against(made, (given.filename, given.read()), _rules(found))
    wrong = bool(told) and isinstance(told[0], Issue)
    return render_template(
        "next_list.html", campaign=found, made=made, differences=None if wrong else told, issues=told if wrong else (),
        name=given.filename,
    )  # fmt: skip


def _next(found: Campaign) -> Next | None:
    """None where the campaign is not over, or was not prepared here: its lists are not known."""
    if found.state != State.CLOSED:
        return None
    dossier = draft_of(found).dossier
    if not dossier.candidates:
        return None
    known = cohort(at_hand.engine(), found.id)
    made = next_list(dossier, known, in_full(known.opening.rules))
    return made if isinstance(made, Next) else None


def _rules(found: Campaign) -> RuleSet:
    return in_full(cohort(at_hand.engine(), found.id).opening.rules)
