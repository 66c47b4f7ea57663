"""`statistiques.xlsx`: how the semester went, without telling of anybody: no group under five is counted aloud.

It says nothing of surnombres and leaves, and may be shown to all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from openpyxl import Workbook

from allocation.closing import Closing
from allocation.model import Mode
from exports.documents import Call, Opening, PostResult, Result
from exports.files import replacing
from exports.labels import campaign_words, category_label
from exports.rows import Row, Stages, calls, description
from exports.small_groups import HIDDEN, HIDDEN_WHY, SMALLEST, protected
from exports.workbook import Table, write_table

BANDS = ((1, "1er vœu"), (2, "2e vœu"), (3, "3e vœu"), (5, "4e et 5e"), (10, "6e au 10e"), (10**9, "11e et au-delà"))
_IN_SESSION, _NOTHING = "Choix sans liste", "Sans poste"

WISHES = ("Liste", *(label for _, label in BANDS), _IN_SESSION, _NOTHING, "Ensemble")
CLOSINGS = (
    "Code stage", "Établissement", "Service", "Commune", "Catégorie", "Listes", "Postes", "Restants",
    "Dernier poste parti au tour", "Sur", "Liste de ce tour",
)  # fmt: skip
CATEGORIES = ("Liste", "Catégorie", "Postes", "Pourvus", "Restants", "Part pourvue", "Vœu médian", "Part de 1ers vœux")

Closings = Mapping[str, Closing]
"""The turn at which each pool closed, by its id."""


def write_statistics(result: Result, opening: Opening, closings: Closings, path: Path) -> None:
    """Write the three tables: wish obtained, turn at which each post closed, and both by category."""
    book = Workbook(write_only=True)
    campaign = campaign_words(result)
    tables = (
        ("Vœu obtenu", f"Vœu obtenu ({HIDDEN_WHY})", WISHES, wish_rows(result)),
        ("Rang de clôture", "Tour auquel chaque stage s'est fermé", CLOSINGS, closing_rows(result, opening, closings)),
        ("Catégories", f"Par liste et par catégorie ({HIDDEN_WHY})", CATEGORIES, category_rows(result, opening)),
    )
    for name, title, headers, rows in tables:
        write_table(book, Table(name, f"{title} – {campaign}", headers), rows)
    with replacing(path) as temporary:
        book.save(temporary)


def wish_rows(result: Result) -> Iterator[Row]:
    """One row a list: how many obtained which wish, among those who had a turn; then all lists together."""
    named = [(choices["name"], Counter(map(band, _called(choices["calls"])))) for choices in result["lists"]]
    named = [(name, counts) for name, counts in named if counts]
    shown = protected([[counts[label] for label in WISHES[1:-1]] for _, counts in named])
    for name, counts in zip([*(name for name, _ in named), "Ensemble"], shown, strict=False):
        yield (name, *(HIDDEN if count is None else count for count in counts))


def band(call: Call) -> str:
    """The column of `WISHES` in which the person counts."""
    if call["status"] != "affecte":
        return _NOTHING
    wish = call["wish"]
    return _IN_SESSION if wish is None else next(label for most, label in BANDS if wish <= most)


def closing_rows(result: Result, opening: Opening, closings: Closings) -> Iterator[Row]:
    """One row an offered pool, in the order of the post list."""
    pools = {pool["id"]: pool for pool in opening["pools"]}
    for post in _offered(result):
        closing = closings.get(post["pool"])
        turn = (closing.turn, closing.of, _where(closing)) if closing else (None, None, None)
        lists = ", ".join(post["lists"])
        yield (*description(pools[post["pool"]]), lists, post["seats"], post["seats"] - post["taken"], *turn)


def category_rows(result: Result, opening: Opening) -> Iterator[Row]:
    """One row a list and category: seats, and the wishes that obtained them where enough people share the row."""
    pools = {pool["id"]: pool for pool in opening["pools"]}
    groups: dict[tuple[str, str], list[PostResult]] = {}
    for post in _offered(result):
        group = (", ".join(post["lists"]), category_label(pools[post["pool"]]))
        groups.setdefault(group, []).append(post)
    wishes = _wishes_by_group(result, opening)
    for (lists, category), posts in groups.items():
        seats, taken = sum(post["seats"] for post in posts), sum(post["taken"] for post in posts)
        obtained = wishes.get((lists, category), [])
        yield (lists, category, seats, taken, seats - taken, _share(taken, seats), *_of_wishes(obtained))


def _called(everybody: Sequence[Call]) -> Iterator[Call]:
    return (call for call in everybody if call["status"] in {"affecte", "non_affecte"})


def _offered(result: Result) -> Iterator[PostResult]:
    return (post for post in result["posts"] if post["seats"])


def _where(closing: Closing) -> str:
    return f"{closing.list}, au rattrapage" if closing.catch_up else closing.list


def _wishes_by_group(result: Result, opening: Opening) -> dict[tuple[str, str], list[int]]:
    """The wishes that obtained a regular seat: a surnombre would show through an odd one out."""
    stages = Stages(opening)
    found: dict[tuple[str, str], list[int]] = {}
    for choices, call in calls(result):
        pool = stages.find(choices["name"], call["post"])
        if pool and call["wish"] and call["mode"] == Mode.NORMAL:
            found.setdefault((", ".join(pool["lists"]), category_label(pool)), []).append(call["wish"])
    return found


def _of_wishes(obtained: Sequence[int]) -> Row:
    if len(obtained) < SMALLEST:
        return (HIDDEN, HIDDEN) if obtained else (None, None)
    return (median(obtained), _share(obtained.count(1), len(obtained)))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"
