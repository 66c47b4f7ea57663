"""The outcome of a run as a person reads it at a glance: who was served, on which wish, who is left, what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from rich.table import Table

Document = Mapping[str, Any]


def outcome_table(result: Document) -> Table:
    """One row a list: people called, served on their first wish, second to fifth, beyond, otherwise, left."""
    table = Table(title="Résultat", title_justify="left")
    table.add_column("Liste", overflow="fold")
    for header in ("Appelés", "1er vœu", "2e à 5e", "6e et +", "Sans poste", "Sans tour"):
        table.add_column(header, justify="right", no_wrap=True)
    total: Counter[str] = Counter()
    for choices in result["lists"]:
        counts = Counter(_kind(row) for row in choices["calls"])
        total += counts
        table.add_row(choices["name"], *_cells(counts))
    if len(result["lists"]) > 1:
        table.add_section()
        table.add_row("Ensemble", *_cells(total), style="bold")
    return table


_KINDS = ("vœu 1", "vœux 2 à 5", "vœu 6 et plus", "non_affecte")


def _kind(row: Document) -> str:
    if row["status"] == "affecte":
        wish = row["wish"] or 1
        return "vœu 1" if wish == 1 else "vœux 2 à 5" if wish <= 5 else "vœu 6 et plus"
    return "non_affecte" if row["status"] == "non_affecte" else "sans tour"


def _cells(counts: Counter[str]) -> list[str]:
    called = sum(counts[kind] for kind in _KINDS)
    return [str(called), *(str(counts[kind]) for kind in _KINDS), str(counts["sans tour"])]


def left_behind(result: Document) -> list[str]:
    """Who had a turn and holds nothing, one sentence each."""
    return [
        f"{choices['name']}, n° {row['order']} : {row['intern']['last_name']} {row['intern']['first_name']}, "
        + (f"{len(row['skipped'])} vœux, aucun ouvert" if row["skipped"] else "pas de liste de vœux")
        for choices in result["lists"]
        for row in choices["calls"]
        if row["status"] == "non_affecte"
    ]


def seats_left(result: Document) -> list[str]:
    """The stages that keep open seats, the most first, one line each."""
    left = sorted(((post["seats"] - post["taken"], post) for post in result["posts"]), key=lambda item: -item[0])
    return [
        f"{post['code']} : {seats} sur {post['seats']} ({', '.join(post['lists'])})"
        for seats, post in left
        if seats > 0
    ]
