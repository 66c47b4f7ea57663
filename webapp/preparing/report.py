"""The import report as a page shows it: errors first, grouped, filtered, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allocation.issues import Issue

PAGE = 100
"""Issues on one page: ten thousand of them must neither freeze a browser nor hide the first one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked for; "" for all. `page` counts from 1."""

    level: str = ""
    file: str = ""
    code: str = ""
    page: int = 1

    def as_query(self) -> dict[str, str]:
        """The filters in words of the address, those that are on."""
        return {
            name: value
            for name, value in (("niveau", self.level), ("fichier", self.file), ("code", self.code))
            if value
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Issues of one kind in one file, and the message of the first of them."""

    level: str
    file: str
    code: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the report: its issues, errors first; the groups of all there are; how many pages; totals by level."""

    issues: Sequence[Issue]
    groups: Sequence[Group]
    pages: int
    page: int
    found: int
    errors: int
    warnings: int


def wanted(query: Mapping[str, str]) -> Wanted:
    """The filters of an address; what it does not say, or says wrongly, is all."""
    number = query.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    level = query.get("niveau", "")
    return Wanted(level if level in {"error", "warning"} else "", query.get("fichier", ""), query.get("code", ""), page)


def shown(issues: Sequence[Issue], asked: Wanted) -> Shown:
    """The page asked for; the last one where there are fewer."""
    ordered = sorted(issues, key=lambda issue: issue.level != "error")
    kept = [issue for issue in ordered if _is_wanted(issue, asked)]
    pages = max(1, -(-len(kept) // PAGE))
    page = min(max(asked.page, 1), pages)
    levels = Counter(issue.level for issue in issues)
    return Shown(
        kept[(page - 1) * PAGE : page * PAGE], _groups(ordered), pages, page, len(kept), levels["error"],
        levels["warning"],
    )  # fmt: skip


def _is_wanted(issue: Issue, asked: Wanted) -> bool:
    return all(
        not value or value == held
        for value, held in ((asked.level, issue.level), (asked.file, issue.file), (asked.code, issue.code))
    )


def _groups(ordered: Sequence[Issue]) -> list[Group]:
    counts = Counter((issue.level, issue.file, issue.code) for issue in ordered)
    first = {(issue.level, issue.file, issue.code): issue.message for issue in reversed(ordered)}
    return [Group(*key, count, first[key]) for key, count in counts.items()]
