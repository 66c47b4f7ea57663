"""The statistics count people by groups large enough, and give no small one away."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from allocation.closing import Closing
from exports.small_groups import HIDDEN, protected, with_totals
from exports.statistics import write_statistics
from tests.exports.documents import APPRO, SOCLE, SURNOMBRE_WORDS, call, intern, large_resultat, ouverture, resultat
from tests.exports.reading import every_cell, table

CLOSINGS = {"pool-1": Closing(SOCLE, 2, 7), "pool-3": Closing(APPRO, 1, 2, catch_up=True)}


def written(folder: Path, document: dict[str, object]) -> Path:
    path = folder / "statistiques.xlsx"
    write_statistics(document, ouverture(), CLOSINGS, path)
    return path


def test_groups_under_five_are_hidden_and_the_larger_ones_shown(tmp_path: Path) -> None:
    document = large_resultat(20)
    for order, row in enumerate(document["lists"][0]["calls"]):
        row["wish"] = 1 if order < 12 else 2 if order < 18 else 3
    (row,) = table(load_workbook(written(tmp_path, document))["Vœu obtenu"])
    assert (row["1er vœu"], row["2e vœu"], row["3e vœu"], row["Sans poste"]) == (12, HIDDEN, HIDDEN, 0)
    assert row["Ensemble"] == 20


def test_lists_are_added_up_when_there_are_several(tmp_path: Path) -> None:
    rows = table(load_workbook(written(tmp_path, large_resultat(20, lists=2)))["Vœu obtenu"])
    assert [(row["Liste"], row["1er vœu"]) for row in rows] == [("Liste 1", 10), ("Liste 2", 10), ("Ensemble", 20)]


def test_each_post_says_at_which_turn_it_closed(tmp_path: Path) -> None:
    rows = {row["Code stage"]: row for row in table(load_workbook(written(tmp_path, resultat()))["Rang de clôture"])}
    urgences, paediatrics, msu = rows["42-URG-01"], rows["42-PED-02"], rows["42-NIV1-03"]
    assert (urgences["Dernier poste parti au tour"], urgences["Sur"], urgences["Liste de ce tour"]) == (2, 7, SOCLE)
    assert paediatrics["Liste de ce tour"] == f"{APPRO}, au rattrapage"
    assert (msu["Dernier poste parti au tour"], msu["Restants"]) == (None, 1)


def test_a_category_says_its_wishes_only_where_five_people_share_it(tmp_path: Path) -> None:
    document = large_resultat(6)
    for row in document["lists"][0]["calls"]:
        row["wish"] = 2
    document["lists"] += resultat()["lists"][1:]
    rows = table(load_workbook(written(tmp_path, document))["Catégories"])
    medians = {row["Catégorie"]: (row["Vœu médian"], row["Part de 1ers vœux"]) for row in rows}
    assert medians["Urgences adultes"] == (2, "0 %")
    assert medians["Santé de l'enfant (SE)"] == (HIDDEN, HIDDEN)
    assert medians["Praticien niveau 1"] == (None, None)


def test_nothing_tells_of_a_surnombre_or_a_leave(tmp_path: Path) -> None:
    plain = resultat()
    for row in plain["lists"][0]["calls"]:
        row["mode"] = "normal"
    for post in plain["posts"]:
        post["supernumerary"] = 0
    texts = [[cell.value for cell in every_cell(written(tmp_path, document))] for document in (resultat(), plain)]
    assert texts[0] == texts[1]
    assert not any(word in str(text) for text in texts[0] for word in (*SURNOMBRE_WORDS, "sans tour", "Lyon"))


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=4)
    )
)
def test_no_small_count_can_be_had_by_one_subtraction(counts: list[list[int]]) -> None:
    shown, whole = protected(counts), with_totals(counts)
    cells = zip((cell for row in shown for cell in row), (cell for row in whole for cell in row), strict=True)
    assert all(cell in {None, real} for cell, real in cells)
    assert all(cell is None or not 0 < cell < 5 for row in shown for cell in row)
    lines = [*shown, *(zip(*shown, strict=True) if len(shown) > 1 else ())]
    assert all(sum(cell is None for cell in line) != 1 for line in lines)


@pytest.mark.parametrize("counts", [[[7, 9]], [[5, 6], [7, 8]], [[0, 0]]])
def test_large_groups_are_all_shown(counts: list[list[int]]) -> None:
    assert protected(counts) == with_totals(counts)


def test_a_small_group_takes_another_with_it() -> None:
    assert protected([[3, 20, 8]]) == [[None, 20, None, 31]]
    assert protected([[3, 0, 0]]) == [[None, 0, 0, None]], "the total is as small as its one part"


def test_who_chose_without_a_list_counts_apart(tmp_path: Path) -> None:
    document = large_resultat(5)
    document["lists"][0]["calls"] += [
        call(intern(n, f"D{n}", ""), n, wish=None, channel="direct") for n in range(10, 15)
    ]
    (row,) = table(load_workbook(written(tmp_path, document))["Vœu obtenu"])
    assert (row["1er vœu"], row["Choix sans liste"], row["Ensemble"]) == (5, 5, 10)
