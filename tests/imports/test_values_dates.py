"""Dates and semesters in every form."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.semester import semester
from imports.dates import day, is_numbered_semester, semester_of, semester_on

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
DAYS = st.dates(min_value=date(1955, 1, 1), max_value=date(2063, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        date(2025, 5, 2),
        datetime(2025, 5, 2, 8, 30),  # noqa: DTZ001 - a spreadsheet's dates have no time zone
        "02/05/2025",
        "2/5/2025",
        "2.5.2025",
        "02-05-2025",
        "2025-05-02",
        "2025-05-02 00:00:00",
    ],
)
def test_a_date_is_read_day_first(written: object) -> None:
    found = day(written)
    assert (found.value, found.code) == (date(2025, 5, 2), "")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2 mai 2025", "W_DATE_TEXT"),
        ("vendredi 2 mai 2025", "W_DATE_TEXT"),
        ("02/05/25", "W_DATE_AMBIGUOUS"),
        (45779, "W_DATE_SERIAL"),
        ("45779", "W_DATE_SERIAL"),
        (45779.5, "W_DATE_SERIAL"),
    ],
)
def test_a_date_that_had_to_be_understood_is_shown(written: object, code: str) -> None:
    found = day(written)
    assert (found.value, found.code) == (date(2025, 5, 2), code)
    assert "02/05/2025" in found.message


def test_the_first_of_a_month_is_read() -> None:
    assert day("1er mai 2025").value == date(2025, 5, 1)


@pytest.mark.parametrize(
    "written",
    [
        "31/02/2025",
        "05/31/2025",
        "hier",
        2025,
        True,
        time(8),
        "29/02/2027",
        "2 mars",
        float("inf"),
        float("nan"),
        "01/01/0001",
    ],
)
def test_what_is_no_date_is_refused(written: object) -> None:
    found = day(written)
    assert (found.value, found.code) == (None, "E_DATE_INVALID")


def test_a_blank_is_no_date_and_no_problem() -> None:
    assert (day(None).value, day(" ").code) == (None, "")


@given(DAYS)
def test_a_date_survives_every_way_of_writing_it(on: date) -> None:
    serial = (on - date(1899, 12, 30)).days
    spelled = f"{on.day} {MONTHS[on.month - 1]} {on.year}"
    ways = [on, f"{on:%d/%m/%Y}", f"{on.day}/{on.month}/{on.year}", on.isoformat(), spelled, serial]
    assert {day(way).value for way in ways} == {on}


@given(st.text())
def test_no_text_breaks_the_reading_of_a_date(text: str) -> None:
    found = day(text)
    assert found.value is None or found.value.year >= 1900
    assert isinstance(semester_of(text), str)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2027-ete", "2027-ete"),
        ("2026-hiver", "2026-hiver"),
        ("2027-été", "2027-ete"),
        ("été 2025", "2025-ete"),
        ("mai 2025", "2025-ete"),
        ("novembre 2025", "2025-hiver"),
        ("hiver 2026-2027", "2026-hiver"),
        ("hiver 2026/2027", "2026-hiver"),
        ("Semestre d'été 2027", "2027-ete"),
        ("2025-1", "2025-ete"),
        ("2025-2", "2025-hiver"),
        ("S1 2025", "2025-ete"),
        ("novembre 2026 – avril 2027", "2026-hiver"),
        ("novembre-avril 2027", "2026-hiver"),
        ("mai à octobre 2027", "2027-ete"),
        ("02/05/2027", "2027-ete"),
        ("2 novembre 2027", "2027-hiver"),
        (date(2027, 1, 15), "2026-hiver"),
        ("du 2 novembre 2026 au 1er mai 2027", "2026-hiver"),
        ("du 2 mai 2027 au 1er novembre 2027", "2027-ete"),
        ("Choix du 9 octobre 2025, semestre novembre 2025 - mai 2026", "2025-hiver"),
        ("Liste des postes – semestre de mai 2027", "2027-ete"),
    ],
)
def test_a_semester_is_named_by_the_year_in_which_it_starts(written: object, name: str) -> None:
    assert semester_of(written) == name


@pytest.mark.parametrize(
    "written",
    ["S1", "", None, "janvier 2026", "2027", "été", "été 1234", "été 2026 ou été 2027"],
)
def test_a_semester_that_is_not_certain_is_not_guessed(written: object) -> None:
    assert semester_of(written) == ""


def test_a_numbered_semester_is_known_as_such() -> None:
    assert is_numbered_semester("2025-1")
    assert not is_numbered_semester("2025-ete")


@given(DAYS)
def test_every_day_is_in_the_semester_that_holds_it(on: date) -> None:
    found = semester(semester_on(on))
    assert found.start <= on <= found.end
    assert semester_of(found.label) == found.name
    assert semester_of(found.name) == found.name
