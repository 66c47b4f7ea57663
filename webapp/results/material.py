"""All that the documents of an office are made from, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Engine

from allocation import journal
from allocation.closing import Closing, closing_turns
from allocation.documents import opening_from
from allocation.ranksheet import RankSheet
from allocation.state import Day
from exports.agency import Agency
from webapp.results import collect
from webapp.results.collect import Collected
from webapp.store import offices, sheets
from webapp.store.closings import last_before
from webapp.store.persons import identities


@dataclass(frozen=True)
class Material:
    """The documents of the result, and what stands beside them: mail addresses and rank sheets by random id, what was
    typed by token, at which turn each stage closed before, the agency's own words, its workbook to fill."""

    collected: Collected
    agency: Agency = field(default_factory=Agency)
    contacts: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, Sequence[RankSheet]] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    template: bytes | None = None

    @cached_property
    def day(self) -> Day:
        """The day as its journal tells it."""
        return journal.day(opening_from(self.collected.opening), self.collected.entries)

    @cached_property
    def closings(self) -> Mapping[str, Closing]:
        """The turn at which each pool closed."""
        return closing_turns(opening_from(self.collected.opening), journal.events(self.collected.entries))


def from_store(engine: Engine, campaign_id: str) -> Material:
    """What the database holds. Raises KeyError for an unknown campaign, or one that is not published yet."""
    known, found = identities(engine, campaign_id), collect.from_store(engine, campaign_id)
    subdivision = found.result["subdivision"]
    return Material(
        found,
        offices.agency(engine, subdivision),
        {person: row.email for person, row in known.items() if row.email},
        sheets.of_campaign(engine, campaign_id),
        {code: last.words for code, last in last_before(engine, subdivision, found.result["semester"]).items()},
    )
