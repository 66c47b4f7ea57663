"""The frozen opening of a campaign: all that the choice may depend on, with people as random ids.

`ouverture.json` is its RFC 8785 form; entry 0 of the journal holds the SHA-256 of those bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from allocation.curriculum import ANY, Curriculum, Slot
from allocation.model import AMBULATORY, Category, Identity, Mode, Phase, Source, reservation
from allocation.rulesets import RuleSet
from allocation.semester import Semester

NO_TURN = "ne_choisit_pas"
ELSEWHERE = "hors_subdivision"


@dataclass(frozen=True, slots=True)
class Pool:
    """Seats that are counted together: a stage and the phases that share its seats.

    `lists`: names of the lists it is open to. `reserved_seats` of `seats` are for holders of `reserved_for`.
    `accredited`: True over the whole semester, False not, None when the post list does not say. `closed`: not offered.
    """

    id: str
    code: str
    des: str
    phases: tuple[Phase, ...]
    lists: tuple[str, ...]
    seats: int
    reserved_for: str
    reserved_seats: int
    category: Category
    category_label: str
    accredited: bool | None
    establishment: str
    service: str
    head: str = ""
    town: str = ""
    capacity: int | None = None
    remarks: str = ""

    @property
    def closed(self) -> bool:
        return self.seats == 0

    @property
    def ambulatory(self) -> bool:
        return self.category in AMBULATORY

    @property
    def categorised(self) -> bool:
        """Whether the post list says what the post teaches; without it no slot can be checked."""
        return self.category is not Category.OTHER or bool(self.category_label)

    @property
    def reservation(self) -> str | None:
        return reservation(self.reserved_for, self.reserved_seats, self.seats)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the campaign, by a random id; who it is stands in a side table, bound by `commitment`.

    `home`: name of the person's own list. `status`: `NO_TURN`, `ELSEWHERE` (then `place`), or "" for those who choose.
    `curriculum` names one of the opening's; `missing` its slots still to fill, `done` the codes of past stages: both
    None when no history was given, hence not verified. `again`: codes that may be chosen once more. `labels`: the
    reservations that the person may use. `with_msu`: semesters of general practice with an MSU that the person may
    count on beside the slots still missing; None where none are asked for, or nothing tells. `away`: how the person is
    elsewhere (`Mode.INTER_CHU`, `Mode.DOM_TOM`).
    """

    id: str
    commitment: str
    home: str
    status: str = ""
    curriculum: str = ""
    missing: tuple[Slot, ...] | None = None
    done: frozenset[str] | None = None
    again: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    with_msu: int | None = None
    away: Mode | None = None
    place: str = ""

    def can_be_checked_for(self, pool: Pool) -> bool:
        """Whether the curriculum can judge a post: the slots are known, and what it teaches, or that any will do."""
        if self.missing is None:
            return False
        return pool.categorised or (bool(self.missing) and all(ANY in slot.accepts for slot in self.missing))


@dataclass(frozen=True, slots=True)
class Call:
    """A place in a list: number shown (unique in its list), person, and how the person chooses there.

    `catch_up_only`: the person's turn is on another list; this place serves only if that turn gives nothing.
    """

    order: int
    person: str
    mode: Mode = Mode.NORMAL
    catch_up_only: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """One DES and phase with its own call order and posts."""

    name: str
    des: str
    phase: Phase
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Call numbers of one list that no criterion told apart: their order is provisional until a human settles it."""

    list: str
    orders: tuple[int, ...]
    detail: str


@dataclass(frozen=True)
class Opening:
    """Everything frozen at the opening; lists stand in the order in which they are called.

    `nonce`: a random text, so that nobody finds what a masked form hides by trying values against the hash.
    """

    subdivision: str
    semester: Semester
    rules: RuleSet
    lists: tuple[ChoiceList, ...]
    pools: tuple[Pool, ...]
    people: tuple[Person, ...]
    curricula: tuple[Curriculum, ...] = ()
    ties: tuple[Tie, ...] = ()
    sources: tuple[Source, ...] = ()
    nonce: str = ""

    @cached_property
    def person(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def pool(self) -> Mapping[str, Pool]:
        return {pool.id: pool for pool in self.pools}

    @cached_property
    def list(self) -> Mapping[str, ChoiceList]:
        return {choice_list.name: choice_list for choice_list in self.lists}

    @cached_property
    def call(self) -> Mapping[tuple[str, str], Call]:
        """The place of a person on a list, by the names of both."""
        return {(choices.name, call.person): call for choices in self.lists for call in choices.calls}

    @cached_property
    def curriculum(self) -> Mapping[str, Curriculum]:
        return {curriculum.name: curriculum for curriculum in self.curricula}

    @cached_property
    def strict_order(self) -> bool:
        """Whether a slot that comes too early is refused, rather than said (key `curriculum.order`)."""
        return self.rules.text("curriculum.order") == "refuse"

    @cached_property
    def called_before(self) -> Mapping[str, tuple[str, ...]]:
        """For each list, those that share seats with it and are called before it."""
        order = [choices.name for choices in self.lists]
        shared: dict[str, set[str]] = {name: set() for name in order}
        for pool in self.pools:
            for name in pool.lists:
                if name in shared:
                    shared[name].update(pool.lists)
        return {
            name: tuple(other for other in order[:rank] if other in shared[name]) for rank, name in enumerate(order)
        }

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Pool, ...]]:
        """The pools of each stage code, in the order of the opening."""
        found: dict[str, list[Pool]] = {}
        for pool in self.pools:
            found.setdefault(pool.code, []).append(pool)
        return {code: tuple(pools) for code, pools in found.items()}


@dataclass(frozen=True, slots=True)
class Register:
    """The side table: who each random id is, and the salt that binds them. It never enters the journal.

    `typed`: for wishes that name no post, what was typed, by the token that stands for it in the journal. It may be
    anything, a name included.
    """

    identities: Mapping[str, Identity]
    salts: Mapping[str, str]
    typed: Mapping[str, str] = field(default_factory=dict)
