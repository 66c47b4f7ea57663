"""What the documents hang on: the agency's own words, which hospital an account reads, the results of earlier years."""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from allocation.documents import opening_document
from allocation.issues import Issue
from allocation.semester import semester
from exports.agency import PLACEHOLDERS, Agency, UnknownPlaceholderError, default_decree, filled
from exports.offices import hospitals
from imports.closings import read_closings
from webapp.accounts import audit, people
from webapp.accounts.roles import Action, Role
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign
from webapp.pages.guard import MEBIBYTE, does
from webapp.store import closings, journal, offices
from webapp.store.engine import writing
from webapp.store.models import Campaign
from webapp.store.states import State

pages = Blueprint("offices", __name__, url_prefix="/campagnes/<campaign_id>/reglages-documents")

LONGEST = 10_000
"""Characters that the text of the decision may have; the other words are a tenth of that."""
_LARGEST_WORKBOOK = 20 * MEBIBYTE


@pages.get("")
@does(Action.EXPORT_RESULTS)
def show(campaign_id: str) -> str:
    found = campaign(campaign_id)
    return _page(found, offices.agency(at_hand.engine(), found.subdivision))


@pages.post("/textes")
@does(Action.EXPORT_RESULTS, fresh=True)
def save_words(campaign_id: str) -> Response | tuple[str, int]:
    found, words = campaign(campaign_id), _words()
    try:
        filled(words.decree_text, dict.fromkeys(PLACEHOLDERS, ""))
    except UnknownPlaceholderError as error:
        flash(str(error), "error")
        return _page(found, words), 422
    with writing(at_hand.engine()) as session:
        offices.save_agency(session, found.subdivision, words)
    flash(_("Textes enregistrés : les prochains documents les porteront."), "done")
    return _back(campaign_id)


@pages.post("/hopitaux")
@does(Action.EXPORT_RESULTS, fresh=True)
def bind(campaign_id: str) -> Response:
    found, establishment = campaign(campaign_id), request.form.get("establishment", "")
    account = next((each for each in _hospital_accounts(found) if str(each.id) == request.form.get("account")), None)
    if account is None or establishment not in _establishments(found):
        flash(_("Choisissez un compte d'hôpital et un établissement de la liste."), "error")
        return _back(campaign_id)
    with writing(at_hand.engine()) as session:
        offices.bind(session, account.id, found.subdivision, establishment)
        _note(session, found, audit.Act.ROLE_GIVEN, account.id, establishment)
    flash(_("%(name)s lira les internes de %(place)s.", name=account.name, place=establishment), "done")
    return _back(campaign_id)


@pages.post("/hopitaux/<int:account_id>/retirer")
@does(Action.EXPORT_RESULTS, fresh=True)
def unbind(campaign_id: str, account_id: int) -> Response:
    found, establishment = campaign(campaign_id), request.form.get("establishment", "")
    with writing(at_hand.engine()) as session:
        there = offices.unbind(session, account_id, found.subdivision, establishment)
        if there:
            _note(session, found, audit.Act.ROLE_TAKEN, account_id, establishment)
    flash(_("Accès retiré.") if there else _("Cet accès n'était plus là."), "done")
    return _back(campaign_id)


@pages.post("/anciens-resultats")
@does(Action.EXPORT_RESULTS, fresh=True, largest=_LARGEST_WORKBOOK)
def import_closings(campaign_id: str) -> Response | tuple[str, int]:
    found, given = campaign(campaign_id), request.files.get("file")
    if given is None or not given.filename:
        flash(_("Choisissez le classeur des anciens résultats."), "error")
        return _back(campaign_id)
    read, issues = read_closings(given.filename, given.read(), request.form.get("semester", ""))
    if issues:
        return _page(found, offices.agency(at_hand.engine(), found.subdivision), issues), 422
    with writing(at_hand.engine()) as session:
        closings.keep(session, found.subdivision, read)
    told = ngettext("%(num)s tour de clôture enregistré.", "%(num)s tours de clôture enregistrés.", len(read))
    flash(told if read else _("Aucun stage de ce classeur ne s'est fermé : rien n'a changé."), "done")
    return _back(campaign_id)


def _page(found: Campaign, words: Agency, issues: tuple[Issue, ...] = ()) -> str:
    known = closings.closing_ranks(at_hand.engine(), found.subdivision)
    semesters = {one.semester for each in known.values() for one in each}
    return render_template(
        "offices.html", campaign=found, words=words, default=default_decree(), placeholders=sorted(PLACEHOLDERS),
        longest=LONGEST, accounts=_hospital_accounts(found), establishments=_establishments(found), issues=issues,
        bindings=offices.bindings(at_hand.engine(), found.subdivision), semesters=sorted(semesters, reverse=True),
        past=_semesters_before(found.semester),
    )  # fmt: skip


def _words() -> Agency:
    sent = {field.name: request.form.get(field.name, "").strip() for field in fields(Agency)}
    long = {"decree": sent.pop("decree")[:LONGEST]}
    return Agency(**{name: text[: LONGEST // 10] for name, text in sent.items()}, **long)


def _hospital_accounts(found: Campaign) -> list[people.Person]:
    return [each for each in people.people_of(at_hand.engine(), found.subdivision) if Role.HOSPITAL in each.roles]


def _establishments(found: Campaign) -> list[str]:
    """Those of the campaign's posts; none while it is a draft."""
    if found.state == State.DRAFT:
        return []
    return hospitals(opening_document(journal.read_day(at_hand.engine(), found.id).opening))


def _semesters_before(name: str, years: int = 5) -> list[str]:
    """The semesters of some years before that one, the latest first."""
    year = semester(name).start.year
    named = [f"{each}-{season}" for each in range(year - years, year + 1) for season in ("ete", "hiver")]
    return [each for each in reversed(named) if each < name]


def _note(session: Session, found: Campaign, act: audit.Act, account_id: int, establishment: str) -> None:
    audit.record(
        session, act, at_hand.now(), actor_id=at_hand.account_id(), subject_id=account_id,
        subdivision=found.subdivision, detail=f"{Role.HOSPITAL}, {establishment}",
    )  # fmt: skip


def _back(campaign_id: str) -> Response:
    return redirect(url_for(".show", campaign_id=campaign_id))
