"""Days that nobody plans: nobody on the list, no stage, nobody there, a clock that goes back; every page holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from allocation.commands import Choose, Close, Command, MarkAbsent
from tests.allocation.factories import Campaign, campaign, intern, post
from tests.webapp.pages.house import House
from tests.webapp.pages.test_rights import OPENED_TO, address, routes
from tests.webapp.store.campaigns import put
from webapp.accounts.roles import Role
from webapp.results.collect import from_store
from webapp.results.offered import DOCUMENTS
from webapp.store import journal

CODES = ("URG", "PED", "GER")
NOBODY = campaign([post("URG")], [])
NO_POST = campaign([], [intern("UN", 1)])
ALONE = campaign([post("URG")], [intern("UN", 1)])
THREE = campaign([post(code) for code in CODES], [intern(f"N{rank}", rank) for rank in (1, 2, 3)])

CHANGE = datetime(2026, 10, 25, 1, tzinfo=UTC)
"""When the clocks of France go back to winter."""


def turns(held: Campaign, *, there: bool) -> Iterator[Command]:
    """Everybody chooses in turn, or nobody is there; then the day closes."""
    codes = iter(CODES)
    for choices in held.opening.lists:
        for call in choices.calls:
            yield Choose(choices.name, call.person, next(codes)) if there else MarkAbsent(choices.name, call.person)
    yield Close()


def clock(step: timedelta) -> Callable[[], datetime]:
    """Goes on by that much each time that it is read, across the change of hour; back where it is less than nothing."""
    moments = (CHANGE + step * number for number in range(-2, 50))
    return lambda: next(moments)


def shown(house: House, campaign_id: str) -> list[tuple[str, int]]:
    """The pages and the documents that fail."""
    paths = [(rule.endpoint, address(rule, campaign_id)) for rule, method in routes(house.app) if method == "GET"]
    asked = [(min(OPENED_TO[name]), path) for name, path in paths if name in OPENED_TO]
    asked += [(Role.MANAGER, f"/campagnes/{campaign_id}/documents/{each.name}") for each in DOCUMENTS]
    browsers = {role: house.signed_in(role) for role in Role}
    answers = [(path, browsers[role].get(path).status_code) for role, path in asked]
    assert len([status for _, status in answers if status == 200]) > 40
    return [(path, status) for path, status in answers if status >= 500]


@pytest.mark.parametrize(
    ("held", "there", "minutes"),
    [
        (NOBODY, True, 1),
        (NO_POST, False, 1),
        (ALONE, True, 1),
        (THREE, False, 1),
        (THREE, True, 40),
        (THREE, True, -40),
    ],
)
def test_every_page_and_every_document_holds(
    house: House, engine: Engine, held: Campaign, there: bool, minutes: int
) -> None:
    made, at = put(engine, held), clock(timedelta(minutes=minutes))
    assert shown(house, made) == []
    for command in turns(held, there=there):
        journal.append(engine, made, command, seen=journal.head(engine, made)[0], actor="d", clock=at)
    assert shown(house, made) == []
    result = from_store(engine, made).result
    assert {check["holds"] for check in result["checks"]} == {True}
    assert journal.read_day(engine, made).closed
