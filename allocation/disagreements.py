"""Where another rule set would place somebody otherwise: said to the person concerned, never applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from allocation.counted import seniority_of
from allocation.lists import Entrant
from allocation.model import PastStage, Situation
from allocation.rulesets import RuleSet
from allocation.seniority import SeniorityLine


class _Place(NamedTuple):
    """A key that says where people of one situation are called: what each of its words means, and the rule."""

    key: str
    situations: frozenset[Situation]
    rules: Mapping[str, str]
    words: Mapping[str, str]


_ALIKE = "après ceux de même ancienneté"
_PLACES = (
    _Place(
        "hf.position",
        frozenset({Situation.HORS_FILIERE}),
        {"last": "HF-04", "same_seniority": "HF-05"},
        {"last": "dernier de la liste d'accueil", "same_seniority": _ALIKE},
    ),
    _Place(
        "rem.position",
        frozenset({Situation.REMORDS}),
        {"after_cohort": "REM-09", "rank": "REM-09"},
        {"after_cohort": _ALIKE, "rank": "selon son rang"},
    ),
    _Place(
        "ich.incoming_position",
        frozenset({Situation.INTER_CHU_ENTRANT, Situation.DOM_TOM_ENTRANT}),
        {"last": "ICH-13", "same_seniority": "ICH-13"},
        {"last": "après tous les internes d'ici", "same_seniority": _ALIKE},
    ),
)


def disagreements(
    entrants: Iterable[Entrant],
    history: Mapping[str, Sequence[PastStage]],
    semester: str,
    rules: RuleSet,
    others: Sequence[RuleSet],
) -> list[str]:
    """One French sentence for each person whom one of `others` would call elsewhere, or credit with another seniority.

    `history`: past stages by person's key; `semester`: the one chosen for.
    """
    return [
        f"{entrant.candidate.identity.shown} : {sentence}"
        for entrant in entrants
        if not entrant.status
        for other in others
        for sentence in (
            *_places(entrant, rules, other),
            *_seniority(entrant, history.get(entrant.candidate.identity.key, ()), semester, other),
        )
    ]


def _places(entrant: Entrant, rules: RuleSet, other: RuleSet) -> Iterator[str]:
    for place in _PLACES:
        ours, theirs = rules.text(place.key), other.text(place.key)
        elsewhere = entrant.host is not None or place.key != "hf.position"
        if ours != theirs and elsewhere and place.situations & entrant.decided.situations:
            yield (
                f"appelé {place.words[ours]} ; {other.name} l'appellerait {place.words[theirs]} "
                f"({place.rules[theirs]}, clé {place.key})."
            )


def _seniority(entrant: Entrant, own: Sequence[PastStage], semester: str, other: RuleSet) -> Iterator[str]:
    """The semesters of the history that one set counts and the other does not."""
    ours = entrant.seniority.sheet
    theirs = seniority_of(entrant.candidate, entrant.home.phase, own, entrant.decided, semester, other).sheet
    if ours is None or theirs is None:
        return
    for line, elsewhere in zip(ours.lines, theirs.lines, strict=True):
        if line.counted != elsewhere.counted:
            yield _differing(line, elsewhere, other)


def _differing(line: SeniorityLine, elsewhere: SeniorityLine, other: RuleSet) -> str:
    here = "compté" if line.counted else "non compté"
    return (
        f"semestre {line.semester} {here} dans l'ancienneté ({line.rule}) ; selon {other.name} "
        f"({elsewhere.rule}) : {elsewhere.why[:1].lower()}{elsewhere.why[1:]}"
    )
