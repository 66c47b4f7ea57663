"""Passwords: argon2, few at a time, and the same time spent whether the account exists or not."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask_babel import gettext as _
from sqlalchemy import Engine
from sqlmodel import select

from webapp.accounts import audit
from webapp.store.engine import reading, writing
from webapp.store.models import Account

SHORTEST, LONGEST = 12, 200
_FEWEST = 5
"""Different characters below which a password only repeats itself."""
_WALKS = ("01234567890", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz")

_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    """What a password is compared with when there is no account, so that the answer takes the same time."""
    return _hasher.hash("nobody")


# A hash takes 64 MiB and a good part of a core: a crowd at the door must not stop everything else.
_at_once = BoundedSemaphore(2)


def check(engine: Engine, email: str, password: str) -> int | None:
    """The account of that address when the password is its own, else None."""
    with reading(engine) as session:
        account = session.exec(select(Account).where(Account.email == email)).first()
    known = account.password_hash if account and account.password_hash else _nobody()
    right = _matches(known, password)
    return account.id if account and account.password_hash and right else None


def fits(engine: Engine, account_id: int, password: str) -> bool:
    """Whether that is the account's password; an account without one asks for none."""
    with reading(engine) as session:
        account = session.get_one(Account, account_id)
    return account.password_hash is None or _matches(account.password_hash, password)


def set_password(engine: Engine, account_id: int, password: str, now: datetime) -> None:
    """Give the account this password. ValueError, in French, when it is too short, too long or easily guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(_("Un mot de passe compte de %(least)s à %(most)s caractères.", least=SHORTEST, most=LONGEST))
    with reading(engine) as session:
        own = session.get_one(Account, account_id).email.partition("@")[0]
    if _is_guessed_first(password.lower(), own):
        raise ValueError(_("Ce mot de passe se devine trop vite : prenez plutôt quelques mots sans lien entre eux."))
    with _at_once:
        hashed = _hasher.hash(password)
    with writing(engine) as session:
        session.get_one(Account, account_id).password_hash = hashed
        audit.record(session, audit.Act.PASSWORD_SET, now, actor_id=account_id, subject_id=account_id)


def _is_guessed_first(password: str, own: str) -> bool:
    """Whether it is what anybody tries first: few letters again and again, a walk on the keyboard, one's address."""
    walked = sum(password[place : place + 3] in walk for walk in _WALKS for place in range(len(password) - 2))
    return len(set(password)) < _FEWEST or walked > len(password) // 2 or (len(own) >= _FEWEST and own in password)


def _matches(hashed: str, password: str) -> bool:
    if len(password) > LONGEST:
        return False
    try:
        with _at_once:
            return _hasher.verify(hashed, password)
    except VerificationError:
        return False
