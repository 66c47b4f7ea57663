"""All the interns together: nobody twice, no call order twice, and what the order itself reveals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from allocation.issues import Issue, cut
from allocation.model import Candidate, Identity, Phase, Where
from imports.people import Member
from imports.places import Places, seen_from
from imports.reference import semesters_in
from imports.wording import counted, fold

_ORDER = ("ordre", "rang")
_NAME = ("nom", "nom_prenom")
_SHOWN_GAPS = 5
ListKey = tuple[str, Phase]


@dataclass(frozen=True, slots=True)
class Roster:
    """The candidates, each once, and what was found while telling them apart."""

    candidates: tuple[Candidate, ...]
    issues: tuple[Issue, ...]


def distinct(members: Sequence[Member], places: Places) -> Roster:
    """The candidates without those who repeat a person or a call order."""
    issues: list[Issue] = []
    candidates = [member.candidate for member in members if member.candidate]
    candidates = _without_repeated_people(candidates, places, issues)
    candidates = _without_repeated_orders(candidates, places, issues)
    for (des, phase), group in _lists(candidates).items():
        written = {member.order for member in members if (member.des, member.phase) == (des, phase) and member.order}
        issues += _gaps(group, written, places) + _rising_seniority(group, places)
    issues += [issue for each in candidates for issue in _beyond_the_phase(each, places)]
    issues += _shared_addresses(candidates, places)
    issues += _repeated_in_error(members, places)
    return Roster(tuple(candidates), tuple(issues))


def _without_repeated_people(candidates: list[Candidate], places: Places, issues: list[Issue]) -> list[Candidate]:
    by_key: dict[str, Candidate] = {}
    by_name: dict[tuple[str, str], Candidate] = {}
    kept = []
    for each in candidates:
        who = each.identity
        same_name = by_name.setdefault((fold(who.last_name), fold(who.first_name)), each)
        first = by_key.get(who.rpps) if who.rpps else None
        if same_name is not each and not who.rpps and not same_name.identity.rpps:
            first = same_name
        if first:
            issues.append(_same_person(who, each.where, first.identity, first.where, places))
            continue
        if same_name is not each:
            issues.append(_homonym(each, same_name, places))
        if who.rpps:
            by_key[who.rpps] = each
        kept.append(each)
    return kept


def _same_person(who: Identity, where: Where, first: Identity, first_at: Where, places: Places) -> Issue:
    same = "Même RPPS que" if who.rpps else "Même nom, sans RPPS, que"
    fields = ("rpps", *_NAME) if who.rpps else _NAME
    message = f"{same} {cut(first.shown)} ({seen_from(where, first_at)})."
    fix = "Supprimez la ligne ou corrigez le numéro."
    return places.issue("E_PERSON_DUP", where, fields, who.rpps or who.shown, message, fix)


def _homonym(each: Candidate, first: Candidate, places: Places) -> Issue:
    message = f"{cut(each.identity.shown)} porte le même nom que la {seen_from(each.where, first.where)}."
    fix = "Vérifiez qu'il s'agit bien de deux personnes."
    return places.issue("W_HOMONYM", each.where, _NAME, each.identity.shown, message, fix)


def _without_repeated_orders(candidates: list[Candidate], places: Places, issues: list[Issue]) -> list[Candidate]:
    seen: dict[tuple[str, Phase, int], Candidate] = {}
    kept = []
    for each in candidates:
        first = seen.setdefault((each.des, each.phase, each.order), each) if each.order is not None else each
        if first is each:
            kept.append(each)
            continue
        issues.append(_same_order(each.order, each.where, first.identity, first.where, places))
    return kept


def _same_order(order: int | None, where: Where, first: Identity, first_at: Where, places: Places) -> Issue:
    message = f"Rang {order} déjà donné à {cut(first.shown)} ({seen_from(where, first_at)})."
    return places.issue("E_RANK_DUP", where, _ORDER, order, message, "Corrigez l'un des deux.")


def _shared_addresses(candidates: list[Candidate], places: Places) -> list[Issue]:
    """An address tells who somebody is: given to two, it tells nobody, and neither comes in by it."""
    seen: dict[str, Candidate] = {}
    issues = []
    for each in candidates:
        address = each.identity.email.casefold()
        first = seen.setdefault(address, each) if address else each
        if first is not each:
            given = f"{cut(first.identity.shown)} ({seen_from(each.where, first.where)})"
            message = f"Même adresse que {given} : ni l'un ni l'autre n'entrera sur le site par elle."
            fix = "Corrigez l'une des deux adresses, ou laissez-la vide."
            issues.append(places.issue("W_EMAIL_DUP", each.where, ("courriel",), each.identity.email, message, fix))
    return issues


def _repeated_in_error(members: Sequence[Member], places: Places) -> list[Issue]:
    """People and call orders repeated by a row that has other errors: told with them, not once they are mended."""
    people: dict[str, Member] = {}
    orders: dict[tuple[str, Phase | None, int], Member] = {}
    issues: list[Issue] = []
    for each in members:
        rpps, order = each.identity.rpps, each.order
        first = people.setdefault(rpps, each) if rpps else each
        if first is not each and not (first.candidate and each.candidate):
            issues.append(_same_person(each.identity, each.where, first.identity, first.where, places))
        first = orders.setdefault((each.des, each.phase, order), each) if order and each.phase and each.des else each
        if first is not each and not (first.candidate and each.candidate):
            issues.append(_same_order(order, each.where, first.identity, first.where, places))
    return issues


def _lists(candidates: list[Candidate]) -> dict[ListKey, list[Candidate]]:
    groups: dict[ListKey, list[Candidate]] = defaultdict(list)
    for each in candidates:
        groups[each.des, each.phase].append(each)
    return groups


def list_name(des: str, phase: Phase) -> str:
    """How a message names a list."""
    return f"{des}, {phase.label.lower()}"


def _gaps(group: list[Candidate], written: set[int], places: Places) -> list[Issue]:
    """What is missing in the order of a list; `written` are all its orders, those of rows in error included."""
    ordered = sorted((each for each in group if each.order is not None), key=lambda each: each.order or 0)
    if not ordered:
        return []
    name = list_name(ordered[0].des, ordered[0].phase)
    issues = []
    missing = [(low + 1, high - 1) for low, high in pairwise([0, *sorted(written)]) if high > low + 1]
    if missing:
        shown = ", ".join(str(low) if low == high else f"{low} à {high}" for low, high in missing[:_SHOWN_GAPS])
        more = "…" if len(missing) > _SHOWN_GAPS else ""
        after = next((each for each in ordered if (each.order or 0) > missing[0][0]), ordered[-1])
        message = f"Liste {name} : il manque l'ordre {shown}{more}."
        issues.append(_at_order(after, message, "Vérifiez qu'aucun interne ne manque.", places))
    if unordered := len(group) - len(ordered):
        message = f"Liste {name} : {counted(unordered, 'interne')} sans ordre d'appel."
        issues.append(_at_order(ordered[0], message, "Complétez l'ordre, ou laissez-le vide partout.", places))
    return issues


def _at_order(each: Candidate, message: str, fix: str, places: Places) -> Issue:
    return places.issue("W_RANK_GAP", each.where, _ORDER, each.order, message, fix)


def _rising_seniority(group: list[Candidate], places: Places) -> list[Issue]:
    """Where the order is explicit, seniority must not rise down the list; the first rise is shown."""
    ordered = sorted((each for each in group if each.order and each.seniority is not None), key=lambda e: e.order or 0)
    rises = [(a, b) for a, b in pairwise(ordered) if (b.seniority or 0) > (a.seniority or 0)]
    if not rises:
        return []
    above, below = rises[0]
    message = (
        f"Liste {list_name(below.des, below.phase)} : ancienneté {below.seniority} à l'ordre {below.order}, après "
        f"{above.seniority} à l'ordre {above.order} ({counted(len(rises), 'remontée')} en tout). "
        "L'ordre écrit est gardé."
    )
    fix = "Vérifiez l'ordre d'appel."
    return [places.issue("W_SENIORITY_ORDER", below.where, ("anciennete",), below.seniority, message, fix)]


def _beyond_the_phase(each: Candidate, places: Places) -> list[Issue]:
    length = semesters_in(each.des, each.phase)
    if length is None or each.seniority is None or each.seniority <= length:
        return []
    message = (
        f"Ancienneté {each.seniority} au-delà des {length} semestres de la phase {each.phase.label.lower()} : "
        "elle sera lue comme un total."
    )
    fix = "Écrivez les semestres validés dans la phase en cours, ou corrigez la phase."
    return [places.issue("W_SENIORITY_PHASE", each.where, ("anciennete",), each.seniority, message, fix)]
