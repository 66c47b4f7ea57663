"""How values are written on a page."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask

from allocation.semester import semester
from webapp.accounts.roles import LABELS, Role
from webapp.store.states import State

_PARIS = ZoneInfo("Europe/Paris")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_STATES = {
    State.DRAFT: "en préparation",
    State.PUBLISHED: "publiée",
    State.OPEN: "en cours",
    State.CLOSED: "close",
}


def attach(app: Flask) -> None:
    app.jinja_env.filters.update(moment=moment, role=role, season=season, state=lambda code: _STATES[State(code)])


def moment(at: datetime) -> str:
    """« 2 mai 2027 à 14 h 05 », in Paris time."""
    local = at.astimezone(_PARIS)
    day = "1er" if local.day == 1 else str(local.day)
    return f"{day} {_MONTHS[local.month - 1]} {local.year} à {local.hour} h {local.minute:02}"


def role(code: str) -> str:
    return LABELS[Role(code)]


def season(name: str) -> str:
    """« été 2027 »."""
    return semester(name).label
