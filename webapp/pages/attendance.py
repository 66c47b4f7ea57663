"""The semester under way: absences, days left, decisions; everybody's for the staff, one's own for an intern."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from allocation.forms import CAUSES
from webapp.accounts import audit
from webapp.accounts.roles import Action
from webapp.following import recording
from webapp.following.choice import FILTERS, chosen
from webapp.following.form import absence_from
from webapp.following.status import Status, cohort, in_full, stage_of, statuses
from webapp.pages import at_hand
from webapp.pages.answers import file_answer
from webapp.pages.at_campaign import campaign, may_here, myself, note_reading
from webapp.pages.guard import MEBIBYTE, does
from webapp.pages.words import season
from webapp.schedule import PARIS
from webapp.store import attendance, histories, journal
from webapp.store.attendance import Recorder
from webapp.store.engine import writing
from webapp.store.models import Campaign
from webapp.store.offices import establishments_of

pages = Blueprint("attendance", __name__, url_prefix="/campagnes/<campaign_id>")

_PAGE = 100
"""Interns shown at once."""

_LARGEST_WORKBOOK = 20 * MEBIBYTE


@pages.get("/suivi")
@does(Action.FOLLOW_STAGES)
def index(campaign_id: str) -> str:
    found, which, words = campaign(campaign_id), request.args.get("voir", "tous"), request.args.get("q", "")[:100]
    note_reading(found, "suivi des stages")
    everybody = _shown(found)
    kept = chosen(everybody, which, words)
    pages = max(1, -(-len(kept) // _PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "following.html", campaign=found, statuses=kept[(page - 1) * _PAGE : page * _PAGE], found=len(kept), page=page,
        pages=pages, filters=FILTERS, which=which, words=words,
        counts={name: len(chosen(everybody, name, "")) for name in FILTERS},
        records=may_here(found, Action.RECORD_ABSENCES), whole=may_here(found, Action.SEE_COHORT),
    )  # fmt: skip


@pages.get("/suivi/<person>")
@does(Action.FOLLOW_STAGES)
def show(campaign_id: str, person: str) -> str:
    found = campaign(campaign_id)
    note_reading(found, "absences d'un interne")
    return _page(found, _status(found, person))


@pages.post("/suivi/<person>/absences")
@does(Action.RECORD_ABSENCES, fresh=True)
def add(campaign_id: str, person: str) -> Response | tuple[str, int]:
    found = campaign(campaign_id)
    status = _status(found, person)
    absence = absence_from(request.form, journal.read_opening(at_hand.engine(), campaign_id).semester)
    if isinstance(absence, str):
        flash(absence, "error")
        return _page(found, status, request.form.to_dict()), 422
    added, _known = recording.record(at_hand.engine(), campaign_id, [(person, absence)], _recorder(), _letter(found))
    _note(found, audit.Act.ABSENCES_RECORDED, f"{status.person} : {added}")
    flash(_("Absence notée.") if added else _("Cette absence était déjà notée."), "done")
    return _to(campaign_id, person)


@pages.post("/suivi/<person>/absences/<int:absence_id>/retirer")
@does(Action.RECORD_ABSENCES, fresh=True)
def remove(campaign_id: str, person: str, absence_id: int) -> Response:
    found, reason = campaign(campaign_id), request.form.get("reason", "").strip()
    _status(found, person)
    if not reason:
        flash(_("Dites pourquoi l'absence est retirée : le motif est gardé."), "error")
        return _to(campaign_id, person)
    with writing(at_hand.engine()) as session:
        removed = attendance.remove(session, (campaign_id, person), absence_id, reason, _recorder())
    if removed is None:
        flash(_("Cette absence n'est plus là : quelqu'un l'a retirée avant vous."), "error")
        return _to(campaign_id, person)
    _note(found, audit.Act.ABSENCE_REMOVED, f"{person} : {absence_id}")
    flash(_("Absence retirée."), "done")
    return _to(campaign_id, person)


@pages.post("/suivi/<person>/decision")
@does(Action.DECIDE_VALIDATION, fresh=True)
def decide(campaign_id: str, person: str) -> Response | tuple[str, int]:
    found = campaign(campaign_id)
    status = _status(found, person)
    outcome, reason = request.form.get("outcome"), request.form.get("reason", "").strip()
    cause = request.form.get("cause", "")
    if outcome not in {"valide", "non-valide"} or (outcome == "non-valide" and not reason):
        flash(_("Choisissez la décision ; un refus de validation demande son motif."), "error")
        return _page(found, status, request.form.to_dict()), 422
    validated = outcome == "valide"
    with writing(at_hand.engine()) as session:
        attendance.decide(
            session, campaign_id, person, validated=validated, reason=reason, by=_recorder(),
            cause=cause if cause in CAUSES and not validated else "",
        )  # fmt: skip
    _note(found, audit.Act.STAGE_DECIDED, person)
    flash(_("Décision notée."), "done")
    return _to(campaign_id, person)


@pages.post("/suivi/importer")
@does(Action.RECORD_ABSENCES, fresh=True, largest=_LARGEST_WORKBOOK)
def import_absences(campaign_id: str) -> str | Response:
    found, given = campaign(campaign_id), request.files.get("file")
    if given is None or not given.filename:
        flash(_("Choisissez le classeur des absences."), "error")
        return redirect(url_for(".index", campaign_id=campaign_id))
    file = (given.filename, given.read())
    people = {status.person for status in _shown(found)}
    outcome = recording.import_file(at_hand.engine(), campaign_id, file, people, _recorder(), _letter(found))
    _note(found, audit.Act.ABSENCES_RECORDED, f"{given.filename} : {outcome.added}")
    at_hand.send_mail()
    return render_template("following_import.html", campaign=found, name=given.filename, outcome=outcome)


@pages.post("/suivi/importer/<batch>/annuler")
@does(Action.RECORD_ABSENCES, fresh=True)
def undo_import(campaign_id: str, batch: str) -> Response:
    found = campaign(campaign_id)
    people = {status.person for status in _shown(found)}
    count = recording.undo_import(at_hand.engine(), campaign_id, batch, people, _recorder())
    _note(found, audit.Act.ABSENCE_REMOVED, f"import {batch} : {count}")
    flash(ngettext("%(num)s absence retirée.", "%(num)s absences retirées.", count), "done")
    return redirect(url_for(".index", campaign_id=campaign_id))


@pages.get("/suivi/validation.xlsx")
@does(Action.SEE_COHORT)
def workbook(campaign_id: str) -> Response:
    from exports.validation import validation_workbook

    found = campaign(campaign_id)
    note_reading(found, "classeur de validation")
    known = cohort(at_hand.engine(), campaign_id)
    opening = known.opening
    stages = [stage_of(opening.pool[known.day.holds[person].pool]) for person in known.people]
    content = validation_workbook(known.followed, opening.semester, found.subdivision, in_full(opening.rules), stages)
    return file_answer(content, "validation.xlsx")


@pages.get("/mon-suivi")
@does(Action.SEE_OWN_STAGE)
def mine(campaign_id: str) -> str:
    found, who = campaign(campaign_id), myself(campaign_id)
    own = next((each for each in statuses(at_hand.engine(), campaign_id, _today()) if each.person == who.person), None)
    return render_template(
        "following_mine.html", campaign=found, status=own,
        history=histories.of_person(at_hand.engine(), campaign_id, who.person),
        absences=[row for row in attendance.of_person(at_hand.engine(), campaign_id, who.person) if not row.removed_at],
    )  # fmt: skip


def _page(found: Campaign, status: Status, typed: dict[str, str] | None = None) -> str:
    return render_template(
        "following_person.html", campaign=found, status=status, typed=defaultdict(str, typed or {}), causes=CAUSES,
        absences=attendance.of_person(at_hand.engine(), found.id, status.person),
        decisions=attendance.decisions_of(at_hand.engine(), found.id, status.person),
        history=histories.of_person(at_hand.engine(), found.id, status.person),
        records=may_here(found, Action.RECORD_ABSENCES), decides=may_here(found, Action.DECIDE_VALIDATION),
        semester=journal.read_opening(at_hand.engine(), found.id).semester,
    )  # fmt: skip


def _status(found: Campaign, person: str) -> Status:
    """Somebody whose stage concerns the visitor; to the others there is nobody."""
    return next((each for each in _shown(found) if each.person == person), None) or abort(404)


def _shown(found: Campaign) -> list[Status]:
    """The stages that concern the visitor: all of them, or those of the establishments that are theirs."""
    everybody = statuses(at_hand.engine(), found.id, _today())
    if may_here(found, Action.SEE_COHORT):
        return everybody
    own = establishments_of(at_hand.engine(), at_hand.account_id(), found.subdivision)
    return [status for status in everybody if status.pool.establishment in own]


def _letter(found: Campaign) -> recording.Letter:
    where = at_hand.settings().base_url + url_for("attendance.mine", campaign_id=found.id)

    def letter(status: Status) -> tuple[str, str]:
        text = render_template(
            "mail_attendance.txt", status=status, season=season(found.semester), campaign=found, address=where
        )
        return f"Votre stage de l'{season(found.semester)} : jours d'absence restants", text

    return letter


def _recorder() -> Recorder:
    return Recorder(at_hand.account_id(), at_hand.now())


def _today() -> date:
    return at_hand.now().astimezone(PARIS).date()


def _note(found: Campaign, act: audit.Act, detail: str) -> None:
    at_hand.note(act, found.subdivision, f"{found.id} {detail}")


def _to(campaign_id: str, person: str) -> Response:
    return redirect(url_for(".show", campaign_id=campaign_id, person=person))
