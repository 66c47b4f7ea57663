"""Rights: one table, role by action; one question, `may`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.wording import to_translate


class Role(StrEnum):
    """What a person is in a subdivision."""

    MANAGER = "gestionnaire"
    INTERN = "interne"
    UNION = "syndicat"
    COORDINATOR = "coordonnateur"
    HOSPITAL = "hopital"
    OBSERVER = "observateur"


LABELS = {
    Role.MANAGER: to_translate("Gestionnaire (ARS)"),
    Role.INTERN: to_translate("Interne"),
    Role.UNION: to_translate("Syndicat"),
    Role.COORDINATOR: to_translate("Coordonnateur"),
    Role.HOSPITAL: to_translate("Hôpital"),
    Role.OBSERVER: to_translate("Observateur"),
}


class Action(StrEnum):
    """What a page does. The last three ask no right in a subdivision."""

    SEE_CAMPAIGN = "voir une campagne"
    SEE_TURNS = "voir les tours, par numéro d'appel"
    SEE_NAMES = "voir les noms"
    DOWNLOAD_JOURNAL = "télécharger le journal"
    DOWNLOAD_MASKED_JOURNAL = "télécharger le journal sans ce qu'il dit des situations"
    PREPARE = "préparer une campagne"
    ANSWER_CHALLENGES = "répondre aux contestations"
    RUN_DESK = "tenir le bureau"
    FOLLOW_DAY = "suivre la journée"
    KEEP_WISHES = "tenir sa liste de vœux"
    SEE_PREVIEW = "voir la simulation"
    SEE_MOCK_ROUNDS = "lire les tours à blanc"
    DOWNLOAD_DOCUMENTS = "télécharger les documents de son rôle"
    EXPORT_RESULTS = "exporter tous les résultats"
    FOLLOW_STAGES = "suivre les stages que son rôle concerne"
    RECORD_ABSENCES = "noter les absences"
    SEE_COHORT = "voir le suivi de la promotion"
    SEE_OWN_STAGE = "voir le suivi de son stage"
    DECIDE_VALIDATION = "noter la décision pédagogique"
    KEEP_PERSONAL_DATA = "gérer les données personnelles"
    MANAGE_PEOPLE = "gérer les personnes"
    READ_AUDIT = "lire les traces"
    SET_THEME = "régler l'apparence"
    USE_OWN_ACCOUNT = "gérer son compte"
    GIVE_SECOND_FACTOR = "donner le second facteur"
    ENTER = "entrer"


_EVERYBODY = frozenset({Action.SEE_CAMPAIGN, Action.FOLLOW_DAY, Action.DOWNLOAD_DOCUMENTS})
"""What each role may do in its own subdivision; what a document or a page then shows depends on the role."""

RIGHTS: dict[Role, frozenset[Action]] = {
    Role.MANAGER: _EVERYBODY
    | {
        Action.SEE_TURNS, Action.SEE_NAMES, Action.DOWNLOAD_JOURNAL, Action.PREPARE, Action.ANSWER_CHALLENGES,
        Action.RUN_DESK, Action.SEE_PREVIEW, Action.SEE_MOCK_ROUNDS, Action.EXPORT_RESULTS, Action.RECORD_ABSENCES,
        Action.FOLLOW_STAGES,
        Action.SEE_COHORT, Action.KEEP_PERSONAL_DATA, Action.MANAGE_PEOPLE,
        Action.READ_AUDIT, Action.SET_THEME,
    },
    Role.INTERN: _EVERYBODY | {Action.SEE_TURNS, Action.KEEP_WISHES, Action.SEE_MOCK_ROUNDS, Action.SEE_OWN_STAGE},
    Role.UNION: _EVERYBODY
    | {Action.SEE_TURNS, Action.DOWNLOAD_MASKED_JOURNAL, Action.SEE_PREVIEW, Action.SEE_MOCK_ROUNDS},
    Role.COORDINATOR: _EVERYBODY
    | {
        Action.SEE_TURNS, Action.SEE_NAMES, Action.SEE_MOCK_ROUNDS, Action.SEE_COHORT, Action.DECIDE_VALIDATION,
        Action.FOLLOW_STAGES,
    },
    Role.HOSPITAL: _EVERYBODY | {Action.RECORD_ABSENCES, Action.FOLLOW_STAGES},
    Role.OBSERVER: _EVERYBODY | {Action.SEE_TURNS, Action.SEE_MOCK_ROUNDS},
}  # fmt: skip
"""The journal and the opening say by call number who is in surnombre: only those who may know it take them away; the
union has their masked form."""

SECOND_FACTOR_ASKED = frozenset({Role.MANAGER, Role.COORDINATOR, Role.HOSPITAL})
"""Roles that see names: a password or a mailbox alone does not open them."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: an account with its roles by subdivision, and how far their session has come.

    `session_id` is None for somebody who has not signed in. `enrolled`: an authenticator is set up. `proven`: its code
    was given in this session. `proven_at`: when they last proved who they are.
    """

    account_id: int | None = None
    name: str = ""
    email: str = ""
    held: tuple[tuple[Role, str], ...] = ()
    session_id: int | None = None
    enrolled: bool = False
    proven: bool = False
    proven_at: datetime | None = None

    @property
    def signed_in(self) -> bool:
        return self.session_id is not None

    @property
    def must_prove(self) -> bool:
        """Whether a second factor is still owed in this session."""
        return not self.proven and (self.enrolled or self.asked_for_second_factor)

    @property
    def asked_for_second_factor(self) -> bool:
        return any(role in SECOND_FACTOR_ASKED for role, _ in self.held)

    @property
    def subdivisions(self) -> list[str]:
        return sorted({subdivision for _, subdivision in self.held})


def may(visitor: Visitor, action: Action, subdivision: str | None = None) -> bool:
    """Whether this visitor may do this in that subdivision; without one, in any of theirs."""
    match action:
        case Action.ENTER:
            return True
        case Action.GIVE_SECOND_FACTOR:
            return visitor.signed_in
        case Action.USE_OWN_ACCOUNT:
            return visitor.signed_in and not visitor.must_prove
    if not visitor.signed_in or visitor.must_prove:
        return False
    return any(action in RIGHTS[role] for role in roles_in(visitor, subdivision))


def roles_in(visitor: Visitor, subdivision: str | None) -> Iterable[Role]:
    """The roles of the visitor there; everywhere when no subdivision is named."""
    return (role for role, place in visitor.held if subdivision is None or place == subdivision)
