"""The posts as wish lists name them: by code, by code and label, or by establishment and service."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from allocation.model import Phase, Post
from imports.pools import fold_code
from imports.wording import fold

_LABEL_AFTER = re.compile(r"\s+[-–—:/|]\s+|\s*[:|]\s*|\s+\(")


@dataclass(frozen=True, slots=True)
class Named:
    """What a wish names. `code` "" when no post is known by it; `by_text` when words told it; `several` codes fit."""

    code: str
    by_text: bool = False
    several: tuple[str, ...] = ()


class Catalogue:
    """The posts offered, to be searched. `known` also holds the codes of rows in error, which are no unknown posts."""

    def __init__(self, posts: Iterable[Post], known: Iterable[str] = ()) -> None:
        self._codes = {fold_code(code): code for code in known}
        self._lists: dict[str, set[tuple[str, Phase]]] = defaultdict(set)
        self._by_text: dict[str, set[str]] = defaultdict(set)
        self._answers: dict[str, Named] = {}
        for post in posts:
            self._add(post)
        self.given = bool(self._codes)

    def _add(self, post: Post) -> None:
        code = self._codes.setdefault(fold_code(post.code), post.code)
        self._lists[code] |= {(post.des, phase) for phase in post.phases}
        for text in (f"{post.establishment} {post.service}", f"{post.service} {post.establishment}", post.service):
            self._by_text[fold(text)].add(code)

    def find(self, text: str, des: str = "", phase: Phase | None = None) -> Named:
        """The post that a wish names; where words fit several, the only one of the person's own list."""
        known = self._answers.get(text)
        if known is None:
            known = self._answers[text] = self._search(text)
        if not known.several or phase is None:
            return known
        own = [code for code in known.several if (des, phase) in self._lists[code]]
        return Named(own[0], by_text=True) if len(own) == 1 else known

    def _search(self, text: str) -> Named:
        code = self._codes.get(fold_code(text)) or self._codes.get(fold_code(_LABEL_AFTER.split(text)[0]))
        if code:
            return Named(code)
        found = sorted(self._by_text.get(fold(text), ()))
        if len(found) > 1:
            return Named("", by_text=True, several=tuple(found))
        return Named(found[0], by_text=True) if found else Named("")

    def is_on_list(self, code: str, des: str, phase: Phase) -> bool:
        """Whether a known post is open to a list; a post whose row is in error is not held against anybody."""
        lists = self._lists.get(code)
        return not lists or (des, phase) in lists
