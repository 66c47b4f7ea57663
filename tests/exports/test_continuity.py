"""The paper pack says who is still to be called and which seats are left, as the day stands."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from allocation.commands import Choose, MarkAbsent, Wait
from allocation.decide import decide
from allocation.model import Situation
from allocation.state import apply, start
from exports.continuity import write_continuity
from tests.allocation.factories import SOCLE, campaign, intern, post
from tests.exports.reading import pages

AT = datetime(2027, 4, 5, 8, 30, tzinfo=UTC)


def test_the_pack_holds_the_turns_and_the_seats_that_are_left(tmp_path: Path) -> None:
    people = [intern(name, rank) for rank, name in enumerate(("PREMIER", "ABSENT", "PATIENT"), 1)]
    people.append(intern("SURNOM", 4, Situation.SURNOMBRE_VALIDANT))
    held = campaign([post("PRIS", 1), post("LIBRE", 2, reserved="CESP:1")], people)
    first, second, third, *_ = held.opening.list[SOCLE].calls
    day = start(held.opening)
    for command in (Choose(SOCLE, first.person, "PRIS"), MarkAbsent(SOCLE, second.person), Wait(SOCLE, third.person)):
        for event in decide(day, command):
            day = apply(day, event)
    write_continuity(held.documents.result, held.documents.opening, day, AT, tmp_path / "c.pdf")
    text = " ".join(" ".join(pages(tmp_path / "c.pdf")).split())
    for shown in (
        "SURNOM",
        "urnombre validant",
        "ABSENT",
        "passé sans choisir",
        "d'être rappelé",
        "1 + 1 CESP",
    ):
        assert shown in text, shown
    assert "PRIS" not in text
    assert "PREMIER" not in text
    assert "10 h 30" in text
    assert held.documents.result["journal"]["head"] in text


def test_a_day_that_is_over_says_so(tmp_path: Path) -> None:
    held = campaign([post("A", 1)], [intern("SEUL", 1)])
    (call,) = held.opening.list[SOCLE].calls
    day = start(held.opening)
    for event in decide(day, Choose(SOCLE, call.person, "A")):
        day = apply(day, event)
    write_continuity(held.documents.result, held.documents.opening, day, AT, tmp_path / "c.pdf")
    text = "\n".join(pages(tmp_path / "c.pdf"))
    assert "Plus personne à appeler" in text
    assert "Aucune place ne reste" in text
