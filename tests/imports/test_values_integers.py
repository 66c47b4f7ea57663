"""Whole numbers in every spelling, and the ones that must be refused."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.integers import Bounds, integer, is_nothing, position, ratio

SEATS = "nombre de postes"


@pytest.mark.parametrize(
    ("written", "number"),
    [(3, 3), (3.0, 3), ("3", 3), (" 3 ", 3), ("0", 0), (0, 0)],
)
def test_a_plain_number_is_read_without_a_word(written: object, number: int) -> None:
    found = integer(written, SEATS)
    assert (found.value, found.code) == (number, "")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3 postes", 3), ("1 poste", 1), ("3*", 3), ("3 (1)", 3), ("2 (dont 1 FST)", 2), ("4 879", 4879),
        ("4\u00a0879", 4879), ("4\u202f879", 4879), ("1 042", 1042), ("7ème", 7), ("1er", 1), ("３", 3), ("3.0", 3),
        ("492 (+3 en CESP)", 492), ("-", 0), ("–", 0), ("néant", 0), ("Fermé", 0), ("2 semestres", 2),
    ],
)  # fmt: skip
def test_a_number_written_with_more_than_digits_is_read_and_shown(written: str, number: int) -> None:
    found = integer(written, SEATS)
    assert (found.value, found.code) == (number, "W_INT_TEXT")
    assert str(number) in found.message


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (None, "E_INT_BLANK"), ("  ", "E_INT_BLANK"), ("1,5", "E_INT_DECIMAL"), (1.5, "E_INT_DECIMAL"),
        ("3.388", "E_INT_DECIMAL"), ("3,388", "E_INT_DECIMAL"), (-1, "E_INT_NEG"), ("-2", "E_INT_NEG"),
        (date(2025, 3, 2), "E_INT_DATE"), (time(2, 3), "E_INT_DATE"), (True, "E_INT_BOOL"), (False, "E_INT_BOOL"),
        ("#REF!", "E_EXCEL_ERROR"), ("#N/A", "E_EXCEL_ERROR"), ("deux", "E_INT_TEXT"), ("2-3", "E_INT_TEXT"),
        ("9" * 5000, "E_INT_TEXT"),
        ("12 34", "E_INT_TEXT"), ("3 ou 4", "E_INT_TEXT"), (float("nan"), "E_INT_TEXT"), (float("inf"), "E_INT_TEXT"),
    ],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused(written: object, code: str) -> None:
    found = integer(written, SEATS)
    assert found.value is None
    assert found.code == code
    assert found.message
    assert found.fix


def test_a_date_tells_what_was_probably_typed() -> None:
    assert "2-3" in integer(date(2025, 3, 2), SEATS).message


def test_an_ambiguous_number_shows_both_readings() -> None:
    message = integer("3.388", SEATS).message
    assert "3388" in message
    assert "3,388" in message


def test_bounds_refuse_and_large_numbers_warn() -> None:
    bounds = Bounds(low=1, high=100, large=50)
    assert integer(0, SEATS, bounds).code == "E_INT_RANGE"
    assert integer(101, SEATS, bounds).code == "E_INT_RANGE"
    assert integer(50, SEATS, bounds).code == ""
    assert (integer(51, SEATS, bounds).value, integer(51, SEATS, bounds).code) == (51, "W_INT_LARGE")


@given(st.integers(min_value=0, max_value=999_999))
def test_a_number_survives_every_way_of_writing_it(number: int) -> None:
    grouped = f"{number:,}".replace(",", "\u202f")
    full_width = str(number).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    ways = [number, float(number), str(number), f"{number} postes", f"{number}*", grouped, full_width]
    assert {integer(way, SEATS).value for way in ways} == {number}


@given(st.text())
def test_no_text_breaks_the_reading_of_a_number(text: str) -> None:
    found = integer(text, SEATS)
    assert (found.value is None) <= found.code.startswith("E_")
    assert len(found.message) < 200


@given(st.floats())
def test_no_float_breaks_the_reading_of_a_number(number: float) -> None:
    found = integer(number, SEATS)
    assert (found.value is not None) == (number.is_integer() and 0 <= number <= 1_000_000)


@pytest.mark.parametrize("written", [None, "", "-", "0", 0, 0.0, "néant", "–", " "])
def test_a_column_of_one_phase_may_say_no_post(written: object) -> None:
    assert is_nothing(written)
    assert not is_nothing("1")


def test_a_rank_may_carry_the_size_of_its_promotion() -> None:
    assert ratio("7911ème/10140") == (7911, 10140)
    assert ratio("7 911 / 10 140") == (7911, 10140)
    assert ratio("7911") is None
    assert ratio(7911) is None


@pytest.mark.parametrize("written", ["78,02 %", "78.02", 78.02, 0.7802, "0,7802"])
def test_a_position_is_a_share_however_written(written: object) -> None:
    assert position(written).value == Fraction(7802, 10_000)


def test_a_position_may_be_a_fraction() -> None:
    assert position("7911/10140").value == Fraction(7911, 10140)


@pytest.mark.parametrize("written", ["120 %", "0", "beaucoup", -3, "10140/7911"])
def test_a_position_beyond_its_bounds_is_refused(written: object) -> None:
    assert position(written).code == "E_POSITION_INVALID"
