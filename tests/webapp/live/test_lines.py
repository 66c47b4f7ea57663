"""What everybody may be told: seats and turns as they are, and nothing of anybody's situation."""

from __future__ import annotations

import json
from typing import get_args

from allocation.commands import Pause, Resume
from allocation.decide import decide
from allocation.events import Event, Paused, Resumed
from allocation.journal import events, write
from allocation.model import Situation
from allocation.state import fold, replay, start
from tests.allocation.factories import SOCLE, Campaign, campaign, intern, post, ticking
from webapp.live import lines
from webapp.live.lines import Line
from webapp.live.standing import standings


def told(held: Campaign) -> list[Line]:
    story = lines.begin(held.opening)
    return [lines.tell(story, entry) for entry in held.documents.entries]


def test_a_line_says_who_by_number_what_and_how_many_are_left() -> None:
    held = campaign([post("URG", 2)], [intern("A", 1), intern("B", 2)], {"A": "URG", "B": "URG"})
    opened, first, second, _ = told(held)
    assert opened["turns"] == {SOCLE: {"current": 1, "to_come": 2, "paused": False}}
    assert (first["kind"], first["list"], first["number"], first["post"]) == ("chosen", SOCLE, 1, "URG")
    assert [list(line["left"].values()) for line in (first, second)] == [[1], [0]]
    assert first["turns"] == {SOCLE: {"current": 2, "to_come": 1, "paused": False}}
    assert second["turns"] == {SOCLE: {"current": None, "to_come": 0, "paused": False}}


def test_seats_left_as_told_are_those_of_the_day() -> None:
    held = campaign(
        [post("URG", 3, reserved="CESP:1"), post("PED"), post("GER")],
        [intern("A", 1, Situation.CESP), intern("B", 2), intern("C", 3), intern("D", 4)],
        {"A": "URG", "B": "PED URG", "C": "PED URG", "D": ""},
    )
    day = replay(held.opening, events(held.documents.entries))
    known = {pool.id: day.seats_left(pool) for pool in held.opening.pools}
    assert {pool: left for line in told(held) for pool, left in line["left"].items()}.items() <= known.items()
    assert "passed" in [line["kind"] for line in told(held)]


def test_a_surnombre_looks_like_any_other_choice() -> None:
    seen = []
    for situations in ([], [Situation.SURNOMBRE_VALIDANT], [Situation.SURNOMBRE_NON_VALIDANT]):
        held = campaign([post("URG", 2)], [intern("A", 1, *situations)], {"A": "URG"})
        line = told(held)[1]
        seen.append({name: sorted(value) if isinstance(value, dict) else value for name, value in line.items()})
    ordinary, *others = ({**line, "hash": ""} for line in seen)
    assert others == [ordinary, ordinary]


def test_no_line_holds_a_name_a_random_id_or_a_mode() -> None:
    held = campaign([post("URG", 2)], [intern("SECRETE", 1, Situation.SURNOMBRE_VALIDANT)], {"SECRETE": "URG"})
    text = json.dumps(told(held))
    for secret in ("SECRETE", held.person("SECRETE"), "surnombre", "ajoutee"):
        assert secret not in text


def test_everybody_knows_how_many_choose_before_them() -> None:
    held = campaign([post("URG")], [intern("A", 1), intern("B", 2), intern("C", 3)], {"B": "URG"})
    story = lines.begin(held.opening)
    for entry in held.documents.entries[:3]:
        lines.tell(story, entry)
    stands = {name: standings(story.day)[held.person(name)] for name in "ABC"}
    assert {name: (who.state, who.before) for name, who in stands.items()} == {
        "A": ("passed", 0), "B": ("served", 0), "C": ("called", 0),
    }  # fmt: skip


def test_every_event_is_either_told_or_said_to_be_nothing() -> None:
    silent = {
        "Opened", "ProxyGiven", "ProxyAccepted", "ProxyCancelled", "InternAdded", "InternAmended", "OffListAssigned",
        "TieResolved", "SlotChosen",
    }  # fmt: skip
    assert {kind.__name__ for kind in get_args(Event)} - {kind.__name__ for kind in lines.KINDS} == silent


def test_nobody_is_called_while_the_list_is_paused() -> None:
    held = campaign([post("URG", 2)], [intern("A", 1), intern("B", 2)])
    day = start(held.opening)
    for event in decide(day, Pause(SOCLE, "Déjeuner")):
        fold(day, event)
    paused = standings(day)
    for event in decide(day, Resume(SOCLE)):
        fold(day, event)
    stands = [{name: found[held.person(name)].state for name in "AB"} for found in (paused, standings(day))]
    assert stands == [{"A": "next", "B": "waiting"}, {"A": "called", "B": "waiting"}]


def test_the_day_begins_when_it_is_opened_and_only_then_is_it_paused() -> None:
    """A campaign is published in a pause: that is no news of the day."""
    held = campaign([post("URG", 2)], [intern("A", 1), intern("B", 2)], {"A": "URG"})
    opened, chosen, *_ = events(held.documents.entries)
    story = lines.begin(held.opening)
    happened = [opened, Paused(""), Resumed(""), chosen, Paused(""), Resumed("")]
    kinds = [lines.tell(story, entry)["kind"] for entry in write(happened, "a", ticking())]
    assert kinds == ["other", "other", "begins", "chosen", "paused", "resumed"]
