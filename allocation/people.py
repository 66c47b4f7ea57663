"""What the opening keeps of each person: the slots still missing, the stages done, the reservations open to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from allocation import curriculum
from allocation.canonical import commitment
from allocation.curriculum import Curriculum
from allocation.decisions import OUTGOING
from allocation.general_practice import reachable_elsewhere
from allocation.lists import Entrant
from allocation.model import Dossier, Identity, Mode, PastStage, Phase, RequestType, Situation
from allocation.opening import ELSEWHERE, Person
from allocation.progress import fills, is_stage, missing_slots, progress_doubts
from allocation.rulesets import RuleSet


def people(
    dossier: Dossier,
    entrants: Iterable[Entrant],
    history: Mapping[str, Sequence[PastStage]],
    salts: Mapping[str, str],
    rules: RuleSet,
) -> tuple[tuple[Person, ...], tuple[Curriculum, ...], list[str]]:
    """Everybody of the campaign, the curricula that they follow, and what could not be verified."""
    persons: list[Person] = []
    used: dict[str, Curriculum] = {}
    warnings: list[str] = []
    for entrant in entrants:
        followed = _followed(entrant, rules)
        if followed:
            used[followed.name] = followed
        own = history.get(entrant.candidate.identity.key)
        persons.append(_person(entrant, followed, own, salts[entrant.person]))
        warnings += progress_doubts(entrant, followed, own, rules)
    warnings += _supposed(entrants)
    doubts = _doubts(persons, dossier, [stage for stages in history.values() for stage in stages])
    return tuple(persons), tuple(used[name] for name in sorted(used)), [*warnings, *doubts]


def _supposed(entrants: Iterable[Entrant]) -> list[str]:
    """Whose curriculum is the most recent one for want of a contest, where an older one asks for something else."""
    blank = [e for e in entrants if not e.status and e.candidate.contest is None and _several(e)]
    if not blank:
        return []
    return [
        f"Concours non donné pour {len(blank)} interne(s) : la maquette la plus récente de leur DES est supposée "
        f"({blank[0].candidate.identity.shown}{', …' if len(blank) > 1 else ''})."
    ]


def _several(entrant: Entrant) -> bool:
    known = [each for each in curriculum.shipped() if each.des == entrant.home.des]
    return len({each.phases.get(entrant.home.phase) for each in known}) > 1


def _followed(entrant: Entrant, rules: RuleSet) -> Curriculum | None:
    """The curriculum of the person's DES and contest, with the waiver on the couplé where their contest has it."""
    contest = entrant.candidate.contest
    found = curriculum.of(entrant.home.des, contest)
    waived = str(contest) in rules.words("curriculum.couple_single_contests")
    return found.with_single_couple() if found and waived else found


def _person(entrant: Entrant, followed: Curriculum | None, history: Sequence[PastStage] | None, salt: str) -> Person:
    situations = entrant.decided.situations
    away = situations & OUTGOING if entrant.status == ELSEWHERE else frozenset()
    return Person(
        id=entrant.person,
        commitment=identity_commitment(salt, entrant.candidate.identity),
        home=entrant.home.name,
        status=entrant.status,
        curriculum=followed.name if followed else "",
        missing=missing_slots(followed, entrant.home.phase, history),
        done=None if history is None else frozenset(stage.code for stage in history if stage.code),
        again=entrant.decided.again,
        labels=frozenset({situation.value for situation in situations & _LABELS}),
        with_msu=_with_msu(followed, entrant.home.phase, history),
        away=_AWAY[next(iter(away))] if away else None,
        place=_place(entrant) if away else "",
    )


_LABELS = frozenset({Situation.CESP, Situation.MILITAIRE})
_AWAY = {Situation.INTER_CHU_SORTANT: Mode.INTER_CHU, Situation.DOM_TOM_SORTANT: Mode.DOM_TOM}


def _with_msu(followed: Curriculum | None, phase: Phase, history: Sequence[PastStage] | None) -> int | None:
    if followed is None or history is None:
        return None
    told = ((_phase_of(past, followed), past.category) for past in history)
    return reachable_elsewhere(followed, phase, [(each, category) for each, category in told if each])


def _phase_of(past: PastStage, followed: Curriculum) -> Phase | None:
    """The phase in whose curriculum a past stage counts, None where it counts in none."""
    return next((phase for phase in followed.phases if fills(past, followed, phase)), None)


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
    running = sum(stage.validated is None and is_stage(stage) for stage in stages)
    found = []
    if unverified:
        who = "tous les internes" if dossier.history is None else f"{unverified} interne(s) sur {len(choosing)}"
        found.append(f"Historique non fourni pour {who} : maquette et stages déjà faits non vérifiés.")
    if running:
        found.append(f"{running} stage(s) sans résultat à l'historique : en cours, présumés validés pour la maquette.")
    return found
