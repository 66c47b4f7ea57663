"""Keeping a list: whether it may still change, what may stand in it, and the receipt of each version by mail."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Engine

from allocation.opening import Opening
from allocation.state import Day
from webapp.accounts import mail
from webapp.pages.words import moment
from webapp.plan import Plan
from webapp.store import wishes
from webapp.store.engine import writing
from webapp.store.models import Campaign, PersonIdentity
from webapp.store.states import State
from webapp.store.wishes import Newer, Saved

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Sending:
    """A list on its way: what is to be kept, and what the page said of it (see `wishes.save`)."""

    codes: tuple[str, ...]
    seen: int
    key: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the receipt of a saved version goes: an address, and the letter that tells of the version."""

    account_id: int
    address: str
    subject: str
    letter: Callable[[Saved], str]


def closed_because(campaign: Campaign, plan: Plan, day: Day, person: str, now: datetime) -> str:
    """Why the person's list may not be changed any more, or yet; "" while it may."""
    if campaign.state == State.CLOSED or day.closed:
        return _("Le choix est clos : les listes de vœux ne changent plus.")
    if person in day.holds:
        return _("Votre tour est passé et votre stage est enregistré : votre liste ne change plus.")
    if plan.wishes_open and now < plan.wishes_open:
        return _("Les listes de vœux ouvrent le %(moment)s.", moment=moment(plan.wishes_open))
    if not plan.takes_wishes(now) and plan.wishes_close:
        return _("Les listes de vœux sont closes depuis le %(moment)s.", moment=moment(plan.wishes_close))
    return ""


def unfit(opening: Opening, sending: Sending, kept: Collection[str]) -> str:
    """What is wrong with the list sent, "" when nothing is. `kept`: what stands in the list already, where a wish
    typed before the opening may name no stage."""
    unknown = [code for code in sending.codes if code not in opening.by_code and code not in kept]
    if unknown:
        return _("« %(code)s » n'est le code d'aucun stage de la campagne.", code=unknown[0][:60])
    if len(set(sending.codes)) < len(sending.codes):
        return _("Un stage figure deux fois dans la liste.")
    if not 0 < len(sending.key) <= LONGEST_KEY:
        return _("L'envoi n'est pas complet : rechargez la page.")
    return ""


def keep(
    engine: Engine, campaign_id: str, person: PersonIdentity, sending: Sending, receipt: Receipt, now: datetime
) -> Saved | Newer:
    """Keep the list, found fit, as a new version; its receipt leaves by mail once the person stops changing it."""
    with writing(engine) as session:
        made = wishes.save(
            session, campaign_id, person.person, sending.codes, seen=sending.seen, key=sending.key,
            account_id=receipt.account_id, now=now,
        )  # fmt: skip
        if isinstance(made, Saved):
            topic = f"voeux {campaign_id} {person.person}"
            mail.write_once_quiet(session, receipt.address, receipt.subject, receipt.letter(made), topic, now)
    return made
