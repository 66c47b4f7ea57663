"""The two lists of the ARS: true size, right totals, a believable call order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.sample_data.reading import Row, interns, posts, seats, sheets

MEDICINE = "DES Médecine générale"


def luhn(digits: str) -> bool:
    doubled = "0246813579"
    odd, even = digits[::-1][::2], digits[::-1][1::2]
    return (sum(map(int, odd)) + sum(int(doubled[int(digit)]) for digit in even)) % 10 == 0


def test_the_lists_have_the_size_of_a_real_subdivision() -> None:
    people, stages = interns(), posts()
    assert 145 <= sum(person["DES"] == "Médecine générale" for person in people) <= 160
    assert 105 <= len(stages) <= 115
    assert sum(seats(stage, phase) for stage in stages for phase in ("PS", "PA", "DJ")) == 200


def test_every_category_of_general_medicine_has_its_band() -> None:
    bands = Counter(str(stage["band"]).split(" (")[0] for stage in posts() if stage["sheet"] == MEDICINE)
    assert list(bands) == [
        "URGENCES ADULTES",
        "STAGE PRATICIEN NIVEAU 1",
        "MÉDECINE ADULTE POLYVALENTE",
        "STAGE COUPLÉ PÉDIATRIE / GYNÉCOLOGIE",
        "STAGE LIBRE",
        "SASPAS",
        "MÉDECINE GÉNÉRALE NIVEAU 3",
    ]
    assert min(bands.values()) >= 9


def test_stage_codes_are_unique_and_their_seats_hold_in_their_capacity() -> None:
    stages = posts()
    assert len({stage["N° stage"] for stage in stages}) == len(stages)
    for stage in stages:
        assert 1 <= sum(seats(stage, phase) for phase in ("PS", "PA", "DJ")) <= int(str(stage["Capacité"]))


@pytest.mark.parametrize("place", [0, 1])
def test_subtotals_and_total_are_right(place: int) -> None:
    sheet = sheets("postes.xlsx")[place]
    group, whole, announced = [0, 0, 0], [0, 0, 0], 0
    for label, *numbers in sheet.iter_rows(min_row=7, max_col=8, values_only=True):
        found = [number or 0 for number in numbers[4:]]
        if str(label).startswith("42-"):
            group = [a + b for a, b in zip(group, found, strict=True)]
            whole = [a + b for a, b in zip(whole, found, strict=True)]
        elif str(label).startswith(("Sous-total", "Total")):
            assert found == (group if str(label).startswith("Sous-total") else whole)
            group, announced = [0, 0, 0], announced + 1
    assert announced == (8, 1)[place]


def test_the_header_stands_on_two_lines_under_one_merged_label() -> None:
    for sheet in sheets("postes.xlsx"):
        merged = {str(cells) for cells in sheet.merged_cells.ranges}
        assert {"A1:L1", "F5:H5", "A5:A6"} <= merged
        assert sheet["F5"].value == "Postes offerts au choix"
        assert [cell.value for cell in sheet["F6:H6"][0]] == ["PS", "PA", "DJ"]


def test_some_establishments_are_written_once_over_several_rows() -> None:
    merged = [cells for cells in sheets("postes.xlsx")[0].merged_cells.ranges if cells.min_col == cells.max_col == 2]
    assert sum(cells.size["rows"] > 1 and cells.min_row > 6 for cells in merged) >= 5


def test_nobody_has_the_name_the_number_or_the_address_of_another() -> None:
    people = interns()
    for keys in (("NOM", "Prénom"), ("RPPS",), ("Courriel",)):
        assert len({tuple(person[key] for key in keys) for person in people}) == len(people)


def test_rpps_numbers_are_texts_with_a_right_key_in_the_invented_range() -> None:
    for person in interns():
        number = str(person["RPPS"])
        assert number.startswith("109999")
        assert len(number) == 11
        assert luhn(number)


@pytest.mark.parametrize("position", [lambda row: row["Rang"], lambda row: row["Rang"] / row["Effectif"]])
@pytest.mark.parametrize(("sheet", "size"), [("Socle", 51), ("Approfondissement", 99), ("Gériatrie", 5)])
def test_the_order_given_is_seniority_then_rank_raw_or_relative(
    sheet: str, size: int, position: Callable[[Row], float]
) -> None:
    people = [person for person in interns() if person["sheet"] == sheet]
    assert [person["N° d'ordre"] for person in people] == list(range(1, size + 1))
    guests_last = sorted(people, key=lambda row: (is_incoming(row), -row["Ancienneté"], position(row)))
    assert guests_last == people


def test_no_rank_of_a_contest_is_held_twice() -> None:
    people = interns()
    assert len({(person["Année ECN/EDN"], person["Rang"]) for person in people}) == len(people)


@pytest.mark.parametrize(
    ("sheet", "posts_sheet", "phase", "others"),
    [("Socle", MEDICINE, "PS", 1), ("Approfondissement", MEDICINE, "PA", 0), ("Gériatrie", "DES Gériatrie", "PA", 1)],
)
def test_posts_reach_the_minimum_that_the_texts_ask(sheet: str, posts_sheet: str, phase: str, others: int) -> None:
    away = ("sortant", "Disponibilité", "Hors-filière")
    here = [person for person in interns() if person["sheet"] == sheet]
    number = others + sum(not str(person["Situation"]).endswith(away) for person in here)
    minimum = number + 2 if number < 15 else -(-107 * number // 100)
    assert sum(seats(stage, phase) for stage in posts() if stage["sheet"] == posts_sheet) >= minimum


def is_incoming(row: Row) -> bool:
    return row["Situation"] == "Inter-CHU entrant"
