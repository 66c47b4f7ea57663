"""A wish list changed by one act: what the buttons of the page do, without a page."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

Codes = tuple[str, ...]


class Act(StrEnum):
    """One change of a list, by the word that its button sends."""

    ADD = "ajouter"
    REMOVE = "retirer"
    UP = "monter"
    DOWN = "descendre"
    PLACE = "placer"


def changed(codes: Sequence[str], act: Act, code: str, rank: int = 1) -> Codes:
    """The list after the act on that code; `rank` (from 1) is where `PLACE` puts it. What is not in the list cannot
    move, what is in it is not added twice: the list then stays as it is."""
    if act is Act.ADD:
        return tuple(codes) if code in codes else (*codes, code)
    if code not in codes:
        return tuple(codes)
    others, place = [each for each in codes if each != code], codes.index(code)
    if act is Act.REMOVE:
        return tuple(others)
    at = {Act.UP: place - 1, Act.DOWN: place + 1, Act.PLACE: rank - 1}[act]
    others.insert(min(max(at, 0), len(others)), code)
    return tuple(others)
