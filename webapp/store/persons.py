"""The people of a campaign and the accounts that are theirs, by RPPS or else by address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Engine, or_
from sqlmodel import col, select

from webapp.store.engine import reading
from webapp.store.models import Account, PersonIdentity


def person_of(engine: Engine, campaign_id: str, account_id: int) -> PersonIdentity | None:
    """Who that account is in the campaign; None when it is nobody there, or when it cannot be told who, several people
    having been given the same address. An RPPS tells better than an address."""
    return next(iter(_told(engine, account_id, PersonIdentity.campaign_id == campaign_id)), None)


def everywhere(engine: Engine, account_id: int) -> list[PersonIdentity]:
    """Who that account is in each campaign where `person_of` tells it."""
    return _told(engine, account_id)


def _told(engine: Engine, account_id: int, *where: ColumnElement[bool]) -> list[PersonIdentity]:
    with reading(engine) as session:
        account = session.get_one(Account, account_id)
        same = [PersonIdentity.email == account.email]
        if account.rpps:
            same.append(PersonIdentity.rpps == account.rpps)
        found = session.exec(select(PersonIdentity).where(or_(*same), *where)).all()
    campaigns: dict[str, list[PersonIdentity]] = defaultdict(list)
    for row in found:
        campaigns[row.campaign_id].append(row)
    sure = ([row for row in rows if account.rpps and row.rpps == account.rpps] or rows for rows in campaigns.values())
    return [rows[0] for rows in sure if len(rows) == 1]


def identities(engine: Engine, campaign_id: str) -> dict[str, PersonIdentity]:
    """Who everybody is, by random id, those erased excepted. Only for who may see names."""
    with reading(engine) as session:
        rows = session.exec(select(PersonIdentity).where(PersonIdentity.campaign_id == campaign_id)).all()
    return {row.person: row for row in rows}


def names(engine: Engine, campaign_id: str) -> dict[str, str]:
    """« NOM Prénom » of everybody, by random id, those erased excepted. Only for who may see names."""
    return {person: f"{row.last_name} {row.first_name}" for person, row in identities(engine, campaign_id).items()}


def names_of(engine: Engine, campaign_id: str, people: Iterable[str]) -> dict[str, str]:
    """« NOM Prénom » of these people, by random id, those erased excepted. Only for who may see names."""
    wanted = select(PersonIdentity.person, PersonIdentity.last_name, PersonIdentity.first_name).where(
        PersonIdentity.campaign_id == campaign_id, col(PersonIdentity.person).in_(set(people))
    )
    with reading(engine) as session:
        return {person: f"{last} {first}" for person, last, first in session.exec(wanted)}


def address_of(engine: Engine, campaign_id: str, person: str) -> str:
    """Where to write to that person: the address that the list gives, else that of their account; "" without any."""
    with reading(engine) as session:
        who = session.get(PersonIdentity, (campaign_id, person))
        if who is None or who.email or not who.rpps:
            return who.email if who else ""
        return session.exec(select(Account.email).where(Account.rpps == who.rpps)).first() or ""
