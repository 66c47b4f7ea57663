"""Small campaigns put into a database at their opening."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine

from allocation import journal
from allocation.canonical import canonical
from allocation.commands import Choose, Close, Command
from tests.allocation.factories import SOCLE, Campaign, campaign, intern, post
from webapp.store.campaigns import open_campaign


def crowd(size: int) -> Campaign:
    """As many posts of one seat as there are interns."""
    return campaign(
        [post(f"STAGE{number}") for number in range(size)],
        [intern(f"INTERNE{number}", number + 1) for number in range(size)],
    )


def put(engine: Engine, held: Campaign) -> str:
    """Open the campaign in the database, nobody served yet; its id."""
    return open_campaign(engine, canonical(held.documents.opening), opening_entries(held), people(held))


def opening_entries(held: Campaign) -> list[journal.Entry]:
    return list(held.documents.entries[:1])


def people(held: Campaign) -> list[dict[str, str]]:
    return [row["intern"] for _, row in held.rows()]


def choices(held: Campaign) -> Iterator[Command]:
    """Everybody in turn takes the stage of their own number, then the day closes."""
    for number, call in enumerate(held.opening.list[SOCLE].calls):
        yield Choose(SOCLE, call.person, f"STAGE{number}")
    yield Close()
