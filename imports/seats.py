"""Seats against interns, list by list, and the minimum of posts that the regulation asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allocation.decisions import NO_TURN, OUTGOING, decided
from allocation.issues import Issue
from allocation.model import Candidate, Dossier, Outcome, Phase, Post, Request, RequestType, Situation
from allocation.semester import semester as semester_named
from imports.places import Places
from imports.reference import GENERAL_MEDICINE
from imports.roster import list_name
from imports.wording import counted

_WITHOUT_SEAT_HERE = NO_TURN | OUTGOING | {Situation.MILITAIRE}
_SURNOMBRES = frozenset({Situation.SURNOMBRE_VALIDANT, Situation.SURNOMBRE_NON_VALIDANT})
_MOVING = frozenset({RequestType.HORS_FILIERE, RequestType.REMORDS})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The minimum of posts for `n` interns who will do a stage: `percent` of n, rounded up.

    Below `small_below` interns it is n + `small_extra`; in general medicine, from `general_from`, n + `general_extra`.
    `count_surnombre`: those in surnombre are among them. `by_des`: the minimum is that of the DES, all phases together.
    """

    percent: int = 107
    small_below: int = 15
    small_extra: int = 2
    general_from: int = 430
    general_extra: int = 30
    count_surnombre: bool = True
    by_des: bool = False

    def minimum(self, des: str, interns: int) -> int:
        """In whole numbers throughout: 1.07 × 1900 is one too many in floating point."""
        if interns < self.small_below:
            return interns + self.small_extra
        if des == GENERAL_MEDICINE and interns >= self.general_from:
            return interns + self.general_extra
        return -(-self.percent * interns // 100)


DEFAULT = Thresholds()


def situations_in_force(dossier: Dossier) -> dict[str, frozenset[Situation]]:
    """What is decided on each person, by `Identity.key`."""
    outcome, _ = decided(dossier)
    return {key: found.situations for key, found in outcome.items()}


def check_seats(dossier: Dossier, places: Places, thresholds: Thresholds = DEFAULT) -> list[Issue]:
    """Warnings for the lists that have fewer seats than interns, or fewer than the minimum."""
    if not dossier.posts or not dossier.candidates:
        return []
    interns = _interns_by_list(dossier, thresholds)
    posts: dict[str, list[Post]] = defaultdict(list)
    for post in dossier.posts:
        posts[post.des].append(post)
    ends = semester_named(dossier.semester).end if dossier.semester else None
    issues: list[Issue] = []
    for des in sorted({des for des, _ in interns}):
        called = {phase for each, phase in interns if each == des}
        groups = _groups(posts[des], called)
        whole = frozenset(called)
        for phases in [*groups, *([whole] if thresholds.by_des and whole not in groups else [])]:
            wanted = sum(interns.get((des, phase), 0) for phase in phases)
            offered = sum(_to_be_had(post, ends) for post in posts[des] if set(post.phases) & phases)
            minimum = wanted if thresholds.by_des and phases != whole else thresholds.minimum(des, wanted)
            issues += _compared(des, phases, offered, wanted, minimum, _first(dossier, des, phases), places)
    return issues


def _to_be_had(post: Post, ends: date | None) -> int:
    """The seats that an intern of the list may choose; `ends` is the last day of the semester, None when unknown.

    None where the agrément ends before that day; those kept for the military are not for the interns counted here.
    """
    if ends and post.accredited_until and post.accredited_until < ends:
        return 0
    return post.seats - (post.reserved_seats if post.reserved_for == Situation.MILITAIRE else 0)


def _interns_by_list(dossier: Dossier, thresholds: Thresholds) -> dict[tuple[str, Phase], int]:
    """How many will do a stage on each list; who goes to another list is counted there."""
    in_force = situations_in_force(dossier)
    uncounted = _WITHOUT_SEAT_HERE | (frozenset() if thresholds.count_surnombre else _SURNOMBRES)
    moved = {
        request.identity.key: request
        for request in dossier.requests
        if request.type in _MOVING and request.decision is Outcome.GRANTED and request.des
    }
    found: dict[tuple[str, Phase], int] = defaultdict(int)
    for each in dossier.candidates:
        if not in_force.get(each.identity.key, frozenset()) & uncounted:
            found[_list_of(each, moved.get(each.identity.key))] += 1
    return found


def _list_of(candidate: Candidate, request: Request | None) -> tuple[str, Phase]:
    if request is None:
        return candidate.des, candidate.phase
    return request.des, request.phase or candidate.phase


def _groups(posts: Iterable[Post], phases: set[Phase]) -> list[frozenset[Phase]]:
    """Each phase, and the phases that share pools together: both must have seats enough."""
    joined = [{phase} for phase in phases]
    for pool in {post.phases for post in posts if len(post.phases) > 1}:
        touched = [group for group in joined if group & set(pool)]
        joined = [group for group in joined if group not in touched]
        joined.append(set(pool).union(*touched))
    groups = {frozenset({phase}) for phase in phases} | {frozenset(group) for group in joined}
    return sorted(groups, key=lambda group: (len(group), sorted(group)))


def _first(dossier: Dossier, des: str, phases: frozenset[Phase]) -> Candidate:
    own = (each for each in dossier.candidates if each.des == des and each.phase in phases)
    return next(own, dossier.candidates[0])


def _compared(
    des: str,
    phases: frozenset[Phase],
    offered: int,
    wanted: int,
    minimum: int,
    shown_at: Candidate,
    places: Places,
) -> list[Issue]:
    if not wanted or offered >= minimum:
        return []
    named = [phase for phase in Phase if phase in phases]
    name = list_name(des, named[0]) + "".join(f" et {phase.label.lower()}" for phase in named[1:])
    numbers = f"Liste {name} : {counted(offered, 'poste')} pour {counted(wanted, 'interne')}"
    where = shown_at.where
    if offered < wanted:
        message, code = f"{numbers}, il en manque {wanted - offered}.", "W_SEATS_SHORT"
    else:
        message, code = f"{numbers}, le minimum réglementaire est de {minimum}.", "W_SEATS_MINIMUM"
    return [places.issue(code, where, (), offered, message, "Faites ouvrir des postes, ou notez la dérogation.")]
