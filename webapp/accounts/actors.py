"""Who records: the opaque name under which an account enters a journal, and who that is for those who may know."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Engine
from sqlmodel import col, select

from webapp.store.engine import reading
from webapp.store.models import Account

_PREFIX = "compte-"


def actor_of(account_id: int) -> str:
    """What a journal calls the account: it tells nothing of the person."""
    return f"{_PREFIX}{account_id}"


def names_of_actors(engine: Engine, actors: Iterable[str]) -> dict[str, str]:
    """The names of the accounts behind these actors, by actor; those that are no account of ours are left out."""
    ids = {int(actor.removeprefix(_PREFIX)) for actor in actors if _is_account(actor)}
    with reading(engine) as session:
        found = session.exec(select(Account.id, Account.name).where(col(Account.id).in_(ids))).all()
    return {actor_of(account_id): name for account_id, name in found}


def _is_account(actor: str) -> bool:
    return actor.startswith(_PREFIX) and actor.removeprefix(_PREFIX).isdecimal()
