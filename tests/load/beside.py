"""Pages that compute, asked one after the other while a day is followed: the simulation, the assignments' workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event

from tests.load.site import Site

PAGES = ("simulation", "documents/affectations")


@contextmanager
def working_beside(port: int, site: Site) -> Iterator[Synchronized[int]]:
    """Somebody of the staff asks for them as fast as they come until the block ends; how many came, kept up to date.

    Raises AssertionError at the end where none came, or one was refused.
    """
    context = get_context("spawn")
    came, enough = context.Value("i", 0), context.Event()
    # A function of a module that is run by its name is not found by the new process: it stands here, not there.
    process = context.Process(target=_ask, args=(port, site.campaign_id, site.desk, came, enough), daemon=True)
    process.start()
    yield came
    enough.set()
    process.join()
    assert process.exitcode == 0, "a page asked for beside was refused"
    assert came.value > 0, "no page was asked for beside"


def _ask(port: int, campaign_id: str, cookie: str, came: Synchronized[int], enough: Event) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    while not enough.is_set():
        for page in PAGES:
            connection.request("GET", f"/campagnes/{campaign_id}/{page}", headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (page, answer.status)
            came.value += 1
