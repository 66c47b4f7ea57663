"""How an intern's place was computed, line by line, what is still missing in their curriculum, and contesting it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation import rulebook
from allocation.model import Category, Mode
from allocation.opening import Opening, Person
from webapp.accounts import audit, mail
from webapp.accounts.roles import Action
from webapp.campaign_view import MODES
from webapp.challenges import ABOUT_LABELS, OUTCOME_LABELS, About, tidy
from webapp.pages import at_hand
from webapp.pages.guard import does
from webapp.pages.wishes import Mine, mine
from webapp.pages.words import season
from webapp.store import challenges, sheets
from webapp.store.engine import writing

pages = Blueprint("my_rank", __name__, url_prefix="/campagnes/<campaign_id>/mon-rang")


@dataclass(frozen=True, slots=True)
class Progress:
    """The semesters that the curriculum asks for in the phase, in its order, each done or missing."""

    title: str
    source: str
    slots: tuple[tuple[str, bool], ...]

    @property
    def missing(self) -> int:
        return sum(not done for _name, done in self.slots)


@pages.get("")
@does(Action.KEEP_WISHES)
def show(campaign_id: str) -> str:
    own = mine(campaign_id)
    person = own.day.opening.person[own.person.person]
    return render_template(
        "my_rank.html",
        campaign=own.campaign,
        own=own,
        sheets=sheets.of_person(at_hand.engine(), campaign_id, person.id),
        rules=rulebook.load(),
        situations=_situations(own, person),
        person=person,
        progress=progress(own.day.opening, person, own.list),
        open_challenges=own.plan.takes_challenges(at_hand.now()),
        challenges=challenges.of_campaign(at_hand.engine(), campaign_id, person.id),
        about=ABOUT_LABELS,
        categories={each.value: each.label for each in Category},
        outcomes=OUTCOME_LABELS,
    )


@pages.post("/contester")
@does(Action.KEEP_WISHES, fresh=True)
def contest(campaign_id: str) -> Response:
    own, text = mine(campaign_id), tidy(request.form.get("text", ""))
    about = next((each for each in About if each == request.form.get("about")), None)
    if not own.plan.takes_challenges(at_hand.now()):
        flash(_("Le délai pour contester est passé. Écrivez à la gestionnaire de votre ARS."), "error")
    elif about is None or not text:
        flash(_("Dites ce que vous contestez et pourquoi : rien n'a été envoyé."), "error")
    else:
        _file(own, about, text)
        flash(_("Contestation envoyée. La réponse viendra ici et par courriel."), "done")
    return redirect(url_for("my_rank.show", campaign_id=campaign_id))


def progress(opening: Opening, person: Person, name: str) -> Progress | None:
    """Of the person in the phase of that list; None where no curriculum is known or no history was given."""
    curriculum, phase = opening.curriculum.get(person.curriculum), opening.list[name].phase
    if curriculum is None or person.missing is None:
        return None
    missing = Counter(slot.name for slot in person.missing)
    slots = [slot.name for slot in curriculum.phases.get(phase, ())]
    # What a couplé left in the place of others stands in no list of the curriculum.
    slots += [slot for slot in missing if slot not in slots]
    told = []
    for slot in reversed(slots):
        told.append((slot, missing[slot] == 0))
        missing[slot] -= missing[slot] > 0
    return Progress(curriculum.title, curriculum.source, tuple(reversed(told)))


def _situations(own: Mine, person: Person) -> list[str]:
    """How the person is called, where not as everybody, and the reservations that they may use."""
    mode = own.turn.call.mode if own.turn else Mode.NORMAL
    return [*([_(MODES[mode])] if mode is not Mode.NORMAL else []), *sorted(person.labels)]


def _file(own: Mine, about: About, text: str) -> None:
    now, place = at_hand.now(), f"{own.campaign.subdivision}, {season(own.campaign.semester)}"
    body = render_template("mail_contested.txt", place=place, about=ABOUT_LABELS[about], text=text)
    with writing(at_hand.engine()) as session:
        challenges.file(
            session, own.campaign.id, own.person.person, account_id=at_hand.account_id(), about=about, text=text,
            now=now,
        )  # fmt: skip
        audit.record(
            session, audit.Act.RANK_CONTESTED, now, actor_id=at_hand.account_id(), subdivision=own.campaign.subdivision,
            detail=own.campaign.id,
        )  # fmt: skip
        mail.write(session, at_hand.visitor().email, f"Votre contestation, {place}", body, now)
    at_hand.send_mail()
