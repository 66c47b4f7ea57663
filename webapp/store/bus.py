"""How a process learns that a journal has grown, whoever wrote: the journal itself is the bus.

SQLite: the version of the file, asked every 50 ms. PostgreSQL: NOTIFY within the transaction that appends.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator

from sqlalchemy import URL, Engine, text
from sqlmodel import Session

_NAME = "rang_journal"
_POLL, _DOUBT, _REST = 0.05, 15.0, 1.0
"""Seconds between two looks at SQLite's version; after which one looks anyway; before trying a lost database again."""

_log = logging.getLogger(__name__)


def announce(session: Session) -> None:
    """Tell every process, once the transaction is committed, that a journal has grown."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"NOTIFY {_NAME}"))


async def changes(engine: Engine) -> AsyncIterator[None]:
    """Yields at the start and each time that a journal may have grown; now and then for nothing. Never ends."""
    while True:
        try:
            async for _ in _SOURCES[engine.dialect.name](engine.url):
                yield
        except _lost() as error:
            _log.warning("la base ne répond pas : %s", error)
        await asyncio.sleep(_REST)
        yield


async def _versions(url: URL) -> AsyncIterator[None]:
    connection, seen = sqlite3.connect(url.database or "", timeout=0), None
    try:
        while True:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            if version != seen:
                seen = version
                yield
            await asyncio.sleep(_POLL)
    finally:
        connection.close()


async def _notices(url: URL) -> AsyncIterator[None]:
    import psycopg

    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute(f"LISTEN {_NAME}")
        while True:
            yield
            async for _ in connection.notifies(timeout=_DOUBT, stop_after=1):
                pass


_SOURCES = {"sqlite": _versions, "postgresql": _notices}


def _lost() -> tuple[type[Exception], ...]:
    """What a database that went away raises."""
    try:
        import psycopg
    except ImportError:
        return (sqlite3.Error,)
    return (sqlite3.Error, psycopg.Error)
