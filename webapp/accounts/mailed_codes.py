"""Codes of six digits sent by mail, by which a connection proves again who holds it: ten minutes, five tries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from webapp.store.engine import reading, writing
from webapp.store.models import MailedCode

LIFETIME = timedelta(minutes=10)
TRIES = 5


def issue(session: Session, session_id: int, key: str, now: datetime) -> str:
    """A new code for that connection, in the place of the one before. `key`: what keeps its digest unguessable."""
    code = f"{secrets.randbelow(10**6):06}"
    session.merge(
        MailedCode(session_id=session_id, digest=_digest(session_id, code, key), expires_at=now + LIFETIME, tries=0)
    )
    return code


def is_pending(engine: Engine, session_id: int, now: datetime) -> bool:
    """Whether a code was sent that may still be given."""
    with reading(engine) as session:
        return _is_good(session.get(MailedCode, session_id), now)


def use(engine: Engine, session_id: int, code: str, key: str, now: datetime) -> bool:
    """Whether that is the code of that connection; each try counts, and a right one is used up."""
    with writing(engine) as session:
        sent = session.get(MailedCode, session_id, with_for_update=True)
        if sent is None or not _is_good(sent, now):
            return False
        sent.tries += 1
        given = _digest(session_id, "".join(code.split()), key)
        right = hmac.compare_digest(sent.digest, given)
        if right:
            session.delete(sent)
        return right


def _is_good(sent: MailedCode | None, now: datetime) -> bool:
    return sent is not None and sent.expires_at > now and sent.tries < TRIES


def _digest(session_id: int, code: str, key: str) -> str:
    # A million codes are soon tried against a plain digest: the key, which the database does not hold, forbids it.
    return hmac.new(key.encode(), f"{session_id} {code}".encode(), hashlib.sha256).hexdigest()
