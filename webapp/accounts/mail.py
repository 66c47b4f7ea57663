"""Mail: written in the transaction of what it tells of, sent afterwards, kept for another try where sending fails."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy import ColumnElement, Engine, update
from sqlmodel import Session, col, select

from webapp.settings import Settings
from webapp.store.engine import reading, writing
from webapp.store.models import OutgoingMail

_PATIENCE = 10
"""Seconds that the mail server is given to answer."""
_CLAIM = timedelta(minutes=10)
SENT = "(envoyé)"
QUIET, LONGEST_WAIT = timedelta(minutes=5), timedelta(minutes=30)
"""How long nothing is said of a topic before its mail leaves, and how long it waits at most."""


def write(session: Session, recipient: str, subject: str, body: str, now: datetime) -> None:
    """Put a mail among those to send."""
    session.add(OutgoingMail(recipient=recipient, subject=subject, body=body, created_at=now))


def write_once_quiet(session: Session, recipient: str, subject: str, body: str, topic: str, now: datetime) -> None:
    """Put a mail among those to send once nothing more is said of its topic for a while; until then the last one
    written takes the place of those before."""
    kept_back = select(OutgoingMail).where(OutgoingMail.topic == topic, col(OutgoingMail.not_before) > now)
    mail = session.exec(kept_back.with_for_update()).first() or OutgoingMail(topic=topic, created_at=now)
    mail.recipient, mail.subject, mail.body = recipient, subject, body
    mail.not_before = min(now + QUIET, mail.created_at + LONGEST_WAIT)
    session.add(mail)


def deliver(engine: Engine, settings: Settings) -> int:
    """Send what waits, when a mail server is set; how many left. A failure is noted, and tried again next time."""
    if not settings.mail_smtp:
        return 0
    with reading(engine) as session:
        waiting = session.exec(
            select(OutgoingMail).where(*_waiting(datetime.now(UTC))).order_by(col(OutgoingMail.id))
        ).all()
    return sum(_send(engine, settings, mail) for mail in waiting if _claim(engine, mail))


def _waiting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Due, and neither sent nor being sent; a process that died while sending gives up its claim after a while."""
    due = col(OutgoingMail.not_before).is_(None) | (col(OutgoingMail.not_before) <= now)
    unclaimed = col(OutgoingMail.claimed_at).is_(None) | (col(OutgoingMail.claimed_at) < now - _CLAIM)
    return col(OutgoingMail.sent_at).is_(None), unclaimed, due


def _claim(engine: Engine, mail: OutgoingMail) -> bool:
    """Whether this process, and no other, is to send that mail."""
    now = datetime.now(UTC)
    claiming = update(OutgoingMail).where(col(OutgoingMail.id) == mail.id, *_waiting(now)).values(claimed_at=now)
    with writing(engine) as session:
        return session.exec(claiming).rowcount == 1


def _send(engine: Engine, settings: Settings, mail: OutgoingMail) -> bool:
    error = ""
    try:
        _hand_over(urlsplit(settings.mail_smtp), _message(settings.mail_from, mail))
    except Exception as failure:  # noqa: BLE001 (an address that no message can bear raises anything: the others leave)
        error = f"{type(failure).__name__} : {failure}"
    with writing(engine) as session:
        kept = session.get_one(OutgoingMail, mail.id)
        kept.error, kept.claimed_at = error, None
        if not error:
            # The body may hold a way in: it stays no longer than needed.
            kept.sent_at, kept.body = datetime.now(UTC), SENT
    return not error


def _message(sender: str, mail: OutgoingMail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.recipient, mail.subject
    message["Date"] = formatdate(mail.created_at.timestamp())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _hand_over(server: SplitResult, message: EmailMessage) -> None:
    """Over TLS from the start (`smtps`), or from STARTTLS on, which a password requires."""
    host, context = server.hostname or "localhost", ssl.create_default_context()
    if server.scheme == "smtps":
        connection = smtplib.SMTP_SSL(host, server.port or 465, timeout=_PATIENCE, context=context)
    else:
        connection = smtplib.SMTP(host, server.port or 25, timeout=_PATIENCE)
    with connection:
        if server.username:
            if server.scheme != "smtps":
                connection.starttls(context=context)
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)
