"""What is measured: how soon each choice is on each phone, how soon everybody is back, what the server takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.load.desk import Desk
from tests.load.phones import Phone, calling, until


@dataclass(frozen=True)
class Spread:
    """Milliseconds from the start of the desk's request to each phone, over all choices and phones."""

    deliveries: int
    middle: float
    p99: float
    most: float


def spread(seconds: Sequence[float]) -> Spread:
    told = sorted(1000 * each for each in seconds)
    return Spread(len(told), told[len(told) // 2], told[int(len(told) * 0.99)], told[-1])


async def follow(port: int, desk: Desk, streams: Sequence[str], numbers: range, every: float) -> Spread:
    """Every phone follows while the desk records these choices; each line must reach each of them, once, in order."""
    phones = [Phone(stream) for stream in streams]
    async with calling(port, *phones):
        taken = []
        for number in numbers:
            began = time.perf_counter()
            await asyncio.to_thread(desk.choose, number)
            await until(lambda number=number: all(phone.seen[-1] == number + 1 for phone in phones))
            taken += [phone.at[-1] - began for phone in phones]
            await asyncio.sleep(every)
        expected = list(range(numbers.stop + 1))
        assert all(phone.seen == expected for phone in phones), "a line is missing or doubled"
    return spread(taken)


async def come_back(port: int, streams: Sequence[str], since: int) -> float:
    """Everybody connects at once, having missed what came after `since`: seconds until the last one has its lines."""
    phones = [Phone(stream, since) for stream in streams]
    began = time.perf_counter()
    async with calling(port, *phones, at_once=len(phones)):
        assert not any(phone.lost for phone in phones), "a phone was refused"
        return max(phone.at[0] for phone in phones) - began


@dataclass(frozen=True)
class Taken:
    """What a process and its children have taken: memory (PSS) in MB, seconds of processor."""

    memory: float
    seconds: float


def taken(pid: int) -> Taken:
    processes = _family(pid)
    return Taken(sum(map(_memory, processes)), sum(map(_seconds, processes)))


def _family(pid: int) -> list[int]:
    """The process and all its children, by Linux's own account."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in children for found in _family(int(child)))]


def _memory(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
