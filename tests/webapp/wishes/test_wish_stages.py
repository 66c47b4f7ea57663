"""What a person sees of the posts: open or not as the engine answers, found by what they ask for."""

from __future__ import annotations

import pytest

from allocation.closing import PastClosing
from allocation.commands import Choose
from allocation.decide import decide
from allocation.model import Category, Phase
from allocation.state import Day, fold, start
from tests.allocation.factories import APPRO, Campaign, campaign, past, post, senior, teaching
from webapp.wishes.filters import Filters, Shown, chosen, measured, options, read
from webapp.wishes.places import place_of
from webapp.wishes.stages import Stage, stages, turn_of


@pytest.fixture(scope="module")
def held() -> Campaign:
    return campaign(
        [
            teaching("URG1", Category.MPOLY, 2, establishment="CHU", service="Urgences adultes", town="Saint-Étienne"),
            teaching("SAS1", Category.SASPAS, establishment="Cabinet de Bäle", service="Dr Émile", town="Ambert"),
            teaching("FERME", Category.MPOLY, 0),
            post("AUTRE", 1, Phase.SOCLE),
        ],
        [senior("PREMIER", 1), senior("SECOND", 2)],
        history=[past("PREMIER", "VIEUX"), past("SECOND", "URG1", Category.MPOLY)],
    )


def seen_by(held: Campaign, name: str, day: Day | None = None) -> dict[str, Stage]:
    turn = turn_of(held.opening, held.person(name))
    return {stage.code: stage for stage in stages(day or start(held.opening), turn)}


def refused(found: dict[str, Stage]) -> dict[str, str]:
    return {code: stage.refusal.rule for code, stage in found.items() if stage.refusal}


def test_each_stage_is_open_or_says_the_rule_that_closes_it(held: Campaign) -> None:
    assert refused(seen_by(held, "PREMIER")) == {"FERME": "ELI-01d", "AUTRE": "ELI-01b"}
    assert refused(seen_by(held, "SECOND")) == {"URG1": "SAM-01", "FERME": "ELI-01d", "AUTRE": "ELI-01b"}


def test_a_seat_taken_during_the_day_is_counted(held: Campaign) -> None:
    day = start(held.opening)
    for event in decide(day, Choose(APPRO, held.person("PREMIER"), "SAS1")):
        fold(day, event)
    found = seen_by(held, "SECOND", day)
    assert refused(found)["SAS1"] == "ELI-01a"
    assert (found["SAS1"].left, found["SAS1"].seats) == (0, 1)


def test_somebody_who_does_not_choose_has_no_turn(held: Campaign) -> None:
    assert turn_of(held.opening, "p-rien") is None


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (Filters(), ["URG1", "SAS1"]),
        (Filters(texte="bale emile"), ["SAS1"]),
        (Filters(texte="SAINT étienne"), ["URG1"]),
        (Filters(texte="urg1 ambert"), []),
        (Filters(lieu="Ambert"), ["SAS1"]),
        (Filters(etablissement="CHU"), ["URG1"]),
        (Filters(categorie="Médecine polyvalente"), ["URG1"]),
        (Filters(exercice="ambulatoire"), ["SAS1"]),
        (Filters(exercice="hospitalier"), ["URG1"]),
        (Filters(montrer=Shown.OTHERS), ["FERME", "AUTRE"]),
        (Filters(montrer=Shown.ALL, categorie="Médecine polyvalente"), ["URG1", "FERME"]),
    ],
)
def test_the_fields_keep_what_answers_to_all_of_them(held: Campaign, asked: Filters, codes: list[str]) -> None:
    found = chosen(seen_by(held, "PREMIER").values(), asked)
    assert sorted(stage.code for stage in found) == sorted(codes)


def test_stages_of_other_lists_come_last_and_offer_no_choice_of_their_own(held: Campaign) -> None:
    found = seen_by(held, "PREMIER").values()
    assert chosen(found, Filters(montrer=Shown.ALL))[-1].code == "AUTRE"
    assert options(found).categories == ["Médecine polyvalente", "SASPAS"]
    assert options(found).towns == ["Ambert", "Saint-Étienne"]


def test_what_went_before_ones_number_the_last_time_is_told_apart(held: Campaign) -> None:
    turn = turn_of(held.opening, held.person("SECOND"))
    past = {
        "SAS1": [PastClosing("SAS1", "2026-ete", APPRO, 1, 9), PastClosing("SAS1", "2025-ete", APPRO, 9, 9)],
        "URG1": [PastClosing("URG1", "2026-ete", "autre liste", 1, 9), PastClosing("URG1", "2025-ete", "", 2, 9)],
    }
    found = stages(start(held.opening), turn, past)
    everything = Filters(montrer=Shown.ALL, parti="avant")
    assert [stage.code for stage in chosen(found, everything)] == ["SAS1"]
    told = {stage.code: stage.gone.words for stage in found if stage.gone}
    assert told["SAS1"] == "parti au tour 1 sur 9 à l'été 2026"
    assert told["URG1"] == "parti au tour 2 sur 9 à l'été 2025"


def test_an_address_typed_by_hand_asks_only_for_what_is_known() -> None:
    assert read({"montrer": "<script>", "autre": "x", "lieu": " Ambert "}) == Filters(lieu="Ambert")
    assert read({"lieu": "Ambert", "montrer": "tous"}).as_query() == {"lieu": "Ambert", "montrer": "tous"}


def near(held: Campaign, home: str, **asked: str) -> list[tuple[str, int | None]]:
    """The stages found from there, with their distance."""
    seen = list(seen_by(held, "PREMIER").values())
    found = measured(seen, place_of(home, "Saint-Étienne"), "Saint-Étienne")
    return [(stage.code, stage.away) for stage in chosen(found, Filters(**asked))]


def test_the_nearest_stages_come_first_and_the_far_ones_can_be_left_out(held: Campaign) -> None:
    assert near(held, "Ambert") == [("SAS1", 0), ("URG1", 52)]
    assert near(held, "Firminy", distance="10") == [("URG1", 9)]


def test_a_stage_whose_distance_is_not_known_is_never_left_out(held: Campaign) -> None:
    assert near(held, "Ambert", distance="10", montrer=Shown.OTHERS) == [("FERME", None), ("AUTRE", None)]
    assert near(held, "Nulle-Part", distance="10") == [("SAS1", None), ("URG1", None)]
