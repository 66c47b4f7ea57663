"""Who chooses in April 2027: the cohorts, a few late or returning people, and what each has done so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from allocation.model import Candidate, Category, Mode, Phase
from sample_data.chance import halves, shuffled
from sample_data.names import Person, people

MEDECINE_GENERALE = "Médecine générale"
GERIATRIE = "Gériatrie"
MEDECINE_URGENCE = "Médecine d'urgence"

COHORT_SIZES = {2023: 9484, 2024: 7974, 2025: 8011, 2026: 8420}
"""People ranked in each national contest; the last two are invented."""

PAIRS = {
    Phase.SOCLE: ((Category.URG, Category.NIV1),),
    Phase.APPROFONDISSEMENT: ((Category.MPOLY, Category.COUPLE), (Category.SASPAS, Category.LIBRE)),
}
"""The four-year curriculum: by phase, the two stages of each year, in either order."""

RUNNING = "2026-hiver"
"""The semester that ends as the choice is held."""


@dataclass(frozen=True, slots=True)
class Done:
    """One past semester before a stage is put on it."""

    semester: str
    category: Category
    phase: Phase
    validated: bool = True
    days: int = 0
    cause: str = ""
    mode: Mode = Mode.NORMAL


@dataclass(frozen=True, slots=True)
class Trainee:
    """A person of the call lists and the semesters done; `away` names the subdivision of who comes from elsewhere."""

    candidate: Candidate
    woman: bool
    done: tuple[Done, ...]
    away: str = ""

    @property
    def due(self) -> tuple[Category, ...]:
        """What the curriculum still asks in the first year of the phase that is not complete."""
        held = {done.category for done in self.done if done.validated}
        years = (tuple(slot for slot in pair if slot not in held) for pair in PAIRS[self.candidate.phase])
        return next((year for year in years if year), ())


@dataclass(frozen=True, slots=True)
class _Late:
    """Someone who is not in step: `rank` is such that raw ranks and rank ÷ size give the same order."""

    contest: int
    phase: Phase
    seniority: int
    rank: int
    woman: bool
    done: tuple[Done, ...]


def semester(entry: int, index: int) -> str:
    """The name of the semester number `index` (from 0) of those who entered in November of `entry`."""
    return f"{entry + (index + 1) // 2}-{'ete' if index % 2 else 'hiver'}"


_S, _A = Phase.SOCLE, Phase.APPROFONDISSEMENT
_URG, _NIV1, _MPOLY, _COUPLE = Category.URG, Category.NIV1, Category.MPOLY, Category.COUPLE
_SASPAS, _LIBRE = Category.SASPAS, Category.LIBRE


def _socle(entry: int, *, emergency_first: bool) -> tuple[Done, Done]:
    first, second = (_URG, _NIV1) if emergency_first else (_NIV1, _URG)
    return Done(semester(entry, 0), first, _S), Done(semester(entry, 1), second, _S)


_LATE: tuple[_Late, ...] = (
    # Back from a year of disponibilité.
    _Late(2025, _S, 1, 2446, False, (Done("2025-hiver", _URG, _S),)),
    # A surnombre non validant for maternity, then a leave: counts in the seniority, not in the curriculum.
    _Late(2025, _S, 2, 5204, True, (
        Done("2025-hiver", _URG, _S),
        Done("2026-ete", _NIV1, _S, False, 112, "Congé maternité", Mode.SURNOMBRE_NON_VALIDANT),
    )),
    # First semester lost to an ordinary illness.
    _Late(2026, _S, 0, 3977, False, (Done("2026-hiver", _URG, _S, False, 75, "Maladie"),)),
    # One semester lost to an ordinary illness, done again since.
    _Late(2024, _A, 2, 6120, False, (
        *_socle(2024, emergency_first=True),
        Done("2025-hiver", _MPOLY, _A),
        Done("2026-ete", _COUPLE, _A, False, 80, "Maladie"),
        Done("2026-hiver", _COUPLE, _A),
    )),
    # Six months of disponibilité in summer 2026.
    _Late(2024, _A, 2, 3344, True, (
        *_socle(2024, emergency_first=False),
        Done("2025-hiver", _COUPLE, _A),
        Done("2026-hiver", _MPOLY, _A),
    )),
    # A year of disponibilité, from November 2025.
    _Late(2023, _A, 3, 1989, True, (
        *_socle(2023, emergency_first=True),
        Done("2024-hiver", _MPOLY, _A),
        Done("2025-ete", _COUPLE, _A),
        Done("2026-hiver", _SASPAS, _A),
    )),
    # A surnombre validant that a long maternity leave left unvalidated: it counts in the seniority.
    _Late(2023, _A, 4, 7033, True, (
        *_socle(2023, emergency_first=False),
        Done("2024-hiver", _COUPLE, _A),
        Done("2025-ete", _MPOLY, _A),
        Done("2025-hiver", _LIBRE, _A),
        Done("2026-ete", _SASPAS, _A, False, 118, "Congé maternité", Mode.SURNOMBRE_VALIDANT),
    )),
)  # fmt: skip

_REGULAR = ((2026, 1, 48), (2025, 3, 48), (2024, 5, 46))
"""Those in step: year of entry, semesters done, number of people."""


def everyone(rng: Random) -> list[Trainee]:
    """All the people of the interns' file, list by list, in call order; `order` is left blank for who changes DES."""
    source = people(rng)
    home = [*_in_step(rng, source), *(_late(source, late) for late in _LATE)]
    socle = _numbered(trainee for trainee in home if trainee.candidate.phase is _S)
    deepening = [trainee for trainee in home if trainee.candidate.phase is _A]
    guests = _numbered(_geriatricians(rng, source))
    return [*socle, *_numbered(deepening, _incoming(source)), *guests, _changing_des(source)]


def _in_step(rng: Random, source: Iterator[Person]) -> Iterator[Trainee]:
    for entry, done, size in _REGULAR:
        ranks = _ranks(rng, entry, size)
        first_of_pair = [halves(rng, size) for _ in range((done + 1) // 2)]
        for place, person in enumerate(islice(source, size)):
            path = _path(entry, done, [swaps[place] for swaps in first_of_pair])
            phase = _S if done == 1 else _A
            candidate = _candidate(person, MEDECINE_GENERALE, phase, _length_in(phase, path), entry, ranks[place])
            yield Trainee(candidate, person.woman, _absences(rng, path))


def _path(entry: int, done: int, swaps: list[bool]) -> tuple[Done, ...]:
    """The first `done` semesters of who entered in `entry`; `swaps`: which years began with the second stage."""
    years = [(phase, pair) for phase, pairs in PAIRS.items() for pair in pairs]
    slots = [
        (phase, slot)
        for (phase, pair), swap in zip(years, swaps, strict=False)
        for slot in (reversed(pair) if swap else pair)
    ]
    return tuple(Done(semester(entry, index), slot, phase) for index, (phase, slot) in enumerate(slots[:done]))


def _absences(rng: Random, path: tuple[Done, ...]) -> tuple[Done, ...]:
    """A few short illnesses, none long enough to cost the semester."""
    return tuple(
        replace(done, days=3 + int(rng.random() * 18), cause="Maladie") if rng.random() < 0.06 else done
        for done in path
    )


def _length_in(phase: Phase, path: tuple[Done, ...]) -> int:
    return sum(done.phase is phase for done in path)


def _late(source: Iterator[Person], late: _Late) -> Trainee:
    person = next(person for person in source if person.woman is late.woman)
    candidate = _candidate(person, MEDECINE_GENERALE, late.phase, late.seniority, late.contest, late.rank)
    return Trainee(candidate, person.woman, late.done)


def _incoming(source: Iterator[Person]) -> Trainee:
    """An intern of Clermont-Ferrand who comes for one semester; called after those of the subdivision."""
    path = _path(2025, 3, [True, False])
    candidate = _candidate(next(source), MEDECINE_GENERALE, _A, 1, 2025, 2611)
    return Trainee(candidate, False, path, away="Clermont-Ferrand")


def _changing_des(source: Iterator[Person]) -> Trainee:
    """An intern of emergency medicine who leaves it for general medicine, with one semester taken over."""
    candidate = _candidate(next(source), MEDECINE_URGENCE, _S, 1, 2026, 3308)
    return Trainee(candidate, False, (Done(RUNNING, _URG, _S),))


def _geriatricians(rng: Random, source: Iterator[Person]) -> list[Trainee]:
    entries = (2024, 2024, 2025, 2025, 2025)
    return [
        Trainee(_candidate(person, GERIATRIE, _A, 3 if entry == 2024 else 1, entry, rank), person.woman, ())
        for entry, person, rank in zip(entries, source, _ranks(rng, 2025, len(entries)), strict=False)
    ]


def _ranks(rng: Random, contest: int, size: int) -> list[int]:
    """`size` different ranks; the best ones rarely come to general medicine."""
    lowest = COHORT_SIZES[contest] // 12
    return shuffled(rng, range(lowest, COHORT_SIZES[contest]))[:size]


def _candidate(person: Person, des: str, phase: Phase, seniority: int, contest: int, rank: int) -> Candidate:
    return Candidate(
        person.identity,
        des,
        phase,
        seniority=seniority,
        contest=contest,
        rank=rank,
        cohort_size=COHORT_SIZES[contest],
    )


def _numbered(trainees: Iterator[Trainee] | list[Trainee], *last: Trainee) -> list[Trainee]:
    """In call order: seniority, then position in the promotion; those of `last` close the list."""
    ranked = [*sorted(trainees, key=lambda trainee: call_key(trainee.candidate)), *last]
    return [
        replace(trainee, candidate=replace(trainee.candidate, order=order)) for order, trainee in enumerate(ranked, 1)
    ]


def call_key(candidate: Candidate) -> tuple[int, float]:
    """What the call order sorts by."""
    if candidate.seniority is None or candidate.rank is None or candidate.cohort_size is None:
        raise ValueError("ancienneté, rang et effectif sont toujours donnés dans ces exemples")
    return -candidate.seniority, candidate.rank / candidate.cohort_size
