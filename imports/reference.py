"""The DES and the subdivisions: their labels, and every other way in which lists write them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from allocation import curriculum
from allocation.des import all_des
from allocation.issues import cut
from allocation.model import Phase
from imports.parsed import Parsed, refused
from imports.wording import did_you_mean, fold

_DATA = Path(__file__).parent / "data"
GENERAL_MEDICINE = "Médecine générale"
_TITLE = re.compile(r"^(?:appel|liste|postes|internes|diplome d etudes specialisees|des|d e s)\s+(?:de |d |du |des )?")
_SHORTEST_PREFIX = 4


@lru_cache(maxsize=1)
def _des_by_key() -> dict[str, str]:
    return {fold(name): des.label for des in all_des().values() for name in des.names}


@lru_cache(maxsize=10_000)
def des_of(text: str) -> Parsed[str]:
    """The label of the DES that a text names by label, code, initials or old label; a unique beginning is shown."""
    key = fold(text)
    known = _des_by_key()
    label = known.get(key) or known.get(_TITLE.sub("", key))
    if label:
        return Parsed(label)
    begun = {label for name, label in known.items() if name.startswith(key)} if len(key) >= _SHORTEST_PREFIX else set()
    if len(begun) == 1:
        label = begun.pop()
        return Parsed(label, "W_DES_CLOSE", f"« {cut(text)} » lu « {label} ».", "Écrivez le libellé entier du DES.")
    return refused(
        "E_DES_UNKNOWN",
        f"« {cut(text)} » n'est pas un DES connu.",
        did_you_mean(text, all_des(), "Écrivez le libellé du DES."),
    )


def semesters_in(des: str, phase: Phase) -> int | None:
    """The length of a phase in semesters for those who enter now, None where no source tells it."""
    return curriculum.lengths(des, contest=None).get(phase)


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A subdivision; `alone` are names that tell it only where they stand alone."""

    label: str
    regions: tuple[str, ...]
    aliases: tuple[str, ...]
    alone: tuple[str, ...]


@lru_cache(maxsize=1)
def all_subdivisions() -> dict[str, Subdivision]:
    """Every subdivision by its label."""
    rows = tomllib.loads((_DATA / "subdivisions.toml").read_text(encoding="utf-8"))["subdivision"]
    return {
        row["label"]: Subdivision(
            row["label"], tuple(row["regions"]), tuple(row.get("aliases", ())), tuple(row.get("alone", ()))
        )
        for row in rows
    }


@lru_cache(maxsize=1)
def _subdivisions_by_key() -> dict[str, str]:
    every = all_subdivisions().values()
    return {fold(name): each.label for each in every for name in (*each.alone, *each.aliases, each.label)}


_OFFICE = re.compile(r"^(?:la )?(?:subdivision|chu) (?:de la |de |d |des |du )?")


@lru_cache(maxsize=10_000)
def subdivision_of(text: str) -> str:
    """The label of the subdivision that a cell names; "" when it names none."""
    return _subdivisions_by_key().get(_OFFICE.sub("", fold(text)), "")


def subdivision_in(title: str) -> str:
    """The one subdivision that a title names among other words; "" when it names none or several.

    Names of regions are taken out first: « Auvergne-Rhône-Alpes » is not the subdivision of Auvergne.
    """
    words = f" {fold(title)} "
    alone = subdivision_of(words)
    if alone:
        return alone
    for region in _region_keys():
        words = words.replace(f" {region} ", " ")
    found = {label for key, label in _title_names() if f" {key} " in words}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=1)
def _title_names() -> tuple[tuple[str, str], ...]:
    every = all_subdivisions().values()
    return tuple((fold(name), each.label) for each in every for name in (each.label, *each.aliases))


@lru_cache(maxsize=1)
def _region_keys() -> tuple[str, ...]:
    """Regions that are no subdivision themselves."""
    names = {fold(region) for each in all_subdivisions().values() for region in each.regions}
    return tuple(sorted(names - {key for key, _ in _title_names()}))
