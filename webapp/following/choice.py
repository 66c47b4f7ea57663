"""Which of the stages a page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from imports.wording import fold
from webapp.following.status import Status
from webapp.wording import to_translate

FILTERS: dict[str, tuple[str, Callable[[Status], bool]]] = {
    "tous": (to_translate("Tous"), lambda _: True),
    "proches": (to_translate("Proches de la limite"), lambda status: status.followed.at_risk),
    "non-eligibles": (to_translate("Assiduité insuffisante"), lambda status: not status.followed.attendance.eligible),
    "sans-decision": (to_translate("Sans décision"), lambda status: status.decision is None),
}
"""By the word of the address: its French name and what it keeps."""


def chosen(everybody: Iterable[Status], which: str, words: str) -> list[Status]:
    """Those that the filter keeps and whose name, post or establishment holds all the words."""
    keep = FILTERS.get(which, FILTERS["tous"])[1]
    asked = fold(words).split()
    return [status for status in everybody if keep(status) and all(word in _text(status) for word in asked)]


def _text(status: Status) -> str:
    pool = status.pool
    return fold(f"{status.name} {pool.code} {pool.establishment} {pool.service} {status.list.name}")
