"""`liste-postes.pdf`: the posts on paper, by list and category, with the seats to tick off as they go.

The union hands it out before and during the day: it holds no name, and nothing of surnombres.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from exports.documents import Opening, Pool, PostResult, Result
from exports.files import replacing
from exports.labels import campaign_words, category_label, dates_words, journal_mark
from exports.rows import shown
from exports.safety import printable
from exports.typesetting import pdf

_TITLE = "Liste des postes"
_FREE, _TAKEN = "□", "■"
_MOST_BOXES = 12

Before = Mapping[str, str]
"""By stage code, at which turn it closed in an earlier semester: « parti au tour 37 sur 148 à l'été 2026 »."""


def write_post_list(result: Result, opening: Opening, before: Before, path: Path) -> None:
    """Write every offered post at `path`, with the seats that are left as the result stands."""
    seats = sum(post["seats"] for post in result["posts"])
    taken = sum(post["taken"] for post in result["posts"])
    data = {
        "document": f"{_TITLE} – {campaign_words(result)}",
        "footer": journal_mark(result),
        "title": _TITLE,
        "campaign": campaign_words(result),
        "dates": dates_words(opening["campaign"]),
        "state": f"{seats} postes offerts" + (f", {taken} pris, {seats - taken} restants." if taken else "."),
        "lists": list(_lists(result, opening, before)),
        "known": bool(before),
    }
    with replacing(path) as temporary:
        temporary.write_bytes(pdf("liste-postes", data))


def _lists(result: Result, opening: Opening, before: Before) -> Iterable[dict[str, object]]:
    pools = {pool["id"]: pool for pool in opening["pools"]}
    for choices in opening["lists"]:
        groups: dict[str, list[list[str]]] = {}
        for post in result["posts"]:
            pool = pools[post["pool"]]
            if choices["name"] in pool["lists"] and post["seats"]:
                groups.setdefault(category_label(pool), []).append(_row(pool, post, before))
        if groups:
            shown_groups = [{"name": printable(name), "rows": rows} for name, rows in groups.items()]
            yield {"name": choices["name"], "groups": shown_groups}


def _row(pool: Pool, post: PostResult, before: Before) -> list[str]:
    shared = " (places partagées entre les listes)" if len(pool["lists"]) > 1 else ""
    kept = f" (réservé à : {post['reserved'].replace(':', ', ')})" if post["reserved"] else ""
    place = f"{shown(pool)}{kept}{shared}"
    return [printable(text) for text in (pool["code"], place, pool["town"], _boxes(post), before.get(pool["code"], ""))]


def _boxes(post: PostResult) -> str:
    if post["seats"] > _MOST_BOXES:
        return f"{post['seats'] - post['taken']} sur {post['seats']}"
    return _FREE * (post["seats"] - post["taken"]) + _TAKEN * post["taken"]
