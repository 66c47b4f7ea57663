"""The turn of somebody who gave proxy: their holder chooses for them, or has their list followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from allocation.commands import Choose, ServeFromList
from allocation.events import ProxyGiven
from allocation.journal import Entry
from allocation.rules import Refusal
from webapp.accounts.actors import actor_of
from webapp.accounts.roles import Action
from webapp.desk.recording import record
from webapp.pages import at_hand
from webapp.pages.guard import does
from webapp.pages.proxies import given_to_me, is_called, shown, told, write
from webapp.pages.wishes import Mine, mine
from webapp.store import journal, persons, wishes
from webapp.store.journal import Overtaken
from webapp.wishes.stages import stages, turn_of

pages = Blueprint("proxy_turn", __name__, url_prefix="/campagnes/<campaign_id>/procuration/tour/<person>")


@pages.get("")
@does(Action.KEEP_WISHES)
def show(campaign_id: str, person: str) -> str:
    own = mine(campaign_id)
    return _turn_page(own, given_to_me(own, person))


@pages.post("")
@does(Action.KEEP_WISHES, fresh=True)
def act(campaign_id: str, person: str) -> Response | tuple[str, int]:
    """The holder chooses, or has the list followed, at the turn of who gave the proxy."""
    own = mine(campaign_id)
    given = given_to_me(own, person)
    made = record(
        at_hand.engine(), campaign_id, _command(own, given), seen=request.form.get("seen", 0, type=int),
        actor=actor_of(at_hand.account_id()), clock=at_hand.now,
    )  # fmt: skip
    if not isinstance(made, tuple) and (answer := _sent_before(campaign_id, given)):
        return answer
    if isinstance(made, Overtaken):
        flash(_("La journée a avancé entre-temps : voici ce qui reste. Rien n'a été choisi."), "error")
        return _turn_page(mine(campaign_id), given), 409
    if isinstance(made, Refusal):
        flash(f"{made.reason} ({made.rule})", "error")
        return _turn_page(own, given), 409
    what = _obtained(own, made)
    write(own.campaign, person, _("Votre mandataire a choisi"), "proxy_used", what=what, holder=shown(own.person))
    return told(own, made, what)


def _sent_before(campaign_id: str, given: ProxyGiven) -> Response | None:
    """Back to the page, where the holder's choice is recorded: a button pressed twice is one choice. None where not."""
    day = journal.read_day(at_hand.engine(), campaign_id)
    held = day.holds.get(given.person)
    code = day.opening.pool[held.pool].code if held and held.channel == "mandataire" else None
    if code is None or (given.mode == "direct" and code != request.form.get("code")):
        return None
    flash(_("Le choix de cette personne est enregistré."), "done")
    return redirect(url_for("proxies.show", campaign_id=campaign_id), 303)


def _obtained(own: Mine, made: Sequence[Entry]) -> str:
    """What the choice gave, without how: the holder need not know in which situation the other is."""
    data = made[-1]["data"]
    pool = own.day.opening.pool.get(str(data["post"])) if isinstance(data, Mapping) and "post" in data else None
    if pool is None:
        return _("Aucun vœu de la liste n'était encore ouvert : la personne sera rappelée.")
    return _(
        "Stage enregistré : %(place)s, %(service)s (%(code)s).",
        place=pool.establishment,
        service=pool.service,
        code=pool.code,
    )


def _turn_page(own: Mine, given: ProxyGiven) -> str:
    engine, campaign_id = at_hand.engine(), own.campaign.id
    turn = turn_of(own.day.opening, given.person)
    entries, _head = journal.head(engine, campaign_id)
    return render_template(
        "proxy_turn.html",
        campaign=own.campaign,
        given=given,
        name=persons.names_of(engine, campaign_id, [given.person]).get(given.person, ""),
        accepted=given.person in own.day.accepted,
        called=is_called(own, given),
        open=[stage for stage in stages(own.day, turn) if stage.is_open] if turn else [],
        seen=entries,
    )


def _command(own: Mine, given: ProxyGiven) -> Choose | ServeFromList:
    if given.mode == "direct":
        return Choose(given.list, given.person, request.form.get("code", ""), "mandataire")
    kept = wishes.latest(at_hand.engine(), own.campaign.id, given.person)
    codes, version = (kept.codes, kept.receipt) if kept else ((), "")
    return ServeFromList(given.list, given.person, codes, version, "mandataire")
