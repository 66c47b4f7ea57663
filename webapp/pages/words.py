"""How values are written on a page."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, to_user_timezone
from flask_babel import gettext as _

from allocation.absences import in_days
from allocation.semester import semester
from webapp.accounts.roles import LABELS, Role
from webapp.i18n import language
from webapp.store.states import State
from webapp.wording import to_translate

_SEASONS = {"été": to_translate("été"), "hiver": to_translate("hiver")}
_STATES = {
    State.DRAFT: to_translate("en préparation"),
    State.PUBLISHED: to_translate("publiée"),
    State.OPEN: to_translate("en cours"),
    State.CLOSED: to_translate("close"),
}


def attach(app: Flask) -> None:
    app.jinja_env.filters.update(
        moment=moment, role=role, season=season, state=state, day=day, clock=clock, days=in_days
    )


def moment(at: datetime) -> str:
    """« 2 mai 2027 à 14 h 05 », in Paris time."""
    return _("%(day)s à %(time)s", day=day(to_user_timezone(at)), time=clock(at))


def clock(at: datetime) -> str:
    """« 14 h 05 », in Paris time."""
    return format_datetime(at, _("H 'h' mm"))


def day(value: date) -> str:
    """« 2 mai 2027 », « 1er mai 2027 »."""
    first = language() == "fr" and value.day == 1
    return format_date(value, "'1er' MMMM y" if first else "d MMMM y", rebase=False)


def role(code: str) -> str:
    return _(LABELS[Role(code)])


def state(code: str) -> str:
    return _(_STATES[State(code)])


def season(name: str) -> str:
    """« été 2027 »."""
    half, _space, years = semester(name).label.partition(" ")
    return f"{_(_SEASONS[half])} {years}"
