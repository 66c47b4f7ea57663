"""Where drafts are made beside the requests, one at a time, and kept: the same recipe is never read twice."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Lock

from imports.reading import Recognised
from webapp.preparing.draft import Draft, Recipe, make, recognised

_KEPT = 4
"""Drafts, and recognised files, that a process holds in memory."""
SOON = 1.5
"""Seconds that a page waits for a draft before it shows how far it is."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """A draft being made. `file`: the name of the one being opened, its number and how many there are; "" before the
    first and after the last. `failed`: it will not come."""

    recipe: Recipe
    file: str = ""
    number: int = 0
    failed: bool = False
    done: Future[Draft] = field(default_factory=Future)

    @property
    def files(self) -> int:
        return len(self.recipe.files)


class Workshop:
    """One thread that makes drafts. Each process has its own; what it holds can always be made again."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="workshop")
        self._lock = Lock()
        self._drafts: OrderedDict[str, Draft] = OrderedDict()
        self._found: OrderedDict[str, Recognised] = OrderedDict()
        self._jobs: dict[str, Job] = {}

    def ask(
        self, recipe: Recipe, contents: Callable[[], dict[str, bytes]], patience: float | None = None
    ) -> Draft | Job:
        """The draft of the recipe if it is there or comes soon, else how far it is. `contents`: of its files, by id;
        `patience`: seconds to wait, `SOON` by default.

        A failure is told once; to ask again is to try again.
        """
        with self._lock:
            if recipe.key in self._drafts:
                self._drafts.move_to_end(recipe.key)
                return self._drafts[recipe.key]
            job = self._jobs.get(recipe.key) or self._begin(recipe, contents)
        wait([job.done], SOON if patience is None else patience)
        if not job.done.done():
            return job
        with self._lock:
            self._jobs.pop(recipe.key, None)
        return job if job.failed else job.done.result()

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)

    def _begin(self, recipe: Recipe, contents: Callable[[], dict[str, bytes]]) -> Job:
        job = self._jobs[recipe.key] = Job(recipe)
        job.done = self._thread.submit(self._work, job, contents)
        return job

    def _work(self, job: Job, contents: Callable[[], dict[str, bytes]]) -> Draft:
        try:
            draft = make(job.recipe, self._recognised(job, contents))
        except BaseException:
            job.failed = True
            _log.exception("a draft could not be made")
            raise
        with self._lock:
            _keep(self._drafts, job.recipe.key, draft)
        return draft

    def _recognised(self, job: Job, contents: Callable[[], dict[str, bytes]]) -> Recognised:
        key = job.recipe.files_key
        if key not in self._found:

            def tell(name: str) -> None:
                job.file, job.number = name, job.number + 1

            _keep(self._found, key, recognised(job.recipe, contents(), tell))
            job.file = ""
        return self._found[key]


def _keep(shelf: OrderedDict, key: str, made: object) -> None:
    shelf[key] = made
    while len(shelf) > _KEPT:
        shelf.popitem(last=False)
