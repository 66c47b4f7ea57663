"""A mock round: an outcome frozen as canonical JSON, whose hash lets everybody see that it has not moved since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocation.canonical import canonical
from allocation.closing import Closing
from allocation.preview import Wanted
from webapp.simulation.outcome import Line, Outcome, PostLine


@dataclass(frozen=True, slots=True)
class MockRound:
    """An outcome as it stood: how far the journal was, how many lists had been saved, whether wishes were named."""

    entries: int
    head: str
    lists: int
    named: bool
    outcome: Outcome


def as_bytes(frozen: MockRound) -> bytes:
    """The RFC 8785 form of the round. People are random ids."""
    return canonical(
        {
            "journal": {"entries": frozen.entries, "head": frozen.head},
            "lists": frozen.lists,
            "named": frozen.named,
            "calls": [
                {
                    "list": line.list, "order": line.order, "person": line.person, "post": line.pool,
                    "wish": line.wish, "held": line.held,
                }
                for line in frozen.outcome.lines
            ],
            "posts": [
                {
                    "post": post.pool, "wanted": post.wanted.by, "first": post.wanted.first, "left": post.left,
                    "held": post.held, "closing": _written(post.closing),
                }
                for post in frozen.outcome.posts
            ],
        }
    )  # fmt: skip


def from_bytes(content: bytes) -> MockRound:
    """The round that was written so."""
    read: Mapping[str, Any] = json.loads(content)
    lines = (
        Line(row["list"], row["order"], row["person"], row["post"], row["wish"], row["held"]) for row in read["calls"]
    )
    posts = (
        PostLine(row["post"], Wanted(row["wanted"], row["first"]), row["left"], _closing(row["closing"]), row["held"])
        for row in read["posts"]
    )
    held = Outcome(tuple(lines), tuple(posts))
    return MockRound(read["journal"]["entries"], read["journal"]["head"], read["lists"], read["named"], held)


def _written(closing: Closing | None) -> dict[str, Any] | None:
    if closing is None:
        return None
    return {"list": closing.list, "turn": closing.turn, "of": closing.of, "catch_up": closing.catch_up}


def _closing(read: Mapping[str, Any] | None) -> Closing | None:
    return Closing(**read) if read else None
