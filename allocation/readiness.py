"""May the campaign open? Each check of a draft in sentences: what blocks the opening, what somebody must answer for.

Order, ties, ineligible people and pending decisions block; the minimum of posts (POS-04 to POS-07), the agréments,
posts for nobody and the look-ahead are judged by a human, who acknowledges them by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from allocation.canonical import canonical, digest
from allocation.eligibility import eligibility
from allocation.issues import Issue, errors
from allocation.lookahead import feasible, told
from allocation.model import Candidate, Dossier, Mode, Outcome
from allocation.opening import Call
from allocation.opening_checks import posts_for_nobody
from allocation.prepare import Prepared

SEATS = frozenset({"W_SEATS_SHORT", "W_SEATS_MINIMUM"})
AGREEMENTS = frozenset({"W_AGREMENT_ENDS", "W_AGREMENT_MISSING"})
"""Codes of the warnings on posts that somebody must answer for."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its title (what holds when nothing is found), whether it blocks, and what was found, in French."""

    id: str
    title: str
    blocks: bool
    found: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.found

    @property
    def digest(self) -> str:
        """What an acknowledgement is bound to: other findings need another one."""
        return digest(canonical([self.id, *self.found]))


def readiness(dossier: Dossier, prepared: Prepared | None, issues: Sequence[Issue]) -> tuple[Check, ...]:
    """Every check, those that block first. `issues`: what is wrong with the files; `prepared` None: the lists could not
    be ordered, which an error among the issues, or an empty dossier, explains."""
    checks = [
        Check("lecture", "Les fichiers se lisent sans erreur.", True, _unread(dossier, issues)),
        Check("demandes", "Toutes les demandes sont décidées.", True, tuple(_pending(dossier))),
    ]
    if prepared is None or not (dossier.posts and dossier.candidates):
        return tuple(checks)
    return (
        *checks,
        Check("ordre", "Chacun a un rang ou un ordre d'appel.", True, tuple(_unranked(dossier, prepared))),
        Check("egalites", "Aucune égalité ne reste à trancher.", True, tuple(_tied(prepared))),
        Check("eligibles", "Chaque appelé a encore un stage à faire.", True, tuple(_finished(prepared))),
        Check("stages", "Quelqu'un peut choisir chaque stage ouvert.", False, tuple(_idle(prepared))),
        Check("minimum", "Le minimum de postes est ouvert.", False, _of(issues, SEATS)),
        Check("agrements", "Les agréments couvrent le semestre.", False, _of(issues, AGREEMENTS)),
        Check("maquettes", "Chacun peut être servi selon sa maquette.", False, tuple(_short(prepared))),
    )


def _unread(dossier: Dossier, issues: Iterable[Issue]) -> tuple[str, ...]:
    found = tuple(f"{issue.place} : {issue.message}" for issue in errors(issues))
    missing = [name for name, rows in (("stage", dossier.posts), ("interne", dossier.candidates)) if not rows]
    return found or tuple(f"Aucun {name} n'a été lu." for name in missing)


def _of(issues: Iterable[Issue], codes: frozenset[str]) -> tuple[str, ...]:
    return tuple(issue.message for issue in issues if issue.code in codes)


def _pending(dossier: Dossier) -> Iterator[str]:
    for request in dossier.requests:
        if request.decision is Outcome.PENDING:
            yield f"{request.identity.shown} : {request.type.value}, en attente de décision."


def _unranked(dossier: Dossier, prepared: Prepared) -> Iterator[str]:
    """Who is placed by neither a rank nor an order that the ARS gave (ORD-03)."""
    candidates = {candidate.identity.key: candidate for candidate in dossier.candidates}

    def has_no_rank(call: Call) -> bool:
        candidate: Candidate = candidates[prepared.register.identities[call.person].key]
        return candidate.order is None and candidate.rank is None and candidate.position is None

    return _called(prepared, has_no_rank, "ni rang, ni ordre d'appel.")


def _tied(prepared: Prepared) -> Iterator[str]:
    for tie in prepared.opening.ties:
        yield f"{tie.list}, n° {', '.join(map(str, tie.orders))} : {tie.detail}"


def _finished(prepared: Prepared) -> Iterator[str]:
    """Who is called for a seat of their own list with nothing left to fill in their phase (ELI-01c)."""

    def has_finished(call: Call) -> bool:
        return call.mode in _FILLING and prepared.opening.person[call.person].missing == ()

    return _called(
        prepared, has_finished, "sa maquette est complète pour cette phase ; il ne devrait plus être appelé."
    )


_FILLING = frozenset({Mode.NORMAL, Mode.SURNOMBRE_VALIDANT})


def _called(prepared: Prepared, which: Callable[[Call], bool], said: str) -> Iterator[str]:
    """A sentence for each person of whom it is true."""
    for choices in prepared.opening.lists:
        for call in choices.calls:
            if which(call):
                yield f"{choices.name}, n° {call.order}, {prepared.register.identities[call.person].shown} : {said}"


def _idle(prepared: Prepared) -> list[str]:
    return posts_for_nobody(prepared.opening, eligibility(prepared.opening))


def _short(prepared: Prepared) -> Iterator[str]:
    for shortage in feasible(prepared.opening):
        yield told(prepared.opening, shortage)
