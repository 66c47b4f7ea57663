"""The engine agrees with a naive serving loop written from the rules alone."""

from __future__ import annotations

from hypothesis import given, settings

from allocation.documents import opening_document
from allocation.events import Chosen
from allocation.model import Category, Dossier, Mode, Phase, RequestType, Situation
from tests.allocation.factories import Campaign, campaign, dossier, past, post, request, run, senior, teaching
from tests.allocation.oracle import Got, served
from tests.allocation.strategies import dossiers


def of_the_engine(day: Campaign) -> dict[str, Got]:
    return {
        event.person: Got(event.list, event.pool, event.mode.value, event.seat, event.slot, event.wish or 0)
        for event in day.events
        if isinstance(event, Chosen)
    }


def of_the_oracle(day: Campaign) -> dict[str, Got]:
    wanted = {person: wishes.codes for person, wishes in day.prepared.wishes.items()}
    return served(opening_document(day.opening), wanted)


@settings(max_examples=250)
@given(dossiers())
def test_the_engine_serves_as_the_oracle_does(given: Dossier) -> None:
    day = run(given)
    assert of_the_engine(day) == of_the_oracle(day)


def test_the_oracle_meets_every_way_of_being_served() -> None:
    """The comparison is worth something only if both go everywhere: one campaign with all of it, by hand."""
    given = dossier(
        [
            teaching("COUPLE", Category.COUPLE, 2),
            teaching("ZONE", Category.MPOLY, 2, reserved="CESP:1"),
            post("NEONAT", 1, Phase.APPROFONDISSEMENT, des="Pédiatrie"),
        ],
        [
            senior("UN", 1, contest=2020),
            senior("DEUX", 2, Situation.CESP),
            senior("TROIS", 3, Situation.SURNOMBRE_VALIDANT),
            senior("QUATRE", 4, Situation.SURNOMBRE_NON_VALIDANT),
            senior("CINQ", 5, Situation.HORS_FILIERE),
            senior("SIX", 6, Situation.INTER_CHU_ENTRANT),
        ],
        {"UN": "COUPLE", "DEUX": "ZONE", "TROIS": "ZONE", "QUATRE": "ZONE", "CINQ": "NEONAT", "SIX": "ZONE"},
        history=[past("UN", "X", Category.MPOLY)],
        requests=[request("CINQ", RequestType.HORS_FILIERE, des="Pédiatrie")],
    )
    day = run(given)
    assert of_the_engine(day) == of_the_oracle(day)
    held = of_the_oracle(day).values()
    assert {got.seat for got in held} == {"libre", "reserve", "ajoutee"}
    assert {got.mode for got in held} == {mode.value for mode in Mode} - {"dom_tom", "hors_liste"}
    assert {got.slot for got in held} == {"COUPLE", ""}


def test_a_guest_and_a_closed_campaign_agree_too() -> None:
    day = campaign([post("FERME", 0)], [senior("SEUL", 1)], {"SEUL": "FERME"})
    assert of_the_engine(day) == of_the_oracle(day) == {}
