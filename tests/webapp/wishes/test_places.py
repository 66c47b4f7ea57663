"""Communes as post lists spell them, found where they are, and never one for another."""

from __future__ import annotations

import pytest

from webapp.wishes.places import Place, kilometres, place_of

SAINT_ETIENNE = Place(45.434, 4.39)


@pytest.mark.parametrize(
    "spelled", ["Saint-Étienne", "ST ETIENNE CEDEX 2", "saint etienne", "St-Etienne 1er arrondissement"]
)
def test_a_commune_is_found_however_it_is_spelled(spelled: str) -> None:
    assert place_of(spelled, "Saint-Étienne") == SAINT_ETIENNE


def test_the_commune_of_the_subdivisions_own_region_is_meant_first() -> None:
    reunion = place_of("Saint-Denis", "Océan Indien")
    paris = place_of("Saint-Denis", "Île-de-France")
    assert reunion.latitude < 0 < paris.latitude


@pytest.mark.parametrize("town", ["", "Nulle-Part", "Savigneux", "42000", "CHU Nord"])
def test_what_is_not_known_or_shared_by_two_is_not_guessed(town: str) -> None:
    assert place_of(town, "Saint-Étienne") is None


def test_another_region_is_meant_where_only_one_commune_has_the_name() -> None:
    assert place_of("Mâcon", "Lyon") == place_of("Mâcon", "Dijon")


@pytest.mark.parametrize(
    ("one", "other", "away"), [("Saint-Étienne", "Lyon", 51), ("Saint-Étienne", "Roanne", 71), ("Lyon", "Lyon", 0)]
)
def test_distances_are_those_of_the_map_both_ways(one: str, other: str, away: int) -> None:
    here, there = place_of(one, "Lyon"), place_of(other, "Lyon")
    assert kilometres(here, there) == kilometres(there, here) == pytest.approx(away, abs=2)
