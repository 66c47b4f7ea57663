"""What a day did that a human should look at, though every rule in force allows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from allocation import general_practice
from allocation.events import Chosen
from allocation.model import Category, Mode
from allocation.opening import Opening
from allocation.rulesets import RuleSet
from allocation.state import Day


def notices(day: Day, others: Sequence[RuleSet] = ()) -> list[str]:
    """One French sentence for each choice in force, and each service, that the rule set allows with a warning.

    `others`: the rule sets that are named where they would not have allowed it.
    """
    opening, choices = day.opening, day.holds.values()
    return [*(note for chosen in choices for note in about(opening, chosen, others)), *_crowded(opening, choices)]


def _against(others: Sequence[RuleSet], key: str, value: str, what: str) -> str:
    return "".join(f" {other.name} {what}." for other in others if other.text(key) == value)


def about(opening: Opening, chosen: Chosen, others: Sequence[RuleSet] = ()) -> Iterator[str]:
    """One French sentence for each thing that the rule set allows in that choice with a warning."""
    who = f"{chosen.list}, n° {chosen.order}"
    ambulatory = chosen.mode is Mode.SURNOMBRE_VALIDANT and opening.pool[chosen.pool].ambulatory
    if ambulatory and opening.rules.text("surnombre.ambulatory") != "allow":
        unfit = _against(others, "surnombre.ambulatory", "agreement", "demande l'accord du MSU et du coordonnateur")
        yield f"{who} : surnombre validant chez un MSU ({chosen.pool}), à confirmer (clé surnombre.ambulatory).{unfit}"
    if _too_early(opening, chosen):
        unfit = _against(others, "curriculum.order", "refuse", "le refuserait")
        yield f"{who} : {chosen.pool} pris avant la médecine polyvalente ou le couplé (clé curriculum.order).{unfit}"
    if chosen.slot == Category.COUPLE and opening.pool[chosen.pool].category is not Category.COUPLE:
        yield (
            f"{who} : {chosen.pool} remplit la case couplée dans une seule spécialité, dérogation à confirmer "
            "(clé curriculum.couple_single_contests)."
        )
    if short := general_practice.shortfall(opening, chosen):
        possible, asked = short
        yield (
            f"{who} : après {chosen.pool}, {possible} semestre(s) de médecine générale chez un MSU restent "
            f"possibles sur les {asked} que le DES demande (clé {general_practice.KEY})."
        )


def _too_early(opening: Opening, chosen: Chosen) -> bool:
    """Whether the slot filled is one that others, still missing, should come before."""
    person = opening.person[chosen.person]
    if person.missing is None or not chosen.slot:
        return False
    curriculum = opening.curriculum[person.curriculum]
    return curriculum.too_early(person.missing, curriculum.slot(chosen.slot))


def _crowded(opening: Opening, choices: Iterable[Chosen]) -> list[str]:
    """The services with more places added than is usual; the pools of one stage are one service."""
    added = Counter(opening.pool[chosen.pool].code for chosen in choices if chosen.seat == "ajoutee")
    cap = opening.rules.number("surnombre.cap_per_service")
    return [
        f"{code} : {number} surnombres dans ce service, plus que {cap} (clé surnombre.cap_per_service)."
        for code, number in sorted(added.items())
        if number > cap
    ]
