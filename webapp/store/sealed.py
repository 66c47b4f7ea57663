"""Texts typed by people: the journal holds a salted commitment, the text stands apart and can be dropped."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from allocation.canonical import commitment
from webapp.store.engine import reading
from webapp.store.models import SealedText

LONGEST = 500
"""Characters kept of a text that somebody types."""


class Sealed(NamedTuple):
    """A text and what stands for it in the journal: `token`, "" for an empty text."""

    token: str
    salt: str
    text: str


def seal(typed: str) -> Sealed:
    """The text bound by a new salt, its spaces tidied, cut where it is too long."""
    text, salt = " ".join(typed.split())[:LONGEST], secrets.token_hex(16)
    return Sealed(commitment(salt, text) if text else "", salt, text)


def keep(session: Session, campaign_id: str, sealed: Sealed) -> None:
    """Keep the text, in the transaction of the entry that holds its token."""
    if sealed.token:
        session.add(SealedText(campaign_id=campaign_id, token=sealed.token, salt=sealed.salt, text=sealed.text))


def texts(engine: Engine, campaign_id: str, tokens: Iterable[str]) -> dict[str, str]:
    """What was typed, by token, of the texts that still stand."""
    wanted = select(SealedText.token, SealedText.text).where(
        SealedText.campaign_id == campaign_id, col(SealedText.token).in_(list(tokens))
    )
    with reading(engine) as session:
        return dict(session.exec(wanted).all())


def every_text(engine: Engine, campaign_id: str) -> dict[str, str]:
    """All that was typed, by token, of what was not erased."""
    with reading(engine) as session:
        rows = session.exec(select(SealedText).where(SealedText.campaign_id == campaign_id)).all()
    return {row.token: row.text for row in rows}
