"""Phones: many clients of the stream in one process, each noting which line came when."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

_ID = re.compile(rb"\nid: (\d+)\n")


class Phone(asyncio.Protocol):
    """One client over a plain socket. `seen`: the sequence numbers of its lines as they came, `at`: when each did."""

    def __init__(self, stream: str, since: int = -1) -> None:
        self._request = f"GET {stream}&depuis={since} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        self._rest = b""
        self.seen: list[int] = []
        self.at: list[float] = []
        self.answer = b""
        self._heard: list[bytes] = []
        self.greeted = self.lost = False
        self.transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self._heard.append(data)
        if not self.answer:
            self.answer = data.partition(b"\r\n")[0]
        text = self._rest + data
        found = _ID.findall(text)
        self.seen.extend(map(int, found))
        self.at.extend([now] * len(found))
        self.greeted = self.greeted or b"event: " in text or b" 200 " not in self.answer
        self._rest = text[text.rfind(b"\n") :] if b"\n" in data else text

    def connection_lost(self, _error: Exception | None) -> None:
        self.lost = True

    def text(self) -> str:
        """All that came, the marks between the parts of a chunked answer left out."""
        return re.sub(rb"\r\n[0-9a-f]+\r\n", b"", b"".join(self._heard)).decode()


@asynccontextmanager
async def calling(port: int, *phones: Phone, at_once: int = 100) -> AsyncIterator[None]:
    """Every phone connected, each with its first words; all hung up at the end."""
    for first in range(0, len(phones), at_once):
        await asyncio.gather(*(_connect(port, phone) for phone in phones[first : first + at_once]))
    yield
    await hang_up(*phones)


async def hang_up(*phones: Phone) -> None:
    for phone in phones:
        phone.transport.abort()
    await until(lambda: all(phone.lost for phone in phones))


async def _connect(port: int, phone: Phone) -> None:
    await asyncio.get_running_loop().create_connection(lambda: phone, "127.0.0.1", port)
    await until(lambda: phone.greeted or phone.lost)


async def until(done: Callable[[], object], patience: float = 60) -> None:
    """Wait for something that must come."""
    async with asyncio.timeout(patience):
        while not done():
            await asyncio.sleep(0.005)
