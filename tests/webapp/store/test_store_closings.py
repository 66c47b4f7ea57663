"""The turn at which each stage closed is kept when a campaign closes, and brought in from old results."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from allocation.closing import PastClosing
from tests.allocation.factories import SOCLE, ticking
from tests.webapp.store.campaigns import choices, crowd, put
from webapp.folder import read_result
from webapp.store.campaigns import import_result, of_subdivisions
from webapp.store.closings import closing_ranks, keep
from webapp.store.engine import writing
from webapp.store.journal import append
from webapp.store.models import Campaign

OLD = PastClosing("STAGE0", "2026-ete", SOCLE, 37, 148)


def played(engine: Engine) -> str:
    """A campaign recorded to its end; its subdivision."""
    held = crowd(2)
    where = put(engine, held)
    for seen, command in enumerate(choices(held), start=1):
        append(engine, where, command, seen=seen, actor="pupitre", clock=ticking())
    return held.opening.subdivision


def test_a_campaign_that_closes_leaves_the_turn_at_which_each_stage_went(engine: Engine) -> None:
    assert closing_ranks(engine, played(engine)) == {
        f"STAGE{number}": [PastClosing(f"STAGE{number}", "2027-ete", SOCLE, number + 1, 2)] for number in range(2)
    }


def test_nothing_is_kept_before_the_day_is_over(engine: Engine) -> None:
    held = crowd(2)
    where = put(engine, held)
    append(engine, where, next(choices(held)), seen=1, actor="pupitre", clock=ticking())
    assert closing_ranks(engine, held.opening.subdivision) == {}


def test_a_rehearsal_leaves_nothing(engine: Engine) -> None:
    held = crowd(1)
    where = put(engine, held)
    with writing(engine) as session:
        session.get_one(Campaign, where).rehearsal = "essai"
    for seen, command in enumerate(choices(held), start=1):
        append(engine, where, command, seen=seen, actor="pupitre", clock=ticking())
    assert closing_ranks(engine, held.opening.subdivision) == {}


def test_a_published_result_leaves_its_closings_too(engine: Engine, sample_result: Path) -> None:
    import_result(engine, read_result(sample_result))
    (campaign,) = of_subdivisions(engine, ["Saint-Étienne"])
    found = closing_ranks(engine, campaign.subdivision)
    assert len(found) > 30
    assert all(0 < one.turn <= one.of for closings in found.values() for one in closings if not one.catch_up)


def test_semesters_are_kept_beside_each_other_and_the_latest_comes_first(engine: Engine) -> None:
    subdivision = played(engine)
    with writing(engine) as session:
        keep(session, subdivision, [OLD])
    assert [one.semester for one in closing_ranks(engine, subdivision)["STAGE0"]] == ["2027-ete", "2026-ete"]
    assert closing_ranks(engine, "Ailleurs") == {}


def test_a_semester_given_again_takes_the_place_of_what_was_known(engine: Engine) -> None:
    for told in ([OLD, PastClosing("AUTRE", "2026-ete", "", 2, 9)], [OLD, OLD]):
        with writing(engine) as session:
            keep(session, "Lyon", told)
    assert closing_ranks(engine, "Lyon") == {"STAGE0": [OLD]}


@pytest.mark.parametrize(
    ("closing", "words"),
    [
        (OLD, "parti au tour 37 sur 148 à l'été 2026"),
        (
            PastClosing("X", "2025-hiver", "", 3, 9, catch_up=True),
            "parti au rattrapage, n° 3 sur 9 à l'hiver 2025-2026",
        ),
    ],
)
def test_a_closing_is_said_in_one_line(closing: PastClosing, words: str) -> None:
    assert closing.words == words
