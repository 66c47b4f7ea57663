"""What a page gives its visitor to follow a campaign: signed, so that 1,500 who come back at once cost no look-up."""

from __future__ import annotations

from typing import NamedTuple

from itsdangerous import BadData, URLSafeTimedSerializer

LIFETIME = 12 * 3600
"""Seconds: a day of choice. The connection that it was given to must hold as well, which the hub looks after."""


class Pass(NamedTuple):
    """Who follows which campaign. `person`: who they are in it, "" for nobody there. `session_id`: their connection;
    `link_id`: the link by which a projector came without one. 0 for the other."""

    campaign_id: str
    person: str = ""
    session_id: int = 0
    link_id: int = 0


def sign(secret: str, given: Pass) -> str:
    return _serializer(secret).dumps(list(given))


def read(secret: str, text: str) -> Pass | None:
    """The pass that was signed so; None for a forged or an old one."""
    try:
        return Pass(*_serializer(secret).loads(text, max_age=LIFETIME))
    except BadData:
        return None


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="direct")
