"""The checks before the opening: what blocks, what somebody answers for; then the publication."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import audit, links
from webapp.accounts.actors import actor_of
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign
from webapp.pages.at_draft import draft_of, in_preparation, note
from webapp.pages.guard import does
from webapp.preparing import publishing
from webapp.preparing.row_form import LONGEST_REASON
from webapp.store import acknowledgements, campaigns, journal, plans
from webapp.store.campaigns import NotADraftError
from webapp.store.engine import writing
from webapp.store.models import Campaign, PersonIdentity
from webapp.store.states import State

pages = Blueprint("checks", __name__, url_prefix="/campagnes/<campaign_id>/controles")


@pages.get("")
@does(Action.PREPARE)
def show(campaign_id: str) -> str:
    found, engine = campaign(campaign_id), at_hand.engine()
    kept = acknowledgements.of_campaign(engine, campaign_id)
    if found.state != State.DRAFT:
        return render_template(
            "published.html", campaign=found, kept=kept, opening=journal.read_opening(engine, campaign_id),
            hash=journal.read_entries(engine, campaign_id)[0]["data"]["opening"],
            strangers=publishing.still_to_invite(engine, found),
        )  # fmt: skip
    draft = draft_of(found)
    stands = publishing.stands(draft.checks, kept)
    return render_template(
        "checks.html",
        campaign=found,
        draft=draft,
        stands=stands,
        ready=draft.prepared is not None and all(stand.is_clear for stand in stands),
        notes=draft.prepared.warnings if draft.prepared else (),
    )


@pages.post("/assumer")
@does(Action.PREPARE, fresh=True)
def acknowledge(campaign_id: str) -> Response:
    """Answer by name for what a check found, as it stood before one's eyes."""
    found, form = in_preparation(campaign_id), request.form
    reason = form.get("reason", "").strip()
    check = next((each for each in draft_of(found).checks if each.id == form.get("check")), None)
    if check is None or check.blocks or check.holds or check.digest != form.get("digest"):
        abort(409)
    if not reason or len(reason) > LONGEST_REASON:
        flash(_("Dites pourquoi la campagne peut s'ouvrir ainsi : votre nom et ce motif sont gardés."), "error")
    else:
        with writing(at_hand.engine()) as session:
            acknowledgements.add(session, campaign_id, check, reason, at_hand.account_id(), at_hand.now())
            note(session, found, audit.Act.CHECK_ACKNOWLEDGED, check.id)
        flash(_("C'est noté à votre nom."), "done")
    return _back(campaign_id)


@pages.post("/publier")
@does(Action.PREPARE, fresh=True)
def publish(campaign_id: str) -> Response:
    """Freeze what was before the eyes of who publishes, once nothing keeps it from being opened."""
    found, engine = in_preparation(campaign_id), at_hand.engine()
    draft = draft_of(found)
    stands = publishing.stands(draft.checks, acknowledgements.of_campaign(engine, campaign_id))
    if draft.recipe.key != request.form.get("draft") or not draft.prepared or not all(each.is_clear for each in stands):
        flash(_("Les listes ou les contrôles ont changé entre-temps : relisez-les avant de publier."), "error")
        return _back(campaign_id)
    with writing(engine) as session:
        # The plan that people are told of from now on, against which its changes will be said.
        plans.change(session, campaign_id, draft.recipe.plan, at_hand.account_id(), at_hand.now())
    try:
        campaigns.publish(
            engine, campaign_id, draft.prepared, actor=actor_of(at_hand.account_id()), now=at_hand.now()
        )  # fmt: skip
    except NotADraftError:
        abort(409)
    with writing(engine) as session:
        note(session, found, audit.Act.CAMPAIGN_PUBLISHED, draft.recipe.key)
    flash(_("La campagne est publiée. Tout changement est désormais un avenant, avec auteur et motif."), "done")
    if request.form.get("invite"):
        _invite(found)
    return _back(campaign_id)


@pages.post("/inviter")
@does(Action.PREPARE, fresh=True)
def invite(campaign_id: str) -> Response:
    """Write to the people of the lists who have no account yet."""
    found = campaign(campaign_id)
    if found.state == State.DRAFT:
        abort(409)
    _invite(found)
    return _back(campaign_id)


def _invite(found: Campaign) -> None:
    done = publishing.invite_interns(
        at_hand.engine(), found, at_hand.account_id(), at_hand.now(), lambda row, secret: _letter(found, row, secret)
    )
    with writing(at_hand.engine()) as session:
        note(session, found, audit.Act.INTERNS_INVITED, str(done.sent))
    at_hand.send_mail()
    flash(
        _(
            "%(sent)s internes invités ; %(without)s sans adresse à leur seul nom.",
            sent=done.sent,
            without=done.without_address,
        ),
        "done",
    )


def _letter(found: Campaign, row: PersonIdentity, secret: str) -> tuple[str, str]:
    body = render_template(
        "mail_campaign.txt",
        campaign=found,
        first_name=row.first_name,
        address=at_hand.settings().base_url + url_for("sign_in.show_link", secret=secret),
        days=links.TO_ACCEPT // timedelta(days=1),
    )
    return f"Choix de stage, {found.subdivision}", body


def _back(campaign_id: str) -> Response:
    return redirect(url_for("checks.show", campaign_id=campaign_id))
