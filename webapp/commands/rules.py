"""`rang rules`: the rules of the choice, one of them, or where two rule sets part."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, NoReturn

import typer
from rich.markup import escape
from rich.table import Table

from allocation import rulebook, rulesets
from allocation.rulebook import Entry
from allocation.rulesets import RuleSet, Setting
from exports.rulebook import evidence, rulebook_markdown, shown
from webapp import console

DIFF = "diff"


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RÈGLE | diff JEU JEU]", help="Une règle (SUV-03), ou deux jeux à comparer."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="La même chose en JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Tout le livre des règles, à imprimer.")] = False,
) -> None:
    """Montre les règles du choix : toutes, une seule (« rang rules SUV-03 »), ou ce qui sépare deux jeux."""
    match words or []:
        case [] if markdown:
            sys.stdout.write(rulebook_markdown())
        case []:
            _all(as_json)
        case [first, one, other] if first == DIFF:
            _diff(_set(one), _set(other), as_json)
        case [id_] if id_ != DIFF and not markdown:
            _one(_entry(id_), as_json)
        case _:
            _wrong("Écrivez « rang rules », « rang rules SUV-03 » ou « rang rules diff ssipi-2025 national-2026 ».")


def _wrong(sentence: str) -> NoReturn:
    console.complain(sentence)
    raise typer.Exit(console.WRONG_USE)


def _entry(given: str) -> Entry:
    ids = {id_.casefold(): id_ for id_ in rulebook.load()}
    if given.casefold() not in ids:
        _wrong(f"Règle « {given} » inconnue. {_near(given.casefold(), ids)}")
    return rulebook.load()[ids[given.casefold()]]


def _near(given: str, ids: Mapping[str, str]) -> str:
    """A sentence with the ids that look like the one given, or with the groups when none does."""
    close = get_close_matches(given, ids, n=3)
    if close:
        return f"Vouliez-vous {' ou '.join(ids[name] for name in close)} ?"
    return f"Groupes : {', '.join(rulebook.book().groups)} ; « rang rules » montre toutes les règles."


def _set(given: str) -> RuleSet:
    if given not in rulesets.names():
        _wrong(f"Jeu de règles « {given} » inconnu. Connus : {', '.join(rulesets.names())}.")
    return rulesets.load(given)


def _all(as_json: bool) -> None:
    entries = rulebook.load()
    if as_json:
        console.print_json([_document(entry) for entry in entries.values()])
        return
    for name in rulesets.names():
        default = ", par défaut" if name == rulesets.DEFAULT else ""
        console.say(f"Jeu de règles {name}{default} : {rulesets.load(name).title}")
    console.say("")
    for group, title in rulebook.book().groups.items():
        console.out.print(_table(title, [entry for entry in entries.values() if entry.group == group]))
    in_force = sum(entry.status == "in_force" for entry in entries.values())
    console.say(f"{len(entries)} règles, dont {in_force} en vigueur. Le détail d'une règle : rang rules ORD-02.")


def _table(title: str, entries: Iterable[Entry]) -> Table:
    table = Table(title=escape(title), title_justify="left", title_style="bold", expand=True)
    table.add_column("Règle", no_wrap=True)
    table.add_column("Ce qu'elle dit", ratio=1)
    table.add_column("Genre", no_wrap=True)
    table.add_column("État", no_wrap=True)
    for entry in entries:
        table.add_row(entry.id, escape(entry.title), entry.kind.value, _state(entry))
    return table


def _state(entry: Entry) -> str:
    return "[green]en vigueur[/]" if entry.status == "in_force" else "[yellow]pas encore[/]"


def _document(entry: Entry) -> dict[str, object]:
    sets = [rulesets.load(name) for name in rulesets.names()] if entry.keys else []
    return {
        "id": entry.id,
        "title": entry.title,
        "kind": entry.kind.value,
        "source": entry.source,
        "grade": entry.grade,
        "status": entry.status,
        "function": entry.function,
        "sets": {rules.name: {key: rules[key] for key in entry.keys} for rules in sets},
    }


def _one(entry: Entry, as_json: bool) -> None:
    if as_json:
        console.print_json(_document(entry))
        return
    console.out.print(f"[bold]{entry.id}[/] ({escape(rulebook.book().groups[entry.group])}) : {_state(entry)}")
    console.say(entry.title)
    console.say(f"  Genre     {entry.kind.value}")
    console.say(f"  Source    {entry.source} ({evidence(entry.grade)})")
    if entry.refusal:
        console.say(f"  Refus     « {entry.refusal} »")
    console.say(f"  Fonction  {entry.function}" if entry.function else f"  Pas encore : {entry.not_yet}")
    for key in entry.keys:
        _say_key(key, [rulesets.load(name) for name in rulesets.names()])


def _diff(one: RuleSet, other: RuleSet, as_json: bool) -> None:
    parting = [key for key in rulesets.titles() if one[key] != other[key]]
    if as_json:
        console.print_json([_difference(key, (one, other)) for key in parting])
        return
    for key in parting:
        _say_key(key, (one, other))
    same = len(rulesets.titles()) - len(parting)
    console.say(f"\n{len(parting)} clés séparent {one.name} de {other.name} ; {same} ont la même valeur.")


def _say_key(key: str, sets: Sequence[RuleSet]) -> None:
    """The key, what it means, and a line a set: value, source, grade."""
    console.out.print(f"\n[bold]{escape(key)}[/]  {escape(rulesets.titles()[key])}")
    for rules in sets:
        setting = rules.settings[key]
        console.say(f"  {rules.name} : {shown(setting.value)}  ({setting.source} ; {evidence(setting.grade)})")


def _difference(key: str, sets: Sequence[RuleSet]) -> dict[str, object]:
    return {
        "key": key,
        "title": rulesets.titles()[key],
        "sets": {rules.name: _setting(rules.settings[key]) for rules in sets},
    }


def _setting(setting: Setting) -> dict[str, object]:
    return {"value": setting.value, "source": setting.source, "grade": setting.grade}
