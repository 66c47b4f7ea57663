"""The turn at which a post closed is that of whoever took its last seat."""

from __future__ import annotations

from allocation.closing import Closing, closing_turns
from allocation.commands import Choose, Command, OpenCatchUp, ServeFromList, Undo
from allocation.decide import decide
from allocation.events import Event
from allocation.model import Phase, Situation
from allocation.rules import Refusal
from allocation.state import Day, start
from tests.allocation.desk import after
from tests.allocation.factories import APPRO, SOCLE, campaign, intern, post, senior


def test_a_post_closes_at_the_turn_that_takes_its_last_seat() -> None:
    day = campaign(
        [post("URG", 2), post("PED"), post("GER", 3), post("VIDE", 0)],
        [intern("UN", 1), intern("DEUX", 2), intern("TROIS", 3)],
        {"UN": "URG", "DEUX": "PED", "TROIS": "URG"},
    )
    assert closing_turns(day.opening, day.events) == {"URG": Closing(SOCLE, 3, 3), "PED": Closing(SOCLE, 2, 3)}


def test_a_surnombre_closes_nothing() -> None:
    day = campaign(
        [post("URG", 1)],
        [intern("UN", 1, Situation.SURNOMBRE_VALIDANT), intern("DEUX", 2)],
        {"UN": "URG", "DEUX": "URG"},
    )
    assert closing_turns(day.opening, day.events) == {"URG": Closing(SOCLE, 2, 2)}


def test_a_seat_taken_at_the_catch_up_says_so() -> None:
    held = campaign([post("URG"), post("PED")], [intern("UN", 1), intern("DEUX", 2)])
    first, second = held.person("UN"), held.person("DEUX")
    day, told = start(held.opening), list[Event]()
    for command in (ServeFromList(SOCLE, first, ()), Choose(SOCLE, second, "PED"), OpenCatchUp(SOCLE)):
        told += _events(day, command)
        day = after(day, command)
    told += _events(day, Choose(SOCLE, first, "URG"))
    assert closing_turns(held.opening, told) == {
        "PED": Closing(SOCLE, 2, 2),
        "URG": Closing(SOCLE, 1, 2, catch_up=True),
    }


def _events(day: Day, command: Command) -> tuple[Event, ...]:
    made = decide(day, command)
    assert not isinstance(made, Refusal)
    return made


def test_seats_that_two_lists_share_close_on_the_list_that_takes_the_last() -> None:
    day = campaign(
        [post("URG", 2, Phase.SOCLE, Phase.APPROFONDISSEMENT)],
        [intern("UN", 1), senior("GRAND", 1)],
        {"UN": "URG", "GRAND": "URG"},
    )
    (closing,) = closing_turns(day.opening, day.events).values()
    last = [choices.name for choices in day.opening.lists if choices.name in {SOCLE, APPRO}][-1]
    assert closing == Closing(last, 1, 1)


def test_a_choice_undone_opens_the_post_again_until_somebody_else_closes_it() -> None:
    held = campaign([post("URG"), post("PED")], [intern("UN", 1), intern("DEUX", 2)])
    first, second = held.person("UN"), held.person("DEUX")
    day, told = start(held.opening), list[Event]()
    for command in (Choose(SOCLE, first, "URG"), Undo(SOCLE, 1, "erreur"), Choose(SOCLE, first, "PED")):
        told += _events(day, command)
        day = after(day, command)
    assert closing_turns(held.opening, told) == {"PED": Closing(SOCLE, 1, 2)}
    told += _events(day, Choose(SOCLE, second, "URG"))
    assert closing_turns(held.opening, told)["URG"] == Closing(SOCLE, 2, 2)
