"""Random markets of any size for the benchmarks: the three lists in our own templates, from one seed.

General medicine alone up to `ONE_DES_UNTIL` interns, a dozen DES above. Each intern wishes posts of their own DES and
phase, drawn by popularity without replacement; a little more seats than interns are offered in each list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from openpyxl import Workbook

from allocation.forms import Role
from allocation.model import Candidate, Category, Identity, Phase, Post, WishList
from exports.filled import headers, intern_row, post_row, wish_row
from sample_data.names import LAST_NAMES, MEN, WOMEN, address, invented_rpps
from sample_data.paper import Value

ONE_DES_UNTIL = 5_000
SEATS_PER_HUNDRED = 115

_DES_SHARES = {
    "Médecine générale": 42, "Psychiatrie": 8, "Anesthésie-réanimation": 8, "Médecine d'urgence": 8, "Pédiatrie": 7,
    "Gériatrie": 5, "Gynécologie obstétrique": 5, "Radiologie et imagerie médicale": 5, "Médecine cardiovasculaire": 4,
    "Chirurgie orthopédique et traumatologique": 4, "Neurologie": 2, "Ophtalmologie": 2,
}  # fmt: skip
_CATEGORIES = {
    Phase.SOCLE: (Category.URG, Category.NIV1),
    Phase.APPROFONDISSEMENT: (Category.MPOLY, Category.COUPLE, Category.LIBRE, Category.SASPAS),
}
_SENIORITIES = {Phase.SOCLE: 2, Phase.APPROFONDISSEMENT: 4}
_PHASE_SHARES = {Phase.SOCLE: 1, Phase.APPROFONDISSEMENT: 2}
_LAST_CONTEST = 2026
_SERVICES_BY_HOSPITAL = 8
_BLOCK = 4_000_000
"""Draws held in memory at once."""

Market = tuple[tuple[Post, ...], tuple[Candidate, ...], tuple[WishList, ...]]
_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _List:
    """One DES and phase, with its share of the market."""

    des: str
    phase: Phase
    interns: int
    posts: int


def market(interns: int, posts: int, wishes: int = 40, seed: int = 1) -> Market:
    """Posts, candidates and wish lists; the same arguments give the same market.

    `interns` from 1 to 999,999; about `posts` stages (never fewer than one a list, never more than there are seats);
    `wishes` codes a person, fewer where the list has fewer posts. Raises ValueError outside these bounds.
    """
    if not (0 < interns < 1_000_000 and posts > 0 and wishes > 0):
        raise ValueError("un marché demande de 1 à 999 999 internes, au moins un poste et au moins un vœu")
    rng = np.random.default_rng(seed)
    serials = rng.permutation(1_000_000)[:interns].tolist()
    all_posts: list[Post] = []
    candidates: list[Candidate] = []
    lists: list[WishList] = []
    for one in _lists(interns, posts):
        offered = _posts(rng, one, len(all_posts))
        people = _candidates(rng, one, serials[len(candidates) :])
        all_posts += offered
        candidates += people
        lists += _wishes(rng, people, offered, wishes)
    return tuple(all_posts), tuple(candidates), tuple(lists)


def write_market(folder: Path, interns: int, posts: int, wishes: int = 40, seed: int = 1) -> dict[str, Path]:
    """Write `postes.xlsx`, `internes.xlsx` and `voeux.xlsx` of `market(…)` into the folder; their paths by stem."""
    offered, people, lists = market(interns, posts, wishes, seed)
    width = max(len(one.codes) for one in lists)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.xlsx" for name in ("postes", "internes", "voeux")}
    _write(paths["postes"], Role.POSTS, headers(Role.POSTS), map(post_row, offered))
    _write(paths["internes"], Role.INTERNS, headers(Role.INTERNS), map(intern_row, people))
    _write(paths["voeux"], Role.WISHES, headers(Role.WISHES, width + 1), map(wish_row, lists))
    return paths


def _lists(interns: int, posts: int) -> Iterator[_List]:
    """The interns and posts split over the lists; each share is what is left of the one before, so none is lost."""
    shares = _DES_SHARES if interns > ONE_DES_UNTIL else {"Médecine générale": 1}
    weights = [(des, phase, share * _PHASE_SHARES[phase]) for des, share in shares.items() for phase in _PHASE_SHARES]
    left = sum(weight for *_, weight in weights)
    for des, phase, weight in weights:
        people = interns * weight // left
        seats = _seat_count(people)
        stages = min(max(posts * weight // left, 1), seats)
        interns, posts, left = interns - people, posts - stages, left - weight
        if people:
            yield _List(des, phase, people, stages)


def _seat_count(interns: int) -> int:
    return -(-interns * SEATS_PER_HUNDRED // 100)


def _posts(rng: np.random.Generator, one: _List, first: int) -> list[Post]:
    """The stages of a list, one seat each at least, the others given at random."""
    spare = rng.multinomial(_seat_count(one.interns) - one.posts, np.full(one.posts, 1 / one.posts))
    categories = _CATEGORIES[one.phase] if one.des == "Médecine générale" else (Category.OTHER,)
    return [
        Post(
            code=f"ST-{first + place:05d}",
            des=one.des,
            phases=(one.phase,),
            seats=1 + int(seats),
            establishment=_hospital((first + place) // _SERVICES_BY_HOSPITAL),
            service=f"Service {first + place:05d}",
            category=categories[place % len(categories)],
            accredited_until=date(2030, 11, 1),
            capacity=2 + int(seats),
        )
        for place, seats in enumerate(spare)
    ]


def _hospital(number: int) -> str:
    """A name for each number below twenty thousand, no two of them near enough to look like a slip of the pen."""
    names = len(LAST_NAMES)
    return f"Hôpital {LAST_NAMES[number % names].title()}-{LAST_NAMES[number % (names - 1)].title()}"


def _candidates(rng: np.random.Generator, one: _List, serials: list[int]) -> list[Candidate]:
    """The people of a list, in no order: their contest follows from their seniority, their rank is theirs alone."""
    ranks = 1 + rng.permutation(one.interns)
    seniorities = rng.integers(_SENIORITIES[one.phase], size=one.interns)
    firsts, lasts = (rng.integers(len(names), size=one.interns) for names in (WOMEN + MEN, LAST_NAMES))
    return [
        _candidate(one, serial, LAST_NAMES[last], (WOMEN + MEN)[first], int(seniority), int(rank))
        for serial, last, first, seniority, rank in zip(serials, lasts, firsts, seniorities, ranks, strict=False)
    ]


def _candidate(one: _List, serial: int, last: str, first: str, seniority: int, rank: int) -> Candidate:
    """One person; the name bears the serial, so that there are no homonyms."""
    letters = "".join(chr(ord("A") + int(digit)) for digit in f"{serial:06d}")
    name = f"{last} {letters}"
    semesters = seniority + (2 if one.phase is Phase.APPROFONDISSEMENT else 0)
    return Candidate(
        Identity(invented_rpps(serial), name, first, address(first, name)),
        one.des,
        one.phase,
        seniority=seniority,
        contest=_LAST_CONTEST - semesters // 2,
        rank=rank,
        cohort_size=one.interns,
    )


def _wishes(rng: np.random.Generator, people: list[Candidate], posts: list[Post], wishes: int) -> list[WishList]:
    codes = [post.code for post in posts]
    fame = np.exp(rng.standard_normal(len(posts))).astype(np.float32)
    order = _drawn(rng, len(people), fame, min(wishes, len(posts)))
    return [
        WishList(person.identity, tuple(codes[place] for place in row))
        for person, row in zip(people, order, strict=True)
    ]


def _drawn(rng: np.random.Generator, people: int, fame: _Floats, wishes: int) -> Iterator[list[int]]:
    """For each person, `wishes` places drawn one after the other in proportion to fame, without replacement.

    Waiting times of rate `fame`, shortest first, come in just that law.
    """
    size = max(1, _BLOCK // len(fame))
    for start in range(0, people, size):
        times = rng.standard_exponential((min(size, people - start), len(fame)), dtype=np.float32) / fame
        nearest = np.argpartition(times, wishes - 1, axis=1)[:, :wishes]
        rows = np.argsort(np.take_along_axis(times, nearest, axis=1), axis=1)
        yield from np.take_along_axis(nearest, rows, axis=1).tolist()


def _write(path: Path, role: Role, names: list[str], rows: Iterable[tuple[Value, ...]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(role.label)
    sheet.append(names)
    for row in rows:
        sheet.append(row)
    book.save(path)
