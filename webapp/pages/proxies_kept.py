"""Every proxy of a campaign, for the desk: who, to whom, on what paper; and those given on paper alone."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from allocation.commands import AcceptProxy
from allocation.events import ProxyGiven
from allocation.rules import Refusal
from webapp.accounts.actors import actor_of
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.at_campaign import campaign, note_reading
from webapp.pages.guard import MEBIBYTE, does
from webapp.pages.proxies import give_for, no_turn, read_paper, write_that_given
from webapp.pages.wishes import of_person
from webapp.proxies import documents, finding
from webapp.store import journal, persons, proxies
from webapp.store.models import PersonIdentity

pages = Blueprint("proxies_kept", __name__, url_prefix="/campagnes/<campaign_id>/procurations")


@dataclass(frozen=True, slots=True)
class Line:
    """A proxy in force, with the papers that stand beside it. `holder` "": the list alone."""

    given: ProxyGiven
    order: int
    principal: str
    holder: str
    accepted: bool
    used: bool
    papers: list[proxies.Kept]


@pages.get("")
@does(Action.RUN_DESK, fresh=True)
def index(campaign_id: str) -> str:
    found = campaign(campaign_id)
    note_reading(found, "procurations")
    return render_template("proxies_kept.html", campaign=found, lines=_lines(campaign_id))


@pages.post("")
@does(Action.RUN_DESK, fresh=True, largest=documents.LARGEST + MEBIBYTE)
def record(campaign_id: str) -> Answer:
    """One given on paper: recorded for both, with the reason of who does."""
    flash(*_record(campaign_id))
    return redirect(url_for("proxies_kept.index", campaign_id=campaign_id))


@pages.get("/documents/<paper_id>")
@does(Action.RUN_DESK)
def download(campaign_id: str, paper_id: str) -> Response:
    found = proxies.paper(at_hand.engine(), campaign_id, paper_id)
    if found is None or not found.kind:
        abort(404)
    note_reading(campaign(campaign_id), "document d'une procuration")
    # Never under its own type: what somebody sent is saved, not shown.
    headers = {"Content-Disposition": f'attachment; filename="procuration.{found.kind}"'}
    return Response(found.content, mimetype="application/octet-stream", headers=headers)


def _record(campaign_id: str) -> tuple[str, str]:
    """What to say of the form under way, and whether it is an error."""
    reason = " ".join(request.form.get("reason", "").split())[:500]
    principal, holder = _person(campaign_id, "mandant"), _person(campaign_id, "mandataire")
    if not reason or principal is None:
        return _("Écrivez le motif, et le RPPS, l'adresse ou le nom exact du mandant."), "error"
    if holder is None and request.form.get("mandataire"):
        return _("Ce mandataire n'est personne, ou plusieurs personnes : écrivez son RPPS ou son adresse."), "error"
    own = of_person(campaign_id, principal)
    if words := no_turn(own):
        return words, "error"
    made = give_for(own, holder, request.form.get("mode", ""), read_paper(request.files.get("document")), reason)
    if holder and not isinstance(made, Refusal):
        made = proxies.append_independent(
            at_hand.engine(), campaign_id, AcceptProxy(own.list, principal.person, holder.person),
            actor=actor_of(at_hand.account_id()), clock=at_hand.now,
        )  # fmt: skip
    if isinstance(made, Refusal):
        return f"{made.reason} ({made.rule})", "error"
    write_that_given(own, holder)
    return _("Procuration notée ; les deux internes sont prévenus."), "done"


def _person(campaign_id: str, field: str) -> PersonIdentity | None:
    """The one intern of the campaign whom the field names."""
    known = persons.identities(at_hand.engine(), campaign_id)
    found = finding.find(known, request.form.get(field, "")[:120], set(known))
    return found[0] if len(found) == 1 else None


def _lines(campaign_id: str) -> list[Line]:
    engine, day = at_hand.engine(), journal.read_day(at_hand.engine(), campaign_id)
    people = {each.person for each in day.proxies.values()} | {each.holder for each in day.proxies.values()}
    names, papers = persons.names_of(engine, campaign_id, people), proxies.papers(engine, campaign_id)
    orders = {call.person: call.order for choices in day.opening.lists for call in choices.calls}
    lines = [
        Line(
            each, orders.get(each.person, 0), names.get(each.person, _("(effacé)")), names.get(each.holder, ""),
            each.person in day.accepted, each.person in day.holds, papers.get(each.person, []),
        )
        for each in day.proxies.values()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.given.list, line.order))
