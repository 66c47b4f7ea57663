"""Convocations to the day of choice: who is to come when, who was told, and who must be told again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine
from sqlmodel import Session, select

from webapp.accounts import mail
from webapp.schedule import Slot, slots
from webapp.store import journal, plans
from webapp.store.engine import reading, writing
from webapp.store.models import Campaign, Convocation, PersonIdentity
from webapp.store.persons import identities
from webapp.wording import to_translate

_SAME = timedelta(minutes=15)
"""A turn that moved by less is not announced again."""


class Standing(StrEnum):
    """Where the convocation of a person stands."""

    TO_SEND = to_translate("à envoyer")
    MOVED = to_translate("à renvoyer : l'heure a changé")
    SENT = to_translate("envoyée")
    NO_ADDRESS = to_translate("sans adresse : à remettre en main propre")


DUE = frozenset({Standing.TO_SEND, Standing.MOVED})


@dataclass(frozen=True, slots=True)
class Summons:
    """A person's convocation: who, which turn, what was sent."""

    person: str
    name: str
    email: str
    slot: Slot
    sent: Convocation | None

    @property
    def standing(self) -> Standing:
        if not self.email:
            return Standing.NO_ADDRESS
        if self.sent is None:
            return Standing.TO_SEND
        return Standing.SENT if abs(self.sent.announced - self.slot.at) < _SAME else Standing.MOVED


def everybody(engine: Engine, campaign_id: str) -> list[Summons]:
    """The convocations of a campaign in the order of the turns; none while the plan holds no session.

    Those whose identity was erased are left out.
    """
    with reading(engine) as session:
        rows = session.exec(select(Convocation).where(Convocation.campaign_id == campaign_id)).all()
    sent, known = {row.person: row for row in rows}, identities(engine, campaign_id)
    due = slots(journal.read_day(engine, campaign_id).opening, plans.read(engine, campaign_id))
    found = [_summons(known[person], slot, sent.get(person)) for person, slot in due.items() if person in known]
    return sorted(found, key=lambda summons: (summons.slot.at, summons.slot.list, summons.slot.order))


def send(engine: Engine, campaign_id: str, letter: Callable[[Summons], tuple[str, str]], now: datetime) -> int:
    """Write the mails that are due, and note them in the same transaction; how many.

    `letter` gives the subject and the text. Two people who send at once send once.
    """
    with writing(engine) as session:
        session.exec(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()
        due = [summons for summons in everybody(engine, campaign_id) if summons.standing in DUE]
        _note(session, campaign_id, due, now)
        for summons in due:
            mail.write(session, summons.email, *letter(summons), now)
    return len(due)


def _note(session: Session, campaign_id: str, due: Iterable[Summons], now: datetime) -> None:
    for summons in due:
        session.merge(
            Convocation(campaign_id=campaign_id, person=summons.person, announced=summons.slot.at, sent_at=now)
        )


def _summons(who: PersonIdentity, slot: Slot, sent: Convocation | None) -> Summons:
    return Summons(who.person, f"{who.last_name} {who.first_name}".strip(), who.email, slot, sent)
