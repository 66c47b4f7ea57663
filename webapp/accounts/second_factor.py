"""The second factor: an authenticator's six digits (TOTP), or a recovery code kept on paper."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, select

from allocation.canonical import digest
from webapp.accounts import audit, sealing
from webapp.store.engine import writing
from webapp.store.models import Account, RecoveryCode, SecondFactor

STEP = 30
"""Seconds that a code lasts."""
_DRIFT = (0, -1, 1)
_CODES = 10


def begin(engine: Engine, account_id: int, key: str) -> str | None:
    """The secret to set up in an authenticator; the same until it is confirmed. None when one is set up already.

    `key`: what the secret is sealed with; one sealed with another key and never confirmed is made anew.
    """
    with writing(engine) as session:
        session.get_one(Account, account_id, with_for_update=True)
        factor = session.get(SecondFactor, account_id)
        if factor is not None and factor.confirmed_at:
            return None
        known = sealing.unseal(factor.secret, key) if factor else None
        secret = known or pyotp.random_base32()
        session.merge(SecondFactor(account_id=account_id, secret=sealing.seal(secret, key)))
        return secret


def set_up(session: Session, account_id: int, key: str, now: datetime) -> None:
    """Give the account a confirmed authenticator, where no person is there to confirm it."""
    secret = sealing.seal(pyotp.random_base32(), key)
    session.add(SecondFactor(account_id=account_id, secret=secret, confirmed_at=now))


def code_at(factor: SecondFactor, key: str, at: datetime) -> str:
    """What the authenticator shows then; "" when its secret was sealed with another key."""
    secret = sealing.unseal(factor.secret, key)
    return pyotp.TOTP(secret).at(at) if secret else ""


def seal_all(engine: Engine, key: str) -> None:
    """Seal the secrets that an earlier version kept in the clear."""
    with writing(engine) as session:
        for factor in session.exec(select(SecondFactor)).all():
            if not sealing.is_sealed(factor.secret):
                factor.secret = sealing.seal(factor.secret, key)


def address(secret: str, email: str) -> str:
    """What the QR code says to the authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Rang utile")


def confirm(engine: Engine, account_id: int, code: str, key: str, now: datetime) -> list[str] | None:
    """Set the second factor up once a first code proves it; the recovery codes, shown this once. None: wrong code."""
    with writing(engine) as session:
        factor = session.get(SecondFactor, account_id, with_for_update=True)
        if factor is None or factor.confirmed_at or not _accept(factor, code, key, now):
            return None
        factor.confirmed_at = now
        audit.record(session, audit.Act.SECOND_FACTOR_SET, now, actor_id=account_id, subject_id=account_id)
        return _new_recovery_codes(session, account_id)


def prove(engine: Engine, account_id: int, code: str, key: str, now: datetime) -> bool:
    """Whether the code, of the authenticator or of recovery, is right and was not used before; it is used up."""
    with writing(engine) as session:
        factor = session.get(SecondFactor, account_id, with_for_update=True)
        if factor is None or not factor.confirmed_at:
            return False
        return _accept(factor, code, key, now) or _use_recovery_code(session, account_id, code, now)


def remove(engine: Engine, account_id: int, now: datetime) -> None:
    """Take the second factor away; the caller has had it proved."""
    with writing(engine) as session:
        session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
        session.exec(delete(SecondFactor).where(col(SecondFactor.account_id) == account_id))
        audit.record(session, audit.Act.SECOND_FACTOR_REMOVED, now, actor_id=account_id, subject_id=account_id)


def _accept(factor: SecondFactor, code: str, key: str, now: datetime) -> bool:
    """Whether the code is one of now, later than the last one used: somebody who watched cannot use it again."""
    secret, current = sealing.unseal(factor.secret, key), int(now.timestamp()) // STEP
    if secret is None:
        return False
    totp, given = pyotp.TOTP(secret), _without_spaces(code)
    for step in (current + drift for drift in _DRIFT):
        if step > factor.last_step and hmac.compare_digest(totp.at(step * STEP).encode(), given.encode()):
            factor.last_step = step
            return True
    return False


def _use_recovery_code(session: Session, account_id: int, code: str, now: datetime) -> bool:
    used = (
        update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account_id,
            col(RecoveryCode.digest) == _digest(code),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now)
        .returning(col(RecoveryCode.digest))
    )
    if session.exec(used).first() is None:
        return False
    audit.record(session, audit.Act.RECOVERY_CODE_USED, now, actor_id=account_id, subject_id=account_id)
    return True


def _new_recovery_codes(session: Session, account_id: int) -> list[str]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    codes = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(_CODES)]
    session.add_all(RecoveryCode(account_id=account_id, digest=_digest(code)) for code in codes)
    return ["-".join(code[start : start + 4] for start in range(0, 16, 4)) for code in codes]


def _digest(code: str) -> str:
    return digest(_without_spaces(code).replace("-", "").lower().encode())


def _without_spaces(code: str) -> str:
    return "".join(code.split())
