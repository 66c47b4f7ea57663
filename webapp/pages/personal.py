"""Personal data: what is held on somebody, handed over; somebody erased once their campaign is over."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Engine
from werkzeug.wrappers import Response as Redirection

from imports.wording import fold
from webapp.accounts import audit
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.answers import file_answer
from webapp.pages.at_campaign import campaign, note_reading
from webapp.pages.guard import does
from webapp.personal.durations import KINDS
from webapp.personal.erase import StillNeededError, erase_person
from webapp.personal.held import archive, of_account, of_person
from webapp.store.models import PersonIdentity
from webapp.store.persons import identities
from webapp.store.states import State

pages = Blueprint("personal", __name__)

_SHOWN = 50


@pages.get("/campagnes/<campaign_id>/donnees")
@does(Action.KEEP_PERSONAL_DATA)
def index(campaign_id: str) -> str:
    found, words = campaign(campaign_id), request.args.get("q", "")[:100]
    people = _named(at_hand.engine(), campaign_id, words) if words.strip() else []
    if people:
        note_reading(found, "données personnelles")
    return render_template(
        "personal.html", campaign=found, people=people[:_SHOWN], more=max(0, len(people) - _SHOWN), words=words,
        closed=found.state == State.CLOSED, kinds=KINDS, months=at_hand.settings().retention,
    )  # fmt: skip


@pages.post("/campagnes/<campaign_id>/donnees/<person>/exporter")
@does(Action.KEEP_PERSONAL_DATA, fresh=True)
def export(campaign_id: str, person: str) -> Response:
    found = campaign(campaign_id)
    held = of_person(at_hand.engine(), campaign_id, person) or abort(404)
    at_hand.note(audit.Act.PERSONAL_DATA_EXPORTED, found.subdivision, f"{campaign_id} {person}")
    return file_answer(archive(held), "donnees.zip")


@pages.post("/campagnes/<campaign_id>/donnees/<person>/effacer")
@does(Action.KEEP_PERSONAL_DATA, fresh=True)
def erase(campaign_id: str, person: str) -> Redirection:
    campaign(campaign_id)
    try:
        erase_person(at_hand.engine(), campaign_id, person, at_hand.account_id(), at_hand.now())
    except StillNeededError:
        flash(_("Le choix n'est pas clos : ces données servent encore. Effacez-les après la clôture."), "error")
    except KeyError:
        abort(404)
    else:
        flash(_("La personne est effacée. Le journal se vérifie toujours ; il ne dit plus qui elle était."), "done")
    return redirect(url_for(".index", campaign_id=campaign_id))


@pages.post("/mon-compte/mes-donnees")
@does(Action.USE_OWN_ACCOUNT, fresh=True)
def mine() -> Response:
    held = of_account(at_hand.engine(), at_hand.account_id())
    at_hand.note(audit.Act.PERSONAL_DATA_EXPORTED, "", "ses propres données")
    return file_answer(archive(held), "mes-donnees.zip")


def _named(engine: Engine, campaign_id: str, words: str) -> list[PersonIdentity]:
    asked = fold(words).split()
    found = [
        row
        for row in identities(engine, campaign_id).values()
        if all(word in fold(f"{row.last_name} {row.first_name} {row.rpps} {row.email}") for word in asked)
    ]
    return sorted(found, key=lambda row: (row.last_name, row.first_name))
