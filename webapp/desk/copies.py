"""The copy of a surnombre granted at the desk, for those to whom the campaign promises one. It tells no cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from sqlmodel import Session

from allocation.commands import AmendIntern
from webapp.accounts import mail
from webapp.campaign_view import MODES
from webapp.store.models import Campaign, PersonIdentity


def write(session: Session, campaign: Campaign, granted: AmendIntern, recipients: Sequence[str], now: datetime) -> None:
    """A mail to each, in the transaction of the decision."""
    who = session.get(PersonIdentity, (campaign.id, granted.person.id))
    body = render_template(
        "mail_surnombre.txt", campaign=campaign, list=granted.list, mode=MODES[granted.mode], who=who, at=now
    )
    for recipient in recipients:
        mail.write(session, recipient, f"Surnombre accordé en séance, {campaign.subdivision}", body, now)
