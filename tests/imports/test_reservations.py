"""« Réservé à »: what is written exactly is read, what is near is shown, what is in doubt never locks a whole pool."""

from __future__ import annotations

import pytest

from imports.reservations import Reservation, reservation_of


@pytest.mark.parametrize(
    ("written", "label", "seats"),
    [("CESP", "CESP", None), ("cesp : 2", "CESP", 2), ("CESP=1", "CESP", 1), ("Militaires", "Militaire", None),
     ("Handicap", "Handicap", None), ("Internes 2024", "Internes 2024", None)],
)  # fmt: skip
def test_a_reservation_tells_whom_and_how_many(written: str, label: str, seats: int | None) -> None:
    found = reservation_of(written)
    assert (found.value, found.code) == (Reservation(label, seats), "")


@pytest.mark.parametrize("written", ["", "non", "Néant", "0"])
def test_nothing_may_be_reserved(written: str) -> None:
    assert (reservation_of(written).value, reservation_of(written).code) == (None, "")


@pytest.mark.parametrize(
    "written", ["CESP 1", "1 CESP", "CESP (1)", "CESP1", "CESP - 1", "1 poste CESP", "CESP : 1 place"]
)
def test_a_number_beside_the_label_is_read_and_shown(written: str) -> None:
    found = reservation_of(written)
    assert (found.value, found.code) == (Reservation("CESP", 1), "W_RESERVED_READ")
    assert found.message == f"« {written} » lu « CESP:1 »."


def test_a_number_in_brackets_after_any_label_counts_the_seats() -> None:
    assert reservation_of("Handicap (1)").value == Reservation("Handicap", 1)


@pytest.mark.parametrize(
    "written", ["CESP:x", "CESP : ", "CESP:", "CESP un", "hors CESP", "1", ": 2", "CESP:1;Militaire:2", "CESP 1 ou 2"]
)
def test_a_number_in_doubt_is_an_error_that_says_what_to_write(written: str) -> None:
    found = reservation_of(written)
    assert (found.value, found.code) == (None, "E_RESERVED_NUMBER")
    assert "Écrivez CESP:1" in found.fix
