"""Procurations: given, accepted, taken back until the turn, and used at the call."""

from __future__ import annotations

import pytest

from allocation import journal
from allocation.commands import AcceptProxy, CancelProxy, Choose, GiveProxy, ServeFromList
from allocation.decide import decide
from allocation.events import Chosen
from allocation.rules import Refusal
from allocation.state import apply, replay, start
from tests.allocation.desk import after, refused
from tests.allocation.factories import SOCLE, Campaign, campaign, intern, overridden, post, ticking


@pytest.fixture
def held() -> Campaign:
    return campaign([post("URG", 2), post("PED")], [intern("MANDANT", 1), intern("TENANT", 2), intern("AUTRE", 3)])


def test_T13_a_proxy_is_cancelled_until_the_turn_and_the_assignment_stands_after_it(held: Campaign) -> None:
    person = held.person("MANDANT")
    given = after(start(held.opening), GiveProxy(SOCLE, person, wishes=1))
    assert after(given, CancelProxy(SOCLE, person)).proxies == {}
    served = after(given, ServeFromList(SOCLE, person, ("URG",)))
    assert refused(served, CancelProxy(SOCLE, person)) == "PRO-03"
    assert served.holds[person].pool == "URG"


def test_PRO_01_a_proxy_to_an_empty_list_is_refused_and_one_to_a_filled_list_is_taken(held: Campaign) -> None:
    day, person = start(held.opening), held.person("MANDANT")
    assert refused(day, GiveProxy(SOCLE, person)) == "PRO-01"
    assert person in after(day, GiveProxy(SOCLE, person, wishes=3)).proxies


@pytest.mark.parametrize("holder", ["MANDANT", None])
def test_PRO_01_the_holder_is_another_intern_of_the_campaign(held: Campaign, holder: str | None) -> None:
    other = held.person(holder) if holder else "p-inconnu"
    assert refused(start(held.opening), GiveProxy(SOCLE, held.person("MANDANT"), other, "direct")) == "PRO-01"


def test_PRO_03_there_is_nothing_to_take_back_where_nothing_was_given(held: Campaign) -> None:
    assert refused(start(held.opening), CancelProxy(SOCLE, held.person("MANDANT"))) == "PRO-03"


def test_PRO_04_a_holder_chooses_at_the_call_once_they_accepted(held: Campaign) -> None:
    person, holder = held.person("MANDANT"), held.person("TENANT")
    choice = Choose(SOCLE, person, "PED", "mandataire")
    given = after(start(held.opening), GiveProxy(SOCLE, person, holder, "direct"))
    assert refused(given, choice) == "PRO-04"
    (event,) = decide(after(given, AcceptProxy(SOCLE, person, holder)), choice)
    assert isinstance(event, Chosen)
    assert (event.channel, event.pool) == ("mandataire", "PED")


def test_PRO_04_a_proxy_for_the_list_lets_nobody_choose_otherwise(held: Campaign) -> None:
    person, holder = held.person("MANDANT"), held.person("TENANT")
    day = after(
        start(held.opening), GiveProxy(SOCLE, person, holder, "liste", wishes=1), AcceptProxy(SOCLE, person, holder)
    )
    assert refused(day, Choose(SOCLE, person, "PED", "mandataire")) == "PRO-04"
    assert refused(start(held.opening), GiveProxy(SOCLE, person, mode="direct")) == "PRO-04"


def test_only_the_holder_who_was_named_accepts(held: Campaign) -> None:
    person, holder = held.person("MANDANT"), held.person("TENANT")
    given = after(start(held.opening), GiveProxy(SOCLE, person, holder, "direct"))
    assert refused(given, AcceptProxy(SOCLE, person, held.person("AUTRE"))) == "PRO-01"


def test_a_new_proxy_replaces_the_one_before_and_has_to_be_accepted_again(held: Campaign) -> None:
    person, holder, other = (held.person(name) for name in ("MANDANT", "TENANT", "AUTRE"))
    day = after(
        start(held.opening),
        GiveProxy(SOCLE, person, holder, "direct"),
        AcceptProxy(SOCLE, person, holder),
        GiveProxy(SOCLE, person, other, "direct"),
    )
    assert day.proxies[person].holder == other
    assert refused(day, Choose(SOCLE, person, "PED", "mandataire")) == "PRO-04"


def test_PRO_06_a_holder_keeps_as_many_as_the_campaign_allows() -> None:
    people = [intern("UN", 1), intern("DEUX", 2), intern("TENANT", 3)]
    for cap, second in ((0, None), (2, None), (1, "PRO-06")):
        held = campaign([post("URG")], people, rules=overridden(proxy__cap=cap))
        holder = held.person("TENANT")
        day = after(start(held.opening), GiveProxy(SOCLE, held.person("UN"), holder, "direct"))
        made = decide(day, GiveProxy(SOCLE, held.person("DEUX"), holder, "direct"))
        assert (made.rule if isinstance(made, Refusal) else None) == second


def test_proxies_stand_in_the_journal_and_are_replayed(held: Campaign) -> None:
    person, holder = held.person("MANDANT"), held.person("TENANT")
    day, events = start(held.opening), []
    for command in (
        GiveProxy(SOCLE, person, holder, "direct"),
        AcceptProxy(SOCLE, person, holder),
        CancelProxy(SOCLE, person),
        GiveProxy(SOCLE, person, holder, "direct"),
    ):
        made = decide(day, command)
        assert not isinstance(made, Refusal)
        events += made
        day = apply(day, made[0])
    lines = b"".join(journal.line(entry) + b"\n" for entry in journal.write(events, "essai", ticking()))
    assert journal.events(journal.parse(lines)) == events
    assert replay(held.opening, events) == day
