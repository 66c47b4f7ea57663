"""What interns contest, for the staff who answer: with the sheet before their eyes, the answer told and kept."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation import rulebook
from webapp.accounts import audit, mail
from webapp.accounts.roles import Action
from webapp.challenges import ABOUT_LABELS, OUTCOME_LABELS, Outcome, tidy
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign, note_reading
from webapp.pages.guard import does
from webapp.pages.words import season
from webapp.store import challenges, persons, sheets
from webapp.store.engine import writing
from webapp.store.models import Account, Campaign, ChallengeRow

pages = Blueprint("challenges", __name__, url_prefix="/campagnes/<campaign_id>/contestations")

_ANSWERS = {each.value: each for each in (Outcome.ACCEPTED, Outcome.REFUSED)}


@pages.get("")
@does(Action.ANSWER_CHALLENGES)
def index(campaign_id: str) -> str:
    found, engine = campaign(campaign_id), at_hand.engine()
    note_reading(found, "contestations")
    rows, asked = challenges.of_campaign(engine, campaign_id), request.args.get("etat", Outcome.PENDING.value)
    shown = [row for row in rows if asked not in set(Outcome) or row.outcome == asked]
    people = {row.person for row in shown}
    return render_template(
        "challenges.html",
        campaign=found,
        rows=shown,
        asked=asked,
        counts={each: sum(row.outcome == each for row in rows) for each in Outcome},
        names=persons.names_of(engine, campaign_id, people),
        sheets=sheets.of_people(engine, campaign_id, people),
        rules=rulebook.load(),
        about=ABOUT_LABELS,
        outcomes=OUTCOME_LABELS,
    )


@pages.post("/<int:number>")
@does(Action.ANSWER_CHALLENGES, fresh=True)
def answer(campaign_id: str, number: int) -> Response:
    found, text = campaign(campaign_id), tidy(request.form.get("answer", ""))
    outcome = _ANSWERS.get(request.form.get("outcome", ""))
    if outcome is None or not text:
        flash(_("Choisissez une réponse et écrivez-en le motif : rien n'a été envoyé."), "error")
    elif _answer(found, number, outcome, text):
        flash(_("Réponse envoyée à l'interne et gardée ici."), "done")
    else:
        flash(_("Cette contestation a déjà reçu une réponse."), "error")
    return redirect(url_for("challenges.index", campaign_id=campaign_id))


def _answer(found: Campaign, number: int, outcome: Outcome, text: str) -> bool:
    """Keep and send the answer; whether it was the first one."""
    now, by = at_hand.now(), at_hand.account_id()
    with writing(at_hand.engine()) as session:
        row = challenges.answer(session, found.id, number, outcome=outcome, text=text, by=by, now=now)
        if row is None:
            return False
        audit.record(
            session, audit.Act.CHALLENGE_ANSWERED, now, actor_id=by, subject_id=row.account_id,
            subdivision=found.subdivision, detail=f"{found.id}, n° {number}, {outcome.value}",
        )  # fmt: skip
        address = session.get_one(Account, row.account_id).email
        mail.write(session, address, f"Réponse à votre contestation, {_place(found)}", _letter(found, row), now)
    at_hand.send_mail()
    return True


def _place(found: Campaign) -> str:
    return f"{found.subdivision}, {season(found.semester)}"


def _letter(found: Campaign, row: ChallengeRow) -> str:
    link = at_hand.settings().base_url + url_for("my_rank.show", campaign_id=found.id)
    return render_template(
        "mail_challenge_answered.txt", place=_place(found), row=row, outcome=OUTCOME_LABELS[Outcome(row.outcome)],
        address=link,
    )  # fmt: skip
