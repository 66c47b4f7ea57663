"""Serve a market with another package: `python peers.py PACKAGE MARKET.json OUT.json`, in an environment that has it.

The market is `{"seats": {post: seats}, "wishes": {person: [post, …]}}`, people in call order. Written is
`{"seconds", "posts": {person: post or null}}`; `seconds` is the median of the package's own function, its input ready.
Nothing of the project is imported: the packages want versions of their own.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Market = dict[str, dict[str, Any]]
Posts = dict[str, str | None]

REPEATS, ENOUGH = 5, 10.0
"""At most so many runs, and no other one after so many seconds."""

NOWHERE = ""


def fairpyx_serial_dictatorship(market: Market) -> Callable[[], Posts]:
    """A post that takes everybody stands below the last wish and above what was not wished for."""
    from fairpyx import Instance, divide
    from fairpyx.algorithms import serial_dictatorship

    worth = {who: {post: -rank for rank, post in enumerate(posts)} for who, posts in market["wishes"].items()}
    people, last = list(worth), -len(market["seats"])
    instance = Instance(
        valuations=lambda who, post: worth[who].get(post, last if post == NOWHERE else last - 1),
        agents=people,
        agent_capacities=dict.fromkeys(people, 1),
        item_capacities={**market["seats"], NOWHERE: len(people)},
    )

    def serve() -> Posts:
        given = divide(serial_dictatorship, instance=instance, agent_order=people)
        return {who: posts[0] or None for who, posts in given.items()}

    return serve


def matching_algorithms_serial_dictatorship(market: Market) -> Callable[[], Posts]:
    from matching_algorithms.main import serial_dictatorship

    return lambda: serial_dictatorship(market["wishes"], market["seats"], list(market["wishes"]))


def matching_algorithms_school_choice_da(market: Market) -> Callable[[], Posts]:
    """Deferred acceptance where every post ranks people as they are called is serial dictatorship."""
    from matching_algorithms.main import school_choice_da

    order = list(market["wishes"])
    schools = {post: {"priorities": order, "capacity": seats} for post, seats in market["seats"].items()}

    def serve() -> Posts:
        given = school_choice_da(market["wishes"], schools)
        return dict.fromkeys(order) | {who: post for post, people in given.items() for who in people}

    return serve


PACKAGES = {
    "fairpyx serial dictatorship": fairpyx_serial_dictatorship,
    "matching-algorithms serial dictatorship": matching_algorithms_serial_dictatorship,
    "matching-algorithms deferred acceptance": matching_algorithms_school_choice_da,
}


def main(name: str, source: str, out: str) -> None:
    serve = PACKAGES[name](json.loads(Path(source).read_text(encoding="utf-8")))
    times: list[float] = []
    while not times or (len(times) < REPEATS and sum(times) < ENOUGH):
        started = time.perf_counter()
        posts = serve()
        times.append(time.perf_counter() - started)
    found = {"seconds": statistics.median(times), "posts": posts}
    Path(out).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
