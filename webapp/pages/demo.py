"""The demonstration's mailbox: every mail, and the codes of the moment, since nobody has an authenticator at hand."""

from __future__ import annotations

import re

from flask import Blueprint, render_template
from markupsafe import Markup, escape
from sqlmodel import col, select

from webapp.accounts.roles import Action
from webapp.accounts.second_factor import code_at
from webapp.pages import at_hand
from webapp.pages.guard import does
from webapp.store.engine import reading
from webapp.store.models import Account, OutgoingMail, SecondFactor

pages = Blueprint("demo", __name__, url_prefix="/demonstration")

_SHOWN = 20
_ADDRESS = re.compile(r"https?://\S+")


@pages.get("/courrier")
@does(Action.ENTER)
def mailbox() -> str:
    with reading(at_hand.engine()) as session:
        latest = select(OutgoingMail).order_by(col(OutgoingMail.id).desc()).limit(_SHOWN)
        mails = session.exec(latest).all()
        factors = session.exec(select(Account, SecondFactor).join(SecondFactor).order_by(Account.email)).all()
    key, now = at_hand.settings().secret, at_hand.now()
    codes = [(account.email, code_at(factor, key, now)) for account, factor in factors]
    return render_template("mailbox.html", mails=[(mail, _with_links(mail.body)) for mail in mails], codes=codes)


def _with_links(body: str) -> Markup:
    """The text with its addresses as links."""
    pieces, last = [], 0
    for found in _ADDRESS.finditer(body):
        pieces += [escape(body[last : found.start()]), Markup('<a href="{0}">{0}</a>').format(found[0])]
        last = found.end()
    return Markup("").join([*pieces, escape(body[last:])])
