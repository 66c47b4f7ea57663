"""The printed rule book: every rule of the table in Markdown, for a jurist to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from allocation.rulebook import GRADES, Book, Entry, book
from allocation.rulesets import RuleSet, Setting, Value, load, names, titles

_HEAD = """\
# Livre des règles

Ce que dit chaque règle du choix de stage, d'où elle vient, et la fonction du produit qui l'applique. Ce livre est tiré
de la table des règles : il ne se corrige pas à la main, il se refait par `rang rules --markdown > docs/regles.md`.
Il ne remplace pas les textes.
"""


def rulebook_markdown() -> str:
    """The whole book: how to read it, the rules by group, the rule sets side by side. Ends on a line break."""
    known, sets = book(), [load(name) for name in names()]
    parts = [_HEAD, _reading(known, sets)]
    for group, title in known.groups.items():
        parts.append(f"## {title}\n")
        parts += [_rule(entry, sets) for entry in known.rules.values() if entry.group == group]
    parts.append(_side_by_side(known, sets))
    return "\n".join(parts)


def shown(value: Value) -> str:
    """A value of a rule set as it is read: « oui », « non », words joined by commas, « vide »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return ", ".join(value) or "vide"
    return str(value) or "vide"


def evidence(grade: str) -> str:
    """A grade of evidence with its words: « T, texte lu »."""
    return f"{grade}, {GRADES[grade]}"


def _reading(known: Book, sets: Sequence[RuleSet]) -> str:
    in_force = sum(entry.status == "in_force" for entry in known.rules.values())
    lines = [
        f"{len(known.rules)} règles, dont {in_force} en vigueur ; les autres disent ce qui leur manque.",
        "",
        "Une règle *refuse* un stage ou un acte, *ordonne* l'appel, *calcule* un effet, ou *informe* : elle signale.",
        "Chaque source porte son degré de preuve :",
        "",
        *(f"- **{grade}** : {words}" for grade, words in GRADES.items()),
        "",
        "Les nombres sont dans des jeux de règles datés ; une campagne peut en changer un, avec auteur et motif :",
        "",
        *(f"- `{rules.name}` : {rules.title}" for rules in sets),
        "",
    ]
    return "\n".join(lines)


def _rule(entry: Entry, sets: Sequence[RuleSet]) -> str:
    state = f"Fonction : `{entry.function}`" if entry.function else f"Pas encore : {entry.not_yet}"
    lines = [
        f"### {entry.id}",
        "",
        entry.title,
        "",
        f"- Genre : {entry.kind.value}",
        f"- Source : {entry.source} ({evidence(entry.grade)})",
        *([f"- Refus : « {entry.refusal} »"] if entry.refusal else []),
        f"- {state}",
        "",
        *_values(entry, sets),
    ]
    return "\n".join(lines)


def _values(entry: Entry, sets: Sequence[RuleSet]) -> Iterator[str]:
    if entry.keys:
        yield from _table(
            ("Clé", "Ce qu'elle dit", *(rules.name for rules in sets)),
            ((f"`{key}`", titles()[key], *(_code(rules[key]) for rules in sets)) for key in entry.keys),
        )


def _side_by_side(known: Book, sets: Sequence[RuleSet]) -> str:
    lines = ["## Les jeux de règles côte à côte", "", "En gras, les clés où ils se séparent.", ""]
    rows = (
        (_key(key, sets), title, _readers(key, known), *(_sourced(rules.settings[key]) for rules in sets))
        for key, title in titles().items()
    )
    return "\n".join([*lines, *_table(("Clé", "Ce qu'elle dit", "Règles", *(rules.name for rules in sets)), rows)])


def _key(key: str, sets: Sequence[RuleSet]) -> str:
    return f"**`{key}`**" if len({rules[key] for rules in sets}) > 1 else f"`{key}`"


def _readers(key: str, known: Book) -> str:
    return ", ".join(entry.id for entry in known.rules.values() if key in entry.keys)


def _sourced(setting: Setting) -> str:
    return f"{_code(setting.value)}<br>{setting.source} ({setting.grade})"


def _code(value: Value) -> str:
    return f"`{shown(value)}`"


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a Markdown table, a blank one after it."""
    for cells in (headers, ["---"] * len(headers), *rows):
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
