"""The absences of the sample are those of people on the lists, and each tells something that the others do not."""

from __future__ import annotations

from datetime import datetime

from allocation.forms import CAUSES
from sample_data.absences import STORIES
from sample_data.campaign import sample
from tests.sample_data.reading import Row, form_rows, interns


def length(row: Row) -> int:
    start, end = row["Début"], row["Fin"]
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return (end - start).days + 1


def test_a_dozen_people_of_the_lists_have_one_story_each() -> None:
    rows = form_rows("absences.xlsx")
    away = {str(row["RPPS"]) for row in rows}
    assert away <= {str(person["RPPS"]) for person in interns()}
    assert len(away) == len(STORIES) == 12
    assert len(rows) == sum(len(story.periods) for story in STORIES)


def test_the_limits_of_the_rules_are_met_from_both_sides() -> None:
    rows = form_rows("absences.xlsx")
    counted = [length(row) for row in rows if row["Motif"] != "Congés annuels"]
    assert {61, 62, 92} <= set(counted)
    assert {str(row["Motif"]) for row in rows} <= set(CAUSES)
    assert [row["Demi-journées"] for row in rows if row["Demi-journées"]] == [13]


def test_maternity_is_that_of_women_and_surnombres_are_those_granted() -> None:
    people = {one.candidate.identity.rpps: one for one in sample().trainees}
    for row in form_rows("absences.xlsx"):
        if row["Motif"] == "Congé maternité":
            assert people[str(row["RPPS"])].woman
    held = [s for row in form_rows("absences.xlsx") for s in people[str(row["RPPS"])].candidate.situations]
    assert sorted(held) == ["Surnombre non validant", "Surnombre validant"]
