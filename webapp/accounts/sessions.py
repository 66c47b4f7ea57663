"""Connections: kept on the server, listed to their owner, ended at will. The browser holds a secret, we its digest."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from allocation.canonical import digest
from webapp.accounts import audit
from webapp.accounts.roles import Role, Visitor
from webapp.store.engine import reading, writing
from webapp.store.models import Account, Campaign, Membership, SecondFactor, WebSession

FRESH = timedelta(minutes=10)
"""How long a proof of who one is holds for sensitive acts; each such act starts it anew."""
IDLE = timedelta(hours=2)
"""Without a page asked for so long, a connection ends."""
TOUCH = timedelta(minutes=1)
"""How seldom it is noted that a connection goes on."""

NOBODY = Visitor()


def begin(
    engine: Engine, account_id: int, device: str, lifetime: timedelta, now: datetime, *, mailbox: bool = False
) -> str:
    """The secret of a new connection of that account.

    `device`: the browser, as its owner would call it. `mailbox`: they come in by a link from their own mailbox.
    """
    secret = secrets.token_urlsafe(32)
    with writing(engine) as session:
        session.add(
            WebSession(
                digest=digest(secret.encode()),
                account_id=account_id,
                device=device,
                created_at=now,
                seen_at=now,
                expires_at=now + lifetime,
                proven_at=now if mailbox else None,
            )
        )
        audit.record(session, audit.Act.SIGNED_IN, now, actor_id=account_id, subject_id=account_id)
    return secret


def visitor_of(engine: Engine, secret: str, now: datetime) -> Visitor:
    """Who holds that secret; `NOBODY` when the connection is unknown, ended or too old."""
    with reading(engine) as session:
        wanted = (
            select(WebSession, Account).join(Account).where(WebSession.digest == digest(secret.encode()), *_alive(now))
        )
        found = session.exec(wanted).first()
        if found is None:
            return NOBODY
        connection, account = found
        visitor = _visitor(session, connection, account)
    if now - connection.seen_at > TOUCH:
        _touch(engine, connection, now)
    return visitor


def keep_alive(engine: Engine, session_ids: Iterable[int], now: datetime) -> set[int]:
    """Note these connections as seen now, all at once, but those that ended meanwhile; the ones that hold."""
    mine = (col(WebSession.id).in_(list(session_ids)), *_alive(now))
    with writing(engine) as session:
        session.exec(update(WebSession).where(*mine).values(seen_at=now))
        return set(session.exec(select(WebSession.id).where(*mine)).all())


def members(engine: Engine, session_ids: Iterable[int], campaign_ids: Iterable[str]) -> set[tuple[int, str]]:
    """Of these connections and campaigns, the pairs where the account has a role in the campaign's subdivision."""
    wanted = (
        select(WebSession.id, Campaign.id)
        .join(Membership, col(Membership.account_id) == col(WebSession.account_id))
        .join(Campaign, col(Campaign.subdivision) == col(Membership.subdivision))
        .where(col(WebSession.id).in_(list(session_ids)), col(Campaign.id).in_(list(campaign_ids)))
    )
    with reading(engine) as session:
        return set(session.exec(wanted).all())


def prove(engine: Engine, session_id: int, now: datetime) -> None:
    """The second factor was given in this connection."""
    with writing(engine) as session:
        connection = session.get_one(WebSession, session_id)
        connection.second_factor_at = connection.proven_at = now


def prove_again(engine: Engine, session_id: int, now: datetime) -> None:
    """The holder of this connection has just proved who they are, or acts on a proof that is still fresh."""
    with writing(engine) as session:
        session.get_one(WebSession, session_id).proven_at = now


def alive(engine: Engine, account_id: int, now: datetime) -> Sequence[WebSession]:
    """The connections of the account, the last seen first."""
    with reading(engine) as session:
        wanted = select(WebSession).where(WebSession.account_id == account_id, *_alive(now))
        return session.exec(wanted.order_by(col(WebSession.seen_at).desc())).all()


def end(engine: Engine, account_id: int, session_id: int, now: datetime) -> None:
    """End one connection, of that account and of no other."""
    with writing(engine) as session:
        session.exec(_ending(account_id, now).where(col(WebSession.id) == session_id))


def end_all(
    engine: Engine, account_id: int, actor_id: int, now: datetime, *, keep: int | None = None, subdivision: str = ""
) -> None:
    """End every connection of the account but the one to keep."""
    ending = _ending(account_id, now)
    with writing(engine) as session:
        session.exec(ending if keep is None else ending.where(col(WebSession.id) != keep))
        audit.record(
            session, audit.Act.SESSIONS_ENDED, now, actor_id=actor_id, subject_id=account_id, subdivision=subdivision
        )


def _alive(now: datetime) -> tuple:
    return (
        col(WebSession.ended_at).is_(None),
        col(WebSession.expires_at) > now,
        col(WebSession.seen_at) > now - IDLE,
    )


def _ending(account_id: int, now: datetime):
    return (
        update(WebSession)
        .where(col(WebSession.account_id) == account_id, col(WebSession.ended_at).is_(None))
        .values(ended_at=now)
    )


def _visitor(session: Session, connection: WebSession, account: Account) -> Visitor:
    held = session.exec(select(Membership).where(Membership.account_id == account.id)).all()
    factor = session.get(SecondFactor, account.id)
    return Visitor(
        account_id=account.id,
        name=account.name,
        email=account.email,
        held=tuple((Role(membership.role), membership.subdivision) for membership in held),
        session_id=connection.id,
        enrolled=factor is not None and factor.confirmed_at is not None,
        proven=connection.second_factor_at is not None,
        proven_at=connection.proven_at,
    )


def _touch(engine: Engine, connection: WebSession, now: datetime) -> None:
    with writing(engine) as session:
        session.get_one(WebSession, connection.id).seen_at = now
