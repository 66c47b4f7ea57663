"""The sentences of the day, with their blanks `{…}`: filled by the page at first, by its script afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_datetime, to_user_timezone
from flask_babel import gettext as _

from webapp.live.lines import Line, Turn
from webapp.wording import to_translate

LINES = {
    "chosen": to_translate("N° {number} : {post}, {place}"),
    "passed": to_translate("N° {number} : pas de choix à ce tour"),
    "waiting": to_translate("N° {number} laisse passer"),
    "back": to_translate("N° {number} revient"),
    "undone": to_translate("N° {number} : choix annulé, rappelé"),
    "corrected": to_translate("Des choix ont été rectifiés"),
    "post": to_translate("Les places d'un stage ont changé"),
    "catch_up": to_translate("Le rattrapage commence"),
    "paused": to_translate("Pause"),
    "begins": to_translate("Le choix commence"),
    "resumed": to_translate("Le choix reprend"),
    "closed": to_translate("Le choix est clos"),
}
"""By kind of line. A call and what may not be told have none."""

TAKEN_BACK = ("undone", "corrected")
"""Kinds of lines that may change what an earlier one says of a post."""

TURNS = {
    "calling": to_translate("N° {current} choisit ; {to_come} encore à choisir."),
    "paused": to_translate("En pause. N° {current} au prochain appel ; {to_come} encore à choisir."),
    "waits": to_translate("Attend une liste qui partage ses places ; {to_come} encore à choisir."),
    "ahead": to_translate("Pas encore commencé ; {to_come} à appeler, le n° {current} d'abord."),
    "over": to_translate("Tous les tours sont passés."),
}

BETWEEN = to_translate("Votre tour est probable entre {low} et {high}.")


def turn_key(turn: Turn) -> str:
    """Which of `TURNS` says it."""
    if not turn["to_come"]:
        return "over"
    if turn["current"] is None:
        return "waits"
    return "paused" if turn["paused"] else "calling"


def fill(sentence: str, values: Mapping[str, Any]) -> str:
    """The sentence, translated, its blanks filled."""
    return _(sentence).format_map(values) if sentence else ""


def line_said(line: Line, several: bool) -> str:
    """What is said of the line; `several`: lists choose side by side, so that a number alone does not tell who."""
    said = fill(LINES.get(line["kind"], ""), line)
    return f"{line['list']} · {said}" if several and line["list"] else said


def turn_said(turn: Turn, *, begun: bool) -> str:
    key = turn_key(turn)
    return fill(TURNS["ahead" if key == "paused" and not begun else key], turn)


def between(low: str, high: str, now: datetime) -> str:
    """« entre 10:40 et 11:20 », with the day where it is not today's."""
    return fill(BETWEEN, {"low": _hour(low, now), "high": _hour(high, now)})


def _hour(moment: str, now: datetime) -> str:
    at = datetime.fromisoformat(moment)
    today = to_user_timezone(at).date() == to_user_timezone(now).date()
    return format_datetime(at, "HH:mm" if today else "d MMM HH:mm")
