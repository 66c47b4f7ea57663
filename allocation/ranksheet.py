"""The rank sheet: line by line, how somebody's place on a list was computed, each line with its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allocation.counted import Counted
from allocation.ranking import GUEST, INCOMING, Order, Standing
from allocation.rulesets import RuleSet
from allocation.semester import semesters


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the computation: the rule that it applies and what it gave, in French."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class RankSheet:
    """How a person came to be called where they are: list, number shown, size of the list, and the lines."""

    list: str
    number: int
    size: int
    lines: tuple[Line, ...]


def rank_sheet(
    name: str, standing: Standing, ranked: Order, numbers: Mapping[str, int], rules: RuleSet, counted: Counted
) -> RankSheet:
    """The sheet of one person of a list. `numbers`: the number shown of each key of the list."""
    sheet = counted.sheet
    lines = [
        Line("ORD-01", f"Liste : {name}."),
        Line("ORD-02", f"Ancienneté dans la phase : {semesters(standing.seniority)}."),
        *(Line(line.rule, f"Semestre {line.semester} : {line.why}") for line in (sheet.lines if sheet else ())),
        *(Line("ORD-02", doubt) for doubt in counted.doubts),
        _rank(standing, ranked.by_percentage, rules),
        *_apart(standing, rules),
        *_tie(standing.key, ranked, numbers),
        *_explicit(standing, ranked),
        Line("ORD-17", f"Place : n° {numbers[standing.key]}, liste de {len(numbers)}."),
    ]
    return RankSheet(name, numbers[standing.key], len(numbers), tuple(lines))


def _rank(standing: Standing, by_percentage: bool, rules: RuleSet) -> Line:
    contest = f" aux épreuves de {standing.contest}" if standing.contest else ""
    share = standing.position
    if by_percentage and share is not None:
        percent = f"{float(share * 100):.2f}".replace(".", ",")
        of = f"{standing.rank}, soit " if standing.rank is not None else ""
        if rules.text("rank.mode") == "local":
            why = "à ancienneté égale, ramené au prorata de la promotion suivie"
            return Line("ORD-10", f"Rang local{contest} : {of}{percent} % de la promotion ; {why}.")
        return Line(
            "ORD-12", f"Rang{contest} : {of}{percent} % de la promotion ; concours différents, comparés en pourcentage."
        )
    if standing.rank is None:
        return Line("ORD-03", "Rang : non donné ; classé après ceux de même ancienneté qui en ont un.")
    return Line("ORD-03", f"Rang{contest} : {standing.rank}, comparé tel quel à ancienneté égale.")


def _apart(standing: Standing, rules: RuleSet) -> list[Line]:
    """Where a rule places the person elsewhere than seniority and rank would."""
    if standing.block == GUEST:
        return [Line("HF-04", "Hors-filière : appelé après les internes de la liste d'accueil.")]
    if standing.block == INCOMING:
        return [Line("ICH-13", "Venu d'une autre subdivision : appelé après les internes d'ici.")]
    if standing.after_cohort and standing.guest:
        return [Line("HF-05", "Hors-filière : appelé après ceux de même ancienneté de la liste d'accueil.")]
    if standing.after_cohort:
        return [
            Line("REM-09", f"Appelé après ceux de même ancienneté (clé rem.position : {rules.text('rem.position')}).")
        ]
    return []


def _tie(key: str, ranked: Order, numbers: Mapping[str, int]) -> list[Line]:
    group = next((group for group in (*ranked.tied, *ranked.settled) if key in group), ())
    others = ", ".join(str(numbers[other]) for other in group if other != key)
    end = "ordre provisoire, à trancher" if group in ranked.tied else "l'ordre a été tranché par l'ARS, avec son motif"
    return [Line("ORD-17", f"À égalité avec le n° {others} : {end}.")] if others else []


def _explicit(standing: Standing, ranked: Order) -> list[Line]:
    if standing.explicit is None:
        return []
    computed, final = ranked.computed.index(standing.key) + 1, ranked.keys.index(standing.key) + 1
    same = (
        "le calcul donne la même place"
        if computed == final
        else f"le calcul donnerait la place {computed}, non {final}"
    )
    return [Line("ORD-17", f"Ordre donné par la liste d'appel : {standing.explicit}, qui l'emporte ; {same}.")]
