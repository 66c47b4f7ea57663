"""The second factor: an authenticator's six digits (TOTP), or a recovery code kept on paper."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col

from allocation.canonical import digest
from webapp.accounts import audit
from webapp.store.engine import writing
from webapp.store.models import Account, RecoveryCode, SecondFactor

STEP = 30
"""Seconds that a code lasts."""
_DRIFT = (0, -1, 1)
_CODES = 10


def begin(engine: Engine, account_id: int) -> str | None:
    """The secret to set up in an authenticator; the same until it is confirmed. None when one is set up already."""
    with writing(engine) as session:
        session.get_one(Account, account_id, with_for_update=True)
        factor = session.get(SecondFactor, account_id)
        if factor is None:
            factor = SecondFactor(account_id=account_id, secret=pyotp.random_base32())
            session.add(factor)
        return None if factor.confirmed_at else factor.secret


def address(secret: str, email: str) -> str:
    """What the QR code says to the authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Rang utile")


def confirm(engine: Engine, account_id: int, code: str, now: datetime) -> list[str] | None:
    """Set the second factor up once a first code proves it; the recovery codes, shown this once. None: wrong code."""
    with writing(engine) as session:
        factor = session.get(SecondFactor, account_id, with_for_update=True)
        if factor is None or factor.confirmed_at or not _accept(factor, code, now):
            return None
        factor.confirmed_at = now
        audit.record(session, audit.Act.SECOND_FACTOR_SET, now, actor_id=account_id, subject_id=account_id)
        return _new_recovery_codes(session, account_id)


def prove(engine: Engine, account_id: int, code: str, now: datetime) -> bool:
    """Whether the code, of the authenticator or of recovery, is right and was not used before; it is used up."""
    with writing(engine) as session:
        factor = session.get(SecondFactor, account_id, with_for_update=True)
        if factor is None or not factor.confirmed_at:
            return False
        return _accept(factor, code, now) or _use_recovery_code(session, account_id, code, now)


def remove(engine: Engine, account_id: int, now: datetime) -> None:
    """Take the second factor away; the caller has had it proved."""
    with writing(engine) as session:
        session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
        session.exec(delete(SecondFactor).where(col(SecondFactor.account_id) == account_id))
        audit.record(session, audit.Act.SECOND_FACTOR_REMOVED, now, actor_id=account_id, subject_id=account_id)


def _accept(factor: SecondFactor, code: str, now: datetime) -> bool:
    """Whether the code is one of now, later than the last one used: somebody who watched cannot use it again."""
    totp, current = pyotp.TOTP(factor.secret), int(now.timestamp()) // STEP
    given = _without_spaces(code)
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
