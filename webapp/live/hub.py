"""Everybody who follows a campaign in this process, and what reaches them: one read for all, one queue each."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Engine

from webapp.accounts import sessions
from webapp.live.likely import likely
from webapp.live.passes import Pass
from webapp.live.standing import Standing
from webapp.live.told import Library, Told
from webapp.store import bus, room_links

HEARTBEAT = b": .\n\n"
START_AGAIN = b"event: again\ndata: {}\n\n"
"""The page is to be loaded again: the journal is shorter than what it has seen (a copy was put back), or the visitor
may not follow any more."""

_WAITING, _AT_ONCE = 64, 50
"""Messages that a client may be late by before it is dropped; clients served before others get their say."""
_OF_ONE = 20
"""Streams that one connection, or one projector's link, may follow a campaign by: more is no person's."""
_BEAT, _FORECAST, _CHECK, _HOLDS = 15.0, 15.0, 2.0, 60.0
"""Seconds between two signs of life; between two forecasts; between two looks at the connections of those who came
since; and for how long that look holds for a connection."""
_THREADS = 4

_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


@dataclass(eq=False, slots=True)
class Client:
    """Somebody who follows a campaign: the pass that let them in, when what it rests on was looked up, and where they
    were last told that they stand. A None in the queue ends the stream."""

    given: Pass
    looked_up: float = -math.inf
    standing: Standing | None = None
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(_WAITING))
    dropped: bool = False

    def give(self, message: bytes) -> None:
        if self.dropped or not message:
            return
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.drop()

    def drop(self, farewell: bytes = b"") -> None:
        """End the stream; the client comes back and gets what it missed."""
        self.dropped = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(farewell)
        self.queue.put_nowait(None)


class Hub:
    """The clients of this process by campaign. All methods run in the event loop; the database is read in threads."""

    def __init__(self, engine: Engine, library: Library) -> None:
        self._engine, self._library = engine, library
        self._clients: dict[str, set[Client]] = defaultdict(set)
        self._streams: Counter[Pass] = Counter()
        self._told: dict[str, Told] = {}
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="feed")
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Bring what happens to everybody, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow())
            tasks.create_task(self._every(_BEAT, self._beat))
            tasks.create_task(self._every(_CHECK, self._check))
            tasks.create_task(self._every(_FORECAST, self._foretell))

    async def _aside(self, work: Callable[..., _Value], *values: object) -> _Value:
        """Do what reads the database in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *values)

    async def enter(self, campaign_id: str, client: Client, seen: int) -> None:
        """From now on the client gets every line after sequence number `seen`, those of before first."""
        async with self._turn:
            if self._streams[client.given] >= _OF_ONE:
                client.drop()
                return
            if not self._clients[campaign_id] or seen >= self._told[campaign_id].entries:
                await self._bring_up_to_date(campaign_id)
            told = self._told[campaign_id]
            client.give(START_AGAIN if seen >= told.entries else told.frames_since(seen) + _own(told, client))
            self._clients[campaign_id].add(client)
            self._streams[client.given] += 1

    def leave(self, campaign_id: str, client: Client) -> None:
        if client in self._clients[campaign_id]:
            self._clients[campaign_id].remove(client)
            self._streams[client.given] -= 1
            if not self._streams[client.given]:
                del self._streams[client.given]

    async def _follow(self) -> None:
        async for _ in bus.changes(self._engine):
            await _surely(self._bring_all_up_to_date)

    async def _bring_all_up_to_date(self) -> None:
        for campaign_id in [name for name, clients in self._clients.items() if clients]:
            async with self._turn:
                await self._bring_up_to_date(campaign_id)

    async def _bring_up_to_date(self, campaign_id: str) -> None:
        before = self._told.get(campaign_id)
        told = await self._aside(self._library.read, campaign_id)
        self._told[campaign_id] = told
        if before is not None and told.lines is not before.lines:
            await _give(list(self._clients[campaign_id]), lambda _: START_AGAIN)
        elif before is not None and told.entries > before.entries:
            new = told.frames_since(before.entries - 1)
            await _give(list(self._clients[campaign_id]), lambda client: new + _own(told, client))

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            await _surely(work)

    async def _beat(self) -> None:
        await _give(self._everybody(), lambda _: HEARTBEAT)

    async def _check(self) -> None:
        """Who follows is there: their connections live on. Those that were ended are cut off."""
        now = time.monotonic()
        due = [client for client in self._everybody() if client.given.link_id or now - client.looked_up > _HOLDS]
        held = await self._aside(_holding, self._engine, {client.given for client in due}) if due else set()
        for client in due:
            client.looked_up = now
            if client.given not in held:
                client.drop(START_AGAIN)

    async def _foretell(self) -> None:
        """To each, when their turn is likely and what they would get: worked out once for all."""
        for campaign_id, clients in list(self._clients.items()):
            people = {client.given.person for client in clients if client.given.person}
            if people:
                said = await self._aside(
                    likely, self._engine, campaign_id, self._told[campaign_id], people, datetime.now(UTC)
                )
                await _give(list(clients), lambda client, said=said: _private("likely", said.get(client.given.person)))

    def _everybody(self) -> list[Client]:
        return [client for clients in self._clients.values() for client in clients]


def _holding(engine: Engine, given: set[Pass]) -> set[Pass]:
    """The passes whose connection, noted as seen now, or whose link still holds, and whose account has a role there."""
    connections = sessions.keep_alive(engine, {each.session_id for each in given} - {0}, datetime.now(UTC))
    members = sessions.members(engine, connections, {each.campaign_id for each in given})
    links = room_links.alive(engine, {each.link_id for each in given} - {0})
    return {each for each in given if (each.session_id, each.campaign_id) in members or each.link_id in links}


async def _surely(work: Callable[[], Awaitable[None]]) -> None:
    """What fails once (the database is away) is tried again at the next change; nobody is cut off for it."""
    try:
        await work()
    except Exception:  # noqa: BLE001 (at the edge: the stream outlives whatever a database may raise)
        _log.exception("le direct a manqué une relève ; il continue")


async def _give(clients: Iterable[Client], message: Callable[[Client], bytes]) -> None:
    """To each their message; every so many, others get their say: an answer to the desk must not wait for 1,500."""
    for number, client in enumerate(clients, start=1):
        client.give(message(client))
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)


def _own(told: Told, client: Client) -> bytes:
    """What only that person is told: where they stand, when it changed."""
    standing = told.standings.get(client.given.person)
    if standing == client.standing:
        return b""
    client.standing = standing
    return _private("mine", standing and standing._asdict())


def _private(event: str, data: object) -> bytes:
    """A message without a number: a browser that comes back does not ask for it again. Nothing, for nothing to say."""
    return f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode() if data else b""
