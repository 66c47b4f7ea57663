"""The stream of a day by a real server to real clients: every line once, in order, to those who hold a pass."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from allocation.decide import Choose
from tests.load.phones import Phone, calling, until
from tests.load.site import HERE, Site, prepare, served
from webapp.accounts import sessions
from webapp.accounts.people import take_role
from webapp.accounts.roles import Role
from webapp.live.passes import Pass, sign
from webapp.plan import Forecast, Plan
from webapp.store import plans, wishes
from webapp.store.engine import writing
from webapp.store.journal import append, read_entries, read_opening

pytestmark = [pytest.mark.long, pytest.mark.allow_hosts(["127.0.0.1"])]

PEOPLE = 40
RACING = Path(__file__).with_name("racing.py")


@pytest.fixture
def site(url: str, tmp_path: Path) -> Iterator[Site]:
    made = prepare(url, PEOPLE, tmp_path / "serveur.log")
    yield made
    made.engine.dispose()


def choose(site: Site, number: int) -> None:
    (choices,) = read_opening(site.engine, site.campaign_id).lists
    command = Choose(choices.name, choices.calls[number].person, f"STAGE{number}")
    clock = {"clock": lambda: datetime.now(UTC)}
    assert isinstance(append(site.engine, site.campaign_id, command, seen=number + 1, actor="a", **clock), tuple)


def data(phone: Phone, event: str) -> list[dict]:
    """What came to the phone under that name."""
    blocks = (block.split("\n") for block in phone.text().split("\n\n"))
    return [json.loads(block[-1].removeprefix("data: ")) for block in blocks if f"event: {event}" in block]


async def race(site: Site) -> None:
    """Two desks, each in a process of its own, until everybody is served."""
    command = (sys.executable, RACING, site.environment["RANG_DATABASE"], site.campaign_id)
    path = {"PYTHONPATH": str(RACING.parents[3])}
    desks = [await asyncio.create_subprocess_exec(*command, env=path) for _ in range(2)]
    assert [await desk.wait() for desk in desks] == [0, 0]


def test_two_desks_race_and_everybody_has_every_line_once_in_order(site: Site) -> None:
    phones = [Phone(stream) for stream in site.streams]

    async def follow(port: int) -> None:
        async with calling(port, *phones):
            await race(site)
            await until(lambda: all(phone.seen[-1] == PEOPLE for phone in phones))

    with served(site, workers=2) as (port, _):
        asyncio.run(follow(port))
    for phone in phones:
        assert phone.seen == list(range(PEOPLE + 1))
    kept = read_entries(site.engine, site.campaign_id)
    assert [line["hash"] for line in data(phones[7], "line")] == [entry["hash"][:12] for entry in kept]
    own = data(phones[7], "mine")
    assert [(each["state"], each["before"]) for each in (own[0], own[-1])] == [("waiting", 7), ("served", 0)]
    waited = [each["before"] for each in own if each["state"] == "waiting"]
    assert waited == sorted(set(waited), reverse=True)


def test_who_comes_and_goes_while_two_desks_race_misses_nothing_and_has_nothing_twice(site: Site) -> None:
    seen: list[list[int]] = [[] for _ in site.streams]

    async def come_and_go(port: int, number: int) -> None:
        while not seen[number] or seen[number][-1] < PEOPLE:
            phone = Phone(site.streams[number], since=seen[number][-1] if seen[number] else -1)
            async with calling(port, phone):
                await asyncio.sleep(0.02 * (1 + number % 5))
            seen[number] += phone.seen

    async def follow(port: int) -> None:
        await asyncio.gather(race(site), *(come_and_go(port, number) for number in range(PEOPLE)))

    with served(site, workers=2) as (port, _):
        asyncio.run(follow(port))
    assert seen == [list(range(PEOPLE + 1))] * PEOPLE


def test_a_browser_that_comes_back_gets_what_it_missed(site: Site) -> None:
    for number in range(5):
        choose(site, number)
    with served(site) as (port, _):
        address = f"http://127.0.0.1:{port}{site.streams[0]}&depuis=0"
        # A browser keeps the address of its first visit, and says by the header how far it has come since.
        with urlopen(Request(address, headers={"Last-Event-ID": "3"})) as stream:
            assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"
            assert stream.headers["X-Accel-Buffering"] == "no"
            came = [stream.readline() for _ in range(12)]
    assert [line for line in came if line.startswith(b"id:")] == [b"id: 4\n", b"id: 5\n"]
    assert b"retry: 2000\n" in came


def test_who_has_seen_more_than_there_is_is_told_to_start_again(site: Site) -> None:
    phone = Phone(site.streams[0], since=12)
    with served(site) as (port, _):
        asyncio.run(call(port, phone))
    assert "event: again" in phone.text()
    assert phone.seen == []


async def call(port: int, phone: Phone) -> None:
    async with calling(port, phone):
        pass


def forged(site: Site) -> dict[str, str]:
    secret, good = site.environment["RANG_SECRET"], Pass(site.campaign_id, "", 1)
    path = f"/evenements/{site.campaign_id}"
    return {
        "none": f"{path}?x",
        "of another secret": f"{path}?passe={sign('t' * 40, good)}",
        "of another campaign": f"{path}?passe={sign(secret, good._replace(campaign_id='c-autre'))}",
        "cut": f"{path}?passe={sign(secret, good)[:-3]}",
        "of no form": f"{path}?passe=%00%ff&passe=",
    }


def test_a_pass_that_is_not_ours_opens_nothing(site: Site) -> None:
    with served(site) as (port, _):
        for why, address in forged(site).items():
            phone = Phone(address)
            asyncio.run(call(port, phone))
            assert phone.answer == b"HTTP/1.1 403 Forbidden", why
            assert phone.seen == []


def test_one_connection_follows_by_a_few_streams_and_leaves_the_others_their_room(site: Site) -> None:
    many, other = [Phone(site.streams[0]) for _ in range(24)], Phone(site.streams[1])

    async def follow(port: int) -> None:
        async with calling(port, *many, other):
            await until(lambda: sum(phone.lost for phone in many) == 4)
            assert [phone.seen for phone in (*many, other) if not phone.lost] == [[0]] * 21
        again = Phone(site.streams[0])
        async with calling(port, again):
            assert (again.lost, again.seen) == (False, [0])

    with served(site) as (port, _):
        asyncio.run(follow(port))


def signs_out(site: Site) -> None:
    sessions.end(site.engine, account_id=1, session_id=1, now=datetime.now(UTC))


def is_relieved(site: Site) -> None:
    take_role(site.engine, 1, Role.INTERN, HERE, 1, datetime.now(UTC))


@pytest.mark.parametrize("ends", [signs_out, is_relieved])
def test_who_signs_out_or_has_no_role_left_is_cut_off_and_the_others_stay(
    site: Site, ends: Callable[[Site], None]
) -> None:
    phones = [Phone(stream) for stream in site.streams[:2]]

    async def follow(port: int) -> None:
        async with calling(port, *phones):
            await until(lambda: phones[0].lost)
            assert not phones[1].lost

    with served(site) as (port, _):
        ends(site)
        asyncio.run(follow(port))


def test_everybody_is_told_what_they_would_get_by_their_own_line_at_intervals_whatever_is_chosen(site: Site) -> None:
    people = [call.person for call in read_opening(site.engine, site.campaign_id).lists[0].calls]
    keep_open(site, {people[1]: ["STAGE0", "STAGE1"], people[2]: ["STAGE0", "STAGE2"]})
    phones = [Phone(stream) for stream in site.streams[:4]]

    async def follow(port: int) -> None:
        async with calling(port, *phones):
            choose(site, 0)
            await until(lambda: data(phones[1], "likely"))
            choose(site, 1)
            await until(lambda: all(phone.seen[-1] == 2 for phone in phones))

    with served(site) as (port, _):
        asyncio.run(follow(port))
    said = [[(line["key"], line.get("post")) for line in data(phone, "likely")] for phone in phones]
    assert said == [[], [("open", "STAGE1")], [("open", "STAGE2")], [("empty", None)]], "once, to each their own"


def keep_open(site: Site, lists: dict[str, list[str]]) -> None:
    """These wish lists, in a campaign that tells each what they would get."""
    with writing(site.engine) as session:
        plans.save(session, site.campaign_id, Plan(forecast=Forecast.OPEN))
        for person, codes in lists.items():
            now = datetime.now(UTC)
            wishes.save(session, site.campaign_id, person, codes, seen=0, key="k", account_id=None, now=now)
