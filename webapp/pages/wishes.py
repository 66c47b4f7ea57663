"""An intern's wish list: the posts, the list itself, and each change kept at once, with a form or with a script."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from allocation import rulebook
from allocation.state import Day
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign, myself
from webapp.pages.guard import does
from webapp.pages.words import moment, season
from webapp.plan import Plan
from webapp.store import closings, journal, plans, sealed, wishes
from webapp.store.models import Campaign, PersonIdentity
from webapp.store.wishes import Newer, Saved
from webapp.wishes import filters, keep
from webapp.wishes.order import Act, changed
from webapp.wishes.places import place_of
from webapp.wishes.stages import Stage, Turn, stages, turn_of

pages = Blueprint("wishes", __name__, url_prefix="/campagnes/<campaign_id>/mes-voeux")


@dataclass(frozen=True)
class Mine:
    """All that a page on the visitor's own list starts from."""

    campaign: Campaign
    plan: Plan
    day: Day
    person: PersonIdentity
    turn: Turn | None
    saved: Saved | None

    @property
    def codes(self) -> tuple[str, ...]:
        return self.saved.codes if self.saved else ()

    @property
    def version(self) -> int:
        return self.saved.version if self.saved else 0

    @property
    def list(self) -> str:
        """The list on which the person is called; their own where they are not."""
        return self.turn.list if self.turn else self.day.opening.person[self.person.person].home

    @property
    def closed(self) -> str:
        """Why the list may not be changed; "" while it may."""
        return keep.closed_because(self.campaign, self.plan, self.day, self.person.person, at_hand.now())

    @cached_property
    def known(self) -> dict[str, Stage]:
        """Every stage of the campaign by its code, as it is for the person now; none for who has no turn."""
        if self.turn is None:
            return {}
        ranks = closings.closing_ranks(at_hand.engine(), self.campaign.subdivision)
        past = {code: [one for one in known if one.semester < self.campaign.semester] for code, known in ranks.items()}
        return {stage.code: stage for stage in stages(self.day, self.turn, past)}


def mine(campaign_id: str) -> Mine:
    """The visitor's own; 404 for who is nobody in the campaign."""
    return of_person(campaign_id, myself(campaign_id))


def of_person(campaign_id: str, person: PersonIdentity) -> Mine:
    """The same of anybody, for who may act for them."""
    engine, found = at_hand.engine(), campaign(campaign_id)
    day = journal.read_day(engine, campaign_id)
    return Mine(
        campaign=found,
        plan=plans.read(engine, campaign_id),
        day=day,
        person=person,
        turn=turn_of(day.opening, person.person),
        saved=wishes.latest(engine, campaign_id, person.person),
    )


@pages.get("")
@does(Action.KEEP_WISHES)
def show(campaign_id: str) -> str:
    own = mine(campaign_id)
    if own.turn is None:
        return render_template("wishes_no_turn.html", campaign=own.campaign)
    found = own.known.values()
    asked = filters.read(request.args)
    home = place_of(asked.depuis, own.campaign.subdivision)
    chosen = filters.chosen(filters.measured(found, home, own.campaign.subdivision), asked)
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "wishes.html",
        campaign=own.campaign,
        own=own,
        key=secrets.token_urlsafe(9),
        stages=chosen[(page - 1) * filters.PAGE : page * filters.PAGE],
        matching=len(chosen),
        open_count=sum(stage.is_open for stage in found),
        page=page,
        pages=-(-len(chosen) // filters.PAGE),
        asked=asked,
        query=asked.as_query(),
        options=filters.options(found),
        distances=filters.DISTANCES,
        home=home,
        typed=sealed.texts(at_hand.engine(), campaign_id, own.codes),
        rulebook=rulebook.load(),
        status=status,
    )


@pages.post("/changer")
@does(Action.KEEP_WISHES)
def change(campaign_id: str) -> Answer:
    """One act of a button, without a script."""
    own = mine(campaign_id)
    act = next((act for act in Act if act == request.form.get("act")), None) or abort(400)
    code, rank = request.form.get("code", ""), request.form.get("rank", 1, type=int)
    codes = changed(own.codes, act, code, rank)
    key = f"{request.form.get('key', '')[:30]} {act} {rank} {code}"[: keep.LONGEST_KEY]
    made = _kept(own, keep.Sending(codes, request.form.get("seen", 0, type=int), key))
    if isinstance(made, Saved):
        flash(_after(act, code, made.codes), "done")
    elif isinstance(made, Newer):
        flash(_("Votre liste avait changé ailleurs : la voici telle qu'elle est. Refaites votre changement."), "error")
    else:
        flash(made, "error")
    return redirect(url_for("wishes.show", campaign_id=campaign_id, **filters.read(request.args).as_query()))


@pages.post("/enregistrer")
@does(Action.KEEP_WISHES)
def save(campaign_id: str) -> tuple[Response, int]:
    """The whole list, sent by the script: 200 kept, 409 changed elsewhere, 422 refused."""
    sending = _read(request.get_json(silent=True))
    if sending is None:
        return jsonify(refused=_("L'envoi n'est pas complet : rechargez la page.")), 400
    made = _kept(mine(campaign_id), sending)
    if isinstance(made, str):
        return jsonify(refused=made), 422
    if isinstance(made, Newer):
        return jsonify(_told(made.current)), 409
    return jsonify(_told(made)), 200


def restore_or_replace(own: Mine, codes: tuple[str, ...], key: str) -> Answer:
    """Put another whole list in the place of the one in force, by a form."""
    made = _kept(own, keep.Sending(codes, request.form.get("seen", 0, type=int), key))
    if isinstance(made, Saved):
        flash(_("Votre liste compte maintenant %(n)s vœux (version %(v)s).", n=len(codes), v=made.version), "done")
    else:
        flash(
            _("Votre liste a changé entre-temps : rien n'a été remplacé.") if isinstance(made, Newer) else made, "error"
        )
    return redirect(url_for("wishes.show", campaign_id=own.campaign.id))


def _kept(own: Mine, sending: keep.Sending) -> Saved | Newer | str:
    """What became of the list sent, or the words that refuse it."""
    words = own.closed or keep.unfit(own.day.opening, sending, own.codes)
    if words:
        return words
    return keep.keep(at_hand.engine(), own.campaign.id, own.person, sending, _receipt(own), at_hand.now())


def _receipt(own: Mine) -> keep.Receipt:
    place = f"{own.campaign.subdivision}, {season(own.campaign.semester)}"
    return keep.Receipt(
        account_id=at_hand.account_id(),
        address=at_hand.visitor().email,
        subject=f"Reçu de votre liste de vœux, {place}",
        letter=lambda made: _letter(own, made, place),
    )


def _letter(own: Mine, made: Saved, place: str) -> str:
    path = url_for("wish_versions.show", campaign_id=own.campaign.id, version=made.version)
    address = at_hand.settings().base_url + path
    return render_template("mail_wishes.txt", made=made, place=place, known=own.known, address=address)


def _read(sent: object) -> keep.Sending | None:
    """What the script sent, None when it is anything else."""
    if not isinstance(sent, dict):
        return None
    codes, seen, key = sent.get("codes"), sent.get("seen"), sent.get("key")
    listed = isinstance(codes, list) and all(isinstance(code, str) for code in codes)
    whole = listed and isinstance(key, str) and key.isprintable()
    return keep.Sending(tuple(codes), seen, key) if whole and isinstance(seen, int) else None


def _told(saved: Saved) -> dict[str, object]:
    return {"version": saved.version, "codes": list(saved.codes), "status": status(saved)}


def status(saved: Saved) -> str:
    """What the page says of the list in force."""
    return _("Enregistré le %(at)s, version %(version)s.", at=moment(saved.saved_at), version=saved.version)


def _after(act: Act, code: str, codes: tuple[str, ...]) -> str:
    if act is Act.REMOVE:
        return _("« %(code)s » n'est plus dans votre liste.", code=code)
    return _("« %(code)s » : rang %(rank)s sur %(count)s.", code=code, rank=codes.index(code) + 1, count=len(codes))
