"""An intern's proxy: given, accepted, taken back, and the choice of a holder when it is the turn of who gave it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from allocation.commands import AcceptProxy, CancelProxy, GiveProxy
from allocation.events import ProxyGiven
from allocation.journal import Entry
from allocation.rules import Refusal
from webapp.accounts import attempts, mail
from webapp.accounts.actors import actor_of
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.guard import MEBIBYTE, does
from webapp.pages.wishes import Mine, mine
from webapp.pages.words import season
from webapp.proxies import documents, finding, giving
from webapp.proxies.giving import Paper
from webapp.store import persons, proxies
from webapp.store.engine import writing
from webapp.store.models import Campaign, PersonIdentity

pages = Blueprint("proxies", __name__, url_prefix="/campagnes/<campaign_id>/procuration")

SEARCHES = 20
"""Searches for a co-intern that one account may make within the window of `attempts`."""


@dataclass(frozen=True, slots=True)
class Held:
    """A proxy given to the visitor. `now`: the turn of who gave it is under way."""

    given: ProxyGiven
    name: str
    accepted: bool
    now: bool


@pages.get("")
@does(Action.KEEP_WISHES)
def show(campaign_id: str) -> str:
    own = mine(campaign_id)
    given = own.day.proxies.get(own.person.person)
    names = persons.names_of(at_hand.engine(), campaign_id, [given.holder] if given and given.holder else [])
    return render_template(
        "proxy.html",
        campaign=own.campaign,
        own=own,
        given=given,
        holder=names.get(given.holder, "") if given else "",
        accepted=own.person.person in own.day.accepted,
        held=_held_by(own),
    )


@pages.get("/donner")
@does(Action.KEEP_WISHES, fresh=True)
def ask(campaign_id: str) -> str:
    return render_template(
        "proxy_give.html", campaign=(own := mine(campaign_id)).campaign, own=own, found=None, typed=""
    )


@pages.post("/chercher")
@does(Action.KEEP_WISHES)
def search(campaign_id: str) -> str:
    own, typed = mine(campaign_id), request.form.get("qui", "")[:120]
    found = _found(own, typed)
    if isinstance(found, str):
        flash(found, "error")
        return _giving_page(own, typed=typed)
    return _giving_page(own, found, typed)


@pages.post("/donner")
@does(Action.KEEP_WISHES, fresh=True, largest=documents.LARGEST + MEBIBYTE)
def give(campaign_id: str) -> Response:
    own = mine(campaign_id)
    holder = _found(own, request.form["qui"]) if request.form.get("qui") else None
    if isinstance(holder, str):
        return told(own, holder)
    paper = read_paper(request.files.get("document"))
    words = giving.forbidden(own.plan, holder.person if holder else "", paper) or no_turn(own)
    if words:
        return told(own, words)
    made = give_for(own, holder, request.form.get("mode", ""), paper, "")
    if not isinstance(made, Refusal):
        write_that_given(own, holder)
    return told(own, made, _("Procuration donnée. Vous pouvez l'annuler jusqu'à votre tour."))


@pages.post("/annuler")
@does(Action.KEEP_WISHES, fresh=True)
def cancel(campaign_id: str) -> Response:
    own = mine(campaign_id)
    given = own.day.proxies.get(own.person.person)
    made = _append(own, CancelProxy(given.list if given else own.list, own.person.person))
    if given and not isinstance(made, Refusal):
        write(own.campaign, given.holder, _("Procuration annulée"), "proxy_cancelled", principal=shown(own.person))
        write(own.campaign, given.person, _("Procuration annulée"), "proxy_cancelled", principal=shown(own.person))
    return told(own, made, _("Procuration annulée."))


@pages.post("/accepter/<person>")
@does(Action.KEEP_WISHES, fresh=True)
def accept(campaign_id: str, person: str) -> Response:
    own = mine(campaign_id)
    given, done = given_to_me(own, person), _("Procuration acceptée : vous serez prévenu à l'approche du tour.")
    if person in own.day.accepted:
        return told(own, (), done)
    made = _append(own, AcceptProxy(given.list, person, own.person.person))
    if not isinstance(made, Refusal):
        for each in (person, own.person.person):
            write(own.campaign, each, _("Procuration acceptée"), "proxy_accepted", holder=shown(own.person))
    return told(own, made, done)


def _giving_page(own: Mine, found: PersonIdentity | None = None, typed: str = "") -> str:
    return render_template("proxy_give.html", campaign=own.campaign, own=own, found=found, typed=typed)


def give_for(own: Mine, holder: PersonIdentity | None, mode: str, paper: Paper, reason: str) -> tuple | Refusal:
    """Record the proxy of that person; `reason`: why somebody else does it for them, "" when they do it themselves."""
    given_to, now, by = holder.person if holder else "", at_hand.now(), at_hand.account_id()
    command = GiveProxy(own.list, own.person.person, given_to, giving.mode_of(mode, given_to), len(own.codes))

    def beside(session) -> None:
        if paper.kind or reason:
            proxies.keep_paper(
                session, own.campaign.id, own.person.person, kind=paper.kind, content=paper.content, reason=reason,
                now=now, by=by,
            )  # fmt: skip

    return proxies.append_independent(
        at_hand.engine(), own.campaign.id, command, actor=actor_of(by), clock=at_hand.now, beside=beside
    )


def no_turn(own: Mine) -> str:
    return "" if own.turn else _("Cette personne n'est appelée sur aucune liste de la campagne.")


def read_paper(sent: FileStorage | None) -> Paper:
    content = sent.read() if sent else b""
    return Paper(kind, content) if (kind := documents.kind_of(content)) else Paper()


def shown(person: PersonIdentity) -> str:
    return f"{person.last_name} {person.first_name}".strip()


def write(campaign: Campaign, person: str, subject: str, name: str, **values: str) -> None:
    """Tell one of the two sides by mail, where there is an address."""
    engine = at_hand.engine()
    address = persons.address_of(engine, campaign.id, person) if person else ""
    if not address:
        return
    place = f"{campaign.subdivision}, {season(campaign.semester)}"
    link = at_hand.settings().base_url + url_for("proxies.show", campaign_id=campaign.id)
    body = render_template(f"mail_{name}.txt", place=place, address=link, **values)
    with writing(engine) as session:
        mail.write(session, address, f"{subject}, {place}", body, at_hand.now())
    at_hand.send_mail()


def write_that_given(own: Mine, holder: PersonIdentity | None) -> None:
    told = {"principal": shown(own.person), "holder": shown(holder) if holder else ""}
    write(own.campaign, own.person.person, _("Procuration donnée"), "proxy_given", **told)
    if holder:
        write(own.campaign, holder.person, _("Une procuration vous est donnée"), "proxy_offered", **told)


def _found(own: Mine, typed: str) -> PersonIdentity | str:
    """The one co-intern who answers to what was typed, or the words that say why not."""
    subject = f"recherches de {at_hand.account_id()}"
    if not attempts.is_allowed(at_hand.engine(), subject, SEARCHES, at_hand.now()):
        abort(429)
    among = finding.list_of(own.day.opening, own.turn.list) if own.turn else set()
    found = finding.find(persons.identities(at_hand.engine(), own.campaign.id), typed, among - {own.person.person})
    if len(found) == 1:
        return found[0]
    if found:
        return _("Plusieurs personnes portent ce nom : écrivez son numéro RPPS ou son adresse.")
    return _("Personne ne répond à ce nom dans votre liste, ni à ce RPPS ou cette adresse dans la campagne.")


def _held_by(own: Mine) -> list[Held]:
    me, day = own.person.person, own.day
    given = [each for each in day.proxies.values() if each.holder == me and each.person not in day.holds]
    names = persons.names_of(at_hand.engine(), own.campaign.id, [each.person for each in given])
    return [
        Held(each, names.get(each.person, _("(effacé)")), each.person in day.accepted, is_called(own, each))
        for each in given
    ]


def is_called(own: Mine, given: ProxyGiven) -> bool:
    call = own.day.next_call(given.list)
    return call is not None and call.person == given.person and not own.day.is_paused(given.list)


def given_to_me(own: Mine, person: str) -> ProxyGiven:
    given = own.day.proxies.get(person)
    return given if given and given.holder == own.person.person else abort(404)


def _append(own: Mine, command: AcceptProxy | CancelProxy) -> tuple[Entry, ...] | Refusal:
    return proxies.append_independent(
        at_hand.engine(), own.campaign.id, command, actor=actor_of(at_hand.account_id()), clock=at_hand.now
    )


def told(own: Mine, made: str | tuple[Entry, ...] | Refusal, done: str = "") -> Response:
    """Back to the page, with what became of it."""
    if isinstance(made, str):
        flash(made, "error")
    elif isinstance(made, Refusal):
        flash(f"{made.reason} ({made.rule})", "error")
    else:
        flash(done, "done")
    return redirect(url_for("proxies.show", campaign_id=own.campaign.id))
