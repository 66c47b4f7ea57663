"""Old results are read from the table that says them, or from the assignments of that semester."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from allocation.closing import PastClosing
from exports.assignments import write_assignments
from imports.closings import read_closings
from tests.exports.documents import APPRO, SOCLE, ouverture, resultat

HEADERS = ("Code stage", "Semestre", "Tour de clôture", "Sur")


def workbook(*rows: tuple[object, ...], headers: tuple[str, ...] = HEADERS) -> bytes:
    book = Workbook()
    for row in (("Choix passés",), headers, *rows):
        book.worksheets[0].append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def codes(content: bytes, semester: str = "") -> list[tuple[str, str]]:
    closings, issues = read_closings("vieux.xlsx", content, semester)
    assert closings == ()
    return [(issue.code, issue.cell) for issue in issues]


def test_a_table_says_stage_semester_turn_and_number_of_turns() -> None:
    closings, issues = read_closings(
        "vieux.xlsx", workbook(("42-URG-01", "été 2026", 37, 148), ("42-PED-02", "2025-hiver", "12", 90.0)), ""
    )
    assert issues == ()
    assert closings == (
        PastClosing("42-URG-01", "2026-ete", "", 37, 148),
        PastClosing("42-PED-02", "2025-hiver", "", 12, 90),
    )


def test_a_stage_without_a_turn_did_not_close_and_is_left_out() -> None:
    closings, _ = read_closings("v.xlsx", workbook(("A", "2026-ete", None, None), ("B", "2026-ete", 1, 2)), "")
    assert [one.code for one in closings] == ["B"]


def test_the_semester_may_be_given_apart() -> None:
    content = workbook(("A", 3, 9), headers=("Code stage", "Tour de clôture", "Sur"))
    assert read_closings("v.xlsx", content, "2026-ete")[0] == (PastClosing("A", "2026-ete", "", 3, 9),)
    assert codes(content) == [("E_SEMESTER_INVALID", "A3")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("A", "2026-ete", 10, 9), ("E_INT_RANGE", "C3")),
        (("A", "2026-ete", 0, 9), ("E_INT_RANGE", "C3")),
        (("A", "2026-ete", "x", 9), ("E_INT_RANGE", "C3")),
        (("A", "2026-ete", 3, None), ("E_INT_RANGE", "C3")),
        (("A", "jamais", 3, 9), ("E_SEMESTER_INVALID", "B3")),
    ],
)
def test_what_cannot_be_is_told_by_its_cell_and_nothing_is_kept(
    row: tuple[object, ...], expected: tuple[str, str]
) -> None:
    assert codes(workbook(row)) == [expected]


def test_old_assignments_give_the_last_turn_of_each_stage_that_filled_up(tmp_path: Path) -> None:
    write_assignments(resultat(), ouverture(), tmp_path / "a.xlsx")
    closings, issues = read_closings("a.xlsx", (tmp_path / "a.xlsx").read_bytes(), "2026-ete")
    assert issues == ()
    assert closings == (PastClosing("42-URG-01", "2026-ete", SOCLE, 2, 5),), "the others keep seats"
    assert APPRO not in {one.list for one in closings}


def test_old_assignments_without_a_semester_ask_for_it(tmp_path: Path) -> None:
    write_assignments(resultat(), ouverture(), tmp_path / "a.xlsx")
    assert codes((tmp_path / "a.xlsx").read_bytes()) == [("E_SEMESTER_INVALID", "")]


def test_a_workbook_that_tells_no_turn_is_refused_with_what_to_give() -> None:
    closings, issues = read_closings("v.xlsx", workbook(headers=("Nom", "Prénom")), "2026-ete")
    assert (closings, [issue.code for issue in issues]) == ((), ["E_HEADER_NOT_FOUND"])
    assert "Tour de clôture" in issues[0].fix


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    closings, issues = read_closings("v.xlsx", content, "2026-ete")
    assert closings == ()
    assert issues
