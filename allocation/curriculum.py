"""Curricula as data, and which slots of a phase a person still misses.

A slot is a semester that the curriculum asks for. `missing` is always in the curriculum's own fixed order, because a
post that fits several slots fills the first of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from allocation.des import all_des
from allocation.model import Category, Phase

ANY = "*"
LIBRE = "LIBRE"


@dataclass(frozen=True, slots=True)
class Slot:
    """A semester asked for: its name, the categories of posts that fill it (`*`: any accredited post), the slots that
    should be filled before it, and whether the stage that fills it may be one already done."""

    name: str
    accepts: frozenset[str]
    after: frozenset[str] = frozenset()
    again: bool = False

    def takes(self, category: Category) -> bool:
        return ANY in self.accepts or category.value in self.accepts


@dataclass(frozen=True, slots=True)
class Couple:
    """A couplé that stands for the slots `replaces` and leaves the slots `by` in their place, itself the first."""

    category: Category
    replaces: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curriculum:
    """What a DES asks of those who entered by the contest of `contest_from` or later.

    `general_practice`: a minimum of semesters with an MSU is asked over the whole of it (a key of the rule set).
    """

    name: str
    title: str
    des: str
    contest_from: int
    source: str
    phases: Mapping[Phase, tuple[Slot, ...]]
    couple: Couple | None = None
    general_practice: bool = False

    def missing(self, phase: Phase, done: Iterable[Category]) -> tuple[Slot, ...]:
        """The slots of the phase left after the validated stages `done`, each counted once, whatever their order."""
        left = self.phases.get(phase, ())
        for category in sorted(done):
            left = self.after(left, category)
        return left

    def after(self, missing: tuple[Slot, ...], category: Category) -> tuple[Slot, ...]:
        """The slots left once a stage of this category is validated."""
        slot = self.fills(missing, category)
        if slot is None:
            return missing
        if self._stands_for_two(missing, category):
            missing = self._coupled(missing)
        position = missing.index(slot)
        return missing[:position] + missing[position + 1 :]

    def fills(self, missing: Sequence[Slot], category: Category) -> Slot | None:
        """The slot that a post of this category fills: the first missing one that takes it; None when there is none."""
        if self._stands_for_two(missing, category):
            return Slot(category.value, frozenset({category.value}))
        return next((slot for slot in missing if slot.takes(category)), None)

    def too_early(self, missing: Sequence[Slot], slot: Slot) -> bool:
        """Whether a slot that should come before this one is still missing."""
        return bool(slot.after & {other.name for other in missing})

    def counts_in(self, phase: Phase, category: Category) -> bool:
        """Whether a stage of this category whose phase is not said counts in that one: unless only others name it."""
        naming = {each for each, slots in self.phases.items() if any(category.value in slot.accepts for slot in slots)}
        return not naming or phase in naming

    def with_single_couple(self) -> Curriculum:
        """The same where a stage in one speciality of the couplé fills its slot too; itself without that slot."""
        single = {phase: tuple(map(_single_couple, slots)) for phase, slots in self.phases.items()}
        if single == self.phases:
            return self
        title = f"{self.title}, case couplée en une seule spécialité"
        return replace(self, name=f"{self.name}-couple-simple", title=title, phases=single)

    def slot(self, name: str) -> Slot:
        """The slot of that name, in whichever phase it stands. Raises KeyError when the curriculum has none."""
        known = {slot.name: slot for slots in self.phases.values() for slot in slots}
        known |= {name: _slot(name) for name in (self.couple.by if self.couple else ())}
        return known[name]

    def _stands_for_two(self, missing: Sequence[Slot], category: Category) -> bool:
        return (
            self.couple is not None
            and category is self.couple.category
            and set(self.couple.replaces) <= {slot.name for slot in missing}
        )

    def _coupled(self, missing: tuple[Slot, ...]) -> tuple[Slot, ...]:
        if self.couple is None:
            return missing
        kept = tuple(slot for slot in missing if slot.name not in self.couple.replaces)
        return kept + tuple(_slot(name) for name in self.couple.by)


def _slot(name: str) -> Slot:
    return Slot(name, frozenset({ANY if name == LIBRE else name}))


def _single_couple(slot: Slot) -> Slot:
    if slot.name != Category.COUPLE.value:
        return slot
    return replace(slot, accepts=slot.accepts | {Category.ENFANT.value, Category.FEMME.value})


def parse(text: str) -> tuple[Curriculum, ...]:
    """Curricula from the text of their TOML file."""
    return tuple(_curriculum(name, table) for name, table in tomllib.loads(text).items())


def _curriculum(name: str, table: Mapping[str, object]) -> Curriculum:
    phases = table["phases"]
    if not isinstance(phases, dict):
        raise TypeError(f"{name}: phases is no table")
    couple = table.get("couple")
    return Curriculum(
        name=name,
        title=str(table["title"]),
        des=str(table["des"]),
        contest_from=int(str(table["contest_from"])),
        source=str(table["source"]),
        phases={
            Phase(phase): tuple(
                Slot(
                    slot["slot"], frozenset(slot["accepts"]), frozenset(slot.get("after", ())), slot.get("again", False)
                )
                for slot in slots
            )
            for phase, slots in phases.items()
        },
        couple=Couple(Category(couple["category"]), tuple(couple["replaces"]), tuple(couple["by"]))
        if isinstance(couple, dict)
        else None,
        general_practice=bool(table.get("general_practice", False)),
    )


@cache
def shipped() -> tuple[Curriculum, ...]:
    """The curricula that the package knows, the most recent first."""
    text = (resources.files("allocation") / "data" / "curricula.toml").read_text(encoding="utf-8")
    return tuple(sorted(parse(text), key=lambda curriculum: -curriculum.contest_from))


def of(des: str, contest: int | None) -> Curriculum | None:
    """The curriculum of a DES for those of a contest (None: the most recent): its own, else free semesters where the
    length of a phase is known; None when the package has neither."""
    known = [curriculum for curriculum in shipped() if curriculum.des == des]
    if not known and (contest is None or contest >= _REFORM):
        return _free_semesters(des)
    return next((c for c in known if contest is None or contest >= c.contest_from), None)


@cache
def _free_semesters(des: str) -> Curriculum | None:
    """As many semesters a phase as the DES asks for, each filled by any accredited post."""
    found = all_des().get(des)
    if found is None or not found.semesters:
        return None
    phases = {phase: (_slot(LIBRE),) * length for phase, length in found.semesters.items()}
    return Curriculum(
        name=f"libre-{des.casefold()}",
        title=f"{des} : semestres libres, la maquette détaillée n'étant pas connue",
        des=des,
        contest_from=_REFORM,
        source="Durée des phases : arrêté du 21 avril 2017 et faculté",
        phases=phases,
    )


_REFORM = 2017
"""The first contest of the third cycle by phases."""


def lengths(des: str, contest: int | None) -> dict[Phase, int]:
    """Semesters of each phase of a DES for those of a contest; a phase whose length is not known is left out."""
    followed = of(des, contest)
    return {phase: len(slots) for phase, slots in followed.phases.items()} if followed else {}


def whole_length(des: str, contest: int | None) -> int | None:
    """Semesters of the whole DES for those of a contest, None where no source tells it."""
    known = all_des().get(des)
    if known is not None and known.total is not None:
        return known.total
    return sum(lengths(des, contest).values()) if any(curriculum.des == des for curriculum in shipped()) else None
