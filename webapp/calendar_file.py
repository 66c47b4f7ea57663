"""The dates of a campaign as a calendar file (.ics) that any diary takes."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from webapp.plan import Plan
from webapp.wording import to_translate

_MOMENT = timedelta(minutes=30)


def calendar(campaign_id: str, name: str, plan: Plan, address: str, now: datetime) -> bytes:
    """The dates that are fixed; `name` is the campaign's, `address` its public page.

    An event keeps its identity from one download to the next, so that a diary moves it rather than doubles it.
    """
    made = Calendar()
    made.add("prodid", "-//Rang utile//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for key, title, start, end in dates(plan):
        event = Event()
        event.add("uid", f"{key}.{campaign_id}@rang-utile")
        event.add("dtstamp", now)
        event.add("summary", f"{title} – {name}")
        event.add("dtstart", start)
        event.add("dtend", end or start + _MOMENT)
        event.add("url", address)
        if plan.place and key.startswith("seance"):
            event.add("location", plan.place)
        made.add_component(event)
    return made.to_ical()


def dates(plan: Plan) -> list[tuple[str, str, datetime, datetime | None]]:
    """Key, French name, start and end (None for a moment) of each date that is fixed, in the order of time."""
    moments = [
        ("voeux-debut", to_translate("Ouverture des listes de vœux"), plan.wishes_open),
        ("contestations-fin", to_translate("Fin des contestations de rang"), plan.challenges_close),
        ("voeux-fin", to_translate("Clôture des listes de vœux"), plan.wishes_close),
    ]
    fixed = [(key, title, at, None) for key, title, at in moments if at is not None]
    held = [
        (f"seance-{number}", to_translate("Choix de stage"), session.start, session.end)
        for number, session in enumerate(plan.sessions, start=1)
    ]
    return sorted([*fixed, *held], key=lambda date: date[2])
