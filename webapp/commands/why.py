"""`rang why`: how an intern's place was computed, and which posts of their list are open to them before the first turn;
for one post, every rule asked at their turn and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, NamedTuple

import typer
from rich.box import SIMPLE
from rich.markup import escape
from rich.table import Table

from allocation import rulesets
from allocation.eligibility import eligibility
from allocation.model import Identity
from allocation.opening import Opening, Pool
from allocation.prepare import Prepared
from allocation.ranksheet import RankSheet
from allocation.rules import RULES
from allocation.run import serve_all
from allocation.why import Answer, why
from webapp import console
from webapp.campaign import Ask, InputErrorsError, files_of, open_campaign
from webapp.commands.options import (
    ChoiceDate,
    History,
    Interns,
    MappingFile,
    Overrides,
    Posts,
    Requests,
    Rules,
    SemesterName,
    Subdivision,
    Wishes,
    day_of,
)


def command(
    posts: Posts,
    interns: Interns,
    intern: Annotated[str, typer.Option("--intern", help="RPPS, ou « NOM Prénom ».", metavar="INTERNE")],
    post: Annotated[
        str, typer.Option("--post", help="Code du stage ; sinon, tous ceux de la liste.", metavar="CODE")
    ] = "",
    wishes: Wishes = None,
    history: History = None,
    requests: Requests = None,
    rules: Rules = rulesets.DEFAULT,
    overrides: Overrides = None,
    semester_name: SemesterName = "",
    subdivision: Subdivision = "",
    choice_date: ChoiceDate = None,
    mapping: MappingFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="La réponse en JSON.")] = False,
) -> None:
    """Explique une place dans la liste d'appel, et pourquoi un stage est ouvert ou fermé à quelqu'un."""
    files = files_of(posts=posts, interns=interns, wishes=wishes, history=history, requests=requests)
    ask = Ask(files, rules, overrides, semester_name, subdivision, day_of(choice_date), mapping)
    try:
        prepared = open_campaign(ask).prepared
    except InputErrorsError as error:
        console.show_issues(error.report.issues)
        raise typer.Exit(console.INPUT_ERRORS) from None
    person = _find(prepared, intern)
    answers = _answers(prepared, person, post) if post else ()
    verdicts = () if post else _verdicts(prepared.opening, person)
    sheets = prepared.sheets.get(person, ())
    if as_json:
        console.print_json(_document(prepared.register.identities[person], sheets, answers, verdicts))
        return
    _tell(prepared.register.identities[person].shown, sheets, answers, post)
    _show(verdicts)


def _find(prepared: Prepared, wanted: str) -> str:
    """The id of the one person meant. Ends the command with exit 2 where nobody is, or several are."""
    text = wanted.strip().casefold()
    found = [
        person
        for person, identity in prepared.register.identities.items()
        if text in (identity.rpps, identity.shown.casefold(), identity.last_name.casefold())
    ]
    if len(found) != 1:
        what = "personne ne répond" if not found else f"{len(found)} personnes répondent"
        console.complain(f"« {wanted} » : {what} à ce nom. Donnez le RPPS, ou « NOM Prénom ».")
        raise typer.Exit(console.WRONG_USE)
    return found[0]


def _answers(prepared: Prepared, person: str, code: str) -> tuple[Answer, ...]:
    if code not in prepared.opening.by_code:
        console.complain(f"Aucun stage de la liste ne porte le code « {code} ».")
        raise typer.Exit(console.WRONG_USE)
    events, _ = serve_all(prepared.opening, prepared.wishes)
    return why(prepared.opening, events, person, code)


class Verdict(NamedTuple):
    """A post of the person's list, how many people could take it, and the rules that refuse it; none: it is open."""

    pool: Pool
    pressure: int
    refused_by: tuple[str, ...]


def _verdicts(opening: Opening, person: str) -> tuple[Verdict, ...]:
    """The posts of the list on which the person is called, before the first turn; none for who has no turn."""
    table = eligibility(opening)
    if person not in table.turns:
        return ()
    pressure, name = table.pressure(), table.turns[person].list
    return tuple(
        Verdict(pool, pressure[pool.id], table.refused_by(person, pool.id))
        for pool in opening.pools
        if name in pool.lists
    )


def _document(
    identity: Identity, sheets: Sequence[RankSheet], answers: Sequence[Answer], verdicts: Sequence[Verdict]
) -> dict[str, Any]:
    intern = {"rpps": identity.rpps, "last_name": identity.last_name, "first_name": identity.first_name}
    return {
        "intern": intern,
        "sheets": [asdict(sheet) for sheet in sheets],
        "answers": [asdict(answer) | {"open": answer.is_open} for answer in answers],
        "posts": [_post_document(verdict) for verdict in verdicts],
    }


def _post_document(verdict: Verdict) -> dict[str, Any]:
    pool = verdict.pool
    return {
        "post": pool.code,
        "pool": pool.id,
        "seats": pool.seats,
        "open": not verdict.refused_by,
        "people": verdict.pressure,
        "refused_by": [{"rule": rule, "reason": RULES[rule].refusal} for rule in verdict.refused_by],
    }


def _tell(shown: str, sheets: Sequence[RankSheet], answers: Sequence[Answer], code: str) -> None:
    console.say(shown)
    for sheet in sheets:
        for line in sheet.lines:
            console.say(f"  {line.rule:8} {line.text}")
    if not sheets:
        console.say("  N'a pas de tour dans cette campagne.")
    for answer in answers:
        state = "ouvert" if answer.is_open else "fermé"
        console.say(f"\nStage {answer.pool}, au tour du n° {answer.order} ({answer.list}) : {state}.")
        for reason in answer.reasons:
            mark, said = ("✓", reason.title) if reason.allows else ("✗", reason.refusal)
            console.say(f"  {mark} {reason.rule:8} {said}")
            console.say(f"             {reason.facts}. {reason.source} (preuve {reason.grade}).")
    if code and not answers and sheets:
        console.say(f"Pas de tour joué : rien à dire du stage {code}.")


def _show(verdicts: Sequence[Verdict]) -> None:
    """Two tables: what is open before the first turn, and what is not, each with every reason."""
    ours = [verdict for verdict in verdicts if not verdict.refused_by]
    if verdicts:
        console.say("")
        console.out.print(_open_posts(ours))
    if len(ours) < len(verdicts):
        console.say("")
        console.out.print(_closed_posts([verdict for verdict in verdicts if verdict.refused_by]))


def _open_posts(verdicts: Sequence[Verdict]) -> Table:
    title = f"Ouverts avant le premier tour : {len(verdicts)} stage(s)"
    grid = _grid(title, "Places", "Convient à")
    for verdict in verdicts:
        grid.add_row(*_named(verdict.pool), str(verdict.pool.seats), f"{verdict.pressure} interne(s)")
    return grid


def _closed_posts(verdicts: Sequence[Verdict]) -> Table:
    grid = _grid(f"Fermés : {len(verdicts)} stage(s)", "Pourquoi non")
    for verdict in verdicts:
        reasons = "\n".join(f"{rule} {RULES[rule].refusal}" for rule in verdict.refused_by)
        grid.add_row(*_named(verdict.pool), escape(reasons))
    return grid


def _grid(title: str, *more: str) -> Table:
    return Table("Stage", "Lieu", *more, title=title, title_justify="left", box=SIMPLE)


def _named(pool: Pool) -> tuple[str, str]:
    return escape(pool.id), escape(" – ".join(part for part in (pool.establishment, pool.service) if part))
