"""GET /evenements/<campaign>?passe=…: the lines of a journal as server-sent events, in plain ASGI beside the pages.

`depuis` in the address, or the header `Last-Event-ID` of a browser that comes back, says what was seen already.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from webapp.live import passes
from webapp.live.hub import Client, Hub
from webapp.pages.headers import HEADERS

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = "/evenements/"
_RETRY = b"retry: 2000\n\n"
_STREAM = {
    **HEADERS,
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache, no-store",
    "X-Accel-Buffering": "no",
}


class Stream:
    """The ASGI application of `PATH`. `secret` signed the passes; `start` makes the hub of this process."""

    def __init__(self, secret: str, start: Callable[[], Hub]) -> None:
        self._secret, self._start = secret, start
        self._hub: Hub | None = None
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = {name: values[0] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        given = passes.read(self._secret, asked.get("passe", ""))
        if given is None or scope["path"] != PATH + given.campaign_id:
            await _refuse(send, 403)
        elif scope["method"] != "GET":
            await _refuse(send, 405)
        else:
            await send({"type": "http.response.start", "status": 200, "headers": _encoded(_STREAM)})
            await send({"type": "http.response.body", "body": _RETRY, "more_body": True})
            await _follow(self._running(), given, _seen(scope, asked), receive, send)

    def _running(self) -> Hub:
        """The hub, at work since the first who followed: it belongs to the loop that serves."""
        if self._hub is None:
            self._hub = self._start()
            self._task = asyncio.create_task(self._hub.run())
        return self._hub


async def _follow(hub: Hub, given: passes.Pass, seen: int, receive: Receive, send: Send) -> None:
    """Send what the hub gives, until the client goes or is dropped."""
    client = Client(given)
    gone = asyncio.create_task(_gone(receive, client))
    try:
        await hub.enter(given.campaign_id, client, seen)
        while (message := await client.queue.get()) is not None:
            await send({"type": "http.response.body", "body": message, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        hub.leave(given.campaign_id, client)
        gone.cancel()


async def _gone(receive: Receive, client: Client) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.drop()


def _seen(scope: Scope, asked: dict[str, str]) -> int:
    """The last sequence number that the client has; -1 for none, or for what is no number."""
    header = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    text = header or asked.get("depuis", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _encoded(HEADERS)})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
