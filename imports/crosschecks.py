"""What only shows when all the lists are read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from allocation.decisions import NO_TURN, OUTGOING
from allocation.issues import Issue, cut
from allocation.model import Candidate, Dossier, Post, Situation, Where
from allocation.semester import semester as semester_named
from imports import aliases, integers
from imports.places import Places, whole
from imports.seats import DEFAULT, Thresholds, check_seats, situations_in_force
from imports.summaries import check_summaries
from imports.table import Table, Total
from imports.wording import counted

_AGREEMENT_FIX = "Faites renouveler l'agrément, ou corrigez la date."


def cross_checks(
    dossier: Dossier,
    tables: Iterable[Table],
    places: Places,
    *,
    semester: str,
    wishes_given: bool,
    thresholds: Thresholds = DEFAULT,
) -> list[Issue]:
    """Every warning of the dossier as a whole; `semester` ("" unknown) dates the end of the agréments."""
    tables = list(tables)
    issues = [issue for table in tables for issue in _totals(table)]
    issues += check_summaries(tables, dossier.posts)
    issues += _agreements(dossier.posts, places, semester)
    issues += _capacities(dossier.posts, places)
    issues += aliases.near_establishments(dossier.posts, places)
    issues += check_seats(dossier, places, thresholds)
    issues += _differing_requests(dossier, places)
    if wishes_given and dossier.candidates:
        issues += _without_wishes(dossier)
    return issues


def _totals(table: Table) -> list[Issue]:
    return [issue for total in table.totals if (issue := _mismatch(table, total))]


def _mismatch(table: Table, total: Total) -> Issue | None:
    raws = (record.fields.get(total.field) for record in table.records[total.first : total.last])
    read = sum(integers.integer(raw.value, "nombre").value or 0 for raw in raws if raw)
    if read == total.value:
        return None
    message = f"Le fichier annonce {total.value}, la somme lue est {read}."
    fix = "Vérifiez les lignes barrées, masquées ou en erreur, ou le total lui-même."
    return Issue(table.file, table.sheet, total.cell, "W_TOTAL_MISMATCH", "warning", str(total.value), message, fix)


def _agreements(posts: Iterable[Post], places: Places, semester: str) -> list[Issue]:
    ends = semester_named(semester).end if semester else None
    issues = []
    missing: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for post in posts:
        if post.accredited_until is None:
            missing[post.where.file, post.where.sheet].append(post)
        elif ends and post.accredited_until < ends:
            until = f"{post.accredited_until:%d/%m/%Y}"
            message = f"{cut(post.code)} : agrément jusqu'au {until}, le semestre finit le {ends:%d/%m/%Y}."
            issues.append(
                places.issue("W_AGREMENT_ENDS", post.where, ("agrement_fin",), until, message, _AGREEMENT_FIX)
            )
    return issues + [issue for group in missing.values() for issue in _without_agreement(group, places)]


def _without_agreement(posts: list[Post], places: Places) -> list[Issue]:
    """One warning for a sheet without the column, one for each blank cell otherwise."""
    fix = "Vérifiez que l'agrément couvre le semestre."
    first = posts[0].where
    if not places.has(first, "agrement_fin"):
        message = f"La liste ne donne pas la fin de l'agrément ({counted(len(posts), 'stage')})."
        return [whole("W_AGREMENT_MISSING", first, message, fix)]
    rows = {post.where.row: post for post in posts}
    return [
        places.issue(
            "W_AGREMENT_MISSING", post.where, ("agrement_fin",), "", f"{cut(post.code)} : fin d'agrément vide.", fix
        )
        for post in rows.values()
    ]


def _capacities(posts: Iterable[Post], places: Places) -> list[Issue]:
    """The pools of one stage together must hold in its capacity."""
    by_code: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_code[post.code].append(post)
    issues = []
    for pools in by_code.values():
        seats = sum(post.seats for post in pools)
        limit = min((post.capacity for post in pools if post.capacity is not None), default=None)
        if limit is not None and seats > limit:
            last = pools[-1]
            message = f"{cut(last.code)} : {counted(seats, 'poste')} pour une capacité de {limit}."
            issues.append(
                places.issue("W_CAPACITY", last.where, ("capacite",), limit, message, "Réduisez le nombre de postes.")
            )
    return issues


def _differing_requests(dossier: Dossier, places: Places) -> list[Issue]:
    """Where a requests file is given it wins over the situations written; a difference is shown, a blank is none."""
    if not dossier.requests_given:
        return []
    granted = situations_in_force(dossier)
    shown = [each for each in dossier.candidates if each.situations]
    return [
        _differs(each, granted.get(each.identity.key, frozenset()), places)
        for each in shown
        if frozenset(each.situations) != granted.get(each.identity.key, frozenset())
    ]


def _differs(each: Candidate, granted: frozenset[Situation], places: Places) -> Issue:
    written = "; ".join(each.situations)
    decided = "; ".join(situation for situation in Situation if situation in granted)
    said = f"la liste dit « {written} », les demandes accordées « {decided or 'rien'} »"
    message = f"{cut(each.identity.shown)} : {said}."
    fix = "Les demandes l'emportent ; corrigez la liste ou le fichier des demandes."
    return places.issue("W_REQUEST_DIFFERS", each.where, ("situation",), written, message, fix)


def _without_wishes(dossier: Dossier) -> list[Issue]:
    served = {each.identity.key for each in dossier.wishes}
    in_force = situations_in_force(dossier)
    choosing = [each for each in dossier.candidates if not in_force[each.identity.key] & (NO_TURN | OUTGOING)]
    missing = [each for each in choosing if each.identity.key not in served]
    if not missing:
        return []
    named = ", ".join(cut(each.identity.shown) for each in missing[:5]) + ("…" if len(missing) > 5 else "")
    message = f"{counted(len(missing), 'interne')} sans liste de vœux : {named}."
    return [whole("W_WISH_NONE", Where(missing[0].where.file, missing[0].where.sheet), message)]
