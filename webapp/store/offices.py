"""What a subdivision says of itself in its documents, and which hospital's interns an account reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Engine
from sqlmodel import Session, select

from exports.agency import Agency
from webapp.store.engine import reading
from webapp.store.models import Account, AgencyText, HospitalAccount


def agency(engine: Engine, subdivision: str) -> Agency:
    """The agency's own words; the default ones where none were set."""
    with reading(engine) as session:
        row = session.get(AgencyText, subdivision)
    return Agency(**json.loads(row.content)) if row else Agency()


def save_agency(session: Session, subdivision: str, words: Agency) -> None:
    session.merge(AgencyText(subdivision=subdivision, content=json.dumps(asdict(words), ensure_ascii=False)))


def establishments_of(engine: Engine, account_id: int, subdivision: str) -> list[str]:
    """The establishments whose interns the account reads there, in alphabetical order."""
    wanted = select(HospitalAccount.establishment).where(
        HospitalAccount.account_id == account_id, HospitalAccount.subdivision == subdivision
    )
    with reading(engine) as session:
        return sorted(session.exec(wanted).all())


def bindings(engine: Engine, subdivision: str) -> Sequence[tuple[Account, str]]:
    """Every account bound to an establishment of the subdivision, with that establishment."""
    wanted = select(Account, HospitalAccount.establishment).join(HospitalAccount)
    with reading(engine) as session:
        return session.exec(
            wanted.where(HospitalAccount.subdivision == subdivision).order_by(
                HospitalAccount.establishment, Account.email
            )
        ).all()


def bind(session: Session, account_id: int, subdivision: str, establishment: str) -> None:
    session.merge(HospitalAccount(account_id=account_id, subdivision=subdivision, establishment=establishment))


def unbind(session: Session, account_id: int, subdivision: str, establishment: str) -> bool:
    """Take the binding away; whether there was one."""
    found = session.get(HospitalAccount, (account_id, subdivision, establishment))
    if found:
        session.delete(found)
    return found is not None
