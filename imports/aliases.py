"""Establishments whose names are so near that they are probably one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from allocation.issues import Issue, cut
from allocation.model import Post
from imports.places import Places
from imports.wording import fold

_LONG_NAMES = (
    (re.compile(r"\bcentre hospitalier (?:regional et )?universitaire\b"), "chu"),
    (re.compile(r"\bcentre hospitalier\b"), "ch"),
    (re.compile(r"\bassistance publique (?:des )?hopitaux de\b"), "ap h"),
    (re.compile(r"\b(?:hopital|hop)\b"), "hopital"),
    (re.compile(r"\b(?:saint|ste|sainte|st)\b"), "st"),
    (re.compile(r"\b(?:de la|de l|du|des|de|d|la|le|les|l)\b"), " "),
)
_SHORTEST = 5


def near_establishments(posts: Iterable[Post], places: Places) -> list[Issue]:
    """One warning for each pair of names that differ by their spelling, or by one letter in a long name."""
    first_row: dict[str, Post] = {}
    for post in posts:
        first_row.setdefault(post.establishment, post)
    first_row.pop("", None)
    return [_alias(first_row[later], first_row[earlier], places) for earlier, later in _pairs(first_row)]


def _alias(later: Post, earlier: Post, places: Places) -> Issue:
    message = (
        f"« {cut(later.establishment)} » ressemble à « {cut(earlier.establishment)} » (ligne {earlier.where.row})."
    )
    fix = "Si c'est le même établissement, écrivez-le partout de la même façon."
    return places.issue("W_ALIAS", later.where, ("etablissement",), later.establishment, message, fix)


def _pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name after the first with the earliest one it is near to."""
    by_spelling: dict[str, str] = {}
    for name in names:
        words = _short_words(name)
        spellings = {"".join(words)} | _one_letter_less(words)
        near = next((by_spelling[each] for each in spellings if each in by_spelling), None)
        if near:
            yield near, name
        for each in spellings:
            by_spelling.setdefault(each, name)


def _short_words(name: str) -> list[str]:
    text = fold(name)
    for pattern, short in _LONG_NAMES:
        text = pattern.sub(short, text)
    return text.split()


def _one_letter_less(words: list[str]) -> set[str]:
    """The name without each of its letters: names one letter apart share one. Short words and digits tell sites."""
    found = set()
    for at, word in enumerate(words):
        if len(word) >= _SHORTEST and word.isalpha():
            before, after = "".join(words[:at]), "".join(words[at + 1 :])
            found |= {f"{before}{word[:cut]}{word[cut + 1 :]}{after}" for cut in range(len(word))}
    return found
