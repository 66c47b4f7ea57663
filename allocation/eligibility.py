"""Who may take what, and every rule that says no: the whole campaign at once, each question asked once.

A rule reads few facts of a person and few of a pool. People for whom they are the same stand in one group, so do
pools, and the rules are asked once a group of people and a group of pools; no rule is stated again here. The tests
hold every answer, reasons included, to the rules asked one by one (`why.answer`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from allocation.curriculum import Slot
from allocation.model import Category, Mode
from allocation.opening import Call, Opening, Person, Pool
from allocation.rules import BY_MODE, RULES, Case
from allocation.state import Day, start


class PersonFacts(NamedTuple):
    """All that the rules read of somebody called on a list, but for what they did of the stage asked about."""

    list: str
    mode: Mode
    curriculum: str
    missing: tuple[Slot, ...] | None
    labels: frozenset[str]
    past_known: bool


class PoolFacts(NamedTuple):
    """All that the rules read of a pool on a day, but for its code and the lists it is open to."""

    closed: bool
    reserved_for: str
    wholly_reserved: bool
    category: Category
    categorised: bool
    accredited: bool | None
    open_left: bool
    reserved_left: bool


class Past(NamedTuple):
    """What a person did of one stage: already done, and allowed once more."""

    done: bool
    again: bool


NEW = Past(done=False, again=False)


class Question(NamedTuple):
    """What an answer depends on: the group of people, the group of pools, whether the list is the pool's, the past."""

    people: int
    pools: int
    on_list: bool
    past: Past


class Turn(NamedTuple):
    """Where a person is called in the main round, and the group of people to which that puts them."""

    list: str
    call: Call
    group: int


def person_facts(name: str, call: Call, person: Person) -> PersonFacts:
    """The facts of a person called on the list `name`: those for whom they are the same obtain the same answers, but
    about the stages of `own_past`."""
    return PersonFacts(name, call.mode, person.curriculum, person.missing, person.labels, person.done is not None)


def own_past(person: Person) -> frozenset[str]:
    """The stage codes about which the person's own past is read."""
    return person.again if person.done is None else person.done | person.again


def refusals(case: Case) -> tuple[str, ...]:
    """The ids of all the rules that refuse the post, in the order in which they are asked; none: it is open."""
    return tuple(name for name in BY_MODE[case.call.mode] if not RULES[name].allows(case))


class Layout:
    """The pools as a list sees them: by group, those open to it apart from the others."""

    def __init__(self, pools: Sequence[Pool], groups: Mapping[str, int]) -> None:
        self._pools = [(pool.id, groups[pool.id], frozenset(pool.lists)) for pool in pools]
        self._by_list: dict[str, dict[tuple[int, bool], list[str]]] = {}

    def of(self, name: str) -> Mapping[tuple[int, bool], Sequence[str]]:
        """Pool ids by group, and whether the list `name` is one of theirs."""
        if name not in self._by_list:
            found: dict[tuple[int, bool], list[str]] = {}
            for pool_id, group, lists in self._pools:
                found.setdefault((group, name in lists), []).append(pool_id)
            self._by_list[name] = found
        return self._by_list[name]


@dataclass(frozen=True)
class Table:
    """Every person with a turn against every pool, as the day stood.

    `turns`: by person id, those of the round and of the lists asked about. `groups`: by pool id, its group.
    `answers`: what refuses, by question.
    """

    opening: Opening
    turns: Mapping[str, Turn]
    groups: Mapping[str, int]
    answers: Mapping[Question, tuple[str, ...]]
    _layout: Layout = field(repr=False, compare=False)
    _usual: dict[int, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def refused_by(self, person_id: str, pool_id: str) -> tuple[str, ...]:
        """The ids of all the rules that refuse the pool to the person; none: it is open. Raises KeyError for a person
        without a turn and for an unknown pool."""
        turn, pool = self.turns[person_id], self.opening.pool[pool_id]
        past = _past(self.opening.person[person_id], pool.code)
        return self.answers[Question(turn.group, self.groups[pool_id], turn.list in pool.lists, past)]

    def open_to(self, person_id: str) -> tuple[str, ...]:
        """The pools open to the person, in the order of the opening. Raises KeyError for a person without a turn."""
        usual, own = self._open_to_group(self.turns[person_id]), self._own_pools(person_id)
        if not own:
            return usual
        found = set(usual).difference(own)
        found.update(pool_id for pool_id in own if not self.refused_by(person_id, pool_id))
        return tuple(sorted(found, key=self._number.__getitem__))

    def open_counts(self) -> dict[str, int]:
        """How many pools are open to each person with a turn."""
        return {person_id: len(self.open_to(person_id)) for person_id in self.turns}

    def pressure(self) -> dict[str, int]:
        """How many people could take each pool, by pool id."""
        alike = Counter(turn.group for turn in self.turns.values())
        found = dict.fromkeys(self.groups, 0)
        for turn in {turn.group: turn for turn in self.turns.values()}.values():
            for pool_id in self._open_to_group(turn):
                found[pool_id] += alike[turn.group]
        for person_id, turn in self.turns.items():
            for pool_id in self._own_pools(person_id):
                usually = pool_id in self._open_to_group(turn)
                found[pool_id] += (not self.refused_by(person_id, pool_id)) - usually
        return found

    def _open_to_group(self, turn: Turn) -> tuple[str, ...]:
        """The pools open to those of a group who have done none of them."""
        if turn.group not in self._usual:
            found = [
                pool_id
                for (group, on_list), pool_ids in self._layout.of(turn.list).items()
                if not self.answers[Question(turn.group, group, on_list, NEW)]
                for pool_id in pool_ids
            ]
            self._usual[turn.group] = tuple(sorted(found, key=self._number.__getitem__))
        return self._usual[turn.group]

    def _own_pools(self, person_id: str) -> list[str]:
        codes, by_code = own_past(self.opening.person[person_id]), self.opening.by_code
        return [pool.id for code in codes for pool in by_code.get(code, ())]

    @cached_property
    def _number(self) -> Mapping[str, int]:
        return {pool.id: number for number, pool in enumerate(self.opening.pools)}


def eligibility(
    opening: Opening, day: Day | None = None, names: Collection[str] | None = None, catch_up: bool = False
) -> Table:
    """Every rule asked of everybody who has a turn in the main round of these lists, about every pool.

    `day`: the moment, before the first turn by default. `names`: of lists, all of them by default. `catch_up`: asked
    instead of those who have a place there for the catch-up only.
    """
    asker = _Asker(day or start(opening))
    for choices in opening.lists:
        if names is None or choices.name in names:
            for call in choices.calls:
                if call.catch_up_only is catch_up:
                    asker.add(choices.name, call)
    return Table(opening, asker.turns, asker.pool_groups, asker.answers, asker.layout)


class _Asker:
    """Puts the rules the questions that they have not answered yet, on one day."""

    def __init__(self, day: Day) -> None:
        self.turns: dict[str, Turn] = {}
        self.answers: dict[Question, tuple[str, ...]] = {}
        self.pool_groups = _numbered({pool.id: _pool_facts(day, pool) for pool in day.opening.pools})
        self._day = day
        self.layout = Layout(day.opening.pools, self.pool_groups)
        self._people: dict[PersonFacts, int] = {}

    def add(self, name: str, call: Call) -> None:
        """A person called on the list `name`: what nobody alike has asked before is asked."""
        person = self._day.opening.person[call.person]
        facts = person_facts(name, call, person)
        known = facts in self._people
        turn = Turn(name, call, self._people.setdefault(facts, len(self._people)))
        self.turns[person.id] = turn
        if not known:
            self._ask_of_group(turn, person)
        for pool in self._own_pools(person):
            self._ask(turn, person, pool, _past(person, pool.code))

    def _ask_of_group(self, turn: Turn, person: Person) -> None:
        for first, *_ in self.layout.of(turn.list).values():
            self._ask(turn, person, self._day.opening.pool[first], NEW)

    def _own_pools(self, person: Person) -> Iterator[Pool]:
        for code in own_past(person):
            yield from self._day.opening.by_code.get(code, ())

    def _ask(self, turn: Turn, person: Person, pool: Pool, past: Past) -> None:
        question = Question(turn.group, self.pool_groups[pool.id], turn.list in pool.lists, past)
        if question not in self.answers:
            one = _with_past(person, pool.code, past)
            self.answers[question] = refusals(Case(self._day, turn.list, turn.call, one, pool))


def _pool_facts(day: Day, pool: Pool) -> PoolFacts:
    return PoolFacts(
        closed=pool.closed,
        reserved_for=pool.reserved_for,
        wholly_reserved=pool.reserved_seats >= pool.seats,
        category=pool.category,
        categorised=pool.categorised,
        accredited=pool.accredited,
        open_left=day.open_seats_left(pool) > 0,
        reserved_left=day.reserved_seats_left(pool) > 0,
    )


def _numbered(facts: Mapping[str, PoolFacts]) -> dict[str, int]:
    numbers: dict[PoolFacts, int] = {}
    return {pool_id: numbers.setdefault(found, len(numbers)) for pool_id, found in facts.items()}


def _past(person: Person, code: str) -> Past:
    return Past(person.done is not None and code in person.done, code in person.again)


def _with_past(person: Person, code: str, past: Past) -> Person:
    """The person as they would be, had they done nothing but this of the stage."""
    done = frozenset({code} if past.done else ())
    return replace(person, done=None if person.done is None else done, again=frozenset({code} if past.again else ()))
