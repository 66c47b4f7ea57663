"""`rang why`: how an intern's place was computed; for a post, every rule asked and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from allocation import rulesets
from allocation.model import Identity
from allocation.prepare import Prepared
from allocation.ranksheet import RankSheet
from allocation.run import serve_all
from allocation.why import Answer, why
from webapp import console
from webapp.campaign import Ask, InputErrorsError, files_of, open_campaign
from webapp.commands.options import (
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
)


def command(
    posts: Posts,
    interns: Interns,
    intern: Annotated[str, typer.Option("--intern", help="RPPS, ou « NOM Prénom ».", metavar="INTERNE")],
    post: Annotated[str, typer.Option("--post", help="Code du stage.", metavar="CODE")] = "",
    wishes: Wishes = None,
    history: History = None,
    requests: Requests = None,
    rules: Rules = rulesets.DEFAULT,
    overrides: Overrides = None,
    semester_name: SemesterName = "",
    subdivision: Subdivision = "",
    mapping: MappingFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="La réponse en JSON.")] = False,
) -> None:
    """Explique une place dans la liste d'appel, et pourquoi un stage est ouvert ou fermé à quelqu'un."""
    files = files_of(posts=posts, interns=interns, wishes=wishes, history=history, requests=requests)
    try:
        prepared = open_campaign(Ask(files, rules, overrides, semester_name, subdivision, mapping)).prepared
    except InputErrorsError as error:
        console.show_issues(error.report.issues)
        raise typer.Exit(console.INPUT_ERRORS) from None
    person = _find(prepared, intern)
    answers = _answers(prepared, person, post) if post else ()
    sheets = prepared.sheets.get(person, ())
    if as_json:
        console.print_json(_document(prepared.register.identities[person], sheets, answers))
        return
    _tell(prepared.register.identities[person].shown, sheets, answers, post)


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


def _document(identity: Identity, sheets: Sequence[RankSheet], answers: Sequence[Answer]) -> dict[str, Any]:
    intern = {"rpps": identity.rpps, "last_name": identity.last_name, "first_name": identity.first_name}
    return {
        "intern": intern,
        "sheets": [asdict(sheet) for sheet in sheets],
        "answers": [asdict(answer) | {"open": answer.is_open} for answer in answers],
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
