"""The call order of a list: seniority in the phase, then the rank of the contest, and those whom rules place apart.

Sources: arrêté du 12 avril 2017, art. 44 (ORD-02, ORD-03); places apart: HF-04 and HF-05, REM-09, key
`ich.incoming_position`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from allocation.rulesets import RuleSet

HOME, INCOMING, GUEST = 0, 1, 2
"""Who is called when, all else apart: interns of the list, those who come from another subdivision, hors-filière."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What places somebody in a list.

    `key` tells people apart and settles a tie for the time being. `block` is HOME, INCOMING or GUEST; `guest`:
    hors-filière, wherever placed; `after_cohort`: called after all those of the same seniority. `position` = rank ÷
    size of the promotion, exactly. `explicit`: the order that the ARS gave, which wins over what is computed.
    `settled`: the place that a human gave among those whom no criterion tells apart.
    """

    key: str
    seniority: int
    block: int = HOME
    after_cohort: bool = False
    guest: bool = False
    rank: int | None = None
    position: Fraction | None = None
    contest: int | None = None
    explicit: int | None = None
    settled: int | None = None


Key = tuple[int, int, bool, bool, Fraction, int, int]


@dataclass(frozen=True, slots=True)
class Order:
    """Keys of people in call order, and in the order that would be computed without the explicit ones.

    `tied`: groups of keys that no criterion told apart; `by_percentage`: whether ranks were compared as rank ÷ size;
    `unsized`: keys without a promotion's size, for want of which ranks were compared as they stand;
    `across`: at equal seniority, ranks of different contests were compared as they stand, as the rule set has it;
    `settled`: groups that no criterion told apart either, whose order a human gave.
    """

    keys: tuple[str, ...]
    computed: tuple[str, ...]
    tied: tuple[tuple[str, ...], ...] = ()
    by_percentage: bool = False
    unsized: tuple[str, ...] = ()
    across: bool = False
    settled: tuple[tuple[str, ...], ...] = ()

    @property
    def moved(self) -> tuple[str, ...]:
        """Keys whose place is not the computed one."""
        return tuple(final for final, computed in zip(self.keys, self.computed, strict=True) if final != computed)


def order(standings: Iterable[Standing], rules: RuleSet) -> Order:
    """The call order of a list, whatever the order of its rows."""
    people = sorted(standings, key=lambda standing: (standing.explicit is None, standing.explicit or 0, standing.key))
    by_percentage = _by_percentage(people, rules)
    keys = {person.key: _key(person, by_percentage) for person in people}
    computed = sorted(people, key=lambda person: (keys[person.key], person.settled or 0))
    by_rule = tuple(person.key for person in computed)
    final = _with_explicit(computed) if any(person.explicit is not None for person in people) else computed
    unsettled = (person for person in computed if person.explicit is None)
    groups = [list(group) for _, group in groupby(unsettled, lambda p: keys[p.key])]
    alike = [group for group in groups if len(group) > 1]
    return Order(
        tuple(person.key for person in final),
        by_rule,
        _keys(group for group in alike if not _is_settled(group)),
        by_percentage,
        _unsized(people, rules),
        not by_percentage and _across(people),
        _keys(group for group in alike if _is_settled(group)),
    )


def _key(person: Standing, by_percentage: bool) -> Key:
    value = person.position if by_percentage else None
    if value is None and person.rank is not None:
        value = Fraction(person.rank)
    return (
        person.block, -person.seniority, person.after_cohort, value is None, value or Fraction(0), person.rank or 0,
        person.contest or 0,
    )  # fmt: skip


def _is_settled(group: Sequence[Standing]) -> bool:
    """Whether a human gave each of these people a place of their own."""
    places = {person.settled for person in group}
    return len(places) == len(group) and None not in places


def _keys(groups: Iterable[Sequence[Standing]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(person.key for person in group) for group in groups)


def _by_percentage(people: Sequence[Standing], rules: RuleSet) -> bool:
    """Ranks of two kinds of contest compare only as rank ÷ promotion size (ORD-12), where every size is known."""
    if any(person.position is None for person in people):
        return False
    unranked = rules.text("rank.mode") == "mixed" and any(person.rank is None for person in people)
    return unranked or _wants_percentage(people, rules)


def _wants_percentage(people: Iterable[Standing], rules: RuleSet) -> bool:
    """Whether these people should compare by rank ÷ size.

    So do local ranks: brought pro rata to the promotion now followed, one for all of the same seniority, each is
    rank ÷ size times the same number (ORD-10).
    """
    mode = rules.text("rank.mode")
    if mode == "mixed":
        first_en = rules.number("rank.first_en_contest")
        return len({person.contest is not None and person.contest >= first_en for person in people}) > 1
    return mode in ("percentage", "local")


def _told_apart_by_rank(people: Iterable[Standing]) -> list[list[Standing]]:
    """The groups whose order, or part of it, only their ranks give."""
    groups: dict[tuple[int, int, bool], list[Standing]] = {}
    for person in people:
        groups.setdefault((person.block, person.seniority, person.after_cohort), []).append(person)
    return [group for group in groups.values() if len(group) > 1 and any(each.explicit is None for each in group)]


def _unsized(people: Iterable[Standing], rules: RuleSet) -> tuple[str, ...]:
    """Of each group that should compare as shares, those without a promotion's size."""
    groups = (group for group in _told_apart_by_rank(people) if _wants_percentage(group, rules))
    return tuple(person.key for group in groups for person in group if person.position is None)


def _across(people: Iterable[Standing]) -> bool:
    """Whether some group mixes the ranks of different contests."""
    contests = ({each.contest for each in group if each.contest} for group in _told_apart_by_rank(people))
    return any(len(found) > 1 for found in contests)


def _with_explicit(computed: Sequence[Standing]) -> list[Standing]:
    """Those with an explicit order in that order; each other one just after whoever precedes them as computed, and
    after everybody of an earlier block."""
    final = sorted((person for person in computed if person.explicit is not None), key=lambda p: p.explicit or 0)
    previous: Standing | None = None
    for person in computed:
        if person.explicit is None:
            final.insert(_place(person, previous, final), person)
        previous = person
    return final


def _place(person: Standing, previous: Standing | None, final: Sequence[Standing]) -> int:
    after_previous = 0 if previous is None else final.index(previous) + 1
    earlier = (number for number, other in enumerate(final, start=1) if other.block < person.block)
    return max(after_previous, *earlier, 0) if person.block else after_previous
