"""At which turn each campaign stands, in a line: what whoever takes over needs to know first."""

from __future__ import annotations

from sqlalchemy import Engine

from allocation.semester import semester
from allocation.state import Day
from webapp.store import journal
from webapp.store.campaigns import everywhere
from webapp.store.models import Campaign
from webapp.store.states import State


def standings(engine: Engine) -> list[str]:
    """A French sentence for each campaign, the latest semester first."""
    return [f"{_named(campaign)} : {_standing(engine, campaign)}" for campaign in everywhere(engine)]


def _named(campaign: Campaign) -> str:
    rehearsal = " (répétition)" if campaign.rehearsal else ""
    return f"{campaign.subdivision}, {semester(campaign.semester).label}{rehearsal}"


def _standing(engine: Engine, campaign: Campaign) -> str:
    if campaign.state == State.DRAFT:
        return "en préparation."
    entries, head = journal.head(engine, campaign.id)
    turn = where(journal.read_day(engine, campaign.id))
    return f"{turn} ; {entries} entrée{'s' if entries > 1 else ''} au journal, tête {head[:16]}…"


def where(day: Day) -> str:
    """« n° 38 à appeler (MG Socle) », list after list; « choix clos » once it is over."""
    if day.closed:
        return "choix clos"
    calls = [(choices.name, day.next_call(choices.name)) for choices in day.opening.lists]
    waited = [f"n° {call.order} à appeler ({name})" for name, call in calls if call]
    return ", ".join(waited) or "tous les tours sont passés, choix non clos"
