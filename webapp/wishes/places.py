"""Where communes are, and how far one is from another: for an intern who looks for a stage near home."""

from __future__ import annotations

import csv
import math
import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from imports.reference import all_subdivisions
from imports.wording import fold

_EARTH = 6371.0
"""Kilometres, the mean radius."""

_OFFICE = re.compile(r"\b(cedex|\d+(?:e|er|eme)?|arrondissement)\b")
_SAINT = {"st": "saint", "ste": "sainte"}


class Place(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


def place_of(town: str, subdivision: str) -> Place | None:
    """Where that commune of the subdivision's regions is, however it is spelled (« ST ETIENNE CEDEX 2 »); one of
    another region where only one in the country has that name. None where it is not known, or where two are meant.

    The communes of 500 people and more are known (GeoNames, CC BY 4.0); names that two share in a region are not.
    """
    found = _places().get(_key(town), {})
    known = all_subdivisions().get(subdivision)
    own = [found[region] for region in (known.regions if known else ()) if region in found]
    meant = own or list(found.values())
    return meant[0] if len(meant) == 1 else None


def kilometres(one: Place, other: Place) -> int:
    """As the crow flies, rounded."""
    north, other_north = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((other_north - north) / 2) ** 2 + math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
    return round(2 * _EARTH * math.asin(math.sqrt(half)))


def _key(town: str) -> str:
    words = _OFFICE.sub(" ", fold(town)).split()
    return " ".join(_SAINT.get(word, word) for word in words)


@lru_cache(maxsize=1)
def _places() -> dict[str, dict[str, Place]]:
    """By the name of a commune, where it is, by region."""
    text = files("webapp.wishes").joinpath("data", "communes.csv").read_text(encoding="utf-8")
    found: dict[str, dict[str, Place]] = {}
    for row in csv.DictReader(text.splitlines()):
        place = Place(float(row["latitude"]), float(row["longitude"]))
        found.setdefault(_key(row["commune"]), {})[row["region"]] = place
    return found
