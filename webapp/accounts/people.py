"""The people of a subdivision: invited, given roles, relieved of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from webapp.accounts import audit
from webapp.accounts.roles import Role
from webapp.store.engine import reading, writing
from webapp.store.models import Account, Membership

_EMAIL = re.compile(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]{2,}")
_LONGEST = 254


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a subdivision, with the roles held there."""

    id: int
    name: str
    email: str
    roles: tuple[Role, ...]


def normal_email(text: str) -> str:
    """The address as it is kept. Raises ValueError, in French, when it cannot be one."""
    email = text.strip().lower()
    if len(email) > _LONGEST or not _EMAIL.fullmatch(email):
        raise ValueError(_("« %(text)s » n'est pas une adresse de courriel.", text=text.strip()))
    return email


def find(engine: Engine, email: str) -> Account | None:
    with reading(engine) as session:
        return session.exec(select(Account).where(Account.email == email)).first()


def people_of(engine: Engine, subdivision: str) -> list[Person]:
    """Everybody with a role there, by name."""
    with reading(engine) as session:
        wanted = select(Account, Membership).join(Membership).where(Membership.subdivision == subdivision)
        rows = session.exec(wanted.order_by(Account.name, col(Account.id), Membership.role)).all()
    return _gathered(rows)


def _gathered(rows: Sequence[tuple[Account, Membership]]) -> list[Person]:
    people: dict[int, Person] = {}
    for account, membership in rows:
        known = people.get(account.id)
        roles = (*(known.roles if known else ()), Role(membership.role))
        people[account.id] = Person(account.id, account.name, account.email, roles)
    return list(people.values())


def give_role(
    session: Session, email: str, name: str, role: Role, subdivision: str, actor_id: int | None, now: datetime
) -> Account:
    """The account of that address, made when there is none, with that role there."""
    account = session.exec(select(Account).where(Account.email == email)).first()
    if account is None:
        account = Account(email=email, name=name.strip() or email, created_at=now)
        session.add(account)
        session.flush()
    if session.get(Membership, (account.id, role.value, subdivision)) is None:
        session.add(Membership(account_id=account.id, role=role.value, subdivision=subdivision))
        audit.record(
            session,
            audit.Act.ROLE_GIVEN,
            now,
            actor_id=actor_id,
            subject_id=account.id,
            subdivision=subdivision,
            detail=role.value,
        )
    return account


def take_role(engine: Engine, account_id: int, role: Role, subdivision: str, actor_id: int, now: datetime) -> None:
    """Take the role away, if held. Nobody takes their own last way in: the caller sees to it."""
    with writing(engine) as session:
        membership = session.get(Membership, (account_id, role.value, subdivision))
        if membership is None:
            return
        session.delete(membership)
        audit.record(
            session,
            audit.Act.ROLE_TAKEN,
            now,
            actor_id=actor_id,
            subject_id=account_id,
            subdivision=subdivision,
            detail=role.value,
        )
