"""What the opening keeps of each person: the slots still missing, the stages done, the reservations open to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from allocation import curriculum
from allocation.canonical import commitment
from allocation.curriculum import Curriculum, Slot
from allocation.decisions import OUTGOING
from allocation.lists import Entrant
from allocation.model import Dossier, Identity, Mode, PastStage, Phase, RequestType, Situation
from allocation.opening import ELSEWHERE, Person


def people(
    dossier: Dossier, entrants: Iterable[Entrant], history: Mapping[str, Sequence[PastStage]], salts: Mapping[str, str]
) -> tuple[tuple[Person, ...], tuple[Curriculum, ...], list[str]]:
    """Everybody of the campaign, the curricula that they follow, and what could not be verified."""
    persons: list[Person] = []
    used: dict[str, Curriculum] = {}
    for entrant in entrants:
        followed = curriculum.of(entrant.home.des, entrant.candidate.contest)
        if followed:
            used[followed.name] = followed
        own = history.get(entrant.candidate.identity.key)
        persons.append(_person(entrant, followed, own, salts[entrant.person]))
    warnings = _doubts(persons, dossier, [stage for stages in history.values() for stage in stages])
    return tuple(persons), tuple(used[name] for name in sorted(used)), warnings


def _person(entrant: Entrant, followed: Curriculum | None, history: Sequence[PastStage] | None, salt: str) -> Person:
    situations = entrant.decided.situations
    away = situations & OUTGOING if entrant.status == ELSEWHERE else frozenset()
    return Person(
        id=entrant.person,
        commitment=identity_commitment(salt, entrant.candidate.identity),
        home=entrant.home.name,
        status=entrant.status,
        curriculum=followed.name if followed else "",
        missing=_missing(followed, entrant.home.phase, history),
        done=None if history is None else frozenset(stage.code for stage in history if stage.code),
        again=entrant.decided.again,
        labels=frozenset({situation.value for situation in situations & _LABELS}),
        away=_AWAY[next(iter(away))] if away else None,
        place=_place(entrant) if away else "",
    )


_LABELS = frozenset({Situation.CESP, Situation.MILITAIRE})
_AWAY = {Situation.INTER_CHU_SORTANT: Mode.INTER_CHU, Situation.DOM_TOM_SORTANT: Mode.DOM_TOM}


def _missing(followed: Curriculum | None, phase: Phase, history: Iterable[PastStage] | None) -> tuple[Slot, ...] | None:
    """The slots left in the phase; None where nothing tells: no history, or no curriculum of that phase."""
    if followed is None or history is None or phase not in followed.phases:
        return None
    return followed.missing(phase, (stage.category for stage in history if _fills(stage, followed, phase)))


def _fills(stage: PastStage, followed: Curriculum, phase: Phase) -> bool:
    """Whether a past stage counts in the curriculum of the phase: validated, or still running and presumed so.

    A surnombre non validant never does, whatever the file says (SNV-02).
    """
    same_phase = stage.phase is phase if stage.phase else followed.counts_in(phase, stage.category)
    return same_phase and stage.validated is not False and stage.mode is not Mode.SURNOMBRE_NON_VALIDANT


def _place(entrant: Entrant) -> str:
    for kind in (RequestType.INTER_CHU_SORTANT, RequestType.DOM_TOM_SORTANT):
        if kind in entrant.decided.granted:
            return entrant.decided.granted[kind].subdivision
    return ""


def identity_commitment(salt: str, identity: Identity) -> str:
    """What binds a random id to who it is."""
    return commitment(salt, [identity.rpps, identity.last_name, identity.first_name])


def _doubts(persons: Iterable[Person], dossier: Dossier, stages: Iterable[PastStage]) -> list[str]:
    choosing = [person for person in persons if not person.status]
    unverified = sum(person.done is None for person in choosing)
    running = sum(stage.validated is None for stage in stages)
    found = []
    if unverified:
        who = "tous les internes" if dossier.history is None else f"{unverified} interne(s) sur {len(choosing)}"
        found.append(f"Historique non fourni pour {who} : maquette et stages déjà faits non vérifiés.")
    if running:
        found.append(f"{running} stage(s) sans résultat à l'historique : en cours, présumés validés pour la maquette.")
    return found
