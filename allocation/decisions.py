"""What was decided on each person before the choice: the `Situation` column and the requests, made one.

Where a person has rows in the requests file they win over the column, and a difference is said. A granted decision is
a fact; a pending one is not granted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from allocation.issues import Issue
from allocation.model import Candidate, Dossier, Outcome, Phase, Request, RequestType, Situation

NO_TURN = frozenset({Situation.DISPONIBILITE, Situation.ANNEE_RECHERCHE, Situation.NE_CHOISIT_PAS})
OUTGOING = frozenset({Situation.INTER_CHU_SORTANT, Situation.DOM_TOM_SORTANT})
INCOMING = frozenset({Situation.INTER_CHU_ENTRANT, Situation.DOM_TOM_ENTRANT})
SURNOMBRES = frozenset({Situation.SURNOMBRE_VALIDANT, Situation.SURNOMBRE_NON_VALIDANT})

STATUSES = NO_TURN | {Situation.CESP, Situation.MILITAIRE}
"""What a person is rather than asks for: the column is enough."""

_ALONE: tuple[frozenset[Situation], ...] = (
    SURNOMBRES,
    OUTGOING | INCOMING,
    NO_TURN | SURNOMBRES,
    NO_TURN | OUTGOING,
    NO_TURN | INCOMING,
    NO_TURN | {Situation.HORS_FILIERE},
    OUTGOING | SURNOMBRES,
    OUTGOING | {Situation.HORS_FILIERE},
    SURNOMBRES | {Situation.HORS_FILIERE},
    INCOMING | {Situation.HORS_FILIERE},
    frozenset({Situation.HORS_FILIERE, Situation.REMORDS}),
)
"""Groups of which one person may have one at most, two statuses without a turn excepted."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What holds for one person: situations, the granted requests by type, the stages that may be done again, and the
    types granted twice towards different places."""

    situations: frozenset[Situation] = frozenset()
    granted: Mapping[RequestType, Request] = field(default_factory=dict)
    again: frozenset[str] = frozenset()
    twice: frozenset[RequestType] = frozenset()


def decided(dossier: Dossier) -> tuple[dict[str, Decided], list[str]]:
    """By person's key, what was decided; and the French warnings about column and file that differ."""
    requests: dict[str, list[Request]] = {}
    for request in dossier.requests:
        requests.setdefault(request.identity.key, []).append(request)
    outcome: dict[str, Decided] = {}
    warnings: list[str] = []
    for candidate in dossier.candidates:
        own = requests.get(candidate.identity.key, [])
        outcome[candidate.identity.key] = _of(candidate, own)
        warnings += _differences(candidate, own, outcome[candidate.identity.key], dossier.requests_given)
    return outcome, warnings


def _of(candidate: Candidate, requests: Iterable[Request]) -> Decided:
    requests = list(requests)
    accorded = [request for request in requests if request.decision is Outcome.GRANTED]
    granted = {request.type: request for request in accorded}
    asked = {request.type.situation for request in requests}
    from_file = {type_.situation for type_ in granted} - {None}
    kept = {s for s in candidate.situations if not requests or (s in STATUSES and s not in asked)}
    return Decided(
        situations=frozenset(kept | {situation for situation in from_file if situation}),
        granted=granted,
        again=frozenset(
            request.code for request in accorded if request.type is RequestType.MEME_STAGE and request.code
        ),
        twice=frozenset(
            request.type
            for request in accorded
            if request.type is not RequestType.MEME_STAGE and _towards(request) != _towards(granted[request.type])
        ),
    )


def _towards(request: Request) -> tuple[str, Phase | None, str]:
    return request.des, request.phase, request.subdivision


def granted(candidate: Candidate, decided: Decided) -> list[Request]:
    """What was granted to a person: the requests of the file, and what the column alone says."""
    in_column = {s for s in decided.situations if s not in {type_.situation for type_ in decided.granted}}
    return [
        *decided.granted.values(),
        *(Request(candidate.identity, RequestType(s.value), Outcome.GRANTED) for s in sorted(in_column)),
    ]


def _differences(candidate: Candidate, requests: list[Request], decided: Decided, given: bool) -> list[str]:
    shown = candidate.identity.shown
    column = set(candidate.situations)
    dropped = sorted(column - decided.situations)
    unsupported = sorted(column - STATUSES) if given and not requests else []
    found = [
        f"{shown} : la colonne Situation dit « {s.value} », les demandes ne l'accordent pas ; les demandes l'emportent."
        for s in dropped
    ]
    return found + [
        f"{shown} : « {s.value} » dans la colonne Situation, sans demande au fichier des demandes ; appliqué."
        for s in unsupported
    ]


def clash(situations: Iterable[Situation]) -> tuple[Situation, ...]:
    """The first situations found that one person may not have together; empty when they agree."""
    held = frozenset(situations)
    groups = (group & held for group in _ALONE)
    found = next((pair for pair in groups if len(pair) > 1 and not pair <= NO_TURN), frozenset())
    return tuple(situation for situation in Situation if situation in found)


def contradictions(candidate: Candidate, decided: Decided) -> list[Issue]:
    """The error for a person whom two decisions pull apart."""
    both = " ; ".join(clash(decided.situations) or sorted(decided.twice))
    if not both:
        return []
    where = candidate.where
    return [
        Issue(
            where.file, where.sheet, f"A{where.row}" if where.row else "", "E_SITUATION_CONFLICT", "error", both,
            f"{candidate.identity.shown} : situations contradictoires ({both}).", "N'en gardez qu'une.",
        )
    ]  # fmt: skip
