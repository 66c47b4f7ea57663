"""The requests of the semester: who asks for what, when, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocation.model import Candidate, Category, Outcome, PastStage, Phase, Request, RequestType
from sample_data.trainees import GERIATRIE, MEDECINE_GENERALE, MEDECINE_URGENCE, Trainee


@dataclass(frozen=True, slots=True)
class _Dossier:
    """A request, and the kind of person who makes it: contest, a stage still due, a woman where it is a maternity."""

    type: RequestType
    filed: date
    contest: int
    due: Category
    woman: bool | None = None
    decision: Outcome = Outcome.GRANTED
    des: str = ""
    phase: Phase | None = None
    subdivision: str = ""
    cause: str = ""
    pieces: str = ""

    def suits(self, trainee: Trainee) -> bool:
        candidate = trainee.candidate
        return (
            candidate.des == MEDECINE_GENERALE
            and not trainee.away
            and candidate.contest == self.contest
            and self.due in trainee.due
            and self.woman in (None, trainee.woman)
        )


_LETTER = "Lettre, avis des deux coordonnateurs"
_DOSSIERS: tuple[_Dossier, ...] = (
    _Dossier(RequestType.SURNOMBRE_VALIDANT, date(2027, 2, 10), 2026, Category.URG, woman=True,
             cause="Congé maternité", pieces="Déclaration de grossesse"),
    _Dossier(RequestType.SURNOMBRE_VALIDANT, date(2027, 3, 1), 2024, Category.LIBRE,
             cause="CLM", pieces="Avis du comité médical, aptitude"),
    _Dossier(RequestType.SURNOMBRE_NON_VALIDANT, date(2027, 2, 22), 2025, Category.COUPLE, woman=True,
             cause="Congé maternité", pieces="Déclaration de grossesse"),
    _Dossier(RequestType.SURNOMBRE_NON_VALIDANT, date(2027, 3, 8), 2026, Category.NIV1, woman=True,
             cause="Grossesse pathologique", pieces="Déclaration de grossesse, certificat"),
    _Dossier(RequestType.HORS_FILIERE, date(2026, 12, 14), 2024, Category.LIBRE, des=GERIATRIE,
             phase=Phase.APPROFONDISSEMENT, cause="Projet de coordination en EHPAD", pieces=_LETTER),
    _Dossier(RequestType.INTER_CHU_SORTANT, date(2026, 11, 6), 2024, Category.SASPAS, subdivision="Lyon",
             cause="Projet en médecine du sport", pieces="Dossier complet (6 pièces)"),
    _Dossier(RequestType.DOM_TOM_SORTANT, date(2026, 11, 12), 2024, Category.LIBRE, subdivision="Océan Indien",
             cause="Projet en santé publique tropicale", pieces="Dossier complet"),
    _Dossier(RequestType.CESP, date(2026, 11, 16), 2026, Category.NIV1, pieces="Contrat signé"),
    _Dossier(RequestType.CESP, date(2025, 11, 17), 2025, Category.MPOLY, pieces="Contrat signé"),
    _Dossier(RequestType.DISPONIBILITE, date(2027, 2, 12), 2025, Category.MPOLY,
             cause="Convenances personnelles", pieces="Lettre"),
    _Dossier(RequestType.SURNOMBRE_VALIDANT, date(2027, 3, 22), 2025, Category.MPOLY, woman=True,
             decision=Outcome.PENDING, cause="Congé maternité"),
    _Dossier(RequestType.INTER_CHU_SORTANT, date(2026, 11, 13), 2025, Category.COUPLE, decision=Outcome.REFUSED,
             subdivision="Grenoble", cause="Rapprochement de conjoint", pieces="Dossier incomplet (4 pièces sur 6)"),
)  # fmt: skip


def requests(trainees: Sequence[Trainee], history: Sequence[PastStage]) -> tuple[Request, ...]:
    """All the requests, in the order of their reception; no one makes two of them."""
    asking: dict[str, Request] = {}
    for dossier in _DOSSIERS:
        trainee = _someone(dossier, trainees, asking)
        asking[trainee.candidate.identity.rpps] = _request(dossier, trainee)
    again = _same_stage(trainees, history, asking)
    others = (_incoming(trainees), _change_of_des(trainees), again)
    return tuple(sorted((*asking.values(), *others), key=lambda request: (request.filed or date.max, request.type)))


def decided(trainee: Trainee, asked: Sequence[Request]) -> Trainee:
    """The trainee with the situations that the granted requests put them in."""
    situations = tuple(
        request.type.situation
        for request in asked
        if request.identity == trainee.candidate.identity
        and request.decision is Outcome.GRANTED
        and request.type.situation is not None
    )
    return replace(trainee, candidate=replace(trainee.candidate, situations=situations))


def _someone(dossier: _Dossier, trainees: Sequence[Trainee], asking: dict[str, Request]) -> Trainee:
    """The person in the middle of the call among those that the dossier suits and who ask for nothing yet."""
    suited = [trainee for trainee in trainees if dossier.suits(trainee) and _rpps(trainee) not in asking]
    return suited[len(suited) // 2]


def _request(dossier: _Dossier, trainee: Trainee) -> Request:
    return Request(
        trainee.candidate.identity,
        dossier.type,
        dossier.decision,
        filed=dossier.filed,
        des=dossier.des,
        phase=dossier.phase,
        subdivision=dossier.subdivision,
        cause=dossier.cause,
        pieces=dossier.pieces,
    )


def _same_stage(trainees: Sequence[Trainee], history: Sequence[PastStage], asking: dict[str, Request]) -> Request:
    """Someone whose free stage would be at the place of the polyvalent one, which is still open."""
    free = {
        _rpps(trainee)
        for trainee in trainees
        if trainee.due == (Category.LIBRE,) and not trainee.away and _rpps(trainee) not in asking
    }
    done = next(
        stage
        for stage in history
        if stage.identity.rpps in free and stage.category is Category.MPOLY and stage.code.startswith("42-MPOLY-0")
    )
    return Request(
        done.identity,
        RequestType.MEME_STAGE,
        Outcome.GRANTED,
        filed=date(2027, 1, 18),
        cause="Projet de thèse dans le service",
        code=done.code,
        pieces="Lettre, avis du département de médecine générale",
    )


def _incoming(trainees: Sequence[Trainee]) -> Request:
    candidate = _only(trainee.candidate for trainee in trainees if trainee.away)
    return Request(
        candidate.identity,
        RequestType.INTER_CHU_ENTRANT,
        Outcome.GRANTED,
        filed=date(2026, 11, 10),
        subdivision="Saint-Étienne",
        cause="Projet en santé de la femme",
        pieces="Dossier complet (6 pièces)",
    )


def _change_of_des(trainees: Sequence[Trainee]) -> Request:
    candidate = _only(trainee.candidate for trainee in trainees if trainee.candidate.des == MEDECINE_URGENCE)
    return Request(
        candidate.identity,
        RequestType.REMORDS,
        Outcome.GRANTED,
        filed=date(2027, 1, 8),
        des=MEDECINE_GENERALE,
        phase=Phase.SOCLE,
        pieces="Lettre recommandée, reprise d'un semestre par le coordonnateur",
    )


def _only(candidates: Iterable[Candidate]) -> Candidate:
    (candidate,) = candidates
    return candidate


def _rpps(trainee: Trainee) -> str:
    return trainee.candidate.identity.rpps
