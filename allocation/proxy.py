"""Procurations: who may give one, to whom, and until when it may be taken back (PRO-01, PRO-03, PRO-04, PRO-06)."""

from __future__ import annotations

from allocation.events import ProxyAccepted, ProxyCancelled, ProxyGiven, ProxyMode
from allocation.rules import Refusal
from allocation.state import Day


def give(day: Day, name: str, principal: str, holder: str, mode: ProxyMode, wishes: int) -> ProxyGiven | Refusal:
    """A proxy given on the list `name`; `holder` "" leaves it to the list alone; `wishes`: how many the list holds."""
    late = _too_late(day, principal)
    if late:
        return late
    if mode == "liste" and wishes == 0:
        return Refusal("PRO-01", "Une procuration sans liste de vœux ne peut pas être servie : remplissez la liste.")
    if mode == "direct" and not holder:
        return Refusal("PRO-04", "Sans mandataire, seule la liste de vœux peut choisir.")
    if holder == principal or (holder and holder not in day.opening.person):
        return Refusal("PRO-01", "Le mandataire est un co-interne de la campagne.")
    if holder and _full(day, holder):
        return Refusal("PRO-06", "Ce mandataire tient déjà autant de procurations qu'il est permis.")
    return ProxyGiven(name, principal, holder, mode)


def accept(day: Day, name: str, principal: str, holder: str) -> ProxyAccepted | Refusal:
    """The holder takes the proxy that was given to them."""
    given = day.proxies.get(principal)
    if given is None or not holder or given.holder != holder:
        return Refusal("PRO-01", "Aucune procuration n'a été donnée à cette personne.")
    return _too_late(day, principal) or ProxyAccepted(name, principal, holder)


def cancel(day: Day, name: str, principal: str) -> ProxyCancelled | Refusal:
    """PRO-03: taken back by whoever gave it, until their turn."""
    if principal not in day.proxies:
        return Refusal("PRO-03", "Il n'y a pas de procuration à annuler.")
    return _too_late(day, principal) or ProxyCancelled(name, principal)


def holder_may(day: Day, principal: str, mode: ProxyMode) -> Refusal | None:
    """PRO-04: at the call, a holder chooses ("direct") or serves the list ("liste") only by an accepted proxy of that
    mode."""
    given = day.proxies.get(principal)
    if given is not None and given.mode == mode and principal in day.accepted:
        return None
    return Refusal("PRO-04", "Aucune procuration acceptée ne permet à un mandataire de choisir pour cette personne.")


def _too_late(day: Day, principal: str) -> Refusal | None:
    if principal in day.holds:
        return Refusal("PRO-03", "Le tour est passé : l'affectation enregistrée demeure.")
    return None


def _full(day: Day, holder: str) -> bool:
    cap = day.opening.rules.number("proxy.cap")
    return cap > 0 and sum(given.holder == holder for given in day.proxies.values()) >= cap
