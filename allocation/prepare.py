"""From what the spreadsheets say to the frozen opening: decisions applied, lists ordered, people made random ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from allocation.canonical import commitment
from allocation.decisions import contradictions, decided
from allocation.issues import Issue
from allocation.lists import ListKey, build_lists, place
from allocation.model import Candidate, Dossier, Post, Situation
from allocation.opening import Opening, Pool, Register, Tie
from allocation.people import people
from allocation.ranksheet import RankSheet
from allocation.rulesets import RuleSet
from allocation.run import Wishes
from allocation.semester import Semester

MILITARY = Situation.MILITAIRE.value
"""Posts wholly reserved to this label make the list of the military interns."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A campaign ready to be opened: the opening, who its ids are, their wishes, their rank sheets (by id), and what a
    human should know."""

    opening: Opening
    register: Register
    wishes: Mapping[str, Wishes]
    sheets: Mapping[str, tuple[RankSheet, ...]]
    warnings: tuple[str, ...]


def prepare(
    dossier: Dossier,
    semester: Semester,
    subdivision: str,
    rules: RuleSet,
    new_id: Callable[[], str],
    new_salt: Callable[[], str],
) -> Prepared | tuple[Issue, ...]:
    """The opening of a campaign, or the errors that keep it from being opened.

    `new_id` gives a fresh random id, `new_salt` a fresh random ASCII salt. The order of the rows in the files changes
    neither the call order nor the pools.
    """
    status, warnings = decided(dossier)
    candidates = sorted(dossier.candidates, key=lambda candidate: candidate.identity.key)
    register = _register(candidates, new_id, new_salt)
    ids = {identity.key: person for person, identity in register.identities.items()}
    placed = place(candidates, status, ids, _military_lists(dossier.posts))
    clashes = [issue for person in candidates for issue in contradictions(person, status[person.identity.key])]
    if clashes or placed.errors:
        return (*clashes, *placed.errors)
    built = build_lists(placed.entrants, rules)
    persons, curricula, doubts = people(dossier, placed.entrants, register.salts)
    opening = Opening(
        subdivision=subdivision,
        semester=semester,
        rules=rules,
        lists=built.lists,
        pools=_pools(dossier.posts, semester),
        people=persons,
        curricula=curricula,
        ties=built.ties,
        sources=dossier.sources,
    )
    notes = (
        *warnings,
        *placed.warnings,
        *built.warnings,
        *doubts,
        *_shared_seats(opening),
        *_tied(built.ties),
    )
    return Prepared(opening, register, _wishes(dossier, ids, register), built.sheets, notes)


def _register(candidates: Iterable[Candidate], new_id: Callable[[], str], new_salt: Callable[[], str]) -> Register:
    identities = {new_id(): candidate.identity for candidate in candidates}
    return Register(identities, {person: new_salt() for person in identities})


def receipt(salt: str, codes: Iterable[str]) -> str:
    """The salted receipt of a wish list, in the order given."""
    return commitment(salt, list(codes))


def _wishes(dossier: Dossier, ids: Mapping[str, str], register: Register) -> dict[str, Wishes]:
    known = ((ids[wish.identity.key], wish.codes) for wish in dossier.wishes if wish.identity.key in ids)
    return {person: Wishes(codes, receipt(register.salts[person], codes)) for person, codes in known if codes}


def _military_lists(posts: Iterable[Post]) -> set[ListKey]:
    return {
        ListKey(post.des, phase, military=True) for post in posts if _for_the_military(post) for phase in post.phases
    }


def _for_the_military(post: Post) -> bool:
    return post.reserved_for == MILITARY and post.reserved_seats >= post.seats


def _pools(posts: Iterable[Post], semester: Semester) -> tuple[Pool, ...]:
    """One pool a post, in the order of the codes; the pools of one code are told apart by `#1`, `#2`…"""
    by_code: dict[str, list[Post]] = {}
    for post in sorted(posts, key=lambda post: (post.code, post.des, post.phases, post.reserved_for)):
        by_code.setdefault(post.code, []).append(post)
    return tuple(
        _pool(post, code if len(same) == 1 else f"{code}#{number}", semester)
        for code, same in by_code.items()
        for number, post in enumerate(same, start=1)
    )


def _pool(post: Post, pool_id: str, semester: Semester) -> Pool:
    military = _for_the_military(post)
    return Pool(
        id=pool_id,
        code=post.code,
        des=post.des,
        phases=post.phases,
        lists=tuple(ListKey(post.des, phase, military).name for phase in post.phases),
        seats=post.seats,
        reserved_for="" if military else post.reserved_for,
        reserved_seats=0 if military else min(post.reserved_seats, post.seats),
        category=post.category,
        category_label=post.category_label,
        accredited=None if post.accredited_until is None else post.accredited_until >= semester.end,
        establishment=post.establishment,
        service=post.service,
        head=post.head,
        town=post.town,
        capacity=post.capacity,
        remarks=post.remarks,
    )


def _shared_seats(opening: Opening) -> list[str]:
    return [
        f"La liste « {name} » partage des places avec {_quoted(earlier)} : elle est appelée après (clé lists.order)."
        for name, earlier in opening.called_before.items()
        if earlier
    ]


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"« {name} »" for name in names)


def _tied(ties: Iterable[Tie]) -> list[str]:
    return [f"{tie.list}, n° {', '.join(map(str, tie.orders))} : {tie.detail}" for tie in ties]
