"""From what the spreadsheets say to the frozen opening: decisions applied, lists ordered, people made random ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocation.admissibility import File, admission_warnings
from allocation.canonical import commitment
from allocation.decisions import Decided, contradictions, decided, granted
from allocation.disagreements import disagreements
from allocation.issues import Issue
from allocation.lists import Known, ListKey, build_lists, place
from allocation.model import Candidate, Dossier, PastStage, Post, Request, Situation
from allocation.opening import Opening, Pool, Register, Tie
from allocation.opening_checks import opening_warnings
from allocation.people import people
from allocation.ranksheet import RankSheet
from allocation.rulesets import RuleSet
from allocation.run import Wishes
from allocation.semester import Semester

MILITARY = Situation.MILITAIRE.value
"""Posts wholly reserved to this label make the list of the military interns."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A campaign ready to be opened: the opening, who its ids are; by id their wishes, rank sheets and past semesters
    in order; and what a human should know."""

    opening: Opening
    register: Register
    wishes: Mapping[str, Wishes]
    sheets: Mapping[str, tuple[RankSheet, ...]]
    history: Mapping[str, Sequence[PastStage]]
    warnings: tuple[str, ...]


def prepare(
    dossier: Dossier,
    semester: Semester,
    subdivision: str,
    rules: RuleSet,
    new_id: Callable[[], str],
    new_salt: Callable[[], str],
    others: Sequence[RuleSet] = (),
    choice_date: date | None = None,
) -> Prepared | tuple[Issue, ...]:
    """The opening of a campaign, or the errors that keep it from being opened.

    `new_id` gives a fresh random id, `new_salt` a fresh random ASCII salt. `others`: rule sets whose disagreement is
    said. `choice_date` None: the deadlines that hang on it are not verified. The order of the rows in the files
    changes neither the call order nor the pools.
    """
    status, warnings = decided(dossier)
    candidates = sorted(dossier.candidates, key=lambda candidate: candidate.identity.key)
    register = _register(candidates, new_id, new_salt)
    ids = {identity.key: person for person, identity in register.identities.items()}
    history = _by_person(dossier.history or ())
    placed = place(candidates, Known(status, ids, history, semester.name), _military_lists(dossier.posts), rules)
    clashes = [issue for person in candidates for issue in contradictions(person, status[person.identity.key])]
    if clashes or placed.errors:
        return (*clashes, *placed.errors)
    built = build_lists(placed.entrants, rules)
    persons, curricula, doubts = people(dossier, placed.entrants, history, register.salts, rules)
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
        nonce=new_salt(),
    )
    notes = (
        *warnings,
        *placed.warnings,
        *admission_warnings(_files(dossier, status, history, (semester, choice_date, subdivision)), rules, others),
        *disagreements(placed.entrants, history, semester.name, rules, others),
        *built.warnings,
        *doubts,
        *_about(opening),
    )
    wishes, typed = _wishes(dossier, ids, register.salts)
    return Prepared(opening, replace(register, typed=typed), wishes, built.sheets, _by_id(history, ids), notes)


def _by_id(history: Mapping[str, Sequence[PastStage]], ids: Mapping[str, str]) -> dict[str, Sequence[PastStage]]:
    """The past of those who are of the campaign, by random id."""
    return {ids[key]: stages for key, stages in history.items() if key in ids}


def _by_person(history: Iterable[PastStage]) -> dict[str, list[PastStage]]:
    """The past stages of each person, by key, in the order of their semesters."""
    found: dict[str, list[PastStage]] = {}
    for stage in sorted(history, key=lambda stage: stage.semester):
        found.setdefault(stage.identity.key, []).append(stage)
    return found


def _files(
    dossier: Dossier,
    status: Mapping[str, Decided],
    history: Mapping[str, Sequence[PastStage]],
    frame: tuple[Semester, date | None, str],
) -> Iterator[File]:
    """Everything granted, with the facts that its rules read. `frame`: semester, date of the choice, subdivision."""
    asked: dict[str, list[Request]] = {}
    for request in dossier.requests:
        asked.setdefault(request.identity.key, []).append(request)
    for candidate in dossier.candidates:
        key = candidate.identity.key
        own = tuple(history[key]) if key in history else None
        for request in granted(candidate, status[key]):
            yield File(request, candidate, own, *frame, requests=tuple(asked.get(key, ())))


def _register(candidates: Iterable[Candidate], new_id: Callable[[], str], new_salt: Callable[[], str]) -> Register:
    identities = {new_id(): candidate.identity for candidate in candidates}
    return Register(identities, {person: new_salt() for person in identities})


def receipt(salt: str, codes: Iterable[str]) -> str:
    """The salted receipt of a wish list, in the order given."""
    return commitment(salt, list(codes))


def token(salt: str, typed: str) -> str:
    """What stands in the journal for a wish that names no post: bound to what was typed, without showing it."""
    return f"?{commitment(salt, typed)[:16]}"


def _wishes(
    dossier: Dossier, ids: Mapping[str, str], salts: Mapping[str, str]
) -> tuple[dict[str, Wishes], dict[str, str]]:
    """The wish lists by person id, and what was typed for each token in them."""
    known = {post.code for post in dossier.posts}
    lists: dict[str, Wishes] = {}
    typed: dict[str, str] = {}
    for wish in dossier.wishes:
        person = ids.get(wish.identity.key)
        if person is None or not wish.codes:
            continue
        tokens = {code: token(salts[person], code) for code in wish.codes if code not in known}
        typed |= {made: code for code, made in tokens.items()}
        codes = tuple(tokens.get(code, code) for code in wish.codes)
        lists[person] = Wishes(codes, receipt(salts[person], wish.codes))
    return lists, typed


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


def _about(opening: Opening) -> list[str]:
    """What the opening itself shows, once made."""
    return [*_shared_seats(opening), *opening_warnings(opening), *_tied(opening.ties)]


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
