"""What a new post list may not take back: the posts that somebody has chosen already."""

from __future__ import annotations

from collections.abc import Mapping

from allocation.issues import Issue, cut
from allocation.model import Dossier, Post, Where
from imports.places import Places, whole
from imports.pools import fold_code
from imports.wording import counted

_FIX = "Remettez-le : un stage choisi n'est jamais retiré. S'il doit fermer, corrigez d'abord le choix."


def withdrawn(new: Dossier, chosen: Mapping[str, int], places: Places) -> list[Issue]:
    """An error for each stage that the list `new` removes, closes or shrinks though somebody has chosen it.

    `chosen`: stage code → seats taken, 0 where it was chosen in surnombre only. `places` are those of the tables that
    `new` was read from. A dossier without any post takes nothing back.
    """
    by_code: dict[str, list[Post]] = {}
    for post in new.posts:
        by_code.setdefault(fold_code(post.code), []).append(post)
    if not by_code:
        return []
    list_at = new.posts[0].where
    found = (_problem(code, taken, by_code.get(fold_code(code)), list_at, places) for code, taken in chosen.items())
    return [issue for issue in found if issue]


def _problem(code: str, taken: int, pools: list[Post] | None, list_at: Where, places: Places) -> Issue | None:
    if pools is None:
        message = f"{cut(code)} : déjà choisi ({_by(taken)}), il n'est plus dans la liste."
        return whole("E_CHOSEN_REMOVED", Where(list_at.file, list_at.sheet), message, _FIX, code)
    seats = sum(post.seats for post in pools)
    if seats >= taken:
        return None
    at = pools[0].where
    if seats:
        message = f"{cut(code)} : déjà choisi ({_by(taken)}), la liste n'en offre plus que {seats}."
        fix = f"Laissez au moins {counted(taken, 'poste')}, ou corrigez d'abord les choix."
        return places.issue("E_CHOSEN_SEATS", at, ("postes", "code"), seats, message, fix)
    message = f"{cut(code)} : déjà choisi ({_by(taken)}), la liste le ferme."
    return places.issue("E_CHOSEN_CLOSED", at, ("postes", "code"), seats, message, _FIX)


def _by(taken: int) -> str:
    return counted(taken, "poste pris", "postes pris") if taken else "en surnombre"
