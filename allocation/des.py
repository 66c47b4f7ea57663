"""The DES: their labels, every other way in which lists write them, and their lengths where a source tells them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from allocation.model import Phase


@dataclass(frozen=True, slots=True)
class Des:
    """A DES. `names`: its label and all others. `semesters`: the length of each phase, and `total` that of the whole,
    where a source tells them and no curriculum of its own does."""

    label: str
    group: str
    names: tuple[str, ...]
    semesters: Mapping[Phase, int]
    total: int | None


@cache
def all_des() -> Mapping[str, Des]:
    """Every DES by its label."""
    text = (resources.files("allocation") / "data" / "des.toml").read_text(encoding="utf-8")
    return MappingProxyType({row["label"]: _des(row) for row in tomllib.loads(text)["des"]})


def _des(row: Mapping[str, object]) -> Des:
    label, semesters, total = str(row["label"]), row.get("semesters", {}), row.get("total")
    names = [name for key in ("codes", "aliases", "former", "usual") for name in _texts(row, key)]
    lengths = {Phase(phase): int(count) for phase, count in semesters.items()} if isinstance(semesters, dict) else {}
    return Des(
        label=label,
        group=str(row["group"]),
        names=(label, *names),
        semesters=MappingProxyType(lengths),
        total=total if isinstance(total, int) else None,
    )


def _texts(row: Mapping[str, object], key: str) -> list[str]:
    found = row.get(key, [])
    return [str(item) for item in found] if isinstance(found, list) else []
